internal import CNLopt

/// Local maximisation in a box by NLopt; the only file that talks to C.
///
/// With slopes by sequential quadratic programming (D. Kraft, ACM Trans. Math. Softw. 20, 262 (1994)), which suits the few
/// dimensions of a design and is free of the LGPL; without, and with constraints, by linear approximations (M. J. D. Powell's COBYLA).
struct Maximiser {
  let lower: [Double]
  let upper: [Double]
  var evaluationLimit: Int
  /// Relative change of the value, and absolute one of the coordinates, at which the search ends.
  var valueTolerance: Double
  var coordinateTolerance: Double

  /// - Parameter function: value and slopes; a value that is not finite counts as very small.
  /// - Returns: the best of the points that were evaluated.
  func maximise(
    from start: [Double], _ function: @escaping ([Double]) -> (value: Double, slope: [Double])
  ) -> (point: [Double], value: Double) {
    run(NLOPT_LD_SLSQP, from: start, constraints: [], isFeasible: { _ in true }, function)
  }

  /// - Parameters:
  ///   - constraints: not above zero at points that are allowed.
  ///   - isFeasible: says so for sure.
  func maximise(
    from start: [Double], constraints: [([Double]) -> Double], isFeasible: @escaping ([Double]) -> Bool,
    _ function: @escaping ([Double]) -> Double
  ) -> (point: [Double], value: Double) {
    run(NLOPT_LN_COBYLA, from: start, constraints: constraints, isFeasible: isFeasible) { (function($0), []) }
  }

  private func run(
    _ algorithm: nlopt_algorithm, from start: [Double], constraints: [([Double]) -> Double],
    isFeasible: @escaping ([Double]) -> Bool, _ function: @escaping ([Double]) -> (value: Double, slope: [Double])
  ) -> (point: [Double], value: Double) {
    let n = start.count
    let search = Search(function, isFeasible: isFeasible, start: start)
    guard let optimiser = unsafe nlopt_create(algorithm, UInt32(n)) else { return search.best }
    defer { unsafe nlopt_destroy(optimiser) }
    unsafe nlopt_set_lower_bounds(optimiser, lower)
    unsafe nlopt_set_upper_bounds(optimiser, upper)
    unsafe nlopt_set_maxeval(optimiser, Int32(evaluationLimit))
    unsafe nlopt_set_ftol_rel(optimiser, valueTolerance)
    unsafe nlopt_set_xtol_abs1(optimiser, coordinateTolerance)
    if algorithm == NLOPT_LN_COBYLA { unsafe nlopt_set_initial_step1(optimiser, 0.05) }
    unsafe nlopt_set_max_objective(
      optimiser,
      { n, x, slope, context in
        guard let context = unsafe context, let x = unsafe x else { return -Search.veryMuch }
        let search = unsafe Unmanaged<Search>.fromOpaque(context).takeUnretainedValue()
        let (value, slopes) = search.evaluate((0..<Int(n)).map { unsafe x[$0] })
        if let slope = unsafe slope {
          for k in 0..<Int(n) { unsafe slope[k] = slopes.indices.contains(k) && slopes[k].isFinite ? slopes[k] : 0 }
        }
        return value
      }, Unmanaged.passUnretained(search).toOpaque())
    let holders = constraints.map(Constraint.init)
    for holder in holders {
      unsafe nlopt_add_inequality_constraint(
        optimiser,
        { n, x, _, context in
          guard let context = unsafe context, let x = unsafe x else { return Search.veryMuch }
          let holder = unsafe Unmanaged<Constraint>.fromOpaque(context).takeUnretainedValue()
          let value = holder.excess((0..<Int(n)).map { unsafe x[$0] })
          return value.isFinite ? value : Search.veryMuch
        }, Unmanaged.passUnretained(holder).toOpaque(), 1e-9)
    }
    var (x, value) = (start, 0.0)
    // Whatever the status: the best point that was evaluated counts.
    _ = unsafe nlopt_optimize(optimiser, &x, &value)
    withExtendedLifetime((search, holders)) {}
    return search.best
  }

  private final class Constraint {
    let excess: ([Double]) -> Double

    init(_ excess: @escaping ([Double]) -> Double) { self.excess = excess }
  }

  /// What the C function gets back with every call.
  private final class Search {
    static let veryMuch = 1e100
    let function: ([Double]) -> (value: Double, slope: [Double])
    let isFeasible: ([Double]) -> Bool
    var best: (point: [Double], value: Double)

    init(
      _ function: @escaping ([Double]) -> (value: Double, slope: [Double]),
      isFeasible: @escaping ([Double]) -> Bool, start: [Double]
    ) {
      self.function = function
      self.isFeasible = isFeasible
      best = (start, -.infinity)
    }

    func evaluate(_ point: [Double]) -> (Double, [Double]) {
      guard point.allSatisfy(\.isFinite) else { return (-Self.veryMuch, []) }
      let (value, slope) = function(point)
      guard value.isFinite else { return (-Self.veryMuch, []) }
      if value > best.value, isFeasible(point) { best = (point, value) }
      return (value, slope)
    }
  }
}
