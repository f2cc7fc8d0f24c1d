internal import FoundationEssentials
internal import Reporting

/// Computes the points of a store as job arrays of the user's own Slurm cluster.
///
/// A round takes the waiting points, writes them in chunks to a folder next to the store, which the nodes must see, and hands in
/// an array with a task for each. Only this side touches the store: it merges the results that tasks leave, and hands in the
/// points again of tasks that ended without them.
public struct SlurmEngine: Sendable {
  public struct Options: Sendable {
    /// Points of a task.
    public var chunk: Int
    /// As `sbatch --time` takes it; nil for that of the partition.
    public var timeLimit: String?
    /// Further lines of options for `sbatch`: `--partition=short`.
    public var extra: [String]

    public init(chunk: Int, timeLimit: String?, extra: [String]) {
      self.chunk = chunk
      self.timeLimit = timeLimit
      self.extra = extra
    }
  }

  let store: SweepStore
  public let options: Options
  /// The program that runs `SlurmTask`, with arguments to which those of the task are added.
  let worker: LocalEngine.Worker
  let version: String

  /// Below Slurm's usual `MaxArraySize` of 1001.
  public static let tasksPerArray = 1000
  /// How often a point is handed in before it counts as failed.
  public static let attempts = 3
  /// A task is warned so long before its time limit [s]: longer than a point takes.
  static let warning = 60

  public init(store: SweepStore, options: Options, worker: LocalEngine.Worker, version: String) {
    self.store = store
    self.options = options
    self.worker = worker
    self.version = version
  }

  /// Hands in all waiting points, waits for them and hands in again what was lost.
  ///
  /// - Parameter remark: called with what a user should know.
  /// - Returns: false when it was stopped; jobs go on, and `collect` merges what they leave.
  public func run(
    isStopped: @escaping @Sendable () -> Bool, progress: (SweepCounts) -> Void, remark: (String) -> Void
  ) async throws -> Bool {
    let clock = ContinuousClock()
    let start = clock.now
    while true {
      try store.releaseOrphans()
      try await submit(remark: remark)
      let counts = try store.counts()
      progress(counts)
      if counts.isComplete { return true }
      // Often at first, for short sweeps, then seldom: squeue is work for the whole cluster's controller.
      let pause = min(30, max(1, (clock.now - start) / .seconds(20)))
      let wake = clock.now + .seconds(pause)
      while clock.now < wake {
        if isStopped() { return false }
        try await Task.sleep(for: .milliseconds(200))
      }
      try await collect(remark: remark)
    }
  }

  /// Hands in all waiting points.
  public func submit(remark: (String) -> Void) async throws {
    while true {
      let folder = try newFolder()
      let tasks = try store.prepareTasks(chunk: options.chunk, limit: Self.tasksPerArray, folder: folder)
      guard !tasks.isEmpty else {
        try? FileManager.default.removeItem(atPath: folder)
        return
      }
      do {
        try replaceFile("\(folder)/sweep.json", json(store.plan.evaluation))
        for (index, task) in tasks.enumerated() { try replaceFile("\(folder)/task-\(index).json", json(task.points)) }
        try replaceFile("\(folder)/job.sh", script(folder: folder, tasks: tasks.count))
        let job = try await Slurm.submit(scriptFile: "\(folder)/job.sh")
        try store.submit(tasks, job: job)
        remark("handed in job \(job): \(tasks.count) task\(tasks.count == 1 ? "" : "s") in \(folder)")
      } catch {
        try store.release(tasks.flatMap(\.points).map(\.point))
        throw error
      }
    }
  }

  /// Merges what tasks have left until now, once; points of tasks that are over wait again.
  public func collect(remark: (String) -> Void) async throws {
    let tasks = try store.submittedTasks()
    guard !tasks.isEmpty else { return }
    // Before the results are read: a task that is over now has written all it ever will.
    let states = await Slurm.states(of: Set(tasks.map(\.job)))
    for task in tasks {
      let open = try store.merge(SlurmTask.result(folder: task.folder, index: task.index), of: task)
      guard open > 0, let states else { continue }
      let state = states["\(task.job)_\(task.index)"] ?? "unknown to Slurm"
      guard !Slurm.liveStates.contains(state) else { continue }
      let log = "\(task.folder)/task-\(task.index).log"
      let waiting = try store.giveUp(
        task, reason: "handed in \(Self.attempts) times to Slurm without a result; the last task ended as \(state), see \(log)",
        version: version, attempts: Self.attempts)
      remark(
        "task \(task.job)_\(task.index) ended as \(state) without \(open) of its points; \(waiting) wait to be handed in again; "
          + "see \(log)")
    }
  }

  /// What `sbatch` is given; the program replaces the shell, so that it gets Slurm's signals itself.
  public func script(folder: String, tasks: Int) -> String {
    var lines = ["#!/bin/sh"]
    var head = [
      "--job-name=\(store.plan.name)", "--array=0-\(tasks - 1)", "--ntasks=1", "--cpus-per-task=1",
      "--signal=B:USR1@\(Self.warning)", "--chdir=\"\(folder)\"", "--output=task-%a.log", "--open-mode=append",
    ]
    if let limit = options.timeLimit { head.append("--time=\(limit)") }
    lines += (head + options.extra).map { "#SBATCH \($0)" }
    let command = ([worker.executable] + worker.arguments + [folder]).map(shellQuoted).joined(separator: " ")
    lines.append("exec \(command) \"$SLURM_ARRAY_TASK_ID\"")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where a round would be.
  public var folder: String {
    let path = store.path.hasPrefix("/") ? store.path : "\(FileManager.default.currentDirectoryPath)/\(store.path)"
    return "\(path)-slurm"
  }

  private func newFolder() throws -> String {
    try createFolders(folder)
    var round = 1
    while true {
      let path = "\(folder)/round-\(round)"
      if try createFolder(exclusively: path) { return path }
      round += 1
    }
  }
}

private func shellQuoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }
