public import Notation

/// An expression of |B|, T, r and z as people write it, `5e8 A/m^2 / (1 + (B / b0)^1.3)`, with its units checked and its slopes from
/// the expression itself.
///
/// - `B` is |B| [T], `T` the temperature [K], `r` the distance from the axis and `z` that from the middle of the bulk's height [m];
///   `pi`, `mu0` and `kB` are known, too.
/// - Where the slope in B is infinite without field, as that of `B^0.3`, B stands for `(B^2 + (0.1 mT)^2)^(1/2)`: Newton's iteration
///   needs a slope, and no field below that of the earth, 0.05 mT, was ever measured in a magnet.
///
/// A value: equal when text and constants are.
public struct LawFormula: Sendable {
  public let expression: String
  /// In the order in which they were given.
  public let constants: [FormulaConstant]
  /// What it gives; nil for a plain number.
  public let quantity: Dimension?

  let tree: Expression
  let program: FormulaProgram

  /// - Parameters:
  ///   - expression: `+ - * / ^`, parentheses, `|x|`, numbers with units, and `abs sqrt exp log ln log10 tanh sin cos min max`.
  ///   - constants: each occurs in the expression.
  ///   - quantity: what it is to give; nil for a plain number.
  /// - Throws: `ExpressionError` for a text that cannot be read, an unknown name, quantities that do not fit, and what has no value in
  ///   any field, with its place.
  public init(
    _ expression: String, constants: [FormulaConstant] = [], quantity: Dimension?
  ) throws(ExpressionError) {
    // Factors that come later still fit.
    guard expression.utf8.count <= Self.largestLength else {
      throw ExpressionError(
        text: "\(expression.prefix(20))...", place: Self.largestLength..<Self.largestLength,
        reason: "longer than \(Self.largestLength) bytes; write a table instead")
    }
    try self.init(checking: expression, constants: constants, quantity: quantity)
  }

  private static let largestLength = 1000

  private init(
    checking expression: String, constants: [FormulaConstant], quantity: Dimension?
  ) throws(ExpressionError) {
    (self.expression, self.constants, self.quantity) = (expression, constants, quantity)
    func fault(_ reason: String) -> ExpressionError { ExpressionError(text: expression, place: 0..<0, reason: reason) }
    for constant in constants { if let reason = constant.fault { throw fault(reason) } }
    let variables = FormulaVariable.allCases
    let fixed =
      constants.map { (name: $0.name, value: $0.value, powers: $0.powers) } + PhysicalConstant.all
    let names = variables.map(\.rawValue) + fixed.map(\.name)
    guard Set(names).count == names.count else { throw fault("a constant is there twice") }
    let tree = try ExpressionParser.formula(expression, names: names)
    for (index, constant) in constants.enumerated() where !tree.contains(name: variables.count + index) {
      throw fault("the constant \(constant.name) does not occur in the expression; remove it")
    }
    let check = UnitCheck(
      text: expression, powers: variables.map(\.dimension.powers) + fixed.map(\.powers),
      values: variables.map { _ in nil } + fixed.map { $0.value })
    let wanted = quantity?.powers ?? .none
    let powers = try check.powers(of: tree)
    guard powers == wanted else {
      throw check.error(tree, "the whole is \(powers.description), and has to be \(wanted.description)")
    }
    try check.checkValues(of: tree)
    self.tree = tree
    program = FormulaProgram(tree, fixed: fixed.map(\.value))
  }

  /// The same with another value of a constant; the same formula when there is none of the name.
  ///
  /// - Throws: `ExpressionError` for a value with which it has no sense.
  public func setting(_ name: String, to value: Double) throws(ExpressionError) -> LawFormula {
    try LawFormula(
      checking: expression,
      constants: constants.map { $0.name == name ? FormulaConstant(name, value, $0.dimension) : $0 },
      quantity: quantity)
  }

  /// The same times a factor.
  public func scaled(by factor: Double) -> LawFormula {
    (try? LawFormula(checking: "\(factor) * (\(expression))", constants: constants, quantity: quantity)) ?? self
  }

  var dependsOnField: Bool { depends(on: .b) }
  var dependsOnTemperature: Bool { depends(on: .t) }
  var dependsOnPlace: Bool { depends(on: .r) || depends(on: .z) }

  private func depends(on variable: FormulaVariable) -> Bool { tree.contains(name: variable.index) }

  /// Whether it is the same above and below the middle of the bulk's height: where z occurs as an even power or magnitude alone.
  var isSymmetric: Bool { tree.parity(in: FormulaVariable.z.index) == .even }

  /// The value at one point, where NaN and infinities stay.
  func value(fluxDensity: Double, temperature: Double, place: SIMD2<Double>) -> Double {
    tree.value(names(fluxDensity, temperature, place))
  }

  func names(_ fluxDensity: Double, _ temperature: Double, _ place: SIMD2<Double>) -> [Double] {
    [fluxDensity, temperature, place.x, place.y] + constants.map(\.value) + PhysicalConstant.all.map(\.value)
  }

  /// With the constants behind it: `5e8 A/m^2 / (1 + B / b0), b0 = 1.5 T`.
  var summary: String { ([expression] + constants.map(\.summary)).joined(separator: ", ") }
}

// All else follows from these.
extension LawFormula: Hashable, Codable {
  private enum CodingKeys: String, CodingKey { case expression, constants, quantity }

  public static func == (first: LawFormula, second: LawFormula) -> Bool {
    first.expression == second.expression && first.constants == second.constants && first.quantity == second.quantity
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(expression)
    hasher.combine(constants)
    hasher.combine(quantity)
  }

  /// - Throws: `DecodingError` for what is no formula.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    do {
      try self.init(
        try values.decode(String.self, forKey: .expression),
        constants: try values.decode([FormulaConstant].self, forKey: .constants),
        quantity: try values.decodeIfPresent(Dimension.self, forKey: .quantity))
    } catch let error as ExpressionError {
      throw DecodingError.dataCorruptedError(forKey: .expression, in: values, debugDescription: error.description)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(expression, forKey: .expression)
    try values.encode(constants, forKey: .constants)
    try values.encodeIfPresent(quantity, forKey: .quantity)
  }
}

extension Expression {
  enum Parity { case even, odd, neither }

  /// How it changes when the sign of a name does, as far as its form says.
  fileprivate func parity(in name: Int) -> Parity {
    switch kind {
    case .quantity: return .even
    case .name(let index): return index == name ? .odd : .even
    case .negative(let operand): return operand.parity(in: name)
    case .binary(let symbol, let left, let right):
      let (a, b) = (left.parity(in: name), right.parity(in: name))
      switch symbol {
      case .plus, .minus: return a == b ? a : .neither
      case .times, .over: return a == .neither || b == .neither ? .neither : a == b ? .even : .odd
      case .power:
        guard a != .even || b != .even else { return .even }
        guard case .quantity(let exponent, _) = right.kind, a == .odd, let whole = Int(exactly: exponent) else {
          return .neither
        }
        return whole % 2 == 0 ? .even : .odd
      }
    case .call(let function, let arguments):
      let parities = arguments.map { $0.parity(in: name) }
      if parities.allSatisfy({ $0 == .even }) { return .even }
      guard parities == [.odd] else { return .neither }
      switch function {
      case .abs, .cos: return .even
      case .tanh, .sin: return .odd
      default: return .neither
      }
    }
  }
}
