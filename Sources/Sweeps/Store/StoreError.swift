internal import GRDB

/// Why a store cannot be used: a sentence for the user.
public enum StoreError: Error, Sendable, CustomStringConvertible {
  /// Not a store, or damaged, or of another program's version.
  case unusable(String)
  /// A database without a table: a sweep makes them after the file.
  case unmade(String)
  case missing(String)
  /// A store of another sweep; what differs.
  case otherSweep(String)
  /// The disk is full, or the file cannot be written.
  case cannotWrite(String)

  public var description: String {
    switch self {
    case .unusable(let text), .unmade(let text), .missing(let text), .otherSweep(let text), .cannotWrite(let text): text
    }
  }

  static func damaged(_ what: String, _ file: String) -> StoreError {
    .unusable(
      "\(file): is damaged (\(what)); take a copy of it if there is one, or compute the sweep into another file")
  }

  init(_ error: DatabaseError, file: String) {
    switch error.resultCode {
    case .SQLITE_FULL:
      self = .cannotWrite(
        "\(file): the disk is full; what the sweep has computed until now is kept; make room and run the same command again"
      )
    case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      self = .cannotWrite(
        "\(file): cannot be written (\(error.message ?? "\(error.resultCode)")); what the sweep has computed until now is kept; "
          + "see to the disk and its permissions and run the same command again")
    case .SQLITE_BUSY:
      self = .cannotWrite("\(file): another program holds the file for too long; end it and run the same command again")
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      self = .unusable(
        "\(file): is not a store of a sweep (\(error.message ?? "\(error.resultCode)")); name another file")
    default: self = .unusable("\(file): \(error.message ?? "\(error.resultCode)")")
    }
  }
}
