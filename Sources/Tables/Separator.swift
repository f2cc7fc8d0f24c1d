internal import Notation

/// What stands between two cells.
enum Separator: String, CaseIterable {
  // In the order in which they are tried: a comma may be part of a number, and a blank of a name.
  case tab = "tabs"
  case semicolon = "semicolons"
  case comma = "commas"
  case blanks

  private func separates(_ character: Character) -> Bool {
    switch self {
    case .tab: character == "\t"
    case .semicolon: character == ";"
    case .comma: character == ","
    case .blanks: character.isWhitespace
    }
  }

  /// The cells of a line without blanks around them.
  ///
  /// A cell between double quotes may hold anything, a quote written twice (RFC 4180); a quote within a bare cell is a letter.
  /// - Parameter protectingBrackets: of a header, in which what stands in brackets is one thing.
  func cells(_ line: String, protectingBrackets: Bool = false) -> [String] {
    var cells: [String] = []
    var cell = ""
    // What of the cell stood between quotes.
    var (isQuoted, wasQuoted, mayEnd, depth) = (false, false, false, 0)
    func isOpen() -> Bool { !wasQuoted && cell.allSatisfy(\.isWhitespace) }
    func finish() {
      cells.append(wasQuoted ? cell : trimmed(cell))
      (cell, wasQuoted, mayEnd, depth) = ("", false, false, 0)
    }
    for character in self == .blanks ? trimmed(line) : line {
      if isQuoted {
        if character == "\"", !mayEnd {
          mayEnd = true
          continue
        }
        if !mayEnd || character == "\"" {
          cell.append(character)
          mayEnd = false
          continue
        }
        (isQuoted, mayEnd) = (false, false)
      }
      if character == "\"", isOpen() {
        (isQuoted, wasQuoted, cell) = (true, true, "")
        continue
      }
      if protectingBrackets, "([".contains(character) { depth += 1 }
      if protectingBrackets, ")]".contains(character) { depth -= 1 }
      if separates(character), depth <= 0 {
        // Several blanks are one separator.
        if self != .blanks || !isOpen() { finish() }
      } else if !wasQuoted || !character.isWhitespace {
        cell.append(character)
      }
    }
    finish()
    return cells
  }

  /// The cells of a header whose units stand in brackets and whose names may have blanks: each ends with its bracket.
  static func bracketedCells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var depth = 0
    for character in line {
      if "([".contains(character) { depth += 1 }
      cell.append(character)
      guard ")]".contains(character), depth > 0 else { continue }
      depth -= 1
      if depth == 0 {
        cells.append(trimmed(cell))
        cell = ""
      }
    }
    let rest = trimmed(cell)
    return rest.isEmpty ? cells : cells + [rest]
  }
}

/// The cells of a line of a file that this program wrote: separated by commas.
package func csvCells(_ line: some StringProtocol) -> [String] { Separator.comma.cells(String(line)) }
