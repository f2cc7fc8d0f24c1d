internal import Notation
import RealModule

/// A formula as operations on the results of others, each kept once, so that a value and its slope share what they have in common.
///
/// What depends on the temperature alone, or on nothing, is *uniform*: the same at all points of a batch.
struct FormulaGraph {
  /// Operands are the places of other nodes.
  enum Node: Hashable, Sendable {
    case constant(Double)
    case variable(FormulaVariable)
    case sum(Int, Int)
    case difference(Int, Int)
    case product(Int, Int)
    case quotient(Int, Int)
    case power(Int, Int)
    /// `d x^e/dx` of x, e and x^e: without it the slope of `x^1.3` at 0 would be 0/0.
    case powerSlope(Int, Int, Int)
    case call(Expression.Function, Int)
    case least(Int, Int)
    case most(Int, Int)
    /// -1 or 1
    case sign(Int)
    /// The third where the first is below the second, else the fourth.
    case choice(Int, Int, Int, Int)

    var operands: [Int] {
      switch self {
      case .constant, .variable: []
      case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
        .power(let a, let b), .least(let a, let b), .most(let a, let b):
        [a, b]
      case .powerSlope(let a, let b, let c): [a, b, c]
      case .call(_, let a), .sign(let a): [a]
      case .choice(let a, let b, let c, let d): [a, b, c, d]
      }
    }
  }

  /// Operands before what they are operands of.
  private(set) var nodes: [Node] = []
  private(set) var isUniform: [Bool] = []
  private var places: [Node: Int] = [:]
  private var slopes: [Int: Int] = [:]

  /// - Parameters:
  ///   - fixed: values of the names behind the variables.
  ///   - field: what stands for B, where that is not B itself.
  mutating func place(of expression: Expression, fixed: [Double], field: Int) -> Int {
    switch expression.kind {
    case .quantity(let value, _): return constant(value)
    case .name(let index):
      let variables = FormulaVariable.allCases
      guard index < variables.count else { return constant(fixed[index - variables.count]) }
      return variables[index] == .b ? field : add(.variable(variables[index]))
    case .negative(let operand):
      return product(constant(-1), place(of: operand, fixed: fixed, field: field))
    case .binary(let symbol, let left, let right):
      let a = place(of: left, fixed: fixed, field: field)
      let b = place(of: right, fixed: fixed, field: field)
      switch symbol {
      case .plus: return sum(a, b)
      case .minus: return difference(a, b)
      case .times: return product(a, b)
      case .over: return quotient(a, b)
      case .power: return power(a, b)
      }
    case .call(let function, let arguments):
      let operands = arguments.map { place(of: $0, fixed: fixed, field: field) }
      switch function {
      case .min: return add(.least(operands[0], operands[1]))
      case .max: return add(.most(operands[0], operands[1]))
      default: return add(.call(function, operands[0]))
      }
    }
  }

  var fluxDensity: Int { mutating get { add(.variable(.b)) } }

  /// `(B^2 + width^2)^(1/2)`
  mutating func smoothFluxDensity(width: Double) -> Int {
    let b = fluxDensity
    return add(.call(.sqrt, sum(product(b, b), constant(width * width))))
  }

  /// The derivative of a node by |B|.
  mutating func slope(of node: Int) -> Int {
    if let known = slopes[node] { return known }
    let result = newSlope(of: node)
    slopes[node] = result
    return result
  }

  private mutating func newSlope(of node: Int) -> Int {
    let (zero, one) = (constant(0), constant(1))
    switch nodes[node] {
    case .constant, .sign: return zero
    case .variable(let variable): return variable == .b ? one : zero
    case .sum(let a, let b): return sum(slope(of: a), slope(of: b))
    case .difference(let a, let b): return difference(slope(of: a), slope(of: b))
    case .product(let a, let b): return sum(product(slope(of: a), b), product(a, slope(of: b)))
    case .quotient(let a, let b):
      // (a' - (a/b) b')/b
      let first = quotient(slope(of: a), b)
      return difference(first, product(quotient(node, b), slope(of: b)))
    case .power(let a, let b):
      let byBase = slope(of: a) == zero ? zero : product(add(.powerSlope(a, b, node)), slope(of: a))
      guard slope(of: b) != zero else { return byBase }
      return sum(byBase, product(product(node, add(.call(.ln, a))), slope(of: b)))
    // Of second slopes there are none.
    case .powerSlope: return zero
    case .least(let a, let b): return choice(a, b, slope(of: a), slope(of: b))
    case .most(let a, let b): return choice(b, a, slope(of: a), slope(of: b))
    case .choice(let a, let b, let c, let d): return choice(a, b, slope(of: c), slope(of: d))
    case .call(let function, let a):
      let inner = slope(of: a)
      guard inner != zero else { return zero }
      switch function {
      case .abs: return product(add(.sign(a)), inner)
      case .sqrt: return quotient(product(constant(0.5), inner), node)
      case .exp: return product(node, inner)
      case .log, .ln: return quotient(inner, a)
      case .log10: return quotient(product(constant(1 / .log(10)), inner), a)
      case .tanh: return product(difference(one, product(node, node)), inner)
      case .sin: return product(add(.call(.cos, a)), inner)
      case .cos: return product(product(constant(-1), add(.call(.sin, a))), inner)
      case .min, .max: return zero
      }
    }
  }

  // MARK: Nodes, simplified

  mutating func constant(_ value: Double) -> Int { add(.constant(value)) }

  private func constantValue(_ node: Int) -> Double? {
    if case .constant(let value) = nodes[node] { value } else { nil }
  }

  private mutating func sum(_ a: Int, _ b: Int) -> Int {
    if constantValue(a) == 0 { return b }
    if constantValue(b) == 0 { return a }
    return add(isUniform[a] ? .sum(b, a) : .sum(a, b))
  }

  private mutating func difference(_ a: Int, _ b: Int) -> Int {
    if constantValue(b) == 0 { return a }
    if constantValue(a) == 0 { return product(constant(-1), b) }
    // Of a point's value and a uniform one: as a sum.
    if isUniform[b], !isUniform[a] { return sum(a, product(constant(-1), b)) }
    return add(.difference(a, b))
  }

  private mutating func product(_ a: Int, _ b: Int) -> Int {
    let (x, y) = isUniform[a] ? (b, a) : (a, b)
    if constantValue(y) == 0 || constantValue(x) == 0 { return constant(0) }
    if constantValue(y) == 1 { return x }
    if constantValue(x) == 1 { return y }
    // Uniform factors together, so that there is one at each point.
    if isUniform[y], !isUniform[x], case .product(let inner, let factor) = nodes[x], isUniform[factor] {
      return product(inner, product(factor, y))
    }
    return add(.product(x, y))
  }

  private mutating func quotient(_ a: Int, _ b: Int) -> Int {
    if constantValue(a) == 0 { return a }
    if isUniform[b], !isUniform[a] { return product(a, quotient(constant(1), b)) }
    return add(.quotient(a, b))
  }

  private mutating func power(_ a: Int, _ b: Int) -> Int {
    switch constantValue(b) {
    case 0: return constant(1)
    case 1: return a
    case 2: return product(a, a)
    case 3: return product(product(a, a), a)
    case 4: return power(product(a, a), constant(2))
    case 0.5: return add(.call(.sqrt, a))
    case let exponent? where exponent < 0: return quotient(constant(1), power(a, constant(-exponent)))
    default: return add(.power(a, b))
    }
  }

  private mutating func choice(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Int {
    c == d ? c : add(.choice(a, b, c, d))
  }

  private mutating func add(_ node: Node) -> Int {
    if let known = places[node] { return known }
    var node = node
    let constants = node.operands.compactMap(constantValue)
    if constants.count == node.operands.count, let first = constants.first {
      let x = constants + [Double](repeating: first, count: 3)
      node = .constant(node.value(x[0], x[1], x[2], x[3]))
    }
    if let known = places[node] { return known }
    places[node] = nodes.count
    nodes.append(node)
    if case .variable(let variable) = node {
      isUniform.append(variable == .t)
    } else {
      isUniform.append(node.operands.allSatisfy { isUniform[$0] })
    }
    return nodes.count - 1
  }
}

extension FormulaGraph.Node {
  /// Its value with those of its operands.
  func value(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
    switch self {
    case .constant(let value): value
    case .variable: .nan
    case .sum: a + b
    case .difference: a - b
    case .product: a * b
    case .quotient: a / b
    case .power: Expression.Operator.power.apply(a, b)
    case .powerSlope: Self.powerSlope(a, b, c)
    case .call(let function, _): function.apply(a, a)
    case .least: Swift.min(a, b)
    case .most: Swift.max(a, b)
    case .sign: a < 0 ? -1 : 1
    case .choice: a < b ? c : d
    }
  }

  @inline(__always)
  static func powerSlope(_ base: Double, _ exponent: Double, _ power: Double) -> Double {
    base == 0 ? (exponent > 1 ? 0 : exponent == 1 ? 1 : .infinity) : exponent * power / base
  }
}
