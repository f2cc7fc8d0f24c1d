import CoilFields
import MagnetEquations
import Magnets

extension SimulationResult {
  /// What a source is at one time.
  public struct SourceState: Sendable, Equatable {
    /// Bz of its own at its reference point [T]; nil for a permanent magnet.
    public var field: Double?
    /// Of a coil with turns [A].
    public var current: Double?
    /// Its lower face [m].
    public var zMin: Double
  }
}

/// Tells what sources are from what drives them.
struct SourceStates {
  private let sources: [FieldSource]
  /// Bz at the reference point for a unit of what drives a coil.
  private let fields: [Double]

  init(_ sources: [FieldSource]) {
    self.sources = sources
    fields = sources.map { source in
      guard source.turns != nil else { return 1 }
      let point = source.referencePoint
      return source.applied(rises: 0...0).field(r: point.r, z: point.z, rise: 0).bz
    }
  }

  /// - Parameter states: strength and rise [m] of each.
  func callAsFunction(_ states: [SIMD2<Double>]) -> [SimulationResult.SourceState] {
    states.indices.map { k in
      let (source, state) = (sources[k], states[k])
      return SimulationResult.SourceState(
        field: source.isDriven ? fields[k] * state.x : nil, current: source.turns.map { _ in state.x },
        zMin: source.zMin + state.y)
    }
  }
}
