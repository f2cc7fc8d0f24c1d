/// What is wrong with a table; tells where and how to put it right.
public struct TableError: Error, Equatable, CustomStringConvertible {
  /// The name under which the table was read, and what is wrong.
  public var file, message: String
  /// Counted from 1.
  public var line: Int

  public init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String { "\(file):\(line): \(message)" }
}
