import ArgumentParser
import BulkSimulation
import CaseFiles
import FoundationEssentials
import HostSystem
import Magnets
import Meshing

struct MeshCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "mesh", "Writes the mesh of a case as a Gmsh file.", example: "fem-bulk mesh case.yaml --output part.msh",
    """
    The mesh is that of the finest run of the case. A file that exists is not replaced.
    """)

  @Argument(help: "Case file.", completion: .file(extensions: ["yaml", "yml"]))
  var caseFile: String

  @Option(help: ArgumentHelp("File to write.", valueName: "file"), completion: .file(extensions: ["msh"]))
  var output: String

  @Option(help: ArgumentHelp("Version of the file format.", valueName: "version"))
  var format = GmshFormat.v4_1

  @OptionGroup var changes: CaseChanges

  func run() throws {
    let read = try readRunnableCase(path: caseFile, setting: changes)
    guard !FileManager.default.fileExists(atPath: output) else {
      throw ProgramError(.cannotWrite, "\(output): exists already; name another file or remove it")
    }
    let mesh = sectionMesh(of: read.checked)
    do {
      // Refuses again, in case the file has come into being since.
      try Data(gmshText(mesh, format: format).utf8)
        .write(to: URL(filePath: output), options: .withoutOverwriting)
    } catch {
      throw ProgramError(.cannotWrite, "\(output): cannot be written; check that the folder exists and is writable")
    }
    try StandardOutput.write("\(output): \(mesh.nodes.count) nodes, \(mesh.cells.count) cells")
  }
}

extension GmshFormat: ExpressibleByArgument {}
