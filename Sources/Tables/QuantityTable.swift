package import Notation

/// A column that a table must or may have.
package struct TableColumn: Sendable {
  /// As errors and `units` call it.
  package var name: String
  /// Its names without what people spell differently: case, blanks, `_` and brackets.
  private let essences: Set<String>
  /// nil for a plain number.
  package var dimension: Dimension?
  package var isOptional: Bool
  /// What to do about a value that is missing.
  package var gapRemedy: String

  /// - Parameter aliases: other names that people give it.
  package init(
    _ name: String, _ dimension: Dimension?, aliases: [String] = [], isOptional: Bool = false,
    gapRemedy: String = "leave the line out"
  ) {
    (self.name, self.dimension, self.isOptional) = (name, dimension, isOptional)
    essences = Set(([name] + aliases).map(Self.essence))
    self.gapRemedy = gapRemedy
  }

  /// `B[T]`
  package var example: String { dimension.map { "\(name)[\($0.units[0].symbol)]" } ?? name }

  /// |B| or mu0 H.
  package static func fluxDensity(_ name: String, aliases: [String] = []) -> TableColumn {
    TableColumn(name, .field, aliases: aliases)
  }
}

/// Numbers of a table whose heads name a quantity and its unit for each column.
package struct QuantityTable {
  package struct Row {
    /// In the file, from 1.
    package var line: Int
    /// In SI units, in the order of the columns asked for; nil for an optional one that is missing.
    package var values: [Double?]
    /// As written, in the same order.
    package var cells: [String]
  }

  package let file: String
  package private(set) var rows: [Row] = []
  /// Heads of columns that mean nothing here.
  package let leftOut: [String]

  /// - Parameters:
  ///   - columns: in any order in the file.
  ///   - wide: the column that may stand once for each temperature, with the temperature in its head, and the index of the
  ///     temperature's own.
  ///   - units: of columns whose heads have none, by the names of the columns.
  package init(
    _ text: String, file: String, columns: [TableColumn], wide: (column: Int, temperature: Int)? = nil,
    units: [String: String] = [:]
  ) throws(TableError) {
    let example = columns.filter { !$0.isOptional }.map(\.example).joined(separator: ",")
    var table = try Table(text, file: file, example: example) { head in
      Self.column(of: head, among: columns, wide: wide?.column) != nil
    }
    func fail(_ message: String) -> TableError { TableError(file: file, line: table.headLine, message: message) }
    let places = table.heads.map { Self.column(of: $0, among: columns, wide: wide?.column) }
    for (name, unit) in units.sorted(by: { $0.key < $1.key }) {
      guard let column = columns.firstIndex(where: { $0.name == name }) else {
        let known = columns.map(\.name).joined(separator: ", ")
        throw fail("units: there is no column \(name); name one of \(known)")
      }
      for (index, place) in places.enumerated() where place == column {
        if let own = table.heads[index].unit, own != unit {
          throw fail("units: \(name) is in \(own) by its head \(table.heads[index].written); remove \(name) from units")
        }
        table.setUnit(unit, at: index)
      }
    }
    var scales: [Dimension.Unit] = []
    for (head, place) in zip(table.heads, places) {
      guard let place else {
        scales.append(Dimension.Unit(""))
        continue
      }
      do throws(QuantityError) { scales.append(try columns[place].scale(of: head)) } catch {
        throw fail(error.description)
      }
    }
    try Self.check(table, places, columns, wide: wide, example: example)
    self.file = file
    leftOut = zip(table.heads, places).filter { $0.1 == nil && !$0.0.written.isEmpty }.map(\.0.written)
    for row in table.rows {
      rows += try Self.rows(of: row, table, places: places, scales: scales, columns: columns, wide: wide)
    }
    guard !rows.isEmpty else { throw fail("no value below the header; write at least 2") }
  }

  /// Which column a head names.
  private static func column(of head: TableHead, among columns: [TableColumn], wide: Int?) -> Int? {
    if head.temperature != nil, let wide, head.name.isEmpty || columns[wide].names(head) { return wide }
    // T and t differ in their case alone: that which is written the same comes first.
    return columns.firstIndex { $0.name == head.name } ?? columns.firstIndex { $0.names(head) }
  }

  /// Each column once, and all that are needed.
  private static func check(
    _ table: Table, _ places: [Int?], _ columns: [TableColumn], wide: (column: Int, temperature: Int)?, example: String
  ) throws(TableError) {
    func fail(_ message: String) -> TableError { TableError(file: table.file, line: table.headLine, message: message) }
    let isWide = wide.map { wide in zip(table.heads, places).contains { $1 == wide.column && $0.temperature != nil } }
    for (index, column) in columns.enumerated() {
      let heads = zip(table.heads, places).filter { $0.1 == index }.map(\.0)
      if heads.isEmpty, !column.isOptional {
        throw fail("the column \(column.name) is missing; write the header as in \(example)")
      }
      guard isWide == true, let wide else {
        if heads.count > 1 {
          throw fail("the columns \(heads.map(\.written).joined(separator: " and ")) are both \(column.name); keep one")
        }
        continue
      }
      if index == wide.temperature, !heads.isEmpty {
        throw fail("has a column \(heads[0].written) and temperatures in the heads of others; keep one way")
      }
      guard index == wide.column else { continue }
      if let bare = heads.first(where: { $0.temperature == nil }) {
        throw fail(
          "the column \(bare.written) has no temperature, which others have; write it as in \(column.name) 5 K")
      }
      for (position, head) in heads.enumerated() {
        if let twin = heads[..<position].first(where: { $0.temperature == head.temperature }) {
          throw fail("the columns \(twin.written) and \(head.written) hold at the same temperature; keep one")
        }
      }
    }
  }

  /// ` at r = 10, z = -4`: what a row says in its other columns, as written.
  private static func location(
    of row: Table.Row, _ places: [Int?], _ columns: [TableColumn], besides column: Int
  ) -> String {
    let others = zip(places, row.cells).compactMap { place, cell in
      place.flatMap { $0 == column || columns[$0].isOptional ? nil : "\(columns[$0].name) = \(cell)" }
    }
    return others.isEmpty ? "" : " at " + others.joined(separator: ", ")
  }

  /// A row of the table as one of quantities, or as one for each temperature.
  private static func rows(
    of row: Table.Row, _ table: Table, places: [Int?], scales: [Dimension.Unit], columns: [TableColumn],
    wide: (column: Int, temperature: Int)?
  ) throws(TableError) -> [Row] {
    var common = Row(
      line: row.line, values: columns.map { _ in nil }, cells: columns.map { _ in "" })
    var series: [(temperature: Double, value: Double, cell: String)] = []
    for (index, place) in places.enumerated() {
      guard let place else { continue }
      let cell = row.cells[index]
      let temperature = wide?.column == place ? table.heads[index].temperature : nil
      // In a wide table not every field need be measured at every temperature.
      let isGap = ["", "-", "--", "nan"].contains(cell.lowercased())
      if isGap, temperature != nil || (columns[place].isOptional && cell.isEmpty) { continue }
      let value: Double
      do throws(QuantityError) {
        guard !isGap || cell.isEmpty else {
          throw QuantityError(
            description:
              "\(cell) is not a number\(Self.location(of: row, places, columns, besides: place)); \(columns[place].gapRemedy)"
          )
        }
        let number = try table.number(cell)
        value = try columns[place].bounded(number * scales[index].multiplier / scales[index].divisor, cell)
      } catch {
        throw TableError(file: table.file, line: row.line, message: "\(columns[place].name): \(error)")
      }
      if let temperature {
        series.append((temperature, value, cell))
      } else {
        (common.values[place], common.cells[place]) = (value, cell)
      }
    }
    guard let wide, table.heads.contains(where: { $0.temperature != nil }) else { return [common] }
    return series.map { entry in
      var row = common
      (row.values[wide.column], row.cells[wide.column]) = (entry.value, entry.cell)
      (row.values[wide.temperature], row.cells[wide.temperature]) = (entry.temperature, plain(entry.temperature))
      return row
    }
  }
}

extension TableColumn {
  /// True when a head calls itself by one of the names.
  func names(_ head: TableHead) -> Bool {
    let written = Self.essence(head.name)
    guard essences.contains(written) else { return false }
    // t [s] is no temperature and T [K] no time.
    guard written.count == 1, head.name != name, let unit = head.unit else { return true }
    return dimension?.unit(unit) != nil
  }

  /// The unit of a head in terms of the SI unit.
  func scale(of head: TableHead) throws(QuantityError) -> Dimension.Unit {
    guard let dimension else {
      switch head.unit {
      case nil, "-", "1": return Dimension.Unit("")
      case "%": return Dimension.Unit("%", over: 100)
      case let unit?:
        throw QuantityError(description: "\(name) is a plain number; leave \(unit) out of the header")
      }
    }
    guard let written = head.unit else {
      throw QuantityError(
        description: "the column \(head.written) has no unit; write it as in \(example), or beside the file as in"
          + " units: {\(name): \(dimension.units[0].symbol)}")
    }
    guard let unit = UnitText(written), let found = dimension.unit(unit.symbol) else {
      throw QuantityError(
        description: "unknown unit \(written) of the column \(name); use"
          + " \(dimension.units.map(\.symbol).joined(separator: ", "))")
    }
    return Dimension.Unit(found.symbol, times: unit.factor * found.multiplier, over: found.divisor)
  }

  /// A value [SI] that is not beyond all magnitudes; how small a measured one may be has no limit.
  fileprivate func bounded(_ value: Double, _ cell: String) throws(QuantityError) -> Double {
    guard abs(value) <= dimension?.magnitudes.upperBound ?? 1e15 else {
      throw QuantityError(description: "\(cell) is too large for a \(dimension?.rawValue ?? "number")")
    }
    return value
  }

  /// A name without what people spell differently.
  private static func essence(_ name: String) -> String {
    var result = ""
    var depth = 0
    for character in name.lowercased() {
      switch character {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "µ", "\u{3BC}": result += depth == 0 ? "mu" : ""
      case "₀": result += depth == 0 ? "0" : ""
      case " ", "_", "|", "-", ".", "*", "^", "⋅", "·": break
      default: if depth == 0 { result.append(character) }
      }
    }
    return result
  }
}
