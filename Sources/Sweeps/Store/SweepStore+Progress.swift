internal import GRDB

/// How far a sweep is.
public struct SweepCounts: Sendable, Equatable {
  public var waiting = 0
  /// Claimed by a process on this machine.
  public var running = 0
  /// In tasks of a cluster.
  public var submitted = 0
  public var done = 0
  /// Of these, those that miss the accuracy asked for.
  public var inaccurate = 0
  public var failed = 0

  public var total: Int { waiting + running + submitted + done + failed }
  public var isComplete: Bool { done + failed == total }
}

extension SweepStore {
  /// How many points are in each state.
  ///
  /// - Throws: `StoreError` when the store cannot be read.
  public func counts() throws(StoreError) -> SweepCounts {
    try read { db in
      var counts = SweepCounts()
      for row in try Row.fetchAll(db, sql: "SELECT status, count(*), total(accurate = 0) FROM points GROUP BY status") {
        let count: Int = try row.decode(atIndex: 1)
        switch try row.decode(String.self, atIndex: 0) {
        case "waiting": counts.waiting = count
        case "running": counts.running = count
        case "submitted": counts.submitted = count
        case "done":
          counts.done = count
          counts.inaccurate = Int(try row.decode(Double.self, atIndex: 2))
        case "failed": counts.failed = count
        case let status: throw StoreError.damaged("a point is \(status)", path)
        }
      }
      return counts
    }
  }
}

extension SweepStore {
  /// What all finished points took together, one core [s].
  public struct Cost: Sendable {
    public var setup: Double
    public var solve: Double
  }

  /// - Throws: `StoreError` when the store cannot be read.
  public func cost() throws(StoreError) -> Cost {
    try read { db in
      let row = try Row.fetchOne(db, sql: "SELECT total(setup_s), total(solve_s) FROM points")
      return Cost(setup: row?[0] ?? 0, solve: row?[1] ?? 0)
    }
  }
}
