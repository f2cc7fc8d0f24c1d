import Notation
import Superconductors

/// Finds a file by the name in a case file: the name to show in errors, and its text.
typealias FileReader = (_ file: String) throws -> (name: String, text: String)

/// A critical current law as case files write it: `{law: NAME, key: value, ...}`.
///
/// A new law conforms to this protocol in a file of its own and gets a line in `caseLaws`.
protocol CaseLaw: CriticalCurrentLaw {
  static var caseName: String { get }
  /// Its keys besides `law`.
  static var caseKeys: [String] { get }
  static var caseExample: String { get }

  static func read(_ fields: CaseFields, tableText: FileReader) throws -> Self
  /// The keys and values that `read` turns into this law again.
  var caseEntries: [(key: String, value: CaseValue)] { get }
}

/// Every law that a case file can name.
let caseLaws: [any CaseLaw.Type] = [
  KimLaw.self,
  ConstantLaw.self,
  ExponentialLaw.self,
  JirsaLaw.self,
  TableLaw.self,
]

func readLaw(_ node: CaseNode, tableText: FileReader) throws -> any CriticalCurrentLaw {
  let example = "{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}"
  let entries = try node.namedEntries(example: example)
  guard let lawNode = entries.first(where: { $0.name == "law" })?.value else {
    throw node.error("law is missing; write \(example)")
  }
  let name = try lawNode.text(example: "kim")
  guard let law = caseLaws.first(where: { $0.caseName == name }) else {
    throw lawNode.unknown("law", name, known: caseLaws.map { $0.caseName })
  }
  return try law.read(node.fields(["law"] + law.caseKeys, example: law.caseExample), tableText: tableText)
}

extension KimLaw: CaseLaw {
  static let caseName = "kim"
  static let caseKeys = ["jc0", "b0", "exponent"]
  static let caseExample = "{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}"

  static func read(_ fields: CaseFields, tableText: FileReader) throws -> KimLaw {
    var law = KimLaw(
      jc0: try fields.require("jc0", example: "5e8 A/m^2").positive(.currentDensity),
      b0: try fields.require("b0", example: "1.5 T").positive(.field))
    if let node = fields["exponent"] {
      law.exponent = try node.exponent(example: "1.5", remedy: "write a value above 0, or law: constant")
    }
    return law
  }

  var caseEntries: [(key: String, value: CaseValue)] {
    [("jc0", .quantity(jc0, "A/m^2")), ("b0", .quantity(b0, "T")), ("exponent", .number(exponent))]
  }
}

extension ConstantLaw: CaseLaw {
  static let caseName = "constant"
  static let caseKeys = ["jc0"]
  static let caseExample = "{law: constant, jc0: 5e8 A/m^2}"

  static func read(_ fields: CaseFields, tableText: FileReader) throws -> ConstantLaw {
    ConstantLaw(jc0: try fields.require("jc0", example: "5e8 A/m^2").positive(.currentDensity))
  }

  var caseEntries: [(key: String, value: CaseValue)] { [("jc0", .quantity(jc0, "A/m^2"))] }
}

extension ExponentialLaw: CaseLaw {
  static let caseName = "exponential"
  static let caseKeys = ["jc0", "b0"]
  static let caseExample = "{law: exponential, jc0: 5e8 A/m^2, b0: 1.5 T}"

  static func read(_ fields: CaseFields, tableText: FileReader) throws -> ExponentialLaw {
    ExponentialLaw(
      jc0: try fields.require("jc0", example: "5e8 A/m^2").positive(.currentDensity),
      b0: try fields.require("b0", example: "1.5 T").positive(.field))
  }

  var caseEntries: [(key: String, value: CaseValue)] {
    [("jc0", .quantity(jc0, "A/m^2")), ("b0", .quantity(b0, "T"))]
  }
}
