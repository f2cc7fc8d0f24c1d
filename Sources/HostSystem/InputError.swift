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

  /// One thing that is wrong in a file.
  public struct Finding: Equatable, Sendable {
    /// Key path of the value, as in `materials.a.n`; empty for the file as a whole.
    public var path: String
    public var line: Int
    /// A clause with the remedy.
    public var message: String

    public init(path: String, line: Int, message: String) {
      self.path = path
      self.line = line
      self.message = message
    }
  }

  public var kind: Kind
  public var message: String
  /// For programs, what `message` says for people; empty where there is no file with keys.
  public var findings: [Finding]

  public init(_ kind: Kind, _ message: String, findings: [Finding] = []) {
    self.kind = kind
    self.message = message
    self.findings = findings
  }

  public var description: String { message }

  /// Findings say what the message says.
  public static func == (one: InputError, other: InputError) -> Bool {
    one.kind == other.kind && one.message == other.message
  }
}
