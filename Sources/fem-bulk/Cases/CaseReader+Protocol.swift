import Notation
import Superconductors

let coolExample = "{cool: {field: 7 T, temperature: 5 K}}"
let rampExample = "{ramp: {field: 0 T, rate: 4.8 T/h}}"

/// The stages of `protocol`, the first of them `cool`.
///
/// - Parameter bulks: names of the case's bulks.
func readProtocol(_ node: CaseNode, bulks: [String]) throws -> [MagnetisationStage] {
  let nodes = try node.list(example: "[\(coolExample), \(rampExample)]")
  guard let first = nodes.first else { throw node.error("no stage; begin with \(coolExample)") }
  let stages = try nodes.map { try readStage($0, bulks: bulks) }
  guard case .cool = stages[0] else {
    throw first.error(
      "the first stage is \(stages[0].name); begin with \(coolExample), which sets field and temperature")
  }
  try rejectIdleStages(stages, nodes)
  return stages
}

private func readStage(_ node: CaseNode, bulks: [String]) throws -> MagnetisationStage {
  let known = ["cool", "ramp", "hold", "temperature"]
  let fields = try node.fields(known, example: rampExample)
  guard fields.values.count == 1, let (key, value) = fields.values.first else {
    let keys = known.filter { fields[$0] != nil }
    throw node.error(
      keys.isEmpty
        ? "an empty stage; write one of \(known.joined(separator: ", "))"
        : "\(keys.joined(separator: " and ")) in one stage; begin each with its own -")
  }
  switch key {
  case "cool":
    let fields = try value.fields(["field", "temperature"], example: "{field: 7 T, temperature: 5 K}")
    return .cool(
      field: try fields.require("field", example: "7 T").quantity(.field),
      temperature: try readTemperature(try fields.require("temperature", example: "5 K"), bulks: bulks))
  case "ramp":
    let fields = try value.fields(["field", "rate", "duration"], example: "{field: 0 T, rate: 4.8 T/h}")
    let target = try fields.require("field", example: "0 T").quantity(.field)
    return .ramp(field: target, pace: try readPace(fields, .fieldRate, example: "4.8 T/h"))
  case "hold":
    let fields = try value.fields(["duration"], example: "{duration: 1 h}")
    return .hold(duration: try fields.require("duration", example: "1 h").positive(.time))
  default:
    let fields = try value.fields(["to", "rate", "duration"], example: "{to: 30 K, rate: 0.5 K/min}")
    let target = try readTemperature(try fields.require("to", example: "30 K"), bulks: bulks)
    return .temperature(target: target, pace: try readPace(fields, .temperatureRate, example: "0.5 K/min"))
  }
}

/// A temperature of all bulks, or a mapping with one for each: `{A: 5 K, B: 8 K}`.
private func readTemperature(_ node: CaseNode, bulks: [String]) throws -> BulkTemperature {
  guard node.isMapping else { return .uniform(try node.positive(.temperature)) }
  let entries = try node.namedEntries(example: "5 K")
  for (name, value) in entries where !bulks.contains(name) { throw value.unknown("bulk", name, known: bulks) }
  let values = try entries.map { ($0.name, try $0.value.positive(.temperature)) }
  let temperature = BulkTemperature.byBulk(Dictionary(values, uniquingKeysWith: { first, _ in first }))
  if let problem = temperature.problem(forBulks: bulks) { throw node.error(problem) }
  return temperature
}

/// Exactly one of `rate` and `duration`.
private func readPace(
  _ fields: CaseFields, _ dimension: Dimension, example: String
) throws -> MagnetisationStage.Pace {
  switch (fields["rate"], fields["duration"]) {
  case (let rate?, nil):
    return .rate(
      try rate.positive(dimension, remedy: "the direction follows from the target, so write it without sign"))
  case (nil, let duration?): return .duration(try duration.positive(.time))
  case (nil, nil): throw fields.owner.error("rate or duration is missing; write rate: \(example) or duration: 30 min")
  case (_?, let duration?): throw duration.error("rate and duration exclude each other; keep one")
  }
}

/// A stage at a given rate that changes nothing takes no time, and is a slip.
private func rejectIdleStages(_ stages: [MagnetisationStage], _ nodes: [CaseNode]) throws {
  var now = (field: 0.0, temperature: BulkTemperature.uniform(0))
  for (stage, node) in zip(stages, nodes) {
    switch stage {
    case .cool(let field, let temperature): now = (field, temperature)
    case .ramp(let field, let pace):
      if case .rate = pace, field == now.field {
        throw node.error("the field is \(plain(field)) T already; give another field or a duration")
      }
      now.field = field
    case .temperature(let target, let pace):
      if case .rate = pace, target == now.temperature {
        let what = if case .uniform(let value) = target { "\(plain(value)) K" } else { "that of every bulk" }
        throw node.error("the temperature is \(what) already; give another one or a duration")
      }
      now.temperature = target
    case .hold: break
    }
  }
}
