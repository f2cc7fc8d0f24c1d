import ArgumentParser
import BulkSimulation
import CaseFiles
import FoundationEssentials
import HostSystem
import Magnets
import Notation
import Reports
import Sweeps

struct SweepRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "run", "Begins or continues a sweep (the default).", example: "fem-bulk sweep sweep.yaml",
    """
      case: pair.yaml                          # without it, the built-in pair
      axes:                                    # every combination of their values
        - {key: protocol.0.cool.field, from: 1 T, to: 7 T, step: 0.5 T}
        - {key: materials.ba122.jc.jc0, from: 2e8 A/m^2, to: 1e9 A/m^2, count: 9, spacing: log}
        - {key: protocol.0.cool.temperature, values: [5 K, 10 K, 20 K]}
      samples:                                 # instead or besides: sobol, latin-hypercube, monte-carlo, saltelli
        method: monte-carlo
        count: 1000
        seed: 1
        parameters:
          - {key: materials.*.jc.jc0, sigma: 5 %}
          - {key: gap, mean: 1 mm, sigma: 0.2 mm}
      points: points.csv                       # or a table, a point a line: protocol.0.cool.field[T],gap[mm]

    Keys are those of a fit file. Without a file the built-in pair is varied by the options below, which take lists \
    (5K,10K,20K) and ranges (1T:7T:0.5T). Points, results and progress are in the store; the same command, or the store in \
    place of the file, continues it, several at once share its points, and nothing that was computed is ever lost. \
    Ctrl-C ends with 75.
    """)

  @Argument(
    help: "Sweep file, or the store of a sweep; excludes the options of the built-in pair.",
    completion: .file(extensions: ["yaml", "yml", "sqlite"]))
  var file: String?

  @Option(help: PairOption.fcm.helpForMany, transform: PairOption.fcm.values)
  var fcm: [Double]?

  @Option(help: PairOption.temperature.helpForMany, transform: PairOption.temperature.values)
  var temperature: [Double]?

  @Option(help: PairOption.rampRate.helpForMany, transform: PairOption.rampRate.values)
  var rampRate: [Double]?

  @Option(help: PairOption.hold.helpForMany, transform: PairOption.hold.values)
  var hold: [Double]?

  @Option(help: PairOption.gap.helpForMany, transform: PairOption.gap.values)
  var gap: [Double]?

  @Option(help: PairOption.accuracy.help, transform: PairOption.accuracy.value)
  var accuracy: Double?

  @OptionGroup var changes: CaseChanges

  @Option(help: ArgumentHelp("File of the sweep. (default: its name with .sqlite)", valueName: "file"))
  var store: String?

  @Option(help: ArgumentHelp("Workers, one core each. (default: one for every core)", valueName: "count"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp("Where points are computed: local (this machine) or slurm (a cluster).", valueName: "engine"))
  var engine = SweepEngine.local

  @Option(help: ArgumentHelp("Slurm: points of a task. (default: 200)", valueName: "count"))
  var chunk: Int?

  @Option(
    help: ArgumentHelp("Slurm: time limit of a task, as sbatch takes it. (default: the partition's)", valueName: "time")
  )
  var time: String?

  @Option(
    help: ArgumentHelp(
      "Slurm: a further option of sbatch, as in --sbatch=--partition=short; may be repeated.", valueName: "option"))
  var sbatch: [String] = []

  @Flag(help: "Slurm: print the script that would be handed in, and hand in nothing.")
  var dryRun = false

  @Flag(help: "Compute failed points again.")
  var retryFailed = false

  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    let pairOptions = [
      ("--fcm", fcm != nil), ("--temperature", temperature != nil), ("--ramp-rate", rampRate != nil),
      ("--hold", hold != nil), ("--gap", gap != nil), ("--accuracy", accuracy != nil),
    ]
    if let file, let option = pairOptions.first(where: \.1)?.0 {
      throw ValidationError("\(option) belongs to the built-in pair; with a file, change \(file) instead")
    }
    if file == nil, !pairOptions.dropLast().contains(where: \.1) {
      throw ValidationError("nothing to vary; write --fcm 1T:7T:0.5T or name a sweep file")
    }
    if engine == .local, let option = slurmOptions.first(where: \.1)?.0 {
      throw ValidationError("\(option) belongs to Slurm; add --engine slurm")
    }
    if engine == .slurm, jobs != nil { throw ValidationError("--jobs belongs to --engine local; Slurm has --chunk") }
    if let chunk, chunk < 1 { throw ValidationError("--chunk: \(chunk) is not a number of points; give 1 or more") }
    if let option = ([time] + sbatch).compactMap({ $0 }).first(where: { $0.contains(where: \.isNewline) }) {
      throw ValidationError("\(option): has a line break")
    }
    if let jobs, jobs < 1 { throw ValidationError("--jobs: \(jobs) is not a number of workers; give 1 or more") }
  }

  private var slurmOptions: [(String, Bool)] {
    [("--chunk", chunk != nil), ("--time", time != nil), ("--sbatch", !sbatch.isEmpty), ("--dry-run", dryRun)]
  }

  func run() async throws {
    if dryRun { return try printScript() }
    let store = try open(source())
    StopSignals.take(userSignal: .stop)
    if retryFailed {
      let count = try store.retryFailed()
      StandardError.message("\(count) failed point\(count == 1 ? "" : "s") will be computed again")
    }
    let progress = SweepProgress(try store.counts())
    let isDone =
      switch engine {
      case .local:
        try await local(store).run {
          StopSignals.isStopAsked
        } progress: {
          progress.update($0)
        }
      case .slurm:
        try await slurm(store).run {
          StopSignals.isStopAsked
        } progress: {
          progress.update($0)
        } remark: {
          progress.finish()
          StandardError.message($0)
        }
      }
    progress.finish()
    try conclude(store, isDone: isDone)
  }

  private func local(_ store: SweepStore) -> LocalEngine {
    LocalEngine(
      store: store, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount,
      worker: .init(executable: CommandLine.executable, arguments: ["sweep", "worker"]), version: FemBulk.version)
  }

  private func slurm(_ store: SweepStore) -> SlurmEngine {
    SlurmEngine(store: store, chunk: slurmChunk, script: slurmScript, version: FemBulk.version)
  }

  private var slurmChunk: Int { chunk ?? 200 }

  private var slurmScript: SlurmScript {
    SlurmScript(command: [CommandLine.executable, "sweep", "task"], timeLimit: time, options: sbatch)
  }

  private func conclude(_ store: SweepStore, isDone: Bool) throws {
    let counts = try store.counts()
    let summary = try SweepSummary(store)
    store.close()
    try StandardOutput.write(json ? encodeJSON(summary.document) : summary.text)
    guard isDone else {
      throw ProgramError(
        .stopped,
        "\(store.path): stopped with \(counts.done + counts.failed) of \(counts.total) points; the same command continues"
      )
    }
    if counts.failed > 0 {
      throw ProgramError(
        .computationFailed,
        "\(store.path): \(counts.failed) of \(counts.total) points failed; see fem-bulk sweep results --failed, "
          + "and --retry-failed computes them again")
    }
  }

  /// A store, and what it has to hold: nil for whatever there is.
  private typealias Source = (path: String, plan: SweepPlan?)

  private func source() throws -> Source {
    guard let file else { return try source(try pair) }
    guard isSQLite(file) || file.hasSuffix(".sqlite") else {
      return try source(readSweep(path: file, setting: changes.changes, remark: StandardError.warning))
    }
    if store != nil { throw ValidationError("--store: \(file) is a store itself; leave --store out") }
    if !changes.texts.isEmpty { throw ValidationError("--set: \(file) has its case in it; set keys in a new sweep") }
    return (file, nil)
  }

  private func source(_ problem: SweepProblem) throws -> Source {
    (store ?? "\(problem.name).sqlite", try problem.plan())
  }

  private func open(_ source: Source) throws -> SweepStore { try openStore(source.path, plan: source.plan) }

  /// What `sbatch` would be given, without a store if there is none yet.
  private func printScript() throws {
    let source = try source()
    let store = isSQLite(source.path) ? try openStore(source.path, plan: source.plan) : nil
    guard let plan = store?.plan ?? source.plan else { return }
    let counts = try store?.counts()
    let waiting = counts?.waiting ?? plan.design.count ?? 0
    guard waiting > 0 else {
      let states = counts.map { SweepSummary.states($0) } ?? "no points"
      return StandardError.message(
        "\(source.path): nothing is left to hand in (\(states)); fem-bulk sweep results lists what there is")
    }
    try StandardOutput.write(
      slurmScript.text(
        name: plan.name, folder: "\(SlurmEngine.folder(ofStore: source.path))/round-1",
        tasks: SlurmEngine.tasks(waiting, chunk: slurmChunk)))
  }

  /// The sweep of the built-in pair.
  private var pair: SweepProblem {
    get throws {
      var pair = BuiltInPair()
      pair.hold = hold?.first
      pair.accuracy = accuracy ?? pair.accuracy
      let axes: [(option: PairOption, values: [Double]?)] = [
        (.fcm, fcm), (.temperature, temperature), (.rampRate, rampRate), (.hold, hold), (.gap, gap),
      ]
      return try SweepProblem(
        name: "pair", base: ValidCase(pair.simulationCase).setting(changes.changes),
        parts: axes.compactMap { option, values in
          guard let values, let key = option.key else { return nil }
          return .table(
            columns: [SweepColumn(name: option.column, keys: [key], unit: option.dimension.units[0].symbol)],
            rows: values.map { [.number($0)] })
        })
    }
  }
}

enum SweepEngine: String, ExpressibleByArgument, CaseIterable {
  case local
  case slurm
}

extension CommandLine {
  /// The running program.
  static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? arguments[0]
  }
}
