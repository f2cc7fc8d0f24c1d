/// A law is written under the word by which case files call it, its numbers beside that.
extension Material {
  private enum CodingKeys: String, CodingKey {
    case name, law, criticalCurrent, temperatureFactor, map, n, e0, heatCapacity, conductivity, resistivity
    case validity, assumptions, elastic
  }

  /// - Throws: `DecodingError` for a law that nobody knows, and for numbers that are missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let word = try values.decode(String.self, forKey: .law)
    guard let law = CriticalCurrentLaws.named(word) else {
      let known = CriticalCurrentLaws.all.map { $0.name }.joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: .law, in: values, debugDescription: "unknown law \(word) (known: \(known))")
    }
    self.init(
      name: try values.decode(String.self, forKey: .name),
      criticalCurrent: try Self.decode(law, values),
      temperatureFactor: try values.decodeIfPresent(TemperatureFactor.self, forKey: .temperatureFactor),
      map: try values.decodeIfPresent(CriticalCurrentMap.self, forKey: .map),
      n: try values.decode(PowerLawExponent.self, forKey: .n), e0: try values.decode(Double.self, forKey: .e0),
      heatCapacity: try values.decodeIfPresent(TemperatureCurve.self, forKey: .heatCapacity),
      conductivity: try values.decodeIfPresent(ThermalConductivity.self, forKey: .conductivity),
      resistivity: try values.decodeIfPresent(TemperatureCurve.self, forKey: .resistivity),
      validity: try values.decodeIfPresent(ValidityRange.self, forKey: .validity),
      assumptions: try values.decode([String].self, forKey: .assumptions))
    elastic = try values.decodeIfPresent(ElasticProperties.self, forKey: .elastic) ?? ElasticProperties()
  }

  private static func decode<Law: CriticalCurrentLaw>(
    _ law: Law.Type, _ values: KeyedDecodingContainer<CodingKeys>
  ) throws -> any CriticalCurrentLaw { try values.decode(Law.self, forKey: .criticalCurrent) }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(name, forKey: .name)
    try values.encode(type(of: criticalCurrent).name, forKey: .law)
    try values.encode(criticalCurrent, forKey: .criticalCurrent)
    try values.encodeIfPresent(temperatureFactor, forKey: .temperatureFactor)
    try values.encodeIfPresent(map, forKey: .map)
    try values.encode(n, forKey: .n)
    try values.encode(e0, forKey: .e0)
    try values.encodeIfPresent(heatCapacity, forKey: .heatCapacity)
    try values.encodeIfPresent(conductivity, forKey: .conductivity)
    try values.encodeIfPresent(resistivity, forKey: .resistivity)
    try values.encodeIfPresent(validity, forKey: .validity)
    try values.encode(assumptions, forKey: .assumptions)
    if !elastic.isEmpty { try values.encode(elastic, forKey: .elastic) }
  }
}
