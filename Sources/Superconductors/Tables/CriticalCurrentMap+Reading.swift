internal import Notation
public import Tables

extension CriticalCurrentMap {
  /// Reads a map from the text of a file: header, then one point a line, in any order.
  ///
  /// - Parameters:
  ///   - text: the file's.
  ///   - file: the name to show in errors.
  ///   - units: of the columns `r` and `z` where the header has none.
  /// - Throws: `TableError` for a header, a value or a grid that is not right, with the line.
  public init(csv text: String, file: String, units: [String: String] = [:]) throws(TableError) {
    (self, _) = try Self.reading(text, file: file, units: units)
  }

  /// The same, and in words what was read and what was left out.
  package static func reading(
    _ text: String, file: String, units: [String: String] = [:]
  ) throws(TableError) -> (map: CriticalCurrentMap, summary: String) {
    let remedy =
      "a map has a number for every r at every z, and a place that was not measured may take that of its neighbour"
    let numbers = try QuantityTable(
      text, file: file,
      columns: [
        TableColumn("r", .length, aliases: ["radius"], gapRemedy: remedy),
        TableColumn("z", .length, aliases: ["height"], gapRemedy: remedy),
        TableColumn("factor", nil, aliases: ["f", "Jc factor", "relative Jc", "Jc/Jc0"], gapRemedy: remedy),
      ], units: units)
    let rows = numbers.rows.map { row in
      (line: row.line, r: row.values[0] ?? 0, z: row.values[1] ?? 0, factor: row.values[2] ?? 0, cells: row.cells)
    }
    let radii = ascending(rows.map(\.r))
    let heights = ascending(rows.map(\.z))
    var found = [Int?](repeating: nil, count: radii.count * heights.count)
    for (index, row) in rows.enumerated() {
      func fail(_ message: String) -> TableError { TableError(file: file, line: row.line, message: message) }
      guard row.r >= 0 else { throw fail("r: \(row.cells[0]) is negative; r is the distance from the axis") }
      guard row.factor >= 0 else { throw fail("factor: \(row.cells[2]) is negative; write 0 or more") }
      let place = bracket(heights, row.z) * radii.count + bracket(radii, row.r)
      if let twin = found[place].map({ rows[$0] }) {
        guard twin.factor == row.factor else {
          throw fail(
            "factor is \(row.cells[2]) here and \(twin.cells[2]) in line \(twin.line), both at r = \(row.cells[0]),"
              + " z = \(row.cells[1]); keep one")
        }
        continue
      }
      found[place] = index
    }
    let last = rows[rows.count - 1].line
    for (axis, values) in [("r", radii), ("z", heights)] where values.count < 2 {
      throw TableError(
        file: file, line: last, message: "only one \(axis); a map has at least two, the ends of the bulk among them")
    }
    if let gap = found.firstIndex(where: { $0 == nil }) {
      // As the file writes them.
      let r = rows.first { $0.r == radii[gap % radii.count] }?.cells[0] ?? ""
      let z = rows.first { $0.z == heights[gap / radii.count] }?.cells[1] ?? ""
      throw TableError(file: file, line: last, message: "the point r = \(r), z = \(z) is missing; \(remedy)")
    }
    let map = CriticalCurrentMap(
      radii: radii, heights: heights, factors: found.compactMap { $0.map { rows[$0].factor } })
    let leftOut = numbers.leftOut.isEmpty ? "" : "; left out: \(numbers.leftOut.joined(separator: ", "))"
    return (map, map.summary + leftOut)
  }

  /// `4 points, factor 0.5 to 1, mean 0.75`
  package var summary: String {
    "\(factors.count) points, factor \(compact(factors.min() ?? 0)) to \(compact(factors.max() ?? 0)),"
      + " mean \(significant(factors.reduce(0, +) / Double(max(1, factors.count)), digits: 6))"
  }
}

private func ascending(_ values: [Double]) -> [Double] {
  values.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } }
}
