public import CoilFields
public import Magnets

/// What is applied at the end of a stage, at any point: the one place that tells sources apart.
public struct AppliedField: Sendable, Equatable {
  private let uniform: Double

  public init(atEndOf segment: TimelineSegment) { uniform = segment.field.end }

  /// At (r, z) [m]; [T] and [Wb/m].
  public func field(r: Double, z: Double) -> CoilField { CoilField(bz: uniform, aPhi: 0.5 * uniform * r) }
}
