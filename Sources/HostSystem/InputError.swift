/// Why an input cannot be used: a sentence that names file, line, key and value where there are such, and the remedy.
public struct InputError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    /// A file is missing or cannot be read.
    case missing
    /// What it says is wrong.
    case wrong
    /// The request itself is: a value that an option does not take.
    case use
  }

  public var kind: Kind
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public var description: String { message }
}
