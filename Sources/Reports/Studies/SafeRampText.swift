public import BulkSimulation
public import Magnets
internal import Notation

/// The answer of a search for a safe ramp as JSON, schema `fem-bulk/safe-ramp/1`; rates in T/s, null where there is none.
public struct SafeRampDocument: Encodable, Sendable {
  var schema = "fem-bulk/safe-ramp/1"
  var name: String
  var rate, error: JSONNumber?
  /// The fastest quiet rate and the slowest that jumps.
  var quiet, jumping: JSONNumber?
  var stage, cells, runs: Int
  var assumption = SafeRampDocument.assumption

  static let assumption =
    "a prediction from the heat capacity, conductivity and cooling of the case: it is no better known than they are"

  enum CodingKeys: String, CodingKey {
    case schema, name, stage, cells, runs, assumption
    case rate = "rate_T_per_s"
    case error = "error_T_per_s"
    case quiet = "quiet_T_per_s"
    case jumping = "jumping_T_per_s"
  }

  public init(_ safe: SafeRamp, of simulationCase: SimulationCase) {
    name = simulationCase.name
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
    return """
      \(name): stage \(stage), ramp: \(answer)
      \(runs) runs, \(cells) cells on the finest mesh; \(assumption).
      """
  }

  private func short(_ rate: JSONNumber?) -> String { significant(rate?.value ?? .nan, digits: 4) }
}
