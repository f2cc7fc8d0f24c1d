import Superconductors

// Quantities of stresses and of rows, and what there is not.

extension ReportedQuantity.Observable {
  /// A number of the stresses; nil where there is none, as a share of a strength that nobody gave.
  func value(in stress: StressResult, stage: Int) -> ReportedQuantity.Value? {
    let (state, peak) = (stress.stages[stage], stress.peak.state)
    switch self {
    case .hoopMax: return .init(value: state.hoop.value, error: state.error)
    case .hoopPeak: return .init(value: peak.hoop.value, error: peak.error)
    case .strengthUsed:
      let margins = [state.margin, peak.margin].compactMap { $0 }
      guard let margin = margins.min() else { return nil }
      let share = 100 / margin
      return .init(value: share, error: share * peak.error / max(abs(peak.hoop.value), .leastNormalMagnitude))
    default: return nil
    }
  }

  /// Its value in a row of a history; nil for a drift, of which a row knows nothing.
  ///
  /// - Throws: `UnknownQuantity` for a probe that the row has not.
  public func value(in row: SimulationResult.HistoryRow) throws(UnknownQuantity) -> ReportedQuantity.Value? {
    func probe(_ index: Int) throws(UnknownQuantity) -> (field: SIMD2<Double>, error: Double?) {
      guard row.probes.indices.contains(index) else {
        throw UnknownQuantity("no probe \(index); the run has \(row.probes.count)")
      }
      return (row.probes[index], row.probeErrors.indices.contains(index) ? row.probeErrors[index] : nil)
    }
    switch self {
    case .time: return .init(value: row.time, error: 0)
    case .appliedField: return .init(value: row.appliedField, error: 0)
    case .temperature: return .init(value: row.temperature, error: 0)
    case .br(let index):
      let value = try probe(index)
      return .init(value: value.field.x, error: value.error)
    case .bz(let index):
      let value = try probe(index)
      return .init(value: value.field.y, error: value.error)
    case .drift: return nil
    case .hoopMax, .hoopPeak, .strengthUsed: throw UnknownQuantity("stresses are known at the ends of stages alone")
    case .stiffness, .homogeneity:
      throw UnknownQuantity("stiffness and homogeneity are known at the ends of stages alone")
    case .moment: return .init(value: row.moment, error: row.probeErrors.isEmpty ? nil : row.momentError)
    case .force(let index):
      guard row.forces.indices.contains(index) else {
        throw UnknownQuantity("no force on body \(index); the run has \(row.forces.count)")
      }
      return .init(value: row.forces[index].force, error: row.forces[index].error)
    case .largestTemperature: return row.heat.map { .init(value: $0.largest.temperature, error: $0.largest.error) }
    case .meanTemperature: return row.heat.map { .init(value: $0.mean.temperature, error: $0.mean.error) }
    case .heat: return row.heat.map { .init(value: $0.dissipated, error: $0.dissipatedError) }
    case .inhomogeneity(let line):
      return ReportedQuantity.inhomogeneity(
        try line.map { index throws(UnknownQuantity) in try probe(index).field.y })
    }
  }
}

/// A quantity that a run does not have, with those that there are.
public struct UnknownQuantity: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }

  static let noStress =
    "no stresses were computed; young and poisson in the material of every bulk would give them"

  init(_ quantity: ReportedQuantity, stages: [String]) {
    description = "\(quantity.name): no stage \(quantity.stage)" + Self.known(stages)
  }

  init(_ quantity: ReportedQuantity, probes: [String]) {
    description = "\(quantity.name): no such probe" + Self.known(probes)
  }

  init(_ quantity: ReportedQuantity, bodies: [String]) {
    description = "\(quantity.name): no such force" + Self.known(bodies)
  }

  private static func known(_ names: [String]) -> String { " (known: \(names.joined(separator: ", ")))" }
}
