/// Why a study cannot be made: what, where, and the remedy.
public enum StudyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was asked for is wrong: a value that the case does not take.
  case refused(String)
  /// A simulation failed.
  case failed(String)

  public var description: String {
    switch self {
    case .refused(let message), .failed(let message): message
    }
  }
}
