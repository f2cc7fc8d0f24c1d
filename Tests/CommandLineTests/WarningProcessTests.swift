import Foundation
import FoundationEssentials
import Testing

/// A warning is where its reader looks: on the terminal, in the document, in the folder and on the page.
@Suite struct `Warnings of the program` {
  private static func disc(_ material: String, _ stages: String) -> String {
    """
    name: warned
    bulks: [{name: A, material: m, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}]
    materials:
      m: \(material)
    protocol: [\(stages)]
    accuracy: 1 %

    """
  }

  private static let kim = "{jc: {law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}, n: 21}"
  private static let cold = "{card: rebco-77k}"

  @Test(arguments: [
    (kim, "{cool: {field: 5 T, temperature: 20 K}}, {ramp: {field: 0 T, duration: 0.1 s}}", "heat", "kept cold"),
    (
      cold,
      "{cool: {field: 0 T, temperature: 70 K}}, {ramp: {field: 3 T, duration: 20 ms}}, {ramp: {field: 0 T, duration: 80 ms}}",
      "heat", "its own heat would warm bulk A"
    ),
    (
      cold, "{cool: {field: 2 T, temperature: 95 K}}, {ramp: {field: 0 T, rate: 1 T/h}}", "above_critical_temperature",
      "its Tc is 92 K"
    ),
    (
      cold, "{cool: {field: 5 T, temperature: 77 K}}, {ramp: {field: 0 T, rate: 1 T/h}}", "field_beyond_validity",
      "its numbers hold up to 3 T"
    ),
    (
      "{jc: {law: table, file: jc.csv}, n: 21}",
      "{cool: {field: 6 T, temperature: 77 K}}, {ramp: {field: 0 T, rate: 4 T/h}}",
      "field_beyond_irreversibility", "has Jc = 0 from 3 T on"
    ),
    (
      kim, "{cool: {field: 5 T, temperature: 20 K}}, {ramp: {field: 0 T, rate: 1 T/h}}, {hold: {duration: 1 min}}",
      "short_hold",
      "hold for"
    ),
    (
      "{card: rebco-77k, heat_capacity: 1e6 J/m^3/K, conductivity: 10 W/m/K}\n  s: {heat_capacity: 1e6 J/m^3/K, conductivity: 50 W/m/K}\n"
        + "supports: [{name: ring, material: s, inner_radius: 15 mm, outer_radius: 18 mm, z_min: -5 mm, z_max: 5 mm}]",
      "{cool: {field: 0 T, temperature: 77 K}}, {pulse: {peak: 1 T, rise_time: 10 ms, duration: 0.1 s}}",
      "eddy_currents", "eddy currents in support ring are not computed"
    ),
  ])
  func `stands everywhere`(material: String, stages: String, kind: String, words: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("B[T],Jc[A/m^2]\n0,6e8\n1,3e8\n2,1e8\n3,0\n4,0\n", to: "jc.csv")
    try folder.write(Self.disc(material, stages), to: "case.yaml")
    let run = try Run(["simulate", "case.yaml", "--json"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("fem-bulk: warning: ") && run.errors.contains(words), "\(run.errors)")
    let printed = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let made = try #require(printed?["folder"] as? String)
    for text in [run.output, try folder.text(of: "\(made)/summary.json")] {
      let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let details = try #require(document["warning_details"] as? [[String: Any]])
      let found = try #require(details.first { $0["kind"] as? String == kind }, "\(details)")
      let sentence = "\(found["message"] as? String ?? ""); \(found["remedy"] as? String ?? "")"
      #expect(sentence.contains(words) && (document["warnings"] as? [String])?.contains(sentence) == true)
    }
    let page = try folder.text(of: "\(made)/report.html")
    #expect(page.contains("<div class=\"warning\">"))
    #expect(page.contains(words), "\(kind)")
  }

  /// The same magnets, as they are charged.
  @Test(arguments: [
    (kim, "{cool: {field: 5 T, temperature: 20 K}}, {ramp: {field: 0 T, rate: 5 T/h}}, {hold: {duration: 2 d}}"),
    (cold, "{cool: {field: 2.5 T, temperature: 77 K}}, {ramp: {field: 0 T, rate: 2 T/h}}"),
    (
      cold,
      "{cool: {field: 2 T, temperature: 100 K}}, {temperature: {to: 77 K, rate: 1 K/min}}, {ramp: {field: 0 T, rate: 2 T/h}}"
    ),
  ])
  func `is not there without a reason`(material: String, stages: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.disc(material, stages), to: "case.yaml")
    let run = try Run(["simulate", "case.yaml", "--json", "--no-report"], in: folder)
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(run.status == 0 && (document?["warnings"] as? [String]) == [], "\(run.errors)")
    #expect((document?["warning_details"] as? [Any])?.isEmpty == true)
  }

  @Test(arguments: ["stress: {limit: 30 MPa}", "iron: []", "quench: 1", "cryocooler: {power: 5 W}"])
  func `physics that is not computed is told with exit code 65`(line: String) throws {
    let folder = try TemporaryFolder()
    let text = Self.disc(Self.kim, "{cool: {field: 5 T, temperature: 20 K}}, {ramp: {field: 0 T, rate: 5 T/h}}")
    try folder.write(text + line + "\n", to: "case.yaml")
    let run = try Run(["simulate", "case.yaml"], in: folder)
    #expect(
      run.status == 65 && run.errors.contains("case.yaml:7: unknown key ") && run.errors.contains("does not compute"))
    #expect(!run.errors.contains("did you mean"), "\(run.errors)")
  }
}
