internal import Notation
import RealModule

/// A formula and its slope in |B| as one list of operations, each of which goes over a block of points.
///
/// A block's results stay in the nearest cache, and its loops are of the processor's vectors: measured on 168 cells, Kim's law takes
/// 0.7 times as long as `KimLaw`, with an exponent as long (`Benchmarks/kernels/run`).
struct FormulaProgram: Sendable {
  /// Operands are rows of a block; the second may be the place of a uniform value.
  private enum Operation: Sendable {
    case load(FormulaVariable)
    /// A uniform value at all points.
    case spread
    case sum, sumUniform, difference, differenceFromUniform, product, productUniform, quotient, quotientOfUniform
    case power, powerUniform, powerSlope, powerSlopeUniform
    case call(Expression.Function)
    case least, most, sign, choice
  }

  private struct Step: Sendable {
    var operation: Operation
    var a = 0
    var b = 0
    var c = 0
    var d = 0
  }

  /// A value of all points and where its operands stand among such.
  private struct Uniform: Sendable {
    var node: FormulaGraph.Node
    var a, b, c, d: Int

    init(_ node: FormulaGraph.Node, _ places: [Int]) {
      let operands = node.operands.map { places[$0] } + [0, 0, 0, 0]
      (self.node, a, b, c, d) = (node, operands[0], operands[1], operands[2], operands[3])
    }
  }

  /// Values of uniform nodes in their order; operands among them.
  private let uniform: [Uniform]
  /// Step k writes row k.
  private let steps: [Step]
  /// Rows, or uniform values.
  private let value, slope: (isUniform: Bool, place: Int)

  private static let block = 64
  /// [T]
  static let smoothing = 1e-4

  /// - Parameter fixed: values of the names behind the variables.
  init(_ tree: Expression, fixed: [Double]) {
    let plain = Self(tree, fixed: fixed, smoothing: 0)
    let isSteep = [2.0, 4.2, 20, 77].contains { temperature in
      let (value, slope) = plain.valueAndSlope(0, temperature, SIMD2(1e-3, 1e-3))
      return value.isFinite && !slope.isFinite
    }
    self = isSteep ? Self(tree, fixed: fixed, smoothing: Self.smoothing) : plain
  }

  private init(_ tree: Expression, fixed: [Double], smoothing: Double) {
    var graph = FormulaGraph()
    let field = smoothing > 0 ? graph.smoothFluxDensity(width: smoothing) : graph.fluxDensity
    let value = graph.place(of: tree, fixed: fixed, field: field)
    let slope = graph.slope(of: value)
    var needed = [Bool](repeating: false, count: graph.nodes.count)
    (needed[value], needed[slope]) = (true, true)
    for node in graph.nodes.indices.reversed() where needed[node] {
      for operand in graph.nodes[node].operands { needed[operand] = true }
    }
    var places = [Int](repeating: 0, count: graph.nodes.count)
    var uniform: [Uniform] = []
    for node in graph.nodes.indices where needed[node] && graph.isUniform[node] {
      places[node] = uniform.count
      uniform.append(Uniform(graph.nodes[node], places))
    }
    var steps: [Step] = []
    for node in graph.nodes.indices where needed[node] && !graph.isUniform[node] {
      let step = Self.step(graph.nodes[node], graph, places, &steps)
      places[node] = steps.count
      steps.append(step)
    }
    (self.uniform, self.steps) = (uniform, steps)
    self.value = (graph.isUniform[value], places[value])
    self.slope = (graph.isUniform[slope], places[slope])
  }

  private static func step(
    _ node: FormulaGraph.Node, _ graph: FormulaGraph, _ places: [Int], _ steps: inout [Step]
  ) -> Step {
    /// The row of an operand, which gets one when it is uniform.
    func row(_ operand: Int, _ steps: inout [Step]) -> Int {
      guard graph.isUniform[operand] else { return places[operand] }
      steps.append(Step(operation: .spread, a: places[operand]))
      return steps.count - 1
    }
    func pair(_ a: Int, _ b: Int, _ both: Operation, uniformSecond: Operation, _ steps: inout [Step]) -> Step {
      graph.isUniform[b]
        ? Step(operation: uniformSecond, a: places[a], b: places[b])
        : Step(operation: both, a: row(a, &steps), b: places[b])
    }
    switch node {
    case .constant: return Step(operation: .spread)
    case .variable(let variable): return Step(operation: .load(variable))
    case .sum(let a, let b): return pair(a, b, .sum, uniformSecond: .sumUniform, &steps)
    case .product(let a, let b): return pair(a, b, .product, uniformSecond: .productUniform, &steps)
    case .power(let a, let b): return pair(a, b, .power, uniformSecond: .powerUniform, &steps)
    case .difference(let a, let b):
      return graph.isUniform[a]
        ? Step(operation: .differenceFromUniform, a: places[b], b: places[a])
        : Step(operation: .difference, a: places[a], b: row(b, &steps))
    case .quotient(let a, let b):
      return graph.isUniform[a]
        ? Step(operation: .quotientOfUniform, a: places[b], b: places[a])
        : Step(operation: .quotient, a: places[a], b: row(b, &steps))
    case .powerSlope(let a, let b, let c):
      guard graph.isUniform[b] else {
        return Step(operation: .powerSlope, a: row(a, &steps), b: places[b], c: row(c, &steps))
      }
      return Step(operation: .powerSlopeUniform, a: places[a], b: places[b], c: places[c])
    case .call(let function, let a): return Step(operation: .call(function), a: places[a])
    case .least(let a, let b): return Step(operation: .least, a: row(a, &steps), b: row(b, &steps))
    case .most(let a, let b): return Step(operation: .most, a: row(a, &steps), b: row(b, &steps))
    case .sign(let a): return Step(operation: .sign, a: places[a])
    case .choice(let a, let b, let c, let d):
      return Step(
        operation: .choice, a: row(a, &steps), b: row(b, &steps), c: row(c, &steps), d: row(d, &steps))
    }
  }

  /// Writes the values and the slopes in |B| at the points of a batch.
  ///
  /// - Parameters:
  ///   - range: what is below, beyond or no number becomes its end, and level there; nil for values as they are.
  ///   - places: (r, z) of each point [m]; z from the middle of the bulk's height.
  func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    within range: ClosedRange<Double>?, value values: inout MutableSpan<Double>, slope slopes: inout MutableSpan<Double>
  ) {
    let rows = Self.block * steps.count
    unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, rows + uniform.count)) { scratch in
      guard let rowBase = scratch.baseAddress else { return }
      let scalars = unsafe rowBase + rows
      for k in uniform.indices { unsafe (scalars + k).initialize(to: 0) }
      for (k, own) in uniform.enumerated() {
        if case .variable = own.node {
          unsafe scalars[k] = temperature
        } else {
          unsafe scalars[k] = own.node.value(scalars[own.a], scalars[own.b], scalars[own.c], scalars[own.d])
        }
      }
      var start = points.lowerBound
      while start < points.upperBound {
        let count = min(Self.block, points.upperBound - start)
        for (k, step) in steps.enumerated() {
          let target = unsafe rowBase + k * Self.block
          if case .load(let variable) = step.operation {
            switch variable {
            case .b: for i in 0..<count { unsafe target[i] = fluxDensity[start + i] }
            case .r: for i in 0..<count { unsafe target[i] = places[start + i].x }
            case .z: for i in 0..<count { unsafe target[i] = places[start + i].y }
            case .t: break
            }
          } else {
            unsafe Self.run(step, target, rowBase, scalars, count)
          }
        }
        let v = unsafe value.isUniform ? scalars + value.place : rowBase + value.place * Self.block
        let s = unsafe slope.isUniform ? scalars + slope.place : rowBase + slope.place * Self.block
        for i in 0..<count {
          var (own, ownSlope) = unsafe (v[value.isUniform ? 0 : i], s[slope.isUniform ? 0 : i])
          if let range {
            if !(own >= range.lowerBound) { (own, ownSlope) = (range.lowerBound, 0) }
            if own > range.upperBound { (own, ownSlope) = (range.upperBound, 0) }
            if !ownSlope.isFinite { ownSlope = 0 }
          }
          (values[start + i], slopes[start + i]) = (own, ownSlope)
        }
        start += count
      }
    }
  }

  @inline(__always)
  private static func fill(
    _ target: UnsafeMutablePointer<Double>, _ count: Int, _ value: (Int) -> Double
  ) { for i in 0..<count { unsafe target[i] = value(i) } }

  /// One operation on a block.
  private static func run(
    _ step: Step, _ target: UnsafeMutablePointer<Double>, _ rows: UnsafeMutablePointer<Double>,
    _ scalars: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    let a = unsafe rows + step.a * block
    let b = unsafe rows + step.b * block
    switch step.operation {
    case .load: break
    case .spread: unsafe fill(target, count) { [value = unsafe scalars[step.a]] _ in value }
    case .sum: unsafe fill(target, count) { unsafe a[$0] + b[$0] }
    case .sumUniform: unsafe fill(target, count) { [u = unsafe scalars[step.b]] in unsafe a[$0] + u }
    case .difference: unsafe fill(target, count) { unsafe a[$0] - b[$0] }
    case .differenceFromUniform: unsafe fill(target, count) { [u = unsafe scalars[step.b]] in unsafe u - a[$0] }
    case .product: unsafe fill(target, count) { unsafe a[$0] * b[$0] }
    case .productUniform: unsafe fill(target, count) { [u = unsafe scalars[step.b]] in unsafe a[$0] * u }
    case .quotient: unsafe fill(target, count) { unsafe a[$0] / b[$0] }
    case .quotientOfUniform: unsafe fill(target, count) { [u = unsafe scalars[step.b]] in unsafe u / a[$0] }
    case .power: unsafe fill(target, count) { unsafe .pow(a[$0], b[$0]) }
    case .powerUniform: unsafe fill(target, count) { [u = unsafe scalars[step.b]] in unsafe .pow(a[$0], u) }
    case .powerSlope:
      let c = unsafe rows + step.c * block
      unsafe fill(target, count) { unsafe FormulaGraph.Node.powerSlope(a[$0], b[$0], c[$0]) }
    case .powerSlopeUniform:
      let c = unsafe rows + step.c * block
      unsafe fill(target, count) { [u = unsafe scalars[step.b]] in
        unsafe FormulaGraph.Node.powerSlope(a[$0], u, c[$0])
      }
    case .least: unsafe fill(target, count) { unsafe min(a[$0], b[$0]) }
    case .most: unsafe fill(target, count) { unsafe max(a[$0], b[$0]) }
    case .sign: unsafe fill(target, count) { unsafe a[$0] < 0 ? -1 : 1 }
    case .choice:
      let c = unsafe rows + step.c * block
      let d = unsafe rows + step.d * block
      unsafe fill(target, count) { unsafe a[$0] < b[$0] ? c[$0] : d[$0] }
    case .call(let function): unsafe call(function, target, a, count)
    }
  }

  private static func call(
    _ function: Expression.Function, _ target: UnsafeMutablePointer<Double>, _ a: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    switch function {
    case .abs: unsafe fill(target, count) { unsafe abs(a[$0]) }
    case .sqrt: unsafe fill(target, count) { unsafe a[$0].squareRoot() }
    case .exp: unsafe fill(target, count) { unsafe .exp(a[$0]) }
    case .log, .ln: unsafe fill(target, count) { unsafe .log(a[$0]) }
    case .log10: unsafe fill(target, count) { unsafe .log10(a[$0]) }
    case .tanh: unsafe fill(target, count) { unsafe .tanh(a[$0]) }
    case .sin: unsafe fill(target, count) { unsafe .sin(a[$0]) }
    case .cos: unsafe fill(target, count) { unsafe .cos(a[$0]) }
    // Operations of their own.
    case .min, .max: break
    }
  }

  /// At one point, as it is.
  func valueAndSlope(_ b: Double, _ temperature: Double, _ place: SIMD2<Double>) -> (value: Double, slope: Double) {
    let (fields, places) = ([b], [place])
    var (value, slope) = ([0.0], [0.0])
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    evaluate(
      0..<1, fluxDensity: fields.span, temperature: temperature, places: places.span,
      within: nil, value: &values, slope: &slopes)
    return (value[0], slope[0])
  }
}
