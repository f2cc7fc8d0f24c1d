internal import Magnets
internal import Notation
internal import Superconductors

/// Finds a file by the name in a case file: the name to show in errors, and its text.
package typealias FileReader = (_ file: String) throws -> (name: String, text: String)

/// What is known while a case file is read: the files beside it, the materials, and the line of each key.
final class CaseReading {
  let tableText: FileReader
  let meshText: FileReader
  var materials: [Material] = []
  /// Those that carry no current.
  var structural: [StructuralMaterial] = []
  /// What can only be done when all else has been read.
  var conclusions: [(inout SimulationCase) throws -> Void] = []
  /// What was read from tables, a sentence for each.
  var readings: [String] = []
  private var lines: [String: Int] = [:]

  init(tableText: @escaping FileReader, meshText: @escaping FileReader) {
    self.tableText = tableText
    self.meshText = meshText
  }

  /// Keeps where a value stands.
  func note(_ node: CaseNode) { lines[node.path] = node.line }

  /// The line of a value, or of the nearest that holds it.
  func line(of path: CasePath) -> Int {
    var place = Optional(path)
    while let path = place {
      if let line = lines[path.description] { return line }
      place = path.parent
    }
    return 1
  }
}
