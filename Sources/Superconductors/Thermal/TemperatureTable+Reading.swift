internal import Notation
public import Tables

extension TemperatureTable {
  /// Reads a table from the text of a file.
  ///
  /// - Parameters:
  ///   - text: header with units as in `T[K],c[J/m^3/K]`, then one point a line, temperatures ascending.
  ///   - property: what the second column is.
  ///   - file: the name to show in errors.
  ///   - units: of the columns where the header has none.
  /// - Throws: `TableError` for a header or a value that is not right, with the line.
  public init(
    csv text: String, of property: ThermalProperty, file: String, units: [String: String] = [:]
  ) throws(TableError) {
    (self, _) = try Self.reading(text, of: property, file: file, units: units)
  }

  /// The same, and in words what was read.
  package static func reading(
    _ text: String, of property: ThermalProperty, file: String, units: [String: String] = [:]
  ) throws(TableError) -> (table: TemperatureTable, summary: String) {
    let numbers = try QuantityTable(
      text, file: file,
      columns: [
        TableColumn("T", .temperature, aliases: ["temperature"]),
        TableColumn(property.symbol, property.dimension, aliases: property.aliases),
      ], units: units)
    var (temperatures, values) = ([Double](), [Double]())
    for row in numbers.rows {
      let (temperature, value) = (row.values[0] ?? 0, row.values[1] ?? 0)
      func wrong(_ message: String) -> TableError { TableError(file: file, line: row.line, message: message) }
      if !(temperature > 0) { throw wrong("T: \(row.cells[0]) is not positive; temperatures are in kelvins") }
      if let last = temperatures.last, temperature <= last {
        throw wrong("T: \(row.cells[0]) is not above the row before; temperatures must ascend; sort the rows")
      }
      if !(value > 0) {
        throw wrong(
          "\(property.symbol): \(row.cells[1]) at \(row.cells[0]) K is not positive; leave out what was not measured")
      }
      temperatures.append(temperature)
      values.append(value)
    }
    let table = TemperatureTable(temperatures: temperatures, values: values)
    let leftOut = numbers.leftOut.isEmpty ? "" : "; left out: \(numbers.leftOut.joined(separator: ", "))"
    let (range, unit) = (table.range, property.dimension.units[0].symbol)
    return (
      table,
      "\(values.count) rows, T \(compact(range.lowerBound)) to \(compact(range.upperBound)) K, \(property.symbol) "
        + "\(compact(values.min() ?? 0)) to \(compact(values.max() ?? 0)) \(unit)\(leftOut)"
    )
  }

  /// The table in the format that `init(csv:of:file:units:)` reads, numbers in full precision.
  public func csv(_ property: ThermalProperty) -> String {
    let unit = property.dimension.units[0]
    // Of the numbers next to the quotient the one that is read as this value again.
    func text(_ value: Double) -> String {
      let own = value * unit.divisor / unit.multiplier
      let exact = [own, own.nextUp, own.nextDown].filter { $0 * unit.multiplier / unit.divisor == value }
      return exact.map { "\($0)" }.min { $0.count < $1.count } ?? "\(own)"
    }
    return "T[K],\(property.symbol)[\(unit.symbol)]\n"
      + zip(temperatures, values).map { "\($0),\(text($1))\n" }.joined()
  }
}

extension ThermalProperty {
  /// As the column of a table is called.
  package var symbol: String {
    switch self {
    case .heatCapacity: "c"
    case .conductivity: "kappa"
    case .resistivity: "rho"
    case .coefficient: "h"
    case .contraction: "contraction"
    }
  }

  fileprivate var aliases: [String] {
    switch self {
    case .heatCapacity: ["cv", "heat capacity", "heat_capacity", "specific heat", "C"]
    case .conductivity: ["k", "lambda", "conductivity", "thermal conductivity"]
    case .resistivity: ["resistivity"]
    case .coefficient: ["coefficient"]
    case .contraction: ["shrinkage", "thermal contraction", "dL/L"]
    }
  }
}
