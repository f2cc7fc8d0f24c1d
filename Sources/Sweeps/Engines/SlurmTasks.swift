/// The tasks of a store that are with Slurm.
public struct SlurmTasks: Sendable {
  let store: SweepStore
  let version: String

  /// How often a point is handed in before it counts as failed.
  private static let attempts = 3

  public init(store: SweepStore, version: String) {
    self.store = store
    self.version = version
  }

  /// Merges what tasks have left until now, once; points of tasks that are over wait again.
  ///
  /// - Throws: `StoreError` when the store cannot be read or written.
  public func collect(remark: (String) -> Void) async throws {
    let tasks = try store.submittedTasks()
    guard !tasks.isEmpty else { return }
    // Before the results are read: a task that is over now has written all it ever will.
    let states = await Slurm.states(of: Set(tasks.map(\.job)))
    for task in tasks {
      let open = try store.merge(SlurmTask.result(folder: task.folder, index: task.index, remark: remark), of: task)
      guard open > 0, let states else { continue }
      let state = states["\(task.job)_\(task.index)"] ?? "unknown to Slurm"
      guard !Slurm.liveStates.contains(state) else { continue }
      let log = "\(task.folder)/task-\(task.index).log"
      let waiting = try store.giveUp(
        task,
        reason:
          "handed in \(Self.attempts) times to Slurm without a result; the last task ended as \(state), see \(log)",
        version: version, attempts: Self.attempts)
      remark(
        "task \(task.job)_\(task.index) ended as \(state) without \(open) of its points; \(waiting) wait to be handed in again; "
          + "see \(log)")
    }
  }
}
