/// A result that could not be written: what was attempted, where, and the system's reason.
public struct OutputError: Error, Equatable, CustomStringConvertible {
  /// What the program tried to do with the path.
  public enum Action: String, Sendable {
    case createFolder = "create the folder"
    case writeFile = "write the file"
    case listen = "listen at"
  }

  public var action: Action
  public var path: String
  /// As the operating system words it: "Permission denied".
  public var reason: String

  public init(_ action: Action, path: String, reason: String) {
    self.action = action
    self.path = path
    self.reason = reason
  }

  public var description: String { "cannot \(action.rawValue) \(path): \(reason)" }
}
