import CaseSamples
import HostSystem
import Magnets
import Notation
import Superconductors
import Testing

@testable import CaseFiles

private let kim = "{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}"
private let formula = #"{law: formula, expression: "jc0 / (1 + B / b0)", constants: {jc0: 50 kA/cm^2, b0: 1.5 T}}"#
private let exponent = #"{law: formula, expression: "12 + n0 / (1 + B / 2 T)", constants: {n0: 30}}"#

private func readFormulaCase(_ text: String) throws -> SimulationCase {
  try readCase(text: text, file: "pair.yaml") { name in
    guard name == "n.csv" else { throw InputError(.missing, "\(name): no such table") }
    return (name, "mu0H (mT);n 5 K;n 30 K\n0;60;40\n8000;20;15\n")
  }.simulationCase
}

@Suite struct `Formulas in case files` {
  @Test func `are read with their constants`() throws {
    let material = try readFormulaCase(
      goodCase.replacing(kim, with: formula).replacing("n: 21", with: "n: \(exponent)")
    )
    .bulks[0].material
    let expected = try FormulaLaw(
      "jc0 / (1 + B / b0)",
      constants: [FormulaConstant("jc0", 5e8, .currentDensity), FormulaConstant("b0", 1.5, .field)])
    #expect(material.criticalCurrent as? FormulaLaw == expected)
    #expect(material.n.value(fluxDensity: 2, temperature: 5) == 27)
    let table = try readFormulaCase(goodCase.replacing("n: 21", with: "n: {law: table, file: n.csv}")).bulks[0].material
      .n
    #expect(table.value(fluxDensity: 4, temperature: 5) == 40 && table.value(fluxDensity: 0, temperature: 30) == 40)
  }

  @Test(arguments: [
    goodCase.replacing(kim, with: formula), goodCase.replacing("n: 21", with: "n: \(exponent)"),
    goodCase.replacing("n: 21", with: "n: {law: table, file: n.csv}"),
    goodCase.replacing(kim, with: #"{law: formula, expression: 'max(0 A/m^2, 5e8 A/m^2 * (1 - |B| / 9 T))'}"#),
  ])
  func `are written and read again`(text: String) throws {
    let value = try readFormulaCase(text)
    let written = caseFileText(value)
    let again = try readFormulaCase(written)
    #expect(again == value && caseFileText(again) == written, "\(written)")
    #expect(caseDifferences([value, again]).isEmpty)
  }

  @Test func `differ where their text or a constant does`() throws {
    let (one, other) = (
      try readFormulaCase(goodCase.replacing(kim, with: formula)),
      try readFormulaCase(goodCase.replacing(kim, with: formula.replacing("1.5 T", with: "1.6 T")))
    )
    #expect(
      caseDifferences([one, other])
        == [CaseDifference(place: "materials.ba122.jc.constants.b0", values: ["1.5 T", "1.6 T"])])
  }

  @Test(arguments: [
    ("materials.ba122.jc.constants.b0", "3000 mT", "jc0 / (1 + B / b0), jc0 = 5e8 A/m^2, b0 = 3 T"),
    ("materials.ba122.jc.expression", "jc0 * exp(-B / b0)", "jc0 * exp(-B / b0), jc0 = 5e8 A/m^2, b0 = 1.5 T"),
    ("scale", "0.5", "0.5 * (jc0 / (1 + B / b0)), jc0 = 5e8 A/m^2, b0 = 1.5 T"),
  ])
  func `have keys`(key: String, value: String, summary: String) throws {
    let checked = try readCase(text: goodCase.replacing(kim, with: formula), file: "pair.yaml").checked
    let changed = try EditableCase(checked).setting([.init(key: key, setting: .text(value))]).simulationCase
    #expect(changed.bulks.allSatisfy { $0.material.criticalCurrent.summary == "Jc = \(summary)" })
  }

  @Test func `take factors as numbers do`() throws {
    let text = goodCase.replacing(kim, with: formula).replacing("n: 21", with: "n: \(exponent)")
    let editable = EditableCase(try readCase(text: text, file: "pair.yaml").checked)
    let quantity = try editable.quantity("materials.ba122.jc.constants.jc0")
    #expect(quantity.dimension == .currentDensity && quantity.base == [5e8])
    let changed = try editable.setting([
      .init(key: "materials.ba122.jc.constants.b0", setting: .factor(2)),
      .init(key: "materials.ba122.n.constants.n0", setting: .text("60")),
    ]).simulationCase.bulks[1].material
    #expect((changed.criticalCurrent as? FormulaLaw)?.formula.constants[1].value == 3)
    #expect(changed.n.value(fluxDensity: 0, temperature: 5) == 72)
  }

  @Test(arguments: [
    (
      kim, #"{law: formula, expression: "5e8 A/m^2 / (1 + B / b1)"}"#,
      "pair.yaml:8: materials.ba122.jc.expression: character 22, `b1`: unknown name b1 (known: B, T, r, z, pi"
    ),
    (
      kim, #"{law: formula, expression: "5e8 A/m / (1 + B / 1 T)"}"#,
      "pair.yaml:8: materials.ba122.jc.expression: character 1, `5e8 A/m / (1 + B / 1 T)`: the whole is a field (T), and has to be a current density (A/m^2)"
    ),
    (
      kim, #"{law: formula, expression: "5e8 A/m^2 * (1 - B / 5 T)"}"#,
      "pair.yaml:8: materials.ba122.jc.expression: character 13, `(1 - B / 5 T)`: Jc is -"
    ),
    (
      kim, #"{law: formula, expression: "5e8 A/m^2 * 0.1 T / B"}"#,
      "pair.yaml:8: materials.ba122.jc.expression: character 1, `5e8 A/m^2 * 0.1 T / B`: division by zero at B = 0 T; "
    ),
    (kim, "{law: formula}", "pair.yaml:8: materials.ba122.jc: expression is missing; write expression: "),
    (
      kim, #"{law: formula, expression: "5e8 A/m^2 * a", constants: {a: 2 parsec}}"#,
      "pair.yaml:8: materials.ba122.jc.constants.a: 2 parsec is neither a number nor a number with a unit"
    ),
    (
      kim, #"{law: formula, expression: "5e8 A/m^2", constants: {a: 2}}"#,
      "pair.yaml:8: materials.ba122.jc.constants: character 1: the constant a does not occur in the expression; remove it"
    ),
    (
      "n: 21", #"n: {law: formula, expression: "21 T"}"#,
      "pair.yaml:10: materials.ba122.n.expression: character 1, `21 T`: the whole is a field (T), and has to be a plain number"
    ),
    (
      "n: 21", #"n: {law: formula, expression: "21 - 4 * B / 1 T"}"#,
      "pair.yaml:10: materials.ba122.n.expression: character 1, `21 - 4 * B / 1 T`: n is "
    ),
    ("n: 21", "n: {law: kim}", "pair.yaml:10: materials.ba122.n.law: unknown law of n kim; did you mean table?"),
    (
      "n: 21", "n: {file: n.csv}",
      "pair.yaml:10: materials.ba122.n: law is missing; write n: 21, {law: table, file: n.csv}"
    ),
    ("n: 21", "n: {law: table, data: 'B[T],n'}", "pair.yaml:10: materials.ba122.n.data:1: "),
    (
      "temperature: {tc: 38 K, exponent: 2}\n    n: 21", #"temperature: {tc: 38 K, exponent: 2}"# + "\n    n: [21]",
      "pair.yaml:10: materials.ba122.n: a list where a value belongs; write one as in 21"
    ),
  ])
  func `that are wrong are named with line and place`(old: String, new: String, message: String) {
    #expect(goodCase.contains(old))
    let error = #expect(throws: InputError.self) { try readFormulaCase(goodCase.replacing(old, with: new)) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }

  @Test func `with T exclude a factor for temperature`() {
    let text = goodCase.replacing(kim, with: #"{law: formula, expression: "5e8 A/m^2 * max(0, 1 - T / 38 K)"}"#)
    let error = #expect(throws: InputError.self) { try readFormulaCase(text) }
    #expect(error?.message.contains("or a formula with T does, so Jc would fall with it twice") == true)
  }
}
