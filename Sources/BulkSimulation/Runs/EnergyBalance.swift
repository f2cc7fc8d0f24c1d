import Magnets

/// Where the energy of a magnetisation went, since the magnet was last cooled without currents [J].
///
/// Work done by the applied field on the currents, `-∫ m dBa`, and by sources, `-∫ sum_i 2 pi j_i dg_i` over the fluxes that they make in
/// the cells, is what their own field stores and what `E J` turns into
/// heat: Poynting's theorem for the currents' field. Over a closed loop the heat is the hysteresis loss.
public struct EnergyBalance: Sendable, Equatable, Codable {
  /// `1/2 ∫ A J dV` of the currents' own field.
  public var stored: Double
  /// `∫∫ E J dV dt`, Joule heat in the bulks; never falls.
  public var dissipated: Double
  /// `-∫ m dBa`, and that of sources.
  public var work: Double
  /// The part of it done by whoever moved sources: `-∫ F dz` over the forces on them.
  public var mechanical = 0.0
  /// The work at its largest on the way, for a magnet that may come back to where it began; else 0.
  public var largest = 0.0
  /// Where temperatures are computed: heat that the bulks have more than at the start, and what has left them through cooled faces.
  public var storedHeat = 0.0
  public var removedHeat = 0.0

  public static let zero = EnergyBalance(stored: 0, dissipated: 0, work: 0)

  /// What does not add up: the time integration's error, and the mesh's in m.
  public var imbalance: Double { work - stored - dissipated }

  /// Of all magnitudes.
  var sum: Double { abs(work) + abs(stored) + abs(dissipated) + largest }

  /// What does not add up of the heat: where temperatures are computed, dissipated is stored or removed.
  public var heatImbalance: Double { dissipated - storedHeat - removedHeat }

  /// That of the largest of the three; 0 without any.
  public var relativeImbalance: Double {
    let largest = max(abs(work), abs(stored), abs(dissipated), largest)
    return largest > 0 ? abs(imbalance) / largest : 0
  }
}

extension SimulationResult {
  /// What does not add up by so much of the largest of the three is worth a warning.
  private static let largestImbalance = 0.01

  /// Where energies do not add up; nowhere in the plain H formulation, whose air takes part of them.
  var energyWarnings: [RunWarning] {
    guard case .hPhi = numerics.formulation else { return [] }
    let shares = stages.map(\.energy.relativeImbalance)
    guard let worst = shares.indices.max(by: { shares[$0] < shares[$1] }), shares[worst] > Self.largestImbalance else {
      return []
    }
    return [.energyImbalance(stage: .init(index: worst, name: stages[worst].stage), share: shares[worst])]
  }
}
