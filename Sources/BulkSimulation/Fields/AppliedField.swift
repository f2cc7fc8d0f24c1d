public import CoilFields
import MagnetEquations
public import Magnets

/// What there is of field at one time besides that of the bulks' currents: the uniform field, coils and permanent magnets.
public struct AppliedField: Sendable {
  /// Along z [T].
  public let uniform: Double
  private let sources: [AppliedSource]
  /// Strength and rise [m] of each.
  private let states: [SIMD2<Double>]

  init(uniform: Double, sources: [AppliedSource], states: [SIMD2<Double>]) {
    (self.uniform, self.sources, self.states) = (uniform, sources, states)
  }

  /// A uniform field [T].
  public init(uniform: Double) { (self.uniform, sources, states) = (uniform, [], []) }

  /// That at the end of a stage of a case without findings.
  public init(_ simulationCase: SimulationCase, atEndOf stage: Int) {
    let timeline = simulationCase.segments
    let segment = timeline[stage]
    uniform = segment.field.end
    sources = simulationCase.appliedSources(timeline)
    states = segment.sourceStates(at: segment.end)
  }

  /// At (r, z) [m]: [T] and [Wb/m]. Exact but for rounding.
  public func field(r: Double, z: Double) -> CoilField {
    var sum = CoilField(br: 0, bz: uniform, aPhi: 0.5 * r * uniform)
    for (source, state) in zip(sources, states) {
      sum.add(source.field(r: r, z: z, rise: state.y), times: state.x)
    }
    return sum
  }
}
