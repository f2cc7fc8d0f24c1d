internal import FoundationEssentials
internal import HostSystem

/// Computes the points of a store as job arrays of the user's own Slurm cluster.
///
/// A round takes the waiting points, writes them in chunks to a folder next to the store, which the nodes must see, and hands in
/// an array with a task for each. Only this side touches the store: it merges the results that tasks leave, and hands in the
/// points again of tasks that ended without them.
public struct SlurmEngine: Sendable {
  let store: SweepStore
  /// Points of a task.
  let chunk: Int
  let script: SlurmScript
  private let tasks: SlurmTasks

  /// Below Slurm's usual `MaxArraySize` of 1001.
  private static let tasksPerArray = 1000

  public init(store: SweepStore, chunk: Int, script: SlurmScript, version: String) {
    self.store = store
    self.chunk = chunk
    self.script = script
    tasks = SlurmTasks(store: store, version: version)
  }

  /// How many tasks the first array for so many points has: none when nothing is left to compute.
  public static func tasks(_ points: Int, chunk: Int) -> Int { min(tasksPerArray, (points + chunk - 1) / chunk) }

  /// Hands in all waiting points, waits for them and hands in again what was lost.
  ///
  /// - Parameter remark: called with what a user should know.
  /// - Returns: false when it was stopped; jobs go on, and `collect` merges what they leave.
  /// - Throws: `StoreError`, `OutputError` for the files of a round, `SlurmFailure` when Slurm takes no job.
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
      try await tasks.collect(remark: remark)
    }
  }

  /// Hands in all waiting points.
  private func submit(remark: (String) -> Void) async throws {
    while true {
      let folder = try newFolder()
      let tasks = try store.prepareTasks(chunk: chunk, limit: Self.tasksPerArray, folder: folder)
      guard !tasks.isEmpty else {
        try? FileManager.default.removeItem(atPath: folder)
        return
      }
      do {
        try replaceFile("\(folder)/sweep.json", json(store.plan.evaluation))
        for (index, task) in tasks.enumerated() { try replaceFile("\(folder)/task-\(index).json", json(task.points)) }
        try replaceFile("\(folder)/job.sh", script.text(name: store.plan.name, folder: folder, tasks: tasks.count))
        let job = try await Slurm.submit(scriptFile: "\(folder)/job.sh")
        try store.submit(tasks, job: job)
        remark("handed in job \(job): \(tasks.count) task\(tasks.count == 1 ? "" : "s") in \(folder)")
      } catch {
        try store.release(tasks.flatMap(\.points).map(\.point))
        throw error
      }
    }
  }

  /// Where the rounds of a store have their folders; absolute, because tasks run elsewhere.
  public static func folder(ofStore path: String) -> String {
    (path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)") + "-slurm"
  }

  private func newFolder() throws -> String {
    let folder = Self.folder(ofStore: store.path)
    try createFolders(folder)
    var round = 1
    while true {
      let path = "\(folder)/round-\(round)"
      if try createFolder(exclusively: path) { return path }
      round += 1
    }
  }
}
