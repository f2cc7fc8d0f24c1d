internal import BulkSimulation
internal import FoundationEssentials
internal import GRDB
internal import Sampling

extension SweepStore {
  /// Raised when older programs could not use a store any more. The first had no errors of values.
  static let schemaVersion = 2

  /// Columns of `points` besides inputs, outputs and the errors of these.
  public static let reservedNames = [
    "point", "setup", "status", "owner", "task", "claims", "error", "accurate", "warnings", "setup_s", "solve_s",
    "version", "finished",
  ]

  static func create(_ db: Database, plan: SweepPlan, setups: ([[SweepValue]]) -> [Int]) throws {
    let (columns, outputs) = (plan.evaluation.columns, plan.evaluation.outputs)
    try db.execute(
      sql: """
        PRAGMA user_version = \(schemaVersion);
        CREATE TABLE sweep (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE columns (
          name TEXT PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('input', 'output', 'error')),
          position INTEGER NOT NULL,
          unit TEXT NOT NULL, keys TEXT, is_factor INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE owners (owner INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, version TEXT NOT NULL);
        CREATE TABLE tasks (
          task INTEGER PRIMARY KEY AUTOINCREMENT, job INTEGER, array_index INTEGER NOT NULL, folder TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('prepared', 'submitted', 'finished', 'lost'))
        );
        CREATE TABLE points (
          point INTEGER PRIMARY KEY, setup INTEGER NOT NULL,
          status TEXT NOT NULL DEFAULT 'waiting'
            CHECK (status IN ('waiting', 'running', 'submitted', 'done', 'failed')),
          owner INTEGER REFERENCES owners, task INTEGER REFERENCES tasks, claims INTEGER NOT NULL DEFAULT 0,
          error TEXT, accurate INTEGER, warnings TEXT, setup_s REAL, solve_s REAL, version TEXT, finished TEXT,
          \((columns.map { "\"\($0.name)\"" } + plan.evaluation.resultNames.map { "\"\($0)\" REAL" })
            .joined(separator: ",\n  "))
        );
        CREATE INDEX points_waiting ON points (setup, point) WHERE status = 'waiting';
        CREATE INDEX points_status ON points (status);
        """)
    for (key, value) in [
      ("name", plan.name), ("case", plan.evaluation.caseText), ("target", plan.target), ("plan", try json(plan)),
    ] {
      try db.execute(sql: "INSERT INTO sweep VALUES (?, ?)", arguments: [key, value])
    }
    try db.execute(sql: "INSERT INTO sweep VALUES ('created', \(now))")
    for (position, column) in columns.enumerated() {
      try db.execute(
        sql: "INSERT INTO columns VALUES (?, 'input', ?, ?, ?, ?)",
        arguments: [column.name, position, column.unit, column.keys.joined(separator: ", "), column.isFactor])
    }
    for (position, output) in outputs.enumerated() {
      for (name, role) in [(output.name, "output"), (output.errorName, "error")] where name != nil {
        try db.execute(
          sql: "INSERT INTO columns (name, role, position, unit) VALUES (?, ?, ?, ?)",
          arguments: [name, role, position, output.unit])
      }
    }
    let points = plan.design.points()
    let insert = try db.makeStatement(
      sql: """
        INSERT INTO points (setup\(columns.map { ", \"\($0.name)\"" }.joined())) \
        VALUES (?\(String(repeating: ", ?", count: columns.count)))
        """)
    for (point, setup) in zip(points, setups(points)) {
      try insert.execute(arguments: StatementArguments([setup]) + StatementArguments(point.map(\.databaseValue)))
    }
  }

  static func readPlan(_ db: Database, file: String) throws -> SweepPlan {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    if version == 1 {
      throw StoreError.unusable(
        "\(file): was made by an older version of this program, which kept no errors beside its values; give --store another "
          + "name to compute the sweep anew with errors; the values that are there, sqlite3 \(file) and that version read"
      )
    }
    guard version == schemaVersion,
      let text = try String.fetchOne(db, sql: "SELECT value FROM sweep WHERE key = 'plan'"),
      let plan = try? JSONDecoder().decode(SweepPlan.self, from: Data(text.utf8))
    else {
      throw StoreError.unusable(
        "\(file): is a store of another version of this program (\(version), not \(schemaVersion)); use that, or name another file"
      )
    }
    guard plan.isWhole else { throw StoreError.damaged("its plan is none", file) }
    // A column of another name would read as a word: SQLite takes what it does not know in quotes for a text.
    let columns = Set(try db.columns(in: "points").map(\.name))
    let expected = reservedNames + plan.evaluation.columns.map(\.name) + plan.evaluation.resultNames
    guard columns == Set(expected), columns.count == expected.count else {
      throw StoreError.damaged("the columns of its points are not those of its plan", file)
    }
    let points = try Row.fetchOne(db, sql: "SELECT count(*), min(point), max(point) FROM points")
    let numbers = try (0..<3).map { try points?.decode(Int?.self, atIndex: $0) ?? 0 }
    guard numbers == [plan.design.count, 1, plan.design.count] else {
      throw StoreError.damaged("it has \(numbers[0]) points, its plan \(plan.design.count ?? 0)", file)
    }
    return plan
  }
}

extension SweepPlan {
  /// False for what no program has written.
  fileprivate var isWhole: Bool {
    let names = evaluation.columns.map(\.name) + evaluation.resultNames
    return !design.columns.isEmpty && design.columns == evaluation.columns && design.parts.allSatisfy(\.isWhole)
      && evaluation.columns.allSatisfy { !$0.keys.isEmpty }
      && names.allSatisfy { !$0.isEmpty && !$0.contains("\"") }
  }
}

extension SweepDesign.Part {
  fileprivate var isWhole: Bool {
    switch self {
    case .table(let columns, let rows): !rows.isEmpty && rows.allSatisfy { $0.count == columns.count }
    case .sample(let method, let rows, _, let columns, let distributions):
      rows > 0 && columns.count <= method.columnLimit && columns.count == distributions.count
    }
  }
}

extension SweepValue {
  var databaseValue: DatabaseValue {
    switch self {
    case .number(let value): value.databaseValue
    case .text(let text): text.databaseValue
    }
  }
}

/// One line.
func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
