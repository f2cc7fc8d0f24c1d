import Magnets
import Notation
import BulkSimulation

/// A number of a simulated magnet that a design is to make large or small.
struct DesignFigure: Codable, Equatable {
  enum Quantity: String, Codable, CaseIterable {
    /// Bz at a probe.
    case bz
    /// The relative change of Bz with time at a probe, by its magnitude.
    case drift
    /// The magnetic moment of all bulks.
    case moment
    /// Largest less smallest Bz on the line through a probe along the axis, relative to its mean.
    case inhomogeneity

    /// The unit in which it is computed.
    var unit: String {
      switch self {
      case .bz: "T"
      case .drift, .inhomogeneity: "ppm"
      case .moment: "A m^2"
      }
    }

    var shownUnit: String { self == .drift ? "ppm/h" : unit }
  }

  var quantity: Quantity
  /// nil for the moment.
  var probe: String?
  /// Index in the protocol.
  var stage: Int
  /// Half the length of the line of an inhomogeneity [m].
  var within: Double?

  /// Points of that line on each side of the probe.
  private static let sidePoints = 4

  /// Probes that must be added to the case.
  func extraProbes(of simulationCase: SimulationCase) -> [SimulationCase.Probe] {
    guard quantity == .inhomogeneity, let within, let centre = simulationCase.probes.first(where: { $0.name == probe })
    else { return [] }
    return (-Self.sidePoints...Self.sidePoints).filter { $0 != 0 }.map { i in
      .init(
        name: extraName(i), r: centre.r, z: centre.z + within * Double(i) / Double(Self.sidePoints))
    }
  }

  private func extraName(_ index: Int) -> String { "design-\(probe ?? "")-\(within ?? 0)-\(index)" }

  /// The number and the simulation's own estimate of its error, in the figure's unit; nil where there is none, as for the drift of no
  /// field.
  func value(
    _ result: SimulationResult, of simulationCase: SimulationCase
  ) -> (value: Double, error: Double)? {
    let state = result.stages[stage]
    func probeValue(_ name: String) -> SimulationResult.ProbeValue? {
      simulationCase.probes.firstIndex { $0.name == name }.map { state.probes[$0] }
    }
    switch quantity {
    case .moment: return (state.moment, state.momentError)
    case .bz: return probeValue(probe ?? "").map { ($0.bz, $0.error) }
    case .drift:
      // What the error of B is for its rate is not known.
      return probeValue(probe ?? "")?.drift.map { (abs($0), 0) }
    case .inhomogeneity:
      let names = (-Self.sidePoints...Self.sidePoints).map { $0 == 0 ? probe ?? "" : extraName($0) }
      let values = names.compactMap { probeValue($0)?.bz }
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      guard let least = values.min(), let most = values.max(), mean != 0 else { return nil }
      // Errors of neighbouring points have the same sign and nearly cancel; what is left of them is not known.
      return (1e6 * (most - least) / abs(mean), 0)
    }
  }

  /// The outcome's unit must be one that the figure converts to.
  func check(unit: String) throws(QuantityError) {
    guard quantity == .drift else {
      _ = try ProcessUnit.value("1 \(quantity.unit)", in: unit)
      return
    }
    guard unit == quantity.shownUnit else { throw QuantityError(description: "a drift is in ppm/h, not in \(unit)") }
  }

  func converted(_ value: Double, to unit: String) -> Double {
    quantity == .drift ? value : (try? ProcessUnit.value("\(value) \(quantity.unit)", in: unit)) ?? value
  }
}
