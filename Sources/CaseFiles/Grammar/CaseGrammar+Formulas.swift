internal import HostSystem
internal import Notation
internal import Superconductors

/// `{law: formula, expression: "5e8 A/m^2 / (1 + B / b0)", constants: {b0: 1.5 T}}`, of Jc or n.
struct FormulaKeys {
  static let names = ["expression", "constants"]

  /// nil for a plain number.
  var quantity: Dimension?
  var expressionExample: String
  var example: String { "{law: formula, expression: \(expressionExample)}" }

  static let current = FormulaKeys(
    quantity: .currentDensity, expressionExample: #""5e8 A/m^2 / (1 + (B / 1.5 T)^1.3)""#)
  static let exponent = FormulaKeys(quantity: nil, expressionExample: #""12 + 30 / (1 + B / 2 T)""#)

  private static let expressionSentence =
    "Of B (its magnitude), T, r, z (from the middle of the bulk's height) and constants, with units."
  private static let constantsSentence = "Numbers with names of their own, which sweeps and fits may vary."
  private static let constantsExample = "{b0: 1.5 T, m: 1.3}"

  func schema(_ documentation: String) -> SchemaNode {
    .mapping(
      [
        "law": .constant(FormulaLaw.name), "expression": .string(Self.expressionSentence),
        "constants": .named(
          .object(["type": .list([.text("string"), .text("number")])]), description: Self.constantsSentence),
      ], required: ["law", "expression"], description: documentation)
  }

  func read(_ fields: CaseFields, _ reading: CaseReading) throws -> LawFormula {
    let node = try fields.require("expression", example: expressionExample)
    reading.note(node)
    let constants = try fields["constants"].map { node in
      try node.namedEntries(example: Self.constantsExample).map { name, value in try Self.constant(name, value) }
    }
    let text = try node.text(example: expressionExample)
    do throws(ExpressionError) {
      return try LawFormula(text, constants: constants ?? [], quantity: quantity)
    } catch {
      // What is wrong with a constant has no place in the expression.
      throw (error.length == 0 && error.position == 1 ? fields["constants"] ?? node : node).error(error.message)
    }
  }

  /// A plain number, or a value of the first quantity that has its unit.
  private static func constant(_ name: String, _ node: CaseNode) throws(InputError) -> FormulaConstant {
    let text = try node.text(example: "1.5 T")
    if let number = try? parseNumber(text) { return FormulaConstant(name, number) }
    for dimension in Dimension.allCases {
      guard let value = try? parseQuantity(text, dimension) else { continue }
      return FormulaConstant(name, value, dimension)
    }
    let known = Dimension.allCases.map { $0.units[0].symbol }.joined(separator: ", ")
    throw node.error(
      "\(text) is neither a number nor a number with a unit of a case file (\(known), ...); write other units into the"
        + " expression")
  }

  static func tree(_ formula: LawFormula) -> [(key: String, value: CaseTree)] {
    [("expression", .plain(doubleQuoted(formula.expression)))]
      + (formula.constants.isEmpty
        ? [] : [("constants", .flow(formula.constants.map { ($0.name, CaseTree(.number($0.value), $0.kind)) }))])
  }

  /// The expression, and the constants of a formula by their names.
  static func places(_ formula: LawFormula) -> [Place<LawFormula>] {
    func checked(_ make: () throws(ExpressionError) -> LawFormula) throws(CaseChangeError) -> LawFormula {
      do throws(ExpressionError) { return try make() } catch { throw CaseChangeError(error.message) }
    }
    let expression = Place<LawFormula>(
      label: .name("expression"),
      content: .leaf(
        Leaf(kind: .text, get: { .text($0.expression) }) { formula, value in
          guard case .text(let text) = value else { return }
          let old = formula
          formula = try checked { () throws(ExpressionError) in
            try LawFormula(text, constants: old.constants, quantity: old.quantity)
          }
        }))
    let constants = formula.constants.map { constant in
      Place<LawFormula>(
        label: .name(constant.name),
        content: .leaf(
          Leaf(
            kind: constant.kind,
            get: { formula in formula.constants.first { $0.name == constant.name }.map { .number($0.value) } },
            set: { formula, value in
              guard let number = value.number else { return }
              let old = formula
              formula = try checked { () throws(ExpressionError) in try old.setting(constant.name, to: number) }
            })))
    }
    return [expression] + (constants.isEmpty ? [] : [Place(label: .name("constants"), content: .branch(constants))])
  }

  func reference(_ documentation: String) -> [ReferenceRow] {
    [
      ReferenceRow(law: FormulaLaw.name, example: example, meaning: documentation),
      ReferenceRow(
        key: "expression", takes: "an expression", standard: "required", meaning: Self.expressionSentence),
      ReferenceRow(
        key: "constants", takes: "`\(Self.constantsExample)`", standard: "–", meaning: Self.constantsSentence),
    ]
  }
}

extension FormulaConstant {
  fileprivate var kind: KeyKind { dimension.map { .quantity($0) } ?? .number }
}

func formulaForm() -> LawForm {
  let keys = FormulaKeys.current
  return LawForm(
    name: FormulaLaw.name, keys: FormulaKeys.names, example: keys.example,
    schema: { keys.schema(FormulaLaw.documentation) },
    read: { fields, reading in FormulaLaw(try keys.read(fields, reading)) },
    write: { law in (law as? FormulaLaw).map { FormulaKeys.tree($0.formula) } ?? [] },
    places: { law in
      guard let formula = (law as? FormulaLaw)?.formula else { return [] }
      return FormulaKeys.places(formula).map { place in
        place.lifted({ ($0 as? FormulaLaw)?.formula }) { root, change in
          guard var formula = (root as? FormulaLaw)?.formula else { return }
          try change(&formula)
          root = FormulaLaw(formula)
        }
      }
    },
    reference: { keys.reference(FormulaLaw.documentation) })
}
