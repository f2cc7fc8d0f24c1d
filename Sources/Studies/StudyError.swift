/// Why a study cannot be made.
public struct StudyError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    /// What was asked for is wrong: a case that does not take a value.
    case wrong
    /// A simulation failed.
    case failed
  }

  public var kind: Kind
  /// What, where, and the remedy.
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public var description: String { message }
}
