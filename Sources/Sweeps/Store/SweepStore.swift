internal import BulkSimulation
internal import FoundationEssentials
internal import GRDB
internal import HostSystem

/// The file that keeps a sweep: an SQLite database in WAL mode with a row for every point.
///
/// What a method has written is durable when it returns; a process that is killed at any moment, or a disk that is full, leaves
/// the file as the last method left it. Several processes may work on one file. The schema is in `Documentation/Sweeps.md`.
public final class SweepStore: Sendable {
  public let path: String
  public let plan: SweepPlan
  /// nil for a store that was opened to be read.
  private let membership: Membership?
  private let database: DatabaseQueue

  /// Our number among the processes that ever claimed points here; the lock on it says that we live.
  private struct Membership {
    var owner: Int
    var locks: NumberLocks
  }

  /// Opens a store, or creates one for a plan.
  ///
  /// - Parameters:
  ///   - plan: nil to take whatever the file holds.
  ///   - setups: numbers that are equal for points of the same geometry, called only when the store is made.
  ///   - version: of the program, kept with every point.
  /// - Throws: `StoreError.otherSweep` when the file holds another plan; others when it is no store or cannot be written.
  public init(
    path: String, plan: SweepPlan?, version: String, setups: ([[SweepValue]]) -> [Int] = { $0.map { _ in 0 } }
  ) throws(StoreError) {
    guard plan != nil || FileManager.default.fileExists(atPath: path) else {
      throw .missing("\(path): no such store of a sweep")
    }
    let opened: (database: DatabaseQueue, plan: SweepPlan, membership: Membership)
    do {
      opened = try Self.wrapping(path) {
        let (database, plan) = try Self.open(path: path, plan: plan, setups: setups)
        let locks = try NumberLocks(path: "\(path)-owners")
        let owner = try database.write { db in
          try db.execute(
            sql: "INSERT INTO owners (started, version) VALUES (\(Self.now), ?)", arguments: [version])
          return Int(db.lastInsertedRowID)
        }
        return (database, plan, Membership(owner: owner, locks: locks))
      }
    }
    (database, self.plan, membership) = opened
    self.path = path
    let owner = opened.membership.owner
    guard opened.membership.locks.hold(owner) else {
      throw .unusable("\(path)-owners: another process holds the number \(owner)")
    }
  }

  /// Opens a store to be read, also where neither file nor folder may be written.
  ///
  /// - Throws: `StoreError.missing` for no file, `unusable` for what is no store.
  public init(reading path: String) throws(StoreError) {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing("\(path): no such store of a sweep") }
    (database, plan) = try Self.wrapping(path) { try Self.openReading(path) }
    membership = nil
    self.path = path
  }

  private static func wrapping<Value>(_ path: String, _ body: () throws -> Value) throws(StoreError) -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError(error, file: path)
    } catch let error as StoreError {
      throw error
    } catch let error as OutputError {
      throw .cannotWrite("\(error.path): \(error.reason)")
    } catch {
      throw .unusable("\(path): \(error)")
    }
  }

  private var owner: Int { member.owner }

  private var member: Membership {
    guard let membership else { preconditionFailure("\(path): was opened to be read") }
    return membership
  }

  static let now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

  private static func open(
    path: String, plan: SweepPlan?, setups: ([[SweepValue]]) -> [Int]
  ) throws -> (DatabaseQueue, SweepPlan) {
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    configuration.journalMode = .wal
    configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
    let database = try connected(path, configuration)
    // Outside of the transaction: of a large store it takes seconds, in which others may write.
    try database.read { db in if try isMade(db) { try checkIntegrity(db, path) } }
    // In one transaction, so that of two processes that begin at once one makes the store and the other finds it whole.
    let found = try database.write { db -> SweepPlan in
      if try isMade(db) { return try Self.readPlan(db, file: path) }
      guard let plan, try !hasTables(db) else {
        throw StoreError.unusable("\(path): is not a store of a sweep; name another file")
      }
      try Self.create(db, plan: plan, setups: setups)
      return plan
    }
    if let plan, plan != found {
      let differences = plan.differences(from: found).joined(separator: "; ")
      throw StoreError.otherSweep(
        "\(path): holds another sweep: \(differences). Name another store by --store, or remove this one")
    }
    return (database, found)
  }

  static func checkIntegrity(_ db: Database, _ path: String) throws {
    let complaint = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)")
    guard complaint == "ok" else { throw StoreError.damaged(complaint ?? "nothing in it", path) }
  }

  /// By SQL, because GRDB remembers what tables there are, and another process may have made them since.
  static func isMade(_ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master WHERE name = 'sweep'") == 1
  }

  static func hasTables(_ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0
  }

  /// Of two processes that change a new file to write-ahead logging at once, one is refused without having waited: the busy
  /// mode does not hold for that change.
  private static func connected(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    let end = ContinuousClock.now + .seconds(60)
    while true {
      do {
        return try DatabaseQueue(path: path, configuration: configuration)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end {
        pause(milliseconds: 20)
      }
    }
  }

  /// Runs a transaction.
  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try database.write(body)
    } catch {
      throw storeError(error)
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try database.read(body)
    } catch {
      throw storeError(error)
    }
  }

  func storeError(_ error: any Error) -> StoreError {
    switch error {
    case let error as DatabaseError: StoreError(error, file: path)
    case let error as StoreError: error
    default: .unusable("\(path): \(error)")
    }
  }

  /// Lets readers and other programs have one file.
  public func close() { try? database.close() }

  // MARK: Points

  /// Takes points that nobody works on, those of one geometry together.
  func claim(_ limit: Int) throws(StoreError) -> [SweepPoint] {
    try write { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT \(inputs) FROM points WHERE status = 'waiting' ORDER BY setup, point LIMIT ?
          """, arguments: [limit])
      let points = try rows.map(point)
      let statement = try db.cachedStatement(
        sql: "UPDATE points SET status = 'running', owner = ?, claims = claims + 1 WHERE point = ?")
      for point in points { try statement.execute(arguments: [owner, point.point]) }
      return points
    }
  }

  /// Keeps what became of points that we have claimed. Of a point that is no longer ours nothing is kept.
  func record(_ outcomes: [PointOutcome], version: String) throws(StoreError) {
    guard !outcomes.isEmpty else { return }
    try write { db in
      for outcome in outcomes {
        try keep(outcome, version: version, where: "status = 'running' AND owner = \(owner)", db)
      }
    }
  }

  /// - Returns: false when the point is not in the state that the condition asks for.
  @discardableResult
  func keep(_ outcome: PointOutcome, version: String, where condition: String, _ db: Database) throws -> Bool {
    let outputs = plan.evaluation.outputs
    let assignments = plan.evaluation.resultNames.map { "\"\($0)\" = ?" }.joined(separator: ", ")
    let statement = try db.cachedStatement(
      sql: """
        UPDATE points SET status = ?, owner = NULL, task = NULL, error = ?, accurate = ?, warnings = ?, setup_s = ?, \
        solve_s = ?, version = ?, finished = \(Self.now), \(assignments) WHERE point = ? AND \(condition)
        """)
    let results = outcome.results
    let numbers = outputs.indices.flatMap { index in
      [results?.values[index]] + (outputs[index].errorName == nil ? [] : [results?.errors[index]])
    }
    let warnings = results.flatMap { $0.warnings.isEmpty ? nil : $0.warnings.joined(separator: "\n") }
    try statement.execute(
      arguments: [
        results == nil ? "failed" : "done", outcome.error, results?.isAccurate, warnings, outcome.setup, outcome.solve,
        version,
      ] + StatementArguments(numbers) + [outcome.point])
    return db.changesCount > 0
  }

  /// Gives points back that we have claimed and not computed.
  func release(_ points: [Int]) throws(StoreError) {
    guard !points.isEmpty else { return }
    try write { db in
      for point in points {
        try db.execute(
          sql:
            "UPDATE points SET status = 'waiting', owner = NULL WHERE point = ? AND status = 'running' AND owner = ?",
          arguments: [point, owner])
      }
    }
  }

  /// Gives back what processes had claimed that are no more.
  ///
  /// - Returns: true when others still work on points.
  @discardableResult
  func releaseOrphans() throws(StoreError) -> Bool {
    try write { db in
      let others = try Int.fetchAll(
        db, sql: "SELECT DISTINCT owner FROM points WHERE status = 'running' AND owner != ?", arguments: [owner])
      let dead = others.filter { !member.locks.isHeldElsewhere($0) }
      for other in dead {
        try db.execute(
          sql: "UPDATE points SET status = 'waiting', owner = NULL WHERE status = 'running' AND owner = ?",
          arguments: [other])
      }
      return dead.count < others.count
    }
  }

  /// Has failed points computed again.
  ///
  /// - Returns: how many.
  /// - Throws: `StoreError` when the store cannot be written.
  public func retryFailed() throws(StoreError) -> Int {
    try write { db in
      try db.execute(sql: "UPDATE points SET status = 'waiting', error = NULL WHERE status = 'failed'")
      return db.changesCount
    }
  }

  private var inputs: String {
    (["point"] + plan.evaluation.columns.map { "\"\($0.name)\"" }).joined(separator: ", ")
  }

  private func point(_ row: Row) throws -> SweepPoint {
    let values = try plan.evaluation.columns.indices.map { index in try value(row[index + 1]) }
    return SweepPoint(point: try row.decode(atIndex: 0), values: values)
  }

  /// What a point has of an input.
  func value(_ value: DatabaseValue) throws(StoreError) -> SweepValue {
    switch value.storage {
    case .string(let text): return .text(text)
    case .int64(let number): return .number(Double(number))
    case .double(let number) where number.isFinite: return .number(number)
    default: throw .damaged("a point has no value", path)
    }
  }
}
