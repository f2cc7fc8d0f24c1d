import HostSystem
import Notation
import BulkSimulation
import Meshing
import Superconductors

/// A case file as read: what to simulate, and remarks that are no errors.
struct ReadCase {
  var simulationCase: SimulationCase
  var remarks: [String]
}

/// Reads a case file.
///
/// - Parameters:
///   - path: as the user named it; tables and meshes are found relative to its folder.
func readCase(path: String) throws -> ReadCase {
  let text = try readInput(path, what: "case file")
  func neighbour(_ name: String, _ what: String, limit: Int) throws -> (name: String, text: String) {
    let file = joined(folderOf(path), name)
    return (file, try readInput(file, what: what, limit: limit))
  }
  return try readCase(text: text, file: path) { name in
    try neighbour(name, "table", limit: largestInput)
  } meshText: { name in
    try neighbour(name, "mesh", limit: largestMesh)
  }
}

/// Reads the text of a case file.
///
/// - Parameters:
///   - file: the name to show in errors, and the origin of a default for `name`.
///   - tableText: the displayed name and the text of a table file; `meshText` those of a mesh.
func readCase(
  text: String, file: String, tableText: @escaping FileReader, meshText: @escaping FileReader = noMesh
) throws -> ReadCase {
  try readCase(parseYAML(text, file: file), tableText: tableText, meshText: meshText)
}

/// Reads a case from the tree of its file.
func readCase(_ root: CaseNode, tableText: @escaping FileReader, meshText: @escaping FileReader) throws -> ReadCase {
  let file = root.file
  let keys = [
    "name", "description", "bulks", "materials", "protocol", "probes", "accuracy", "output", "mesh", "solver",
  ]
  let fields = try root.fields(keys, example: "name: pair")
  let materialsNode = try fields.require("materials", example: "{ba122: {card: ba122-data-driven}}")
  let materials = try readMaterials(materialsNode, tableText: tableText)
  let bulksNode = try fields.require("bulks", example: "[\(bulkExample)]")
  let mesh = try fields["mesh"].map { try readMesh($0, meshText: meshText) }
  let bulks = try readBulks(bulksNode, materials: materials, mesh: mesh?.imported)
  let stages = try readProtocol(
    try fields.require("protocol", example: "[\(coolExample), \(rampExample)]"), bulks: bulks.map(\.shape.name))
  let output = try fields["output"].map(readOutput)
  let simulationCase = SimulationCase(
    name: try fields["name"].map(readName) ?? defaultName(file),
    summary: try fields["description"]?.text(example: "a sentence") ?? "",
    bulks: bulks, stages: stages,
    probes: try fields["probes"].map(readProbes),
    accuracy: try fields["accuracy"].map(readAccuracy) ?? SimulationCase.defaultAccuracy,
    outputInterval: output?.interval, fieldOutput: output?.fields ?? .stageEnds,
    cells: mesh?.cells, importedMesh: mesh?.imported?.mesh,
    solver: try fields["solver"].map(readSolver) ?? SimulationCase.Solver())
  if let refusal = RunPlan(simulationCase).refusal { throw (fields["mesh"] ?? bulksNode).error(refusal) }
  try checkRows(of: simulationCase, fields["output"] ?? root)
  let used = Set(bulks.map(\.material.name))
  let remarks = materials.map(\.name).filter { !used.contains($0) }.map { "\(file): no bulk is made of material \($0)" }
  return ReadCase(simulationCase: simulationCase, remarks: remarks)
}

/// Rows of a history: more than anybody plots, and a few hundred bytes each.
let largestHistory = 100_000.0

private func checkRows(of simulationCase: SimulationCase, _ node: CaseNode) throws {
  guard let interval = simulationCase.outputInterval,
    let end = try? timeline(of: simulationCase.stages, bulks: simulationCase.bulks.map(\.shape.name)).last?.end,
    end / interval > largestHistory
  else { return }
  throw node.error(
    "every \(plain(interval)) s of \(plain(end)) s makes more than \(plain(largestHistory)) rows; write a longer interval"
  )
}

/// For cases that stand alone.
func noMesh(_ name: String) throws -> (name: String, text: String) {
  throw InputError(.missing, "\(name): no such mesh")
}

/// The range of `accuracy`: below, the error estimate itself is not good enough; above, it means nothing.
let accuracyRange = 1e-5...0.1
let accuracyRangeText = "0.001 % to 10 %"

private func readName(_ node: CaseNode) throws -> String {
  let name = try node.text(example: "pair")
  try node.checkName(name)
  return name
}

/// The file's name without folder and extension, made fit for a folder's name.
func defaultName(_ file: String) -> String {
  let base = file.split(separator: "/").last.map(String.init) ?? ""
  let stem = base.split(separator: ".").first.map(String.init) ?? ""
  let name = String(stem.map { isName(String($0)) ? $0 : "-" })
  return name.isEmpty ? "case" : name
}

private func readProbes(_ node: CaseNode) throws -> [SimulationCase.Probe] {
  let example = "{centre: {r: 0 mm, z: 0 mm}}"
  let entries = try node.namedEntries(example: example)
  guard !entries.isEmpty else { throw node.error("no probe; write \(example), or leave the key out") }
  return try entries.map { name, value in
    try value.checkName(name)
    let fields = try value.fields(["r", "z"], example: "{r: 0 mm, z: 0 mm}")
    let radius = try fields.require("r", example: "0 mm")
    let r = try radius.quantity(.length)
    guard r >= 0 else { throw radius.error("the radius is negative; r is the distance from the axis") }
    return SimulationCase.Probe(name: name, r: r, z: try fields.require("z", example: "0 mm").quantity(.length))
  }
}

private func readAccuracy(_ node: CaseNode) throws -> Double {
  let value = try node.quantity(.ratio)
  guard accuracyRange.contains(value) else {
    throw node.error("\(try node.text(example: "")) is outside of \(accuracyRangeText)")
  }
  return value
}

private func readOutput(
  _ node: CaseNode
) throws -> (interval: Double?, fields: SimulationCase.FieldOutput) {
  let fields = try node.fields(["every", "fields"], example: "{every: 10 min, fields: stage-ends}")
  let interval = try fields["every"]?.positive(.time)
  guard let maps = fields["fields"] else { return (interval, .stageEnds) }
  let written = try maps.text(example: "stage-ends")
  let known: [SimulationCase.FieldOutput] = [.stageEnds, .none]
  guard let choice = known.first(where: { $0.rawValue == written }) else {
    throw maps.unknown("choice", written, known: known.map(\.rawValue))
  }
  return (interval, choice)
}
