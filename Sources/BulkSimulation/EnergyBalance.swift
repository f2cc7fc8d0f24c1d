/// Where the energy of a magnetisation went, since the magnet was last cooled without currents [J].
///
/// Work done by the applied field on the currents, `-∫ m dBa`, is what their own field stores and what `E J` turns into
/// heat: Poynting's theorem for the currents' field. Over a closed loop the heat is the hysteresis loss.
public struct EnergyBalance: Sendable, Equatable, Codable {
  /// `1/2 ∫ A J dV` of the currents' own field.
  public var stored: Double
  /// `∫∫ E J dV dt`, Joule heat in the bulks; never falls.
  public var dissipated: Double
  /// `-∫ m dBa`
  public var work: Double

  public static let zero = EnergyBalance(stored: 0, dissipated: 0, work: 0)

  /// What does not add up: the time integration's error, and the mesh's in m.
  public var imbalance: Double { work - stored - dissipated }
}
