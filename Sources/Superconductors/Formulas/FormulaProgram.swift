internal import Notation
import RealModule

/// A formula and its slope in |B| as one list of operations, each of which goes over a block of points.
///
/// A block's results stay in the nearest cache, and its loops are of the processor's vectors. `Benchmarks/kernels/run --filter "law.*"`
/// compares with laws in Swift; Documentation/Decisions/0012 has the figures.
struct FormulaProgram: Sendable {
  /// Operands are rows of a block; the second may be the place of a uniform value.
  enum Operation: Sendable {
    /// r or z
    case load(FormulaVariable)
    /// A uniform value at all points.
    case spread
    case sum, sumUniform, difference, differenceFromUniform, product, productUniform, quotient, quotientOfUniform
    case power, powerUniform, powerSlope, powerSlopeUniform
    case call(Expression.Function)
    case least, most, sign, choice
  }

  struct Step: Sendable {
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
  /// Step k writes row k; row -1 is B itself.
  private let steps: [Step]
  /// Rows, or uniform values.
  private let value, slope: (isUniform: Bool, place: Int)

  static let block = 64
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
      // B is read where it stands.
      if graph.nodes[node] == .variable(.b) {
        places[node] = -1
        continue
      }
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
    precondition(
      points.isEmpty
        || 0 <= points.lowerBound
          && points.upperBound <= min(fluxDensity.count, places.count, values.count, slopes.count)
    )
    let rows = Self.block * steps.count
    unsafe fluxDensity.withUnsafeBufferPointer { fields in
      unsafe values.withUnsafeMutableBufferPointer { values in
        unsafe slopes.withUnsafeMutableBufferPointer { slopes in
          unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: rows + uniform.count + 1) { scratch in
            guard let rows = scratch.baseAddress, let fields = fields.baseAddress, let values = values.baseAddress,
              let slopes = slopes.baseAddress
            else { return }
            let scalars = unsafe rows + Self.block * steps.count
            unsafe setUniform(scalars, temperature: temperature)
            var start = points.lowerBound
            while start < points.upperBound {
              let block = unsafe Block(
                count: min(Self.block, points.upperBound - start), fields: fields + start, rows: rows, scalars: scalars)
              for (k, step) in steps.enumerated() {
                if case .load(let variable) = step.operation {
                  let target = unsafe rows + k * Self.block
                  for i in 0..<(unsafe block.count) {
                    unsafe target[i] = variable == .r ? places[start + i].x : places[start + i].y
                  }
                } else {
                  unsafe run(step, rows + k * Self.block, block)
                }
              }
              unsafe finish(block, within: range, values: values + start, slopes: slopes + start)
              unsafe start += block.count
            }
          }
        }
      }
    }
  }

  private func setUniform(_ scalars: UnsafeMutablePointer<Double>, temperature: Double) {
    for k in uniform.indices { unsafe (scalars + k).initialize(to: 0) }
    for (k, own) in uniform.enumerated() {
      if case .variable = own.node {
        unsafe scalars[k] = temperature
      } else {
        unsafe scalars[k] = own.node.value(scalars[own.a], scalars[own.b], scalars[own.c], scalars[own.d])
      }
    }
  }

  /// Writes a block's values and slopes, kept within a range.
  private func finish(
    _ block: Block, within range: ClosedRange<Double>?, values: UnsafeMutablePointer<Double>,
    slopes: UnsafeMutablePointer<Double>
  ) {
    unsafe copy(value, to: values, block)
    unsafe copy(slope, to: slopes, block)
    guard let range else { return }
    let (lower, upper) = (range.lowerBound, range.upperBound)
    for i in 0..<(unsafe block.count) {
      let (own, slope) = unsafe (values[i], slopes[i])
      let isInside = own >= lower && own <= upper && abs(slope) <= .greatestFiniteMagnitude
      unsafe slopes[i] = isInside ? slope : 0
      unsafe values[i] = own >= lower ? (own <= upper ? own : upper) : lower
    }
  }

  private func copy(_ own: (isUniform: Bool, place: Int), to target: UnsafeMutablePointer<Double>, _ block: Block) {
    if own.isUniform {
      let uniform = unsafe block.scalars[own.place]
      unsafe Self.fill(target, block.count) { _ in uniform }
    } else {
      let row = unsafe block.row(own.place)
      unsafe Self.fill(target, block.count) { unsafe row[$0] }
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
