/// mu0 [T m/A].
public let vacuumPermeability = 4e-7 * Double.pi

/// What a value measures, with the units in which users may write it.
public enum Dimension: String, CaseIterable, Sendable, Hashable, Codable {
  case length
  case field
  case currentDensity = "current density"
  case electricField = "electric field"
  case resistivity
  case time
  case fieldRate = "field rate"
  case current
  case currentRate = "current rate"
  case voltage
  case resistance
  case capacitance
  case inductance
  case temperature
  case temperatureRate = "temperature rate"
  case moment = "magnetic moment"
  case speed
  case stress
  case force
  case stiffness
  case volume
  case ratio
  case heatCapacity = "heat capacity"
  case thermalConductivity = "thermal conductivity"
  case heatTransfer = "heat transfer coefficient"

  /// A unit in terms of the SI unit. Two exact factors instead of one rounded, so that 15 mm is the Double nearest 0.015.
  public struct Unit: Sendable, Hashable {
    public var symbol: String
    public var multiplier: Double
    public var divisor: Double

    public init(_ symbol: String, times multiplier: Double = 1, over divisor: Double = 1) {
      self.symbol = symbol
      self.multiplier = multiplier
      self.divisor = divisor
    }
  }

  /// The SI unit first, which is the one that case files are written in.
  public var units: [Unit] {
    // A field may be given as B or as H.
    let mu0 = vacuumPermeability
    return switch self {
    case .length: [Unit("m"), Unit("cm", over: 100), Unit("mm", over: 1e3), Unit("um", over: 1e6)]
    case .field:
      [
        Unit("T"), Unit("mT", over: 1e3), Unit("A/m", times: mu0), Unit("kA/m", times: 1e3 * mu0),
        // 1 Oe is 1e-4 T of mu0 H.
        Unit("G", over: 1e4), Unit("kG", over: 10), Unit("Oe", over: 1e4), Unit("kOe", over: 10),
      ]
    case .currentDensity:
      [
        Unit("A/m^2"), Unit("A/cm^2", times: 1e4), Unit("A/mm^2", times: 1e6), Unit("kA/cm^2", times: 1e7),
        Unit("MA/m^2", times: 1e6), Unit("kA/mm^2", times: 1e9), Unit("GA/m^2", times: 1e9),
        Unit("MA/cm^2", times: 1e10),
      ]
    case .electricField: [Unit("V/m"), Unit("uV/cm", over: 1e4)]
    case .resistivity: [Unit("ohm m"), Unit("uohm cm", over: 1e8)]
    case .time:
      [
        Unit("s"), Unit("min", times: 60), Unit("h", times: 3600), Unit("d", times: 86400), Unit("ms", over: 1e3),
        Unit("us", over: 1e6),
      ]
    case .fieldRate:
      [
        Unit("T/s"), Unit("T/min", over: 60), Unit("T/h", over: 3600), Unit("mT/s", over: 1e3),
        Unit("mT/min", over: 6e4), Unit("Oe/s", over: 1e4),
      ]
    case .current: [Unit("A"), Unit("mA", over: 1e3), Unit("kA", times: 1e3)]
    case .currentRate:
      [
        Unit("A/s"), Unit("A/min", over: 60), Unit("A/h", over: 3600), Unit("mA/s", over: 1e3),
        Unit("kA/s", times: 1e3),
      ]
    case .voltage: [Unit("V"), Unit("kV", times: 1e3), Unit("mV", over: 1e3)]
    case .resistance: [Unit("ohm"), Unit("mohm", over: 1e3), Unit("uohm", over: 1e6)]
    case .capacitance: [Unit("F"), Unit("mF", over: 1e3), Unit("uF", over: 1e6)]
    case .inductance: [Unit("H"), Unit("mH", over: 1e3), Unit("uH", over: 1e6)]
    case .temperature: [Unit("K")]
    case .temperatureRate: [Unit("K/s"), Unit("K/min", over: 60), Unit("K/h", over: 3600)]
    case .speed: [Unit("m/s"), Unit("mm/s", over: 1e3), Unit("mm/min", over: 6e4), Unit("um/s", over: 1e6)]
    case .moment: [Unit("A m^2"), Unit("mA m^2", over: 1e3), Unit("emu", over: 1e3)]
    case .stress: [Unit("Pa"), Unit("kPa", times: 1e3), Unit("MPa", times: 1e6), Unit("GPa", times: 1e9)]
    case .force: [Unit("N"), Unit("mN", over: 1e3), Unit("kN", times: 1e3)]
    case .stiffness: [Unit("N/m"), Unit("N/mm", times: 1e3), Unit("kN/m", times: 1e3)]
    case .volume: [Unit("m^3"), Unit("cm^3", over: 1e6), Unit("mm^3", over: 1e9)]
    case .ratio: [Unit("%", over: 100), Unit("ppm", over: 1e6)]
    case .heatCapacity:
      [Unit("J/m^3/K"), Unit("kJ/m^3/K", times: 1e3), Unit("MJ/m^3/K", times: 1e6), Unit("J/cm^3/K", times: 1e6)]
    case .thermalConductivity: [Unit("W/m/K"), Unit("W/cm/K", times: 100), Unit("mW/m/K", over: 1e3)]
    case .heatTransfer: [Unit("W/m^2/K"), Unit("W/cm^2/K", times: 1e4)]
    }
  }

  /// The magnitudes that a value may have besides 0, in the SI unit: wide enough for every magnet, and narrow enough that
  /// squares, ratios and products of what a case says stay finite.
  public var magnitudes: ClosedRange<Double> {
    switch self {
    case .length: 1e-9...1e3
    case .field: 1e-12...1e3
    case .currentDensity: 1e-3...1e15
    case .electricField: 1e-15...1e3
    case .resistivity: 1e-18...1e6
    case .time: 1e-9...1e12
    case .fieldRate: 1e-12...1e9
    case .current: 1e-9...1e9
    case .voltage: 1e-6...1e9
    case .resistance: 1e-9...1e9
    case .capacitance: 1e-12...1e6
    case .inductance: 1e-12...1e6
    case .currentRate: 1e-12...1e15
    case .temperature: 1e-3...1e4
    case .temperatureRate: 1e-12...1e9
    case .moment: 1e-15...1e9
    case .speed: 1e-12...1e6
    case .stress: 1e-3...1e15
    case .force: 1e-12...1e12
    case .stiffness: 1e-9...1e15
    case .volume: 1e-24...1e9
    case .ratio: 1e-12...1e6
    case .heatCapacity: 1e-6...1e12
    case .thermalConductivity: 1e-6...1e6
    case .heatTransfer: 1e-9...1e15
    }
  }

  /// A value [SI] within the magnitudes; `text` is what was written.
  package func checked(_ value: Double, _ text: String) throws(QuantityError) -> Double {
    guard value != 0, !magnitudes.contains(abs(value)) else { return value }
    throw QuantityError(description: "\(text) is no \(rawValue) of a magnet; \(magnitudesRemedy)")
  }

  /// The range of magnitudes as a remedy.
  var magnitudesRemedy: String {
    let unit = units[0].symbol == "%" ? "" : " \(units[0].symbol)"
    return "give one between \(magnitudes.lowerBound)\(unit) and \(magnitudes.upperBound)\(unit)"
  }

  /// A value [SI] for people: in the usual unit or the first in which it is short, else in that in which it is shortest.
  package func text(_ value: Double) -> String {
    let usual = units.filter { $0.symbol == usualUnit }
    let texts = (usual + units).map { unit in
      (number: compact(value * unit.divisor / unit.multiplier), symbol: unit.symbol)
    }
    let short = texts.first { $0.number.count <= 8 } ?? texts.min { $0.number.count < $1.number.count }
    return short.map { "\($0.number) \($0.symbol)" } ?? plain(value)
  }

  /// The unit to propose for a bare number.
  public var usualUnit: String {
    switch self {
    case .length: "mm"
    case .field: "T"
    case .currentDensity: "A/m^2"
    case .electricField: "V/m"
    case .resistivity: "ohm m"
    case .time: "h"
    case .fieldRate: "T/h"
    case .current: "A"
    case .voltage: "V"
    case .resistance: "mohm"
    case .capacitance: "mF"
    case .inductance: "mH"
    case .currentRate: "A/s"
    case .temperature: "K"
    case .temperatureRate: "K/min"
    case .moment: "A m^2"
    case .speed: "mm/s"
    case .stress: "MPa"
    case .force: "N"
    case .stiffness: "N/mm"
    case .volume: "mm^3"
    case .ratio: "%"
    case .heatCapacity: "J/m^3/K"
    case .thermalConductivity: "W/m/K"
    case .heatTransfer: "W/m^2/K"
    }
  }
}
