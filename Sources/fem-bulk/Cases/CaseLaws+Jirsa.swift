import Notation
import Superconductors

extension JirsaLaw: CaseLaw {
  static let caseName = "jirsa"
  static let caseKeys = ["jc0", "b0", "peak_jc", "peak_field", "exponent"]
  static let caseExample =
    "{law: jirsa, jc0: 3e8 A/m^2, b0: 0.5 T, peak_jc: 2e8 A/m^2, peak_field: 2 T, exponent: 1}"

  static func read(_ fields: CaseFields, tableText: FileReader) throws -> JirsaLaw {
    var law = JirsaLaw(
      jc0: try fields.require("jc0", example: "3e8 A/m^2").positive(.currentDensity),
      b0: try fields.require("b0", example: "0.5 T").positive(.field),
      peakJc: try fields.require("peak_jc", example: "2e8 A/m^2").positive(.currentDensity),
      peakField: try fields.require("peak_field", example: "2 T").positive(.field))
    if let node = fields["exponent"] {
      law.exponent = try node.exponent(example: "1")
    }
    return law
  }

  var caseEntries: [(key: String, value: CaseValue)] {
    [
      ("jc0", .quantity(jc0, "A/m^2")), ("b0", .quantity(b0, "T")), ("peak_jc", .quantity(peakJc, "A/m^2")),
      ("peak_field", .quantity(peakField, "T")), ("exponent", .number(exponent)),
    ]
  }
}
