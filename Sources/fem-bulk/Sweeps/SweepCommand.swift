import ArgumentParser
import BulkSimulation
import HostSystem
import Sweeps

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Computes many magnets: every combination of values, or samples.",
    discussion: """
      Example: fem-bulk sweep --fcm 1T:7T:0.5T --temperature 5K,10K,20K

      A sweep keeps its points, results and progress in one file, its store. The same command again continues it; \
      see fem-bulk help sweep run.
      """,
    subcommands: [
      SweepRunCommand.self, SweepStatusCommand.self, SweepResultsCommand.self, SweepExportCommand.self,
      SweepCollectCommand.self, SweepWorkerCommand.self, SweepTaskCommand.self,
    ],
    defaultSubcommand: SweepRunCommand.self)
}

/// What every worker of a sweep runs.
struct SweepWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Computes points that it is given on standard input.", shouldDisplay: false)

  func run() throws {
    StopSignals.take(userSignal: .stop)
    // Whoever asked for points knows which it has no answer for.
    _ = try serveWorker(pointEvaluator) { StopSignals.isStopAsked }
  }
}

/// What a task of a Slurm job array runs.
struct SweepTaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "Computes the points of a task of a Slurm job array.", shouldDisplay: false)

  @Argument(help: "Folder of the round.")
  var folder: String

  @Argument(help: "Index of the task.")
  var index: Int

  func run() throws {
    StopSignals.take(userSignal: .stop)
    let isDone = try SlurmTask(folder: folder, index: index).run(
      pointEvaluator, version: FemBulk.version, isStopped: { StopSignals.isStopAsked },
      remark: { StandardError.message($0) })
    if !isDone { throw ProgramError(.stopped, "\(folder): task \(index) was stopped; what it has computed is saved") }
  }
}

/// Opens a store.
func openStore(_ path: String, plan: SweepPlan? = nil) throws -> SweepStore {
  try SweepStore(path: path, plan: plan, version: FemBulk.version) { points in
    guard let plan, let numbers = try? setupNumbers(points, plan.evaluation) else { return points.map { _ in 0 } }
    return numbers
  }
}
