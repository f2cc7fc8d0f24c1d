internal import Notation
import RealModule

// What the operations of a formula do to a block of points.

extension FormulaProgram {
  /// What the operations on a block read from.
  @unsafe struct Block {
    var count: Int
    /// |B|, the row before the first.
    var fields: UnsafePointer<Double>
    var rows, scalars: UnsafeMutablePointer<Double>

    @inline(__always)
    func row(_ place: Int) -> UnsafePointer<Double> {
      unsafe place < 0 ? fields : UnsafePointer(rows + place * FormulaProgram.block)
    }
  }

  @inline(__always)
  static func fill(
    _ target: UnsafeMutablePointer<Double>, _ count: Int, _ value: (Int) -> Double
  ) { for i in 0..<count { unsafe target[i] = value(i) } }

  /// One operation on a block.
  func run(_ step: Step, _ target: UnsafeMutablePointer<Double>, _ block: Block) {
    let (count, scalars) = unsafe (block.count, block.scalars)
    let a = unsafe block.row(step.a)
    let b = unsafe block.row(step.b)
    switch step.operation {
    case .load: break
    case .spread: unsafe Self.fill(target, count) { [value = unsafe scalars[step.a]] _ in value }
    case .sum: unsafe Self.fill(target, count) { unsafe a[$0] + b[$0] }
    case .sumUniform: unsafe Self.fill(target, count) { [u = unsafe scalars[step.b]] in unsafe a[$0] + u }
    case .difference: unsafe Self.fill(target, count) { unsafe a[$0] - b[$0] }
    case .differenceFromUniform: unsafe Self.fill(target, count) { [u = unsafe scalars[step.b]] in unsafe u - a[$0] }
    case .product: unsafe Self.fill(target, count) { unsafe a[$0] * b[$0] }
    case .productUniform: unsafe Self.fill(target, count) { [u = unsafe scalars[step.b]] in unsafe a[$0] * u }
    case .quotient: unsafe Self.fill(target, count) { unsafe a[$0] / b[$0] }
    case .quotientOfUniform: unsafe Self.fill(target, count) { [u = unsafe scalars[step.b]] in unsafe u / a[$0] }
    case .power: unsafe Self.fill(target, count) { unsafe .pow(a[$0], b[$0]) }
    case .powerUniform: unsafe Self.fill(target, count) { [u = unsafe scalars[step.b]] in unsafe .pow(a[$0], u) }
    case .powerSlope:
      let c = unsafe block.row(step.c)
      unsafe Self.fill(target, count) { unsafe FormulaGraph.Node.powerSlope(a[$0], b[$0], c[$0]) }
    case .powerSlopeUniform:
      let c = unsafe block.row(step.c)
      unsafe Self.fill(target, count) { [u = unsafe scalars[step.b]] in
        unsafe FormulaGraph.Node.powerSlope(a[$0], u, c[$0])
      }
    case .least: unsafe Self.fill(target, count) { unsafe min(a[$0], b[$0]) }
    case .most: unsafe Self.fill(target, count) { unsafe max(a[$0], b[$0]) }
    case .sign: unsafe Self.fill(target, count) { unsafe a[$0] < 0 ? -1 : 1 }
    case .choice:
      let c = unsafe block.row(step.c)
      let d = unsafe block.row(step.d)
      unsafe Self.fill(target, count) { unsafe a[$0] < b[$0] ? c[$0] : d[$0] }
    case .call(let function): unsafe Self.call(function, target, a, count)
    }
  }

  private static func call(
    _ function: Expression.Function, _ target: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>,
    _ count: Int
  ) {
    switch function {
    case .abs: unsafe Self.fill(target, count) { unsafe abs(a[$0]) }
    case .sqrt: unsafe Self.fill(target, count) { unsafe a[$0].squareRoot() }
    case .exp: unsafe Self.fill(target, count) { unsafe .exp(a[$0]) }
    case .log, .ln: unsafe Self.fill(target, count) { unsafe .log(a[$0]) }
    case .log10: unsafe Self.fill(target, count) { unsafe .log10(a[$0]) }
    case .tanh: unsafe Self.fill(target, count) { unsafe .tanh(a[$0]) }
    case .sin: unsafe Self.fill(target, count) { unsafe .sin(a[$0]) }
    case .cos: unsafe Self.fill(target, count) { unsafe .cos(a[$0]) }
    // Operations of their own.
    case .min, .max: break
    }
  }
}
