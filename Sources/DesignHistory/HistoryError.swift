internal import GRDB
public import ProcessDesign

/// Why a design file cannot be used; a sentence for the user.
public enum HistoryError: Error, Sendable, Equatable, CustomStringConvertible {
  case missing(String)
  /// Something of that name is there already.
  case exists(String)
  /// Not a design file, or damaged, or of a later version of the program.
  case unusable(String)
  /// The disk is full, or the file is locked or may not be written.
  case cannotWrite(String)
  /// No experiment or sample of this number.
  case unknown(String)
  /// What the file holds does not go with what was asked for.
  case refused(String)
  /// No experiment can be proposed.
  case noSuggestion(DesignError)

  public var description: String {
    switch self {
    case .missing(let text), .exists(let text), .unusable(let text), .cannotWrite(let text), .unknown(let text),
      .refused(let text):
      text
    case .noSuggestion(let error): "\(error)"
    }
  }

  init(_ error: DatabaseError, file: String) {
    let reason = error.message ?? "\(error.resultCode)"
    self =
      switch error.resultCode {
      case .SQLITE_FULL: .cannotWrite("\(file): the disk is full; nothing was changed; make room and try again")
      case .SQLITE_BUSY: .cannotWrite("\(file): another program holds it for too long; nothing was changed; try again")
      case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
        .cannotWrite("\(file): cannot be written (\(reason)); nothing was changed; see to the disk and its permissions")
      default: .unusable("\(file): is not a design file, or damaged (\(reason)); fem-bulk design init makes one")
      }
  }
}
