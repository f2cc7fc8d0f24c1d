/// A run folder that cannot be read: which file, and what is wrong with it.
public enum RecordError: Error, Equatable, CustomStringConvertible {
  /// The file is not there or cannot be opened.
  case missing(path: String, remedy: String)
  /// It is there, but not what a run leaves.
  case wrong(path: String, reason: String)

  public var description: String {
    switch self {
    case .missing(let path, let remedy): "\(path): is missing or cannot be read; \(remedy)"
    case .wrong(let path, let reason): "\(path): \(reason)"
    }
  }
}
