public import Notation
import RealModule

/// Jc as an expression of |B|, T, r and z: `5e8 A/m^2 / (1 + (B / 1.5 T)^1.3)`.
///
/// A Jc of 0 or less, and one that has no value, is nil: a millionth of the largest, as in a table. So Newton's iteration may try
/// fields that no magnet sees; where a magnet does see them, the case is refused.
public struct FormulaLaw: CriticalCurrentLaw {
  public let formula: LawFormula
  /// [A/m²]
  private let floor: Double

  /// - Throws: `ExpressionError` for what is no current density, with its place.
  public init(_ expression: String, constants: [FormulaConstant] = []) throws(ExpressionError) {
    self.init(try LawFormula(expression, constants: constants, quantity: .currentDensity))
  }

  /// - Parameter formula: of a current density.
  package init(_ formula: LawFormula) {
    self.formula = formula
    var largest = 0.0
    for temperature in [2, 4.2, 10, 20, 30, 50, 77, 90.0] {
      for b in [0, 0.03, 0.1, 0.3, 1, 3, 10, 20.0] {
        for place in [SIMD2(0, 0), SIMD2(5e-3, 0), SIMD2(5e-3, 5e-3), SIMD2(20e-3, -5e-3)] {
          let value = formula.value(fluxDensity: b, temperature: temperature, place: place)
          if value.isFinite { largest = max(largest, value) }
        }
      }
    }
    floor = largest > 0 ? largest * TemperatureFactor.floor : Dimension.currentDensity.magnitudes.lowerBound
  }

  /// The same with another value of a constant.
  public func setting(_ name: String, to value: Double) throws(ExpressionError) -> FormulaLaw {
    FormulaLaw(try formula.setting(name, to: value))
  }

  public func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>
  ) {
    formula.program.evaluate(
      points, fluxDensity: fluxDensity, temperature: temperature, places: places,
      within: floor ... .greatestFiniteMagnitude, value: &value, slope: &slope)
  }

  public var dependsOnField: Bool { formula.dependsOnField }
  public var dependsOnTemperature: Bool { formula.dependsOnTemperature }
  public var isSymmetric: Bool { formula.isSymmetric }

  public func scaled(by factor: Double) -> FormulaLaw { FormulaLaw(formula.scaled(by: factor)) }

  public func findings(over operating: OperatingRange, at place: CasePath) -> [Finding] {
    formula.findings(
      over: operating, in: 0 ... .greatestFiniteMagnitude, name: "Jc", at: place.key("expression"))
  }

  public var summary: String { "Jc = \(formula.summary)" }

  public static let name = "formula"
  public static let documentation =
    "Jc as an expression of B (its magnitude), T, r and z (from the middle of the bulk's height), with units."
}

// Two laws are equal when their formulas are.
extension FormulaLaw {
  public static func == (first: FormulaLaw, second: FormulaLaw) -> Bool { first.formula == second.formula }

  public func hash(into hasher: inout Hasher) { hasher.combine(formula) }

  /// - Throws: `DecodingError` for what is no formula of a current density.
  public init(from decoder: any Decoder) throws {
    let formula = try LawFormula(from: decoder)
    guard formula.quantity == .currentDensity else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a formula of Jc gives A/m^2"))
    }
    self.init(formula)
  }

  public func encode(to encoder: any Encoder) throws { try formula.encode(to: encoder) }
}
