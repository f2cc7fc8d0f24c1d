internal import Notation
import RealModule

/// The exponent n of the power law `E = E0 (|J|/Jc)^(n-1) J/Jc`: 1 is ohmic, 20 to 100 usual, 1000 practically Bean.
public enum PowerLawExponent: Sendable, Hashable {
  case number(Double)
  /// n(|B|, T) as measured.
  case table(ExponentTable)
  /// n(|B|, T, r, z) as an expression.
  case formula(LawFormula)

  /// What n may be.
  public static let range = 1.0...10_000

  /// nil where n is more than a number.
  public var number: Double? { if case .number(let value) = self { value } else { nil } }

  public var dependsOnField: Bool {
    switch self {
    case .number: false
    case .table(let table): table.dependsOnField
    case .formula(let formula): formula.dependsOnField
    }
  }

  /// False when n differs above and below the middle of a bulk's height.
  public var isSymmetric: Bool { if case .formula(let formula) = self { formula.isSymmetric } else { true } }

  /// Writes n and dn/d|B| [1/T] at `points`, for flux densities |B| [T] at one temperature [K] and (r, z) of each point [m], z from
  /// the middle of the bulk's height. n is within `range`, and level where it would leave that.
  public func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>
  ) {
    switch self {
    case .number(let number): for i in points { (value[i], slope[i]) = (number, 0) }
    case .table(let table):
      table.evaluate(points, fluxDensity: fluxDensity, temperature: temperature, value: &value, slope: &slope)
    case .formula(let formula):
      formula.program.evaluate(
        points, fluxDensity: fluxDensity, temperature: temperature, places: places, within: Self.range, value: &value,
        slope: &slope)
    }
  }

  /// n at one point.
  public func value(fluxDensity: Double, temperature: Double, place: SIMD2<Double> = .zero) -> Double {
    let (fields, places) = ([fluxDensity], [place])
    var (value, slope) = ([0.0], [0.0])
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    evaluate(
      0..<1, fluxDensity: fields.span, temperature: temperature, places: places.span, value: &values, slope: &slopes)
    return value[0]
  }

  /// The number itself, or that at 1 T and 20 K on the axis: for what needs to know its size only.
  public var typical: Double { value(fluxDensity: 1, temperature: 20) }

  /// For a table of materials.
  public var summary: String {
    switch self {
    case .number(let value): plain(value)
    case .table(let table): "from a table: \(table.summary)"
    case .formula(let formula): formula.summary
    }
  }

  /// What is wrong with its values where a bulk works; `place` is its path in the case.
  func findings(over operating: OperatingRange, at place: CasePath) -> [Finding] {
    guard case .formula(let formula) = self else { return [] }
    return formula.findings(over: operating, in: Self.range, name: "n", at: place.key("expression"))
  }

  /// What is wrong with it anywhere, besides a number out of range.
  func findings(at place: CasePath) -> [Finding] {
    switch self {
    case .number: []
    case .table(let table): table.findings(at: place.key("data"))
    case .formula(let formula):
      formula.quantity == nil
        ? [] : [Finding(place.key("expression"), "n is a plain number", remedy: "write a formula without unit")]
    }
  }
}

/// A number is written as it is.
extension PowerLawExponent: Codable {
  private enum CodingKeys: String, CodingKey { case table, formula }

  /// - Throws: `DecodingError` for what is no number, table or formula.
  public init(from decoder: any Decoder) throws {
    if let number = try? decoder.singleValueContainer().decode(Double.self) {
      self = .number(number)
      return
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let table = try values.decodeIfPresent(ExponentTable.self, forKey: .table) {
      self = .table(table)
    } else {
      self = .formula(try values.decode(LawFormula.self, forKey: .formula))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .number(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .table(let table):
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(table, forKey: .table)
    case .formula(let formula):
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(formula, forKey: .formula)
    }
  }
}
