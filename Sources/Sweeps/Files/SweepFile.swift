internal import BulkSimulation
public import CaseFiles
internal import HostSystem
public import Magnets
internal import Notation

/// A sweep as a user describes it: its base case, which points it has, and what to look at first.
public struct SweepProblem: Sendable {
  public let name: String
  let base: ValidCase
  let parts: [SweepDesign.Part]
  /// The name of a quantity; nil for Bz at the first probe at the end of the protocol.
  let target: String?
  /// Further columns that the file asks for.
  var chosen: [ReportedQuantity] = []

  public init(name: String, base: ValidCase, parts: [SweepDesign.Part], target: String? = nil) {
    self.name = name
    self.base = base
    self.parts = parts
    self.target = target
  }
}

let axisExample = "{key: protocol.0.cool.field, from: 1 T, to: 7 T, step: 0.5 T}"
private let sampleExample =
  "{method: sobol, count: 256, parameters: [{key: gap, from: 0.5 mm, to: 2 mm}]}"

/// Reads a sweep file and the case and table that it names.
///
/// - Parameters:
///   - changes: of the case, on top of what the file sets.
///   - remark: told what is no error.
/// - Throws: `InputError` that names file, line, key and remedy.
public func readSweep(path: String, setting changes: [EditableCase.Change] = [], remark: @escaping (String) -> Void)
  throws -> SweepProblem
{
  let text = try readInput(path, what: "sweep file")
  return try readSweep(
    text: text, file: path, setting: changes, readCase: neighbourCase(of: path, remark: remark),
    tableText: tableReader(beside: path, limit: largestMesh))
}

/// Reads the text of a sweep file.
///
/// - Parameters:
///   - readCase: the case of a name; without one the built-in pair is meant.
///   - tableText: the displayed name and the text of a table of points.
package func readSweep(
  text: String, file: String, setting changes: [EditableCase.Change] = [], readCase: (String) throws -> ValidCase,
  tableText: @escaping FileReader
) throws -> SweepProblem {
  let root = try parseYAML(text, file: file)
  let fields = try root.fields(
    ["name", "case", "set", "axes", "samples", "points", "outputs", "target"], example: "axes: [\(axisExample)]")
  var base = try readBaseCase(fields["case"], with: readCase)
  if let set = fields["set"] { base = try readSet(set, base) }
  base = try base.setting(changes)
  let editable = EditableCase(base)
  var design = SweepDesign(parts: [])
  // One after the other, so that the sizes of a few axes too many are told before memory goes to more.
  func add(_ part: SweepDesign.Part, _ node: CaseNode) throws {
    guard part.count > 0 else { throw node.error("no value; write one or more") }
    design.parts.append(part)
    if let complaint = design.sizeComplaint { throw node.error(complaint) }
  }
  if let axes = fields["axes"] {
    for node in try axes.list(example: "[\(axisExample)]") { try add(try readAxis(node, editable), node) }
  }
  if let samples = fields["samples"] { try add(try readSamples(samples, editable), samples) }
  if let points = fields["points"] { try add(try readPoints(points, editable, tableText: tableText), points) }
  guard !design.columns.isEmpty else {
    throw root.error("nothing to vary; write axes: [\(axisExample)], samples: \(sampleExample) or points: points.csv")
  }
  let name = try fields["name"].map { node in
    let name = try node.text(example: "gap-and-field")
    try node.checkName(name, example: "gap-and-field")
    return name
  }
  var chosen: [ReportedQuantity] = []
  for node in try fields["outputs"]?.list(example: "[\(outputExample)]") ?? [] {
    try readOutput(node, base.simulationCase, among: &chosen)
  }
  let target = try fields["target"].map { try readTarget($0, base.simulationCase, among: &chosen) }
  var problem = SweepProblem(
    name: name ?? defaultName(file), base: base, parts: try namedApart(design.parts, root, editable), target: target)
  problem.chosen = chosen
  return problem
}

/// Keys of the case that are the same for all points.
private func readSet(_ node: CaseNode, _ base: ValidCase) throws -> ValidCase {
  let changes = try node.namedEntries(example: "{protocol.0.cool.field: 2 T}").map { key, value in
    EditableCase.Change(key: key, setting: .text(try value.text(example: "2 T")))
  }
  do {
    return try EditableCase(base).setting(changes)
  } catch {
    throw node.error(error.description)
  }
}

/// The output that reports look at first.
private func readTarget(
  _ node: CaseNode, _ base: SimulationCase, among chosen: inout [ReportedQuantity]
) throws -> String {
  let target = try readReported(try node.fields(reportedKeys, example: "{probe: centre, stage: ramp}"), base)
  let known = (ReportedQuantity.all(of: base) + chosen).first {
    $0.stage == target.stage && $0.quantity == target.quantity
  }
  if known == nil { chosen.append(target) }
  return (known ?? target).name
}

private let outputExample = "{homogeneity: {sphere: 10 mm}, stage: hold}"

/// A further column; what is one already needs no second.
private func readOutput(
  _ node: CaseNode, _ base: SimulationCase, among chosen: inout [ReportedQuantity]
) throws {
  let fields = try node.fields(["name"] + reportedKeys, example: outputExample)
  var output = try readReported(fields, base)
  let known = ReportedQuantity.all(of: base) + chosen
  if let name = fields["name"] {
    output.name = try name.text(example: "sample")
    try name.checkName(output.name, example: "sample")
  } else if known.contains(where: { $0.stage == output.stage && $0.quantity == output.quantity }) {
    return
  }
  let taken = Set(known.flatMap { [$0.name, $0.errorName] }.compactMap { $0?.lowercased() })
  guard !taken.contains(output.name.lowercased()) else {
    throw node.error("the column \(output.name) is there already; give it another name:")
  }
  chosen.append(output)
}

/// Columns go by the last part of their keys where that is enough to tell them apart, else by the whole key.
private func namedApart(
  _ parts: [SweepDesign.Part], _ root: CaseNode, _ editable: EditableCase
) throws -> [SweepDesign.Part] {
  let columns = parts.flatMap(\.columns)
  do throws(CaseChangeError) {
    try editable.checkDistinct(columns.flatMap(\.keys))
  } catch {
    throw root.error(error.description)
  }
  func short(_ column: SweepColumn) -> String { columnName(column.keys[0].split(separator: ".").last ?? "") }
  let taken = columns.map { $0.name.isEmpty ? short($0) : $0.name }
  func name(_ column: SweepColumn) -> String {
    if !column.name.isEmpty { return column.name }
    let name = short(column)
    let isUnique = taken.count { $0 == name } == 1 && !SweepStore.reservedNames.contains(name)
    return isUnique ? name : columnName(column.keys[0][...])
  }
  let named = parts.map { part -> SweepDesign.Part in
    let columns = part.columns.map { column in
      var column = column
      column.name = name(column)
      return column
    }
    return switch part {
    case .table(_, let rows): .table(columns: columns, rows: rows)
    case .sample(let method, let rows, let seed, _, let distributions):
      .sample(method: method, rows: rows, seed: seed, columns: columns, distributions: distributions)
    }
  }
  // SQLite does not tell capitals.
  let names = named.flatMap(\.columns).map { $0.name.lowercased() }
  for (index, name) in names.enumerated() {
    if names[..<index].contains(name) {
      throw root.error("two quantities have the name \(name); give them a name: of their own")
    }
    if SweepStore.reservedNames.contains(name) {
      throw root.error("\(name) names a column of the store itself; give the quantity another name:")
    }
  }
  return named
}

/// `protocol[1].ramp.rate` as a name: `protocol_1_ramp_rate`.
private func columnName(_ key: Substring) -> String {
  var name = ""
  for character in key {
    if isName(String(character)) {
      name.append(character)
    } else if !name.isEmpty, !name.hasSuffix("_") {
      name.append("_")
    }
  }
  while name.hasSuffix("_") { name.removeLast() }
  return name.isEmpty ? "all" : name
}
