public import BulkSimulation
public import Magnets
internal import Notation
internal import Superconductors

/// The answer of a search for a safe ramp as JSON, schema `fem-bulk/safe-ramp/1`; rates in T/s, null where there is none.
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

  struct Sensitivity: Encodable, Sendable {
    var key: String
    var factor: Double
    var rate, exponent, error: JSONNumber?

    enum CodingKeys: String, CodingKey {
      case key, factor, exponent
      case rate = "rate_T_per_s"
      case error = "exponent_error"
    }
  }

  static let assumption =
    "a prediction from the heat capacity, conductivity and cooling of the case: it is no better known than they are"

  enum CodingKeys: String, CodingKey {
    case schema, name, stage, cells, runs, assumption, assumptions, sensitivities
    case rate = "rate_T_per_s"
    case error = "error_T_per_s"
    case quiet = "quiet_T_per_s"
    case jumping = "jumping_T_per_s"
  }

  public init(_ safe: SafeRamp, of simulationCase: SimulationCase, sensitivities: [SafeRamp.Sensitivity] = []) {
    name = simulationCase.name
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
  /// The same as a sentence.
  public var text: String {
    let range = SafeRamp.range
    let answer =
      switch (rate?.value, error?.value) {
      case (let rate?, let error?):
        "safe ramp rate \(measured(rate, error: error)) T/s (quiet at \(short(quiet)), jumps at \(short(jumping)) T/s)"
      default:
        quiet == nil
          ? "flux jumps at every rate down to \(plain(range.lowerBound)) T/s"
          : "no rate up to \(plain(range.upperBound)) T/s makes flux jump"
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
