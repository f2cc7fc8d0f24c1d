import ArgumentParser
import BulkSimulation
import HostSystem
import Notation
import Reports
import Sweeps

struct SweepResultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "results", "Lists points of a sweep, those with the largest result first.",
    example: "fem-bulk sweep results pair.sqlite --limit 10",
    """
    Each with its estimated numerical error; accurate is 0 for a point that misses the accuracy asked for, and warnings say \
    why. With --failed the points that failed, and why. All columns at full precision: fem-bulk sweep export.
    """)

  @Argument(help: "Store of a sweep.", completion: .file(extensions: ["sqlite"]))
  var store: String

  @Option(help: ArgumentHelp("Result to list and to sort by. (default: the sweep's target)", valueName: "column"))
  var result: String?

  @Option(help: ArgumentHelp("How many points.", valueName: "count"))
  var limit = 20

  @Flag(help: "List failed points.")
  var failed = false

  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit: \(limit) is not a number of points; give 1 or more") }
    if failed, result != nil { throw ValidationError("--failed points have no result; leave --result out") }
  }

  func run() throws {
    let store = try SweepStore(reading: store)
    let outputs = store.plan.evaluation.outputs
    let known = outputs.map(\.name)
    let result = result ?? store.plan.target
    guard let output = outputs.first(where: { $0.name == result }) else {
      throw ProgramError(
        .wrongUse,
        "--result: \(store.path) has no result \(result); did you mean \(nearestFirst(known, to: result)[0])?")
    }
    let listed = failed ? ["error"] : [result] + (output.errorName.map { [$0] } ?? []) + ["accurate", "warnings"]
    let columns = ["point"] + store.plan.evaluation.columns.map(\.name) + listed
    var rows: [[String]] = []
    try store.forEachPoint(
      columns: columns, status: failed ? "failed" : "done", order: failed ? nil : result, limit: limit
    ) { rows.append($0) }
    let points = SweepPoints(store.plan.evaluation, columns: columns, rows: rows)
    try StandardOutput.write(
      json ? encodeJSON(points) : !rows.isEmpty ? points.text : failed ? "No failed points." : "No points yet.")
  }
}

struct SweepExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "export", "Writes all points of a sweep as CSV.", example: "fem-bulk sweep export pair.sqlite --output pair.csv",
    """
    All inputs, results, errors and times at full precision, a point a line, in the order of the points. A file that exists \
    is not replaced. What the columns are: Documentation/Sweeps.md.
    """)

  @Argument(help: "Store of a sweep.", completion: .file(extensions: ["sqlite"]))
  var store: String

  @Option(
    help: ArgumentHelp("File to write. (default: standard output)", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var output: String?

  func run() throws {
    let store = try SweepStore(reading: store)
    var lines = [store.exportColumns.joined(separator: ",")]
    try store.forEachPoint(columns: store.exportColumns) { row in
      lines.append(row.map(csvField).joined(separator: ","))
    }
    guard let output else { return try StandardOutput.write(lines.joined(separator: "\n")) }
    try writeNewFile(output, lines.joined(separator: "\n") + "\n")
  }
}

struct SweepCollectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "collect", "Merges what Slurm tasks have computed into the store.", example: "fem-bulk sweep collect pair.sqlite",
    """
    Once, and as often as you like: what is merged already stays as it is. fem-bulk sweep with --engine slurm does the same \
    while it waits; this is for after it was stopped. Points of tasks that ended without them wait again; \
    fem-bulk sweep pair.sqlite --engine slurm hands them in.
    """)

  @Argument(help: "Store of a sweep.", completion: .file(extensions: ["sqlite"]))
  var store: String

  @Flag(help: "Print one JSON document.")
  var json = false

  func run() async throws {
    let store = try openStore(store)
    let tasks = SlurmTasks(store: store, version: FemBulk.version)
    try await tasks.collect { StandardError.message($0) }
    let summary = try SweepSummary(store)
    try StandardOutput.write(json ? encodeJSON(summary.document) : summary.text)
  }
}
