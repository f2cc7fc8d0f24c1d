import BulkSimulation
import Foundation
import FoundationEssentials
import GRDB
import Testing

@testable import Sweeps

@Suite struct `Store of a sweep` {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "fem-bulk-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var path: String { folder.appending(path: "sweep.sqlite").path }

  private static func plan(_ count: Int = 20, caseText: String = "name: a\nn: 21\n") -> SweepPlan {
    let columns = [
      SweepColumn(name: "jc0", keys: ["x"], unit: "A/m^2"), SweepColumn(name: "word", keys: ["y"], unit: ""),
    ]
    let rows = (0..<count).map { [SweepValue.number(1 / (3 + Double($0))), .text("w\($0)")] }
    return SweepPlan(
      name: "test", caseText: caseText, meshText: nil,
      design: SweepDesign(parts: [.table(columns: columns, rows: rows)]),
      outputs: [ReportedQuantity(name: "b", stage: 0, quantity: .bz(0))], target: "b")
  }

  private func store(_ plan: SweepPlan? = Self.plan()) throws -> SweepStore {
    try SweepStore(path: path, plan: plan, version: "1") { points in points.indices.map { $0 % 2 } }
  }

  private static func results(_ value: Double, error: Double = 0.1, isAccurate: Bool = true) -> PointOutcome.Results {
    .init(values: [value], errors: [error], isAccurate: isAccurate, warnings: isAccurate ? [] : ["missed", "why"])
  }

  @Test func `keeps every bit of inputs and results, and gives points of one geometry first`() throws {
    let store = try store()
    let points = try store.claim(12)
    #expect(points.prefix(10).map(\.point) == Array(stride(from: 1, to: 20, by: 2)) && points[10].point == 2)
    #expect(points[1].values == [.number(1 / 5.0), .text("w2")])
    try store.record(
      [PointOutcome(point: 3, results: Self.results(0.1 + 0.2, error: 1 / 3.0)), PointOutcome(point: 5, error: "no")],
      version: "1")
    let table = try store.table(outputs: ["b"])
    #expect(table.errors == [[1 / 3.0]])
    #expect(table.points == [3] && table.outputs == [[0.1 + 0.2]] && table.inputs == [[.number(0.2)], [.text("w2")]])
    #expect(try store.counts() == SweepCounts(waiting: 8, running: 10, done: 1, failed: 1))
    #expect(try store.retryFailed() == 1)
    #expect(try store.counts().waiting == 9)
  }

  @Test func `two processes never get the same point; what one leaves behind the other takes over`() throws {
    let second: SweepStore
    do {
      let first = try store()
      second = try store()
      let (a, b) = (try first.claim(7), try second.claim(7))
      #expect(Set(a.map(\.point)).isDisjoint(with: b.map(\.point)))
      #expect(try second.releaseOrphans())
      #expect(try second.counts().running == 14)
      // Not its own: nothing happens.
      try second.record([PointOutcome(point: a[0].point, results: Self.results(1))], version: "1")
      #expect(try second.counts().done == 0)
    }
    #expect(try !second.releaseOrphans())
    #expect(try second.counts() == SweepCounts(waiting: 13, running: 7))
  }

  @Test func `refuses another plan and says what is different`() throws {
    _ = try store()
    for (plan, word) in [
      (Self.plan(caseText: "name: a\nn: 25\n"), "its case has \"n: 21\", now \"n: 25\""),
      (Self.plan(19), "values of jc0"),
    ] {
      let error = #expect(throws: StoreError.self) { _ = try store(plan) }
      #expect(error?.description.contains(word) == true)
    }
    #expect(try store(nil).plan == Self.plan())
  }

  @Test func `a database without tables may be a sweep that begins`() throws {
    // A database with a header and no tables, as it is before a sweep has made them.
    let empty = try DatabaseQueue(path: path)
    try empty.write { db in try db.execute(sql: "CREATE TABLE gone (a); DROP TABLE gone") }
    try empty.close()
    let error = #expect(throws: StoreError.self) { _ = try SweepStore(reading: path) }
    guard case .unmade(let reason) = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(reason.contains("has no tables"))
    // The sweep itself goes on to make them.
    #expect(try store().plan == Self.plan())
  }

  @Test func `a file that is no store is left alone`() throws {
    try Data(
      "something else that is longer than a header of a hundred bytes, which a database has at its start: no.".utf8
    )
    .write(to: URL(filePath: path))
    let error = #expect(throws: StoreError.self) { _ = try store() }
    #expect(error?.description.contains("not a store") == true)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("something else"))
    #expect(throws: StoreError.self) { _ = try SweepStore(path: path + "-none", plan: nil, version: "1") }
  }

  @Test(arguments: [
    ("UPDATE points SET jc0 = NULL", "a point has no value"), ("DELETE FROM points WHERE point = 7", "has 19 points"),
    ("ALTER TABLE points RENAME jc0 TO jc1", "the columns of its points are not those of its plan"),
    (
      "UPDATE sweep SET value = replace(value, '\"name\":\"word\"', '\"name\":\"ward\"') WHERE key = 'plan'",
      "the columns"
    ),
    ("UPDATE sweep SET value = replace(value, '\"jc0\"', '\"\\\"\"') WHERE key = 'plan'", "its plan is none"),
  ])
  func `says that a store was changed`(change: String, complaint: String) throws {
    try store().close()
    let database = try DatabaseQueue(path: path)
    try database.write { db in
      try db.execute(sql: "UPDATE points SET status = 'done'")
      try db.execute(sql: change)
    }
    try database.close()
    let error = #expect(throws: StoreError.self) { _ = try store(nil).table(outputs: ["b"]) }
    #expect(error?.description.contains("is damaged (") == true && error?.description.contains(complaint) == true)
  }

  @Test func `a result of Slurm is merged once, and a lost task's points wait again until they have failed`() throws {
    let store = try store()
    for attempt in 1...3 {
      let tasks = try store.prepareTasks(chunk: 10, limit: 1, folder: "/f")
      #expect(tasks.map(\.points.count) == [10])
      try store.submit(tasks, job: attempt)
      let task = try #require(try store.submittedTasks().first)
      let outcome = PointOutcome(point: tasks[0].points[0].point, results: Self.results(0.5))
      let result = SlurmResult(version: "2", outcomes: [outcome])
      if attempt == 1 {
        #expect(try store.merge(result, of: task) == 9)
        #expect(try store.merge(result, of: task) == 9)
        #expect(try store.giveUp(task, reason: "lost", version: "1", attempts: 3) == 9)
      } else {
        let waiting = try store.giveUp(task, reason: "lost", version: "1", attempts: 3)
        // One point of the ten came new with the second round.
        #expect(waiting == (attempt == 2 ? 10 : 1))
      }
    }
    #expect(try store.counts() == SweepCounts(waiting: 10, done: 1, failed: 9))
  }

  @Test func `a point that misses the accuracy is flagged, counted and exported with error and warnings`() throws {
    let store = try store(Self.plan(3))
    let points = try store.claim(3).map(\.point)
    try store.record(
      [
        PointOutcome(point: points[0], results: Self.results(1, error: 0.25)),
        PointOutcome(point: points[1], results: Self.results(2, error: 0.5, isAccurate: false)),
        PointOutcome(point: points[2], error: "no"),
      ], version: "1")
    #expect(try store.counts() == SweepCounts(done: 2, inaccurate: 1, failed: 1))
    let columns = ["point", "b", "b_error", "accurate", "warnings", "error"]
    #expect(Set(columns).isSubset(of: Set(store.exportColumns)))
    let place = try #require(store.exportColumns.firstIndex(of: "b"))
    #expect(store.exportColumns[place + 1] == "b_error")
    var rows: [[String]] = []
    try store.forEachPoint(columns: columns) { rows.append($0) }
    let expected = [
      ["1.0", "0.25", "1", "", ""], ["2.0", "0.5", "0", "missed\nwhy", ""], ["", "", "", "", "no"],
    ]
    for (point, row) in zip(points, expected) { #expect(rows[point - 1] == ["\(point)"] + row) }
    let roles = try store.read { try String.fetchAll($0, sql: "SELECT role FROM columns WHERE name = 'b_error'") }
    #expect(roles == ["error"])
  }

  @Test func `a store from before values had errors is refused with the remedy`() throws {
    try store().close()
    let database = try DatabaseQueue(path: path)
    try database.write { try $0.execute(sql: "PRAGMA user_version = 1") }
    try database.close()
    for plan in [nil, Self.plan()] {
      let error = #expect(throws: StoreError.self) { _ = try store(plan) }
      #expect(error?.description.contains("no errors beside its values; give --store another name") == true)
    }
  }

  @Test func `a full disk is told as such and leaves the store whole`() throws {
    let store = try store(Self.plan(2000))
    let points = try store.claim(2000)
    // SQLite says that the disk is full when the file would become larger.
    try store.write { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)")
    }
    let error = #expect(throws: StoreError.self) {
      let long = String(repeating: "x", count: 1000)
      try store.record(points.map { PointOutcome(point: $0.point, error: long) }, version: "1")
    }
    guard case .cannotWrite(let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains("disk is full"))
    #expect(try store.counts().running == 2000)
    #expect(try store.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
  }
}
