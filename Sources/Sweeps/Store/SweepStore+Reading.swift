internal import FoundationEssentials
internal import GRDB

extension SweepStore {
  /// Opens a store that is there, and changes nothing in it.
  ///
  /// A log of writes lies beside a store that is open, or was not closed; readers share it in a file that they must be able to
  /// make. Where neither can be, and there is no log, the file alone is the store, and nobody writes it.
  static func openReading(_ path: String) throws -> (DatabaseQueue, SweepPlan) {
    do {
      return try opened(path, configuration: Configuration(), path)
    } catch let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode) {
      guard isEmpty("\(path)-wal") else {
        throw StoreError.unusable(
          "\(path): is in use, or was not closed, and cannot be read without writing beside it; copy it with \(path)-wal to a "
            + "folder of yours")
      }
      var configuration = Configuration()
      configuration.readonly = true
      return try opened(immutableAddress(path), configuration: configuration, path)
    }
  }

  private static func opened(
    _ name: String, configuration: Configuration, _ path: String
  ) throws -> (DatabaseQueue, SweepPlan) {
    var configuration = configuration
    configuration.busyMode = .timeout(60)
    let database = try DatabaseQueue(path: name, configuration: configuration)
    let plan = try database.read { db in
      guard try isMade(db) else {
        guard try hasTables(db) else {
          throw StoreError.unmade(
            "\(path): has no tables; a sweep that has just begun makes them within a second: try again, or name another file"
          )
        }
        throw StoreError.unusable("\(path): is not a store of a sweep; name another file")
      }
      try checkIntegrity(db, path)
      return try readPlan(db, file: path)
    }
    return (database, plan)
  }

  /// True also for a file that is not there.
  private static func isEmpty(_ path: String) -> Bool {
    guard let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? any BinaryInteger else {
      return true
    }
    return Int(size) == 0
  }

  /// SQLite's address of a file that nobody writes.
  private static func immutableAddress(_ path: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.".utf8)
    let escaped = path.utf8.map { byte in
      plain.contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "file:\(escaped.joined())?immutable=1"
  }
}
