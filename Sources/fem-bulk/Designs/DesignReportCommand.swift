import ArgumentParser
import DesignHistory
import HostSystem
import ProcessDesign
import Reports

struct DesignReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "report", "Writes a page with the model's mean, uncertainty and acquisition, convergence and all samples.",
    example: "fem-bulk design report furnace.design",
    """
    writes furnace.html, a page that needs nothing but itself.
    """)

  @OptionGroup var file: DesignFileArgument

  @Option(
    help: ArgumentHelp("Page. (default: the design's name with .html)", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String?

  @Option(help: ArgumentHelp("Pictures besides the page: \(PictureFiles.list).", valueName: "files"))
  var plots = PictureFiles.page

  func run() async throws {
    let design = try file.open()
    let state = try design.state()
    let report: DesignReport
    do {
      let study = try state.study()
      let seed = state.definition.seed
      report = DesignReport(
        state, study: study, insight: try study.insight(seed: seed), landscape: try study.landscape(seed: seed))
    } catch {
      throw ProgramError(.computationFailed, "\(design.path): \(error)")
    }
    let page = output ?? folderOf(design.path) + designName(of: design.path) + ".html"
    try reportOutcome(try await writeDesignReport(report, page: page, files: plots))
  }
}
