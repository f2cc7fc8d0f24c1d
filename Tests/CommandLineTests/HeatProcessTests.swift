import Foundation
import Testing

enum HeatedCases {
  /// A disc, cooled at its rim, that is cold and strong enough for flux to jump.
  static func disc(heatCapacity: String, rate: String) -> String {
    """
    name: cold
    bulks: [{name: A, material: a, outer_radius: 12 mm, z_min: -5 mm, z_max: 5 mm}]
    materials:
      a:
        jc: {law: constant, jc0: 8e8 A/m^2}
        temperature: {tc: 37 K, exponent: 1.5}
        n: 21
        heat_capacity: \(heatCapacity)
        conductivity: {r: 1 W/m/K, z: 1 W/m/K}
    cooling: [{body: A, face: rim, coefficient: 500 W/m^2/K, bath: 5 K}]
    protocol:
      - {cool: {field: 5 T, temperature: 5 K}}
      - {ramp: {field: 0 T, rate: \(rate)}}
    accuracy: 3 %
    """
  }

  static let jumpingHalfWay = disc(heatCapacity: "{law: power, at_1K: 7.6 J/m^3/K, exponent: 3}", rate: "0.1 T/s")

  /// In a ring, through which the heat leaves.
  static let held = disc(heatCapacity: "{law: power, at_1K: 7.6 J/m^3/K, exponent: 3}", rate: "0.1 T/s")
    .replacing("cooling: [{body: A, face: rim,", with: "cooling: [{body: ring, face: rim,")
    .replacing(
      "materials:\n",
      with: """
        supports: [{name: ring, material: steel, inner_radius: 12 mm, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}]
        materials:
          steel: {card: steel, heat_capacity: {law: card, card: steel}, conductivity: {law: card, card: steel}}

        """)
}

/// A case with heat, as a user runs it.
@Suite struct `Heat by the program` {
  private static let cold = HeatedCases.disc(heatCapacity: "{law: table, file: c.csv}", rate: "1 T/s")
  private static let capacity =
    "T[K],c[J/m^3/K]\n" + [4.0, 6, 10, 20, 40, 80].map { "\($0),\(7.6 * $0 * $0 * $0)\n" }.joined()

  private static func folder(_ old: String = "", _ new: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(old.isEmpty ? cold : cold.replacing(old, with: new), to: "cold.yaml")
    try folder.write(capacity, to: "c.csv")
    return folder
  }

  private static func document(_ run: Run) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
  }

  @Test func `jumps, and the safe rate is told`() throws {
    let folder = try Self.folder()
    let summary = try Self.document(try Run(["simulate", "cold.yaml", "--json", "--no-report"], in: folder))
    let jump = try #require((summary["flux_jumps"] as? [[String: Any]])?.first)
    #expect(jump["body"] as? String == "A" && (jump["applied_field_T"] as? Double ?? 9) < 5)
    let stages = try #require(summary["stages"] as? [[String: Any]])
    for key in ["temperature_max_K", "temperature_mean_K", "temperature_error_K", "heat_J"] {
      #expect(stages[1][key] is Double, "\(key)")
    }
    #expect((summary["warnings"] as? [String])?.contains { $0.contains("range over meshes and tolerances") } == true)
    let history = try folder.text(of: "\(summary["folder"] as? String ?? "")/history.csv")
    #expect(history.prefix { $0 != "\n" }.contains("temperature_max[K],temperature_mean[K]"))
    let answer = try Self.document(try Run(["safe-ramp", "cold.yaml", "--json"], in: folder))
    let (rate, error) = (answer["rate_T_per_s"] as? Double ?? 0, answer["error_T_per_s"] as? Double ?? 9)
    #expect(rate > 0.01 && rate < 0.2 && error < 0.2 * rate, "\(answer)")
  }

  @Test func `goes through a ring, of which all is told`() throws {
    let folder = try TemporaryFolder()
    let text = HeatedCases.held.replacing(
      "{ramp: {field: 0 T, rate: 0.1 T/s}}", with: "{ramp: {field: 0 T, rate: 0.01 T/s}}")
    // A ring that bears alone asks for bulks that bear.
    try folder.write(text, to: "held.yaml")
    let summary = try Self.document(try Run(["simulate", "held.yaml", "--json", "--no-report"], in: folder))
    let stages = try #require(summary["stages"] as? [[String: Any]])
    for key in ["temperature_max_by_bulk_K", "temperature_mean_by_bulk_K"] {
      let values = try #require(stages[1][key] as? [String: Double])
      #expect(Set(values.keys) == ["A", "ring"] && values.values.allSatisfy { $0 > 5 && $0 < 9 }, "\(values)")
    }
    let faces = try #require(stages[1]["face_heat_J"] as? [String: Double])
    #expect(Set(faces.keys) == ["ring.rim"] && faces.values.allSatisfy { $0 > 0 })
    let history = try folder.text(of: "\(summary["folder"] as? String ?? "")/history.csv")
    #expect(history.prefix { $0 != "\n" }.contains("A_temperature_max[K],ring_temperature_max[K],heat_ring_rim[J]"))
    try folder.write(
      text.replacing(
        "{card: steel, heat_capacity: {law: card, card: steel}, conductivity: {law: card, card: steel}}",
        with: "{card: steel}"
      )
      .replacing("body: ring", with: "body: A").replacing("n: 21", with: "n: 21\n    young: 130 GPa\n    poisson: 0.3"),
      to: "cold.yaml")
    let other = try Run(["simulate", "cold.yaml", "--json", "--no-report"], in: folder)
    let lines = other.errors.split(separator: "\n").filter { $0.contains("no heat_capacity and conductivity") }
    #expect(lines.count == 1 && lines[0].contains("support ring"), "\(other.errors)")
  }

  @Test func `what the safe rate rests on is told`() throws {
    let answer = try Self.document(
      try Run(["safe-ramp", "cold.yaml", "--json", "--sensitivity"], in: try Self.folder()))
    let found = try #require(answer["sensitivities"] as? [[String: Any]])
    #expect(found.compactMap { $0["key"] as? String } == ["heat_capacity", "conductivity", "coefficient"])
    let exponents = found.compactMap { $0["exponent"] as? Double }
    // Whatever holds heat or takes it away allows for more.
    #expect(exponents.count == 3 && exponents.allSatisfy { -0.2 < $0 && $0 < 3 } && (exponents.max() ?? 0) > 0.2)
  }

  @Test(arguments: [
    ("face: rim", "face: hole", "cold.yaml:10: cooling[0].face: bulk A has no hole; write bottom"),
    ("body: A", "body: B", "cold.yaml:10: cooling[0].body: no bulk is named B; write A"),
    (
      "temperature: 5 K}", "temperature: 37 K}",
      "bulk A starts at 37 K, its Tc is 37 K: it carries nothing; start below Tc"
    ),
    ("{r: 1 W/m/K, z: 1 W/m/K}", "0 W/m/K", "cold.yaml:9: materials.a.conductivity: 0 W/m/K is not positive"),
    ("bath: 5 K", "bath: 90 K", "cooling[0].bath: 90 K, but the tables of a hold from 4 to 80 K; add points"),
  ])
  func `tells what is wrong with file, line, key and remedy`(old: String, new: String, message: String) throws {
    let run = try Run(["simulate", "cold.yaml"], in: try Self.folder(old, new))
    #expect(run.status == 65 && run.errors.contains(message), "\(run.errors)")
  }
}
