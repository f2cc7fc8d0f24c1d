/// One number that the program computes, next to the one it should be.
public struct VerificationRow: Sendable {
  public var caseName: String
  public var quantity: String
  /// Of `reference` and `computed`; empty for ratios.
  public var unit: String
  public var reference: Double
  /// Where the reference is from.
  public var source: String
  /// nan when the run failed.
  public var computed: Double
  /// What the difference is relative to: the reference, or the largest value that the quantity reaches.
  public var scale: Double
  /// How large the relative difference may be, and why so large.
  public var tolerance: Double
  public var reason: String
  /// The error message of a run that failed.
  public var failure: String?

  /// Relative to `scale`.
  public var difference: Double { (computed - reference) / scale }

  public var passes: Bool { abs(difference) <= tolerance }
}

/// All rows of a verification.
public struct VerificationReport: Sendable {
  public var rows: [VerificationRow]
  /// Wall time [s].
  public var seconds: Double

  public var failed: [VerificationRow] { rows.filter { !$0.passes } }
  public var passes: Bool { !rows.isEmpty && failed.isEmpty }
}

/// How far a computed number may be off: the accuracy that the run was asked for, and what the reference is known to leave out.
struct Tolerance {
  var accuracy: Double
  /// A known difference between the reference's model and the run's.
  var model = 0.0
  /// What that difference is.
  var because = ""

  var total: Double { accuracy + model }

  var reason: String {
    let asked = "\(Tolerance.percent(accuracy)) % asked for"
    return model > 0 ? "\(asked), \(Tolerance.percent(model)) % \(because)" : asked
  }

  private static func percent(_ ratio: Double) -> Double { (1e6 * ratio).rounded() / 1e4 }
}
