internal import CMinpack
internal import LinearAlgebra

/// Minimises a sum of squares by MINPACK's `lmder`: J. J. Moré, Lecture Notes in Mathematics 630, 105 (1978).
///
/// The only file that talks to C. Coordinates are expected to be of the order of one.
struct LevenbergMarquardt {
  /// How an iteration ended.
  enum Ending: Equatable {
    /// Neither the sum of squares nor the coordinates would change any more.
    case converged
    /// The limit of evaluations was reached first.
    case evaluationLimit
    /// A function gave nil.
    case stopped
  }

  /// Relative changes of the sum of squares and of the coordinates below which the iteration ends: a sum of n data that is so
  /// near to its minimum leaves parameters sqrt(1e-6 n) standard errors off, and no measurement determines one to 1e-4.
  var sumTolerance = 1e-6
  var coordinateTolerance = 1e-4
  var evaluationLimit = 100
  /// The first step is at most this times the length of the start.
  var firstStep = 0.5

  /// - Parameters:
  ///   - count: of residuals; fewer than coordinates are allowed.
  ///   - residuals, jacobian: at given coordinates; nil ends the iteration.
  /// - Returns: the coordinates with the smallest sum found.
  func minimise(
    from start: [Double], count: Int, residuals: @escaping ([Double]) -> [Double]?,
    jacobian: @escaping ([Double]) -> Matrix?
  ) -> (coordinates: [Double], ending: Ending) {
    let n = start.count
    // MINPACK wants as many residuals as coordinates; zeros more change nothing.
    let m = max(count, n)
    let problem = Problem(residuals: residuals, jacobian: jacobian)
    var x = start
    var (sum, matrix) = ([Double](repeating: 0, count: m), [Double](repeating: 0, count: m * n))
    var scales = [Double](repeating: 1, count: n)
    var (evaluations, jacobians): (Int32, Int32) = (0, 0)
    var pivots = [Int32](repeating: 0, count: n)
    var (q, w1, w2, w3) = (scales, scales, scales, scales)
    var w4 = sum
    let status = unsafe lmder(
      { context, m, n, x, values, matrix, rows, task in
        guard let context = unsafe context, let x = unsafe x else { return -1 }
        let problem = unsafe Unmanaged<Problem>.fromOpaque(context).takeUnretainedValue()
        let point = (0..<Int(n)).map { unsafe x[$0] }
        if task == 1, let values = unsafe values {
          guard let computed = problem.residuals(point) else { return -1 }
          for i in 0..<Int(m) { unsafe values[i] = i < computed.count ? computed[i] : 0 }
        } else if let matrix = unsafe matrix {
          guard let computed = problem.jacobian(point) else { return -1 }
          for j in 0..<Int(n) {
            for i in 0..<Int(m) { unsafe matrix[i + j * Int(rows)] = i < computed.rows ? computed[i, j] : 0 }
          }
        }
        return 0
      },
      Unmanaged.passUnretained(problem).toOpaque(), Int32(m), Int32(n), &x, &sum, &matrix, Int32(m), sumTolerance,
      coordinateTolerance, 0, Int32(evaluationLimit), &scales, 2, firstStep, 0, &evaluations, &jacobians, &pivots, &q,
      &w1, &w2, &w3, &w4)
    withExtendedLifetime(problem) {}
    return (x, Self.ending(of: status))
  }

  /// 1 to 4: converged; 5: limit of evaluations; 6 to 8: as far as the numbers' precision allows.
  private static func ending(of status: Int32) -> Ending {
    switch status {
    case ..<0: .stopped
    case 5: .evaluationLimit
    case 1...8: .converged
    default: preconditionFailure("lmder was called with arguments that it does not take")
    }
  }

  /// What the C function gets back with every call.
  private final class Problem {
    let residuals: ([Double]) -> [Double]?
    let jacobian: ([Double]) -> Matrix?

    init(residuals: @escaping ([Double]) -> [Double]?, jacobian: @escaping ([Double]) -> Matrix?) {
      self.residuals = residuals
      self.jacobian = jacobian
    }
  }
}
