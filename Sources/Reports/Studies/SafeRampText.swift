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

/// The same as a sentence.
public func safeRampText(_ safe: SafeRamp, of simulationCase: SimulationCase) -> String {
  let range = SafeRamp.range
  let answer =
    if safe.rate == 0 {
      "flux jumps at every rate down to \(significant(range.lowerBound, digits: 2)) T/s"
    } else if safe.rate.isInfinite {
      "no rate up to \(significant(range.upperBound, digits: 2)) T/s makes flux jump"
    } else {
      "safe ramp rate \(measured(safe.rate, error: safe.error)) T/s (quiet at \(significant(safe.quiet, digits: 4)), "
        + "jumps at \(significant(safe.jumping, digits: 4)) T/s)"
    }
  return """
    \(simulationCase.name): stage \(safe.stage), ramp: \(answer)
    \(safe.runs) runs, \(safe.cells) cells on the finer mesh; \(SafeRampDocument.assumption).
    """
}
