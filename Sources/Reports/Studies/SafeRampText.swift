public import BulkSimulation
public import Magnets
internal import Notation
internal import Superconductors

/// The answer of a search for a safe ramp as JSON, schema `fem-bulk/safe-ramp/1`; rates in T/s, of a coil with turns in
/// A/s, null where there is none.
public struct SafeRampDocument: Encodable, Sendable {
  var schema = "fem-bulk/safe-ramp/1"
  var name: String
  var rate, error: JSONNumber?
  /// The fastest quiet rate and the slowest that jumps.
  var quiet, jumping: JSONNumber?
  var stage, cells, runs: Int
  var assumption = SafeRampDocument.assumption
  /// Of the materials and their cooling.
  var assumptions: [String]
  /// How the rate goes with what it rests on; empty where nobody asked.
  var sensitivities: [Sensitivity]

  /// `T/s` or `A/s`, as the names of keys end in it.
  var unit: String
  private var range: ClosedRange<Double>

  struct Sensitivity: Sendable {
    var key: String
    var factor: Double
    var rate, exponent, error: JSONNumber?
  }

  static let assumption =
    "a prediction from the heat capacity, conductivity and cooling of the case: it is no better known than they are"

  public init(_ safe: SafeRamp, of simulationCase: SimulationCase, sensitivities: [SafeRamp.Sensitivity] = []) {
    name = simulationCase.name
    unit = SafeRamp.unit(of: simulationCase, stage: safe.stage)
    range = safe.range
    var told: Set<String> = []
    assumptions = simulationCase.bulks.flatMap(\.material.assumptions).filter { told.insert($0).inserted }
    self.sensitivities = sensitivities.map {
      .init(
        key: $0.assumption.rawValue, factor: $0.factor,
        rate: $0.rate > 0 && $0.rate.isFinite ? JSONNumber($0.rate) : nil, exponent: $0.exponent.map { JSONNumber($0) },
        error: $0.error.map { JSONNumber($0) })
    }
    (stage, cells, runs) = (safe.stage, safe.cells, safe.runs)
    guard safe.rate > 0 || safe.jumping.isFinite else { return }
    if safe.rate > 0, safe.rate.isFinite { (rate, error) = (JSONNumber(safe.rate), JSONNumber(safe.error)) }
    if safe.quiet > 0 { quiet = JSONNumber(safe.quiet) }
    if safe.jumping.isFinite { jumping = JSONNumber(safe.jumping) }
  }
}

extension SafeRampDocument {
  /// A key, with the unit of rates where it is one.
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static func plain(_ name: String) -> Key { Key(stringValue: name) }
    static func rate(_ name: String, _ unit: String) -> Key {
      Key(stringValue: "\(name)_\(unit.replacing("/", with: "_per_"))")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var document = encoder.container(keyedBy: Key.self)
    try document.encode(schema, forKey: .plain("schema"))
    try document.encode(name, forKey: .plain("name"))
    for (key, value) in [("rate", rate), ("error", error), ("quiet", quiet), ("jumping", jumping)] {
      try document.encodeIfPresent(value, forKey: .rate(key, unit))
    }
    for (key, value) in [("stage", stage), ("cells", cells), ("runs", runs)] {
      try document.encode(value, forKey: .plain(key))
    }
    try document.encode(assumption, forKey: .plain("assumption"))
    try document.encode(assumptions, forKey: .plain("assumptions"))
    var others = document.nestedUnkeyedContainer(forKey: .plain("sensitivities"))
    for own in sensitivities {
      var entry = others.nestedContainer(keyedBy: Key.self)
      try entry.encode(own.key, forKey: .plain("key"))
      try entry.encode(own.factor, forKey: .plain("factor"))
      try entry.encodeIfPresent(own.rate, forKey: .rate("rate", unit))
      try entry.encodeIfPresent(own.exponent, forKey: .plain("exponent"))
      try entry.encodeIfPresent(own.error, forKey: .plain("exponent_error"))
    }
  }

  /// The same as a sentence.
  public var text: String {
    let answer =
      switch (rate?.value, error?.value) {
      case (let rate?, let error?):
        "safe ramp rate \(measured(rate, error: error)) \(unit) (quiet at \(short(quiet)), jumps at \(short(jumping)) \(unit))"
      default:
        quiet == nil
          ? "flux jumps at every rate down to \(significant(range.lowerBound, digits: 3)) \(unit)"
          : "no rate up to \(significant(range.upperBound, digits: 3)) \(unit) makes flux jump"
      }
    var lines = [
      "\(name): stage \(stage), ramp: \(answer)",
      "\(runs) runs, \(cells) cells on the finest mesh; \(assumption).",
    ]
    for own in sensitivities {
      let course =
        switch (own.exponent?.value, own.error?.value) {
        case (let exponent?, let error?): "the rate goes as its power \(measured(exponent, error: error))"
        default: "no rate to compare"
        }
      lines.append("\(own.key) times \(plain(own.factor)): \(course)")
    }
    if !sensitivities.isEmpty { lines += assumptions.map { "Assumed: \($0)" } }
    return lines.joined(separator: "\n")
  }

  private func short(_ rate: JSONNumber?) -> String { significant(rate?.value ?? .nan, digits: 4) }
}
