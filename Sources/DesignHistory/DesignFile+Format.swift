internal import FoundationEssentials
internal import GRDB
internal import HostSystem
internal import ProcessDesign

// The tables of a design's file, and how values stand in them.

extension DesignFile {
  static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    // One file, with a rollback journal beside it only while something is written; EXTRA keeps even what was acknowledged just
    // before the power went.
    configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = EXTRA") }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  static let applicationID = 0x4642_4464  // FBDd
  static let formatVersion = 3
  static let now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

  static let schema = """
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(formatVersion);
    CREATE TABLE definition (id INTEGER PRIMARY KEY CHECK (id = 1), time TEXT NOT NULL, version TEXT NOT NULL,
      definition TEXT NOT NULL);
    CREATE TABLE rounds (id INTEGER PRIMARY KEY, time TEXT NOT NULL, version TEXT NOT NULL, settings TEXT NOT NULL,
      count INTEGER NOT NULL, samples TEXT NOT NULL, pending TEXT NOT NULL, result TEXT NOT NULL,
      dropped TEXT);
    CREATE TABLE experiments (id INTEGER PRIMARY KEY AUTOINCREMENT, round INTEGER NOT NULL REFERENCES rounds (id),
      parameters TEXT NOT NULL, dropped TEXT, note TEXT);
    CREATE TABLE samples (id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, parameters TEXT NOT NULL,
      outcomes TEXT NOT NULL, sigmas TEXT NOT NULL, experiment INTEGER REFERENCES experiments (id), jc TEXT, dropped TEXT,
      note TEXT);
    \(changes)
    """

  /// Definitions that came later, each with the number of rounds that had been made before.
  private static let changes = """
    CREATE TABLE changes (id INTEGER PRIMARY KEY, time TEXT NOT NULL, version TEXT NOT NULL, definition TEXT NOT NULL,
      rounds INTEGER NOT NULL);
    """

  /// Gives a file of an earlier format what came later; its history stays what it is.
  static func upgrade(_ db: Database) throws {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard version < formatVersion else { return }
    if version < 2 {
      for change in [
        "rounds ADD COLUMN dropped TEXT", "experiments ADD COLUMN note TEXT", "samples ADD COLUMN note TEXT",
      ] {
        try db.execute(sql: "ALTER TABLE \(change)")
      }
    }
    try db.execute(sql: changes)
    try db.execute(sql: "PRAGMA user_version = \(formatVersion)")
  }

  /// What a file is about, one after the other, each from a number of rounds on; files of earlier formats know one.
  static func definitions(_ db: Database) throws -> [(definition: DesignDefinition, rounds: Int)] {
    guard let first = try String.fetchOne(db, sql: "SELECT definition FROM definition") else { return [] }
    let changes =
      try db.tableExists("changes") ? Row.fetchAll(db, sql: "SELECT * FROM changes ORDER BY id") : []
    return [(try decoded(first), 0)]
      + (try changes.map { (try decoded($0, "definition"), try $0.decode(forColumn: "rounds")) })
  }

  /// Of a column that files of the first format lack.
  static func text(_ row: Row, _ column: String) throws -> String? {
    row.hasColumn(column) ? try row.decode(String?.self, forColumn: column) : nil
  }

  /// Numbers are written as short as they can be without losing a bit.
  static func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func decoded<Value: Decodable>(_ text: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  }

  static func decoded<Value: Decodable>(_ row: Row, _ column: String) throws -> Value {
    try decoded(row.decode(String.self, forColumn: column))
  }
}
