internal import BulkSimulation
internal import CaseFiles
package import HostSystem
internal import Magnets
internal import Notation
internal import Sweeps
package import Tables

let trappedExample = "{trapped: {value: 2.83 T, probe: centre, stage: ramp, sigma: 0.02 T}}"

/// One entry of `data`.
///
/// - Parameter firstProbe: the index of the first probe that the entry brings.
func readData(
  _ node: CaseNode, _ base: SimulationCase, firstProbe: Int, tableText: @escaping FileReader
) throws -> FitData {
  let known = FitData.Kind.allCases.map(\.rawValue)
  let fields = try node.fields(known, example: trappedExample)
  guard fields.values.count == 1, let (key, value) = fields.values.first, let kind = FitData.Kind(rawValue: key) else {
    throw node.error("write one of \(known.joined(separator: ", ")) for each -")
  }
  switch kind {
  case .trapped: return try readTrapped(value, base)
  case .measured: return try readMeasured(value, base)
  case .scan: return try readScan(value, base, firstProbe: firstProbe, tableText: tableText)
  case .warming, .decay, .loop: return try readCurve(kind, value, base, tableText: tableText)
  }
}

private func readTrapped(_ node: CaseNode, _ base: SimulationCase) throws -> FitData {
  let fields = try node.fields(
    ["value", "probe", "stage", "sigma"], example: "{value: 2.83 T, probe: centre, stage: ramp}")
  let probe = try readProbe(fields, base)
  let valueNode = try fields.require("value", example: "2.83 T")
  let point = FitData.Point(
    instant: .end, quantity: .bz(probe), value: try valueNode.quantity(.field),
    sigma: try fields["sigma"]?.positive(.field), place: "\(valueNode.file):\(valueNode.line)")
  return FitData(
    kind: .trapped, name: "trapped \(base.probes[probe].name)", stage: try readStage(fields, base), points: [point])
}

/// A number at the end of a stage, in its own unit.
private func readMeasured(_ node: CaseNode, _ base: SimulationCase) throws -> FitData {
  let example = "{value: 37.6 N, force: disc, stage: ramp, sigma: 0.5 N}"
  let fields = try node.fields(["value", "sigma"] + reportedKeys, example: example)
  let quantity = try readReported(fields, base)
  let valueNode = try fields.require("value", example: quantity.quantity.example)
  func number(_ node: CaseNode) throws -> Double {
    let value = try node.quantity(quantity.quantity.dimension)
    return quantity.quantity.dimension == .ratio ? 1e6 * value : value
  }
  let sigma = try fields["sigma"].map { node in
    let sigma = try number(node)
    guard sigma > 0 else { throw node.error("a standard deviation is positive; write a value above 0") }
    return sigma
  }
  let point = FitData.Point(
    instant: .end, quantity: quantity.quantity, value: try number(valueNode), sigma: sigma,
    place: "\(valueNode.file):\(valueNode.line)")
  return FitData(kind: .measured, name: quantity.label, stage: quantity.stage, points: [point])
}

extension ReportedQuantity.Observable {
  /// Of what a file may give a measured value of; a homogeneity is in ppm.
  fileprivate var dimension: Dimension {
    switch self {
    case .force: .force
    case .stiffness: .stiffness
    case .homogeneity: .ratio
    default: .field
    }
  }

  fileprivate var example: String {
    switch self {
    case .force: "37.6 N"
    case .stiffness: "5 N/mm"
    case .homogeneity: "300 ppm"
    default: "2.83 T"
    }
  }
}

/// Bz along r or z at the end of a stage.
///
/// - Parameter firstProbe: the index that the first point of the scan has among the probes.
private func readScan(
  _ node: CaseNode, _ base: SimulationCase, firstProbe: Int, tableText: @escaping FileReader
) throws -> FitData {
  let example = "{file: hall.csv, z: 7.5 mm, stage: ramp, sigma: 5 mT}"
  let fields = try node.fields(["file", "r", "z", "stage", "sigma", "units"], example: example)
  let isAlongR = fields["z"] != nil
  guard (fields["r"] != nil) != isAlongR else {
    throw node.error("write either z, for a scan Bz(r), or r, for a scan Bz(z), as in \(example)")
  }
  let fixed = try (fields["z"] ?? fields["r"])?.quantity(.length) ?? 0
  let (place, value) = FitData.Kind.scan.columns(isAlongR: isAlongR)
  let table = try readTable(fields, tableText: tableText, place, value)
  if !isAlongR, fixed < 0 {
    throw (fields["r"] ?? node).error("the radius is negative; r is the distance from the axis")
  }
  let points = table.points.enumerated().map { index, point in
    FitData.Point(
      instant: .end, quantity: .bz(firstProbe + index), value: point.value, sigma: point.sigma, place: point.place)
  }
  let probes = table.points.enumerated().map { index, point in
    // A scan through the axis goes on to negative r on the other side.
    let (r, z) = isAlongR ? (abs(point.x), fixed) : (fixed, point.x)
    return SimulationCase.Probe(name: "scan-\(firstProbe + index)", r: r, z: z)
  }
  return FitData(
    kind: .scan, name: "scan \(table.file)", stage: try readStage(fields, base), points: points, probes: probes,
    leftOut: table.leftOut)
}

/// Bz(T), Bz(t) or m(Ba).
private func readCurve(
  _ kind: FitData.Kind, _ node: CaseNode, _ base: SimulationCase, tableText: @escaping FileReader
) throws -> FitData {
  let isLoop = kind == .loop
  let file = "file: \(kind.rawValue).csv"
  let example = isLoop ? "{\(file), stage: 1}" : "{\(file), probe: centre, stage: 2, sigma: 5 mT}"
  let fields = try node.fields(["file", "stage", "sigma", "units"] + (isLoop ? [] : ["probe"]), example: example)
  let quantity: ReportedQuantity.Observable = isLoop ? .moment : .bz(try readProbe(fields, base))
  let instant: (Double) -> FitData.Instant =
    switch kind {
    case .warming: { .temperature($0) }
    case .loop: { .field($0) }
    default: { .elapsed($0) }
    }
  let (abscissa, ordinate) = kind.columns()
  let table = try readTable(fields, tableText: tableText, abscissa, ordinate)
  let stage = try readStage(fields, base)
  if kind == .warming, base.stages[stage].name != "temperature" {
    throw (fields["stage"] ?? node).error(
      "the stage is \(base.stages[stage].name); a warming curve needs a temperature")
  }
  return FitData(
    kind: kind, name: "\(kind.rawValue) \(table.file)", stage: stage,
    points: table.points.map {
      FitData.Point(instant: instant($0.x), quantity: quantity, value: $0.value, sigma: $0.sigma, place: $0.place)
    }, leftOut: table.leftOut)
}

private typealias TablePoint = (x: Double, value: Double, sigma: Double?, place: String)

extension FitData.Kind {
  /// What a table of measured values has to have: where or when, and what was measured.
  ///
  /// - Parameter isAlongR: of a scan, which else goes along z.
  package func columns(isAlongR: Bool = true) -> (abscissa: TableColumn, ordinate: TableColumn) {
    let field = TableColumn.fluxDensity("Bz", aliases: ["B", "trapped field", "field", "flux density"])
    return switch self {
    case .warming: (TableColumn("T", .temperature, aliases: ["temp", "temperature"]), field)
    case .loop:
      (
        .fluxDensity("Ba", aliases: ["H", "mu0H", "B", "Bapp", "Bext", "field", "magnetic field", "applied field"]),
        TableColumn("m", .moment, aliases: ["moment", "magnetic moment"])
      )
    case .scan where !isAlongR: (TableColumn("z", .length, aliases: ["height", "position", "distance"]), field)
    case .scan: (TableColumn("r", .length, aliases: ["x", "radius", "position", "distance"]), field)
    case .trapped, .measured, .decay: (TableColumn("t", .time, aliases: ["time", "time stamp"]), field)
    }
  }
}

private func readTable(
  _ fields: CaseFields, tableText: @escaping FileReader, _ abscissa: TableColumn, _ ordinate: TableColumn
) throws -> (file: String, points: [TablePoint], leftOut: [String]) {
  let fileNode = try fields.require("file", example: "data.csv")
  let (file, text) = try fileNode.readNeighbour("table", example: "data.csv", with: tableText)
  let units = try fields.tableUnits(example: "{\(ordinate.name): mT}")
  let table = try measuredTable(text, file: file, abscissa, ordinate, units: units)
  let common = try fields["sigma"]?.positive(ordinate.dimension ?? .field)
  let points = try table.rows.map { row -> TablePoint in
    let sigma = row.values[2] ?? common
    if let sigma, sigma <= 0 { throw caseError(file: file, line: row.line, path: "", "sigma is not positive") }
    return (row.values[0] ?? 0, row.values[1] ?? 0, sigma, "\(file):\(row.line)")
  }
  return (try fileNode.text(example: "data.csv"), points, table.leftOut)
}

/// A measured curve, with the standard deviation of each value where it is known.
///
/// - Throws: `InputError` with the line that is wrong.
package func measuredTable(
  _ text: String, file: String, _ abscissa: TableColumn, _ ordinate: TableColumn, units: [String: String] = [:]
) throws(InputError) -> QuantityTable {
  do {
    return try QuantityTable(
      text, file: file,
      columns: [
        abscissa, ordinate, TableColumn("sigma", ordinate.dimension, aliases: ["error", "std"], isOptional: true),
      ], units: units)
  } catch {
    throw InputError(error)
  }
}
