internal import BulkSimulation
internal import CaseFiles
package import DesignHistory
internal import HostSystem
package import Magnets
internal import ProcessDesign

private let parameterExample = "heating_rate: {from: 10 C/min, to: 200 C/min, step: 0.1 C/min}"
private let outcomeExample = "jc: {maximise: A/m^2}"

/// Reads the definition of a design from a file.
///
/// - Parameter remark: told what is no error.
/// - Throws: `InputError` that names file, line, key and remedy.
package func readDesignDefinition(path: String, remark: @escaping (String) -> Void) throws -> DesignDefinition {
  try readDesignDefinition(
    text: try readInput(path, what: "definition of a design"), file: path,
    readCase: neighbourCase(of: path, remark: remark))
}

/// Reads the text of such a file; `readCase` gives the case of a name.
package func readDesignDefinition(
  text: String, file: String, readCase: @escaping (String) throws -> ValidCase
) throws -> DesignDefinition {
  let root = try parseYAML(text, file: file)
  let fields = try root.fields(
    [
      "name", "parameters", "outcomes", "constraints", "kernel", "acquisition", "exploration", "initial_samples",
      "seed",
      "simulate",
    ], example: "parameters: {\(parameterExample)}")
  var draft = DesignDraft(name: try fields["name"]?.text(example: "furnace") ?? "design")
  let simulation = try fields["simulate"].map { try DesignSimulation.Draft($0, readCase: readCase) }
  let parameters = try fields.require("parameters", example: "{\(parameterExample)}")
  for (name, node) in try parameters.namedEntries(example: "{\(parameterExample)}") {
    let entry = try node.fields(
      ["from", "to", "step", "choices"] + (simulation == nil ? [] : ["key"]), example: parameterExample)
    if let list = entry["choices"] {
      if let stray = ["from", "to", "step", "key"].compactMap({ entry[$0] }).first {
        throw stray.error("a choice of words has no range; write one of both")
      }
      let words = try list.list(example: "[argon, vacuum]").map { try $0.text(example: "argon") }
      try draft.add(parameter: name, choices: words, fail: { list.error($0) })
      continue
    }
    for key in ["from", "to"] where entry[key] == nil {
      throw node.error("\(key) is missing; write \(parameterExample)")
    }
    try draft.add(
      parameter: name, from: try entry.require("from", example: "10 C/min").text(example: "10 C/min"),
      to: try entry.require("to", example: "200 C/min").text(example: "200 C/min"),
      step: try entry["step"]?.text(example: "0.1 C/min"), fail: { node.error($0) })
    try simulation?.addKey(entry["key"], of: draft.parameters[draft.parameters.count - 1])
  }
  for (name, node) in try fields.require("outcomes", example: "{\(outcomeExample)}")
    .namedEntries(example: "{\(outcomeExample)}")
  {
    let entry = try node.fields(
      ["maximise", "minimise", "unit", "at_least", "at_most"] + (simulation == nil ? [] : DesignSimulation.figureKeys),
      example: outcomeExample)
    let units = ["maximise", "minimise", "unit"].compactMap { key in entry[key].map { (key, $0) } }
    guard let (key, unitNode) = units.first, units.count == 1 else {
      throw node.error("write one of maximise, minimise and, for what only has limits, unit: \(outcomeExample)")
    }
    let unit = try unitNode.text(example: "A/m^2")
    try draft.add(
      outcome: name, unit: unit == "1" ? "" : ProcessUnit.symbol(unit), goal: DesignOutcome.Goal(rawValue: key),
      atLeast: try entry["at_least"]?.text(example: "90 %"), atMost: try entry["at_most"]?.text(example: "90 %"),
      fail: { node.error($0) })
    try simulation?.addFigure(entry, of: draft.outcomes[draft.outcomes.count - 1], at: node)
  }
  for node in try fields["constraints"]?.list(example: "[heating_rate * hold <= 3000]") ?? [] {
    try draft.add(constraint: try node.text(example: "heating_rate * hold <= 3000"), fail: { node.error($0) })
  }
  draft.kernel = try fields["kernel"].map(readChoice) ?? draft.kernel
  draft.acquisition = try fields["acquisition"].map(readChoice) ?? draft.acquisition
  if let node = fields["exploration"] {
    draft.exploration = try node.number(example: "2")
    guard draft.exploration >= 0 else { throw node.error("the exploration is not below 0; write one as in 2") }
  }
  draft.initialSamples = try fields["initial_samples"]?.integer(in: 2...1000)
  if let node = fields["seed"] { draft.seed = UInt64(try node.integer(in: 0...Int.max)) }
  draft.simulation = try simulation?.simulation
  return try draft.definition { root.error($0) }
}

/// One of the words of an enumeration.
private func readChoice<Choice: CaseIterable & RawRepresentable>(_ node: CaseNode) throws -> Choice
where Choice.RawValue == String {
  let known = Choice.allCases.map(\.rawValue)
  let written = try node.text(example: known[0])
  guard let choice = Choice(rawValue: written) else { throw node.unknown("choice", written, known: known) }
  return choice
}
