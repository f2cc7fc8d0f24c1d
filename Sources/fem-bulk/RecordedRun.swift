import BulkSimulation
import FoundationEssentials
import Meshing
import Reporting

/// A simulation that leaves a run folder: made before the computation, so that nobody waits for a result that cannot be kept,
/// and gone again when the computation fails.
struct RecordedRun {
  let folder: RunFolder
  private let start = Date()

  /// - Parameter parent: the folder in which that of the run is made.
  init(parent: String, name: String) throws {
    do {
      folder = try RunFolder(parent: parent, name: name)
    } catch {
      throw ProgramError(.cannotWrite, "\(error)")
    }
  }

  /// Simulates a case, with its progress on standard error.
  func simulate(_ simulationCase: SimulationCase) throws -> SimulationResult {
    let progress = ProgressLine()
    defer { progress.finish() }
    do {
      return try BulkSimulation.simulate(simulationCase, progress: progress.update)
    } catch {
      throw ProgramError(.computationFailed, "\(simulationCase.name): \(error)")
    }
  }

  /// Writes the run and, besides what its case refers to, other files by their names.
  func write(_ result: SimulationResult, of simulationCase: SimulationCase, files: [String: String] = [:]) throws {
    let mesh = simulationCase.importedMesh.map { [meshFileName: gmshText($0, format: .v4_1)] } ?? [:]
    do {
      try folder.write(
        result, resolvedCase: caseFileText(simulationCase),
        provenance: Provenance(
          version: FemBulk.version, commit: buildCommit(), arguments: Array(CommandLine.arguments.dropFirst()),
          start: start),
        attachments: mesh.merging(files) { first, _ in first })
    } catch {
      throw ProgramError(.cannotWrite, "\(error)")
    }
  }

  /// What a computation gives; the folder goes if there is nothing in it when that fails.
  func keepingFolder<Value>(_ compute: () throws -> Value) throws -> Value {
    do {
      return try compute()
    } catch {
      let manager = FileManager.default
      if (try? manager.contentsOfDirectory(atPath: folder.path))?.isEmpty == true {
        try? manager.removeItem(atPath: folder.path)
      }
      throw error
    }
  }
}
