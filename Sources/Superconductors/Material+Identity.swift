/// What a material does in a magnet: its numbers, without its name and its sentences.
///
/// Mirror symmetry, shared set-ups and caches go by this, so that two names of equal numbers are one material, and two tables
/// under one name are two.
public struct MaterialNumbers: Sendable, Hashable {
  public let criticalCurrent: any CriticalCurrentLaw
  public let temperatureFactor: TemperatureFactor?
  public let map: CriticalCurrentMap?
  public let n: PowerLawExponent
  public let e0: Double
  public let heatCapacity: TemperatureCurve?
  public let conductivity: ThermalConductivity?
  public let resistivity: TemperatureCurve?

  public static func == (first: MaterialNumbers, second: MaterialNumbers) -> Bool {
    first.n == second.n && first.e0 == second.e0 && first.temperatureFactor == second.temperatureFactor
      && areEqual(first.criticalCurrent, second.criticalCurrent) && first.map == second.map
      && first.heatCapacity == second.heatCapacity && first.conductivity == second.conductivity
      && first.resistivity == second.resistivity
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(n)
    hasher.combine(e0)
    hasher.combine(temperatureFactor)
    hasher.combine(heatCapacity)
    hasher.combine(AnyHashable(criticalCurrent))
  }
}

extension Material {
  public var numbers: MaterialNumbers {
    MaterialNumbers(
      criticalCurrent: criticalCurrent, temperatureFactor: temperatureFactor, map: map, n: n, e0: e0,
      heatCapacity: heatCapacity, conductivity: conductivity, resistivity: resistivity)
  }

  public static func == (first: Material, second: Material) -> Bool {
    first.name == second.name && first.numbers == second.numbers && first.validity == second.validity
      && first.assumptions == second.assumptions && first.elastic == second.elastic
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(numbers)
  }
}
