import RealModule

/// How long the next step should be. Settings only; what changes during a run lives in the integrator.
///
/// A step is judged by how far it ends from where a straight line through the last two states would have gone. An
/// embedded error estimate does not serve here: the electric field behaves like an algebraic variable, which an estimate
/// filtered by the implicit matrix cannot see (measured: 0.55 % error whatever the tolerance).
public struct StepControl: Sendable, Equatable {
  /// Tolerance, relative to the usual size of the solution.
  public var tolerance: Double
  /// The share of the distance from the straight line that counts as error.
  public var distanceShare = 0.1
  public var safety = 0.85
  public var largestGrowth = 5.0
  public var smallestShrink = 0.3
  /// Shrink after Newton's iteration has failed.
  public var shrinkAfterFailure = 0.3

  /// Below this share of the time that has passed no step follows anything that a protocol does: what is left is a jump of the solution.
  public var jumpFloor = 1e-9
  /// So many rejections in a row are one as well.
  public var jumpRejections = 12

  public init(tolerance: Double) { self.tolerance = tolerance }

  /// Error of a step in units of the tolerance: above 1 the step is rejected.
  func error(distance: Double) -> Double { distanceShare * distance / tolerance }

  /// The factor for the step after one with this error.
  func factor(error: Double) -> Double {
    min(largestGrowth, max(smallestShrink, safety * Double.pow(max(error, 1e-6), -1.0 / 3)))
  }
}
