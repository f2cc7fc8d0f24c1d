public import Notation

extension Material {
  /// n where it is a number.
  public static let exponentKey = Key<Material>(
    "n", .number,
    Bounds(
      from: PowerLawExponent.range.lowerBound, to: PowerLawExponent.range.upperBound,
      remedy: "write 1, which is ohmic, to 10000"),
    example: "21",
    "Exponent of the power law E = e0 (J/Jc)^n: 1 is ohmic, 20 to 100 usual, 1000 practically Bean; a number or a law.",
    get: { $0.n.number.map { .number($0) } }, set: { if let number = $1.number { $0.n = .number(number) } })

  public static let criterionKey = Key<Material>.quantity(
    "e0", .electricField, \.e0, .positive, isRequired: false, example: "1e-4 V/m",
    "Electric field criterion; 1e-4 V/m by default.")

  /// What is wrong with the material; `place` is its path in the case.
  public func findings(at place: CasePath) -> [Finding] {
    var findings = criticalCurrent.findings(at: place.key("jc"))
    findings += temperatureFactor?.findings(at: place.key("temperature")) ?? []
    if temperatureFactor != nil, criticalCurrent.dependsOnTemperature {
      findings.append(
        Finding(
          place.key("temperature"),
          "the law of Jc depends on temperature itself, as a table with a column T[K] or a formula with T does, so Jc would fall with it twice",
          remedy: "leave one of them out"))
    }
    findings += map?.findings(at: place.key("jc_map")) ?? []
    findings += Self.exponentKey.findings(in: self, at: place)
    findings += n.findings(at: place.key("n"))
    findings += Self.criterionKey.findings(in: self, at: place)
    findings += heatCapacity?.findings(.heatCapacity, at: place.key(ThermalProperty.heatCapacity.rawValue)) ?? []
    findings += conductivity?.findings(at: place.key(ThermalProperty.conductivity.rawValue)) ?? []
    findings += resistivity?.findings(.resistivity, at: place.key(ThermalProperty.resistivity.rawValue)) ?? []
    findings += validity?.findings(at: place.key("validity")) ?? []
    findings += elastic.findings(at: place)
    return findings
  }

  /// What is wrong with its values where a bulk of it works.
  public func findings(over operating: OperatingRange, at place: CasePath) -> [Finding] {
    criticalCurrent.findings(over: operating, at: place.key("jc")) + n.findings(over: operating, at: place.key("n"))
      + thermalCurves.flatMap {
        $0.curve.findings(over: operating.temperatures, at: $0.path.reduce(place) { $0.key($1) })
      }
      + elastic.findings(at: operating.temperatures.lowerBound, at: place)
  }

  /// Its properties against temperature, each with its keys within the material.
  public var thermalCurves: [(path: [String], curve: TemperatureCurve)] {
    Self.thermalCurves(heatCapacity: heatCapacity, conductivity: conductivity)
      + (resistivity.map { [([ThermalProperty.resistivity.rawValue], $0)] } ?? [])
  }

  static func thermalCurves(
    heatCapacity: TemperatureCurve?, conductivity: ThermalConductivity?
  ) -> [(path: [String], curve: TemperatureCurve)] {
    let (capacity, conduction) = (ThermalProperty.heatCapacity.rawValue, ThermalProperty.conductivity.rawValue)
    var curves: [(path: [String], curve: TemperatureCurve)] = []
    if let heatCapacity { curves.append(([capacity], heatCapacity)) }
    if let conductivity {
      if conductivity.isIsotropic {
        curves.append(([conduction], conductivity.radial))
      } else {
        curves += [([conduction, "r"], conductivity.radial), ([conduction, "z"], conductivity.axial)]
      }
    }
    return curves
  }
}

extension TemperatureFactor {
  public static let keys: [Key<TemperatureFactor>] = [
    .quantity("tc", .temperature, \.criticalTemperature, .positive, example: "38 K", "Critical temperature."),
    .number("exponent", \.exponent, .exponent(), example: "2", "Exponent of (1 - (T/tc)^2)."),
  ]

  func findings(at place: CasePath) -> [Finding] { Self.keys.flatMap { $0.findings(in: self, at: place) } }
}

extension ValidityRange {
  public static let keys: [Key<ValidityRange>] = [
    .quantity("b_max", .field, \.largestField, .positive, example: "8 T", "Largest field."),
    .quantity("t_min", .temperature, \.coldest, .positive, example: "4 K", "Lowest temperature."),
    .quantity("t_max", .temperature, \.warmest, .positive, example: "38 K", "Highest temperature."),
  ]

  func findings(at place: CasePath) -> [Finding] {
    let findings = Self.keys.flatMap { $0.findings(in: self, at: place) }
    guard findings.isEmpty, warmest < coldest else { return findings }
    return [
      Finding(place.key("t_max"), "\(plain(warmest)) K is below t_min, \(plain(coldest)) K", remedy: "swap them")
    ]
  }
}
