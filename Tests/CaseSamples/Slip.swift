/// A change to a text that is right, and the message that it must cause.
package struct Slip: Sendable, CustomStringConvertible {
  package let old: String
  package let new: String
  package let message: String
  /// What a test must know besides.
  package let remark: String?

  package var description: String { message }

  /// The text with the slip in it.
  package func made(in text: String) -> String { text.replacing(old, with: new, maxReplacements: 1) }
}

/// Slips from a table with one a line: `old => new => message`, or with a remark behind the message. `\n` is a line end.
package func slips(_ table: String) -> [Slip] {
  table.split(separator: "\n").map { line in
    let parts = line.replacing("\\n", with: "\n").split(separator: " => ", omittingEmptySubsequences: false)
      .map(String.init)
    return Slip(old: parts[0], new: parts[1], message: parts[2], remark: parts.count > 3 ? parts[3] : nil)
  }
}
