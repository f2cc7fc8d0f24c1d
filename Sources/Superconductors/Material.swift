import RealModule

/// `Jc(B, T) = Jc(B) (1 - (T/Tc)²)^exponent`: how the critical current density falls with temperature.
public struct TemperatureFactor: Sendable, Hashable, Codable {
  /// Critical temperature [K].
  public var criticalTemperature: Double
  public var exponent: Double

  /// What is left of Jc at and above Tc. The E-J law needs a positive Jc; a millionth of it carries no field that
  /// anybody could report.
  public static let floor = 1e-6

  public init(criticalTemperature: Double, exponent: Double) {
    self.criticalTemperature = criticalTemperature
    self.exponent = exponent
  }

  public func callAsFunction(_ temperature: Double) -> Double {
    let x = temperature / criticalTemperature
    guard x < 1 else { return Self.floor }
    let rest = 1 - x * x
    // Cells with temperatures of their own ask twice in each of Newton's iterations: usual exponents need no power.
    let factor =
      switch exponent {
      case 1: rest
      case 1.5: rest * rest.squareRoot()
      case 2: rest * rest
      default: Double.pow(rest, exponent)
      }
    return max(Self.floor, factor)
  }
}

/// Where a material's numbers hold; a run that leaves the range ends with a warning.
public struct ValidityRange: Sendable, Hashable, Codable {
  /// |B| [T] up to which they hold.
  public var largestField: Double
  /// [K]
  public var coldest, warmest: Double

  public init(largestField: Double, coldest: Double, warmest: Double) {
    self.largestField = largestField
    self.coldest = coldest
    self.warmest = warmest
  }
}

/// A superconductor as the solver sees it: `E = E0 (|J|/Jc)^(n-1) J/Jc` with `Jc = Jc(|B|, T) f(r, z)` and n a number or `n(|B|, T)`.
public struct Material: Sendable, Hashable, Codable {
  public var name: String
  public var criticalCurrent: any CriticalCurrentLaw
  public var temperatureFactor: TemperatureFactor?
  /// How Jc differs from place to place within a bulk; nil where it does not.
  public var map: CriticalCurrentMap?
  public var n: PowerLawExponent
  /// Electric field criterion [V/m].
  public var e0: Double
  /// Per volume [J/(m³ K)]; nil where temperatures are those of the protocol.
  public var heatCapacity: TemperatureCurve?
  /// nil where no heat is computed.
  public var conductivity: ThermalConductivity?
  /// Of the normal state [ohm m], in parallel with the power law; nil without one.
  public var resistivity: TemperatureCurve?
  /// nil when nothing is known about it.
  public var validity: ValidityRange?
  /// What is assumed rather than measured, one sentence each; printed with every result.
  public var assumptions: [String]
  /// What it does under load; currents know nothing of it.
  public var elastic = ElasticProperties()

  public static let defaultE0 = 1e-4

  public init(
    name: String, criticalCurrent: any CriticalCurrentLaw, temperatureFactor: TemperatureFactor? = nil,
    map: CriticalCurrentMap? = nil, n: PowerLawExponent, e0: Double = Material.defaultE0,
    heatCapacity: TemperatureCurve? = nil, conductivity: ThermalConductivity? = nil,
    resistivity: TemperatureCurve? = nil, validity: ValidityRange? = nil, assumptions: [String] = []
  ) {
    self.heatCapacity = heatCapacity
    self.conductivity = conductivity
    self.resistivity = resistivity
    self.name = name
    self.criticalCurrent = criticalCurrent
    self.temperatureFactor = temperatureFactor
    self.map = map
    self.n = n
    self.e0 = e0
    self.validity = validity
    self.assumptions = assumptions
  }

  /// With a number as the exponent of the power law, at least 1.
  public init(
    name: String, criticalCurrent: any CriticalCurrentLaw, temperatureFactor: TemperatureFactor? = nil,
    map: CriticalCurrentMap? = nil, n: Double, e0: Double = Material.defaultE0, heatCapacity: TemperatureCurve? = nil,
    conductivity: ThermalConductivity? = nil, resistivity: TemperatureCurve? = nil, validity: ValidityRange? = nil,
    assumptions: [String] = []
  ) {
    self.init(
      name: name, criticalCurrent: criticalCurrent, temperatureFactor: temperatureFactor, map: map, n: .number(n),
      e0: e0, heatCapacity: heatCapacity, conductivity: conductivity, resistivity: resistivity, validity: validity,
      assumptions: assumptions)
  }

  /// Whether E depends on the field.
  public var dependsOnField: Bool { criticalCurrent.dependsOnField || n.dependsOnField }

  /// Whether Jc depends on the temperature.
  public var dependsOnTemperature: Bool { temperatureFactor != nil || criticalCurrent.dependsOnTemperature }

  /// Whether a bulk of it may be its own mirror image.
  public var isSymmetric: Bool { criticalCurrent.isSymmetric && n.isSymmetric && map?.isSymmetric != false }

  /// Writes Jc [A/m²] and dJc/d|B| [A/(m² T)] at `points` for a batch of flux densities [T] at one temperature [K], where
  /// the map is 1: it belongs to cells, over which it is averaged. `places` are (r, z) of each point [m], z from the middle of the
  /// bulk's height.
  public func criticalCurrentDensity(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>
  ) {
    criticalCurrent.evaluate(
      points, fluxDensity: fluxDensity, temperature: temperature, places: places, value: &value, slope: &slope)
    guard let temperatureFactor else { return }
    let factor = temperatureFactor(temperature)
    for i in points {
      value[i] *= factor
      slope[i] *= factor
    }
  }

  /// Jc [A/m²] at one point, where the map is 1; for reports and tests.
  public func criticalCurrentDensity(
    fluxDensity: Double, temperature: Double, place: SIMD2<Double> = .zero
  ) -> Double {
    criticalCurrent.value(fluxDensity: fluxDensity, temperature: temperature, place: place)
      * (temperatureFactor?(temperature) ?? 1)
  }
}
