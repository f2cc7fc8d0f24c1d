import EdgeElements
import MagnetEquations
import Magnets

/// What each cell adds to the difference between the results of two meshes.
///
/// Every reported number is a linear functional of the currents, `q = sum_i G_qi J_i`. So what it differs by on two meshes, one
/// the refinement of the other, is a sum over the cells i of the coarser one,
///
///     d_qi = sum over the parts c of i of G_qc J_c - G_qi J_i
///
/// known without an adjoint. Where convergence is regular the signed sum, which is the difference itself, tells the error; near
/// a front, where signs differ from cell to cell and cancel by chance, the sum of magnitudes does not cancel.
struct CellContributions {
  /// The cell of the coarser mesh that each of the finer one is a part of.
  let parents: [Int]
  private let coarseWeights: [Double]
  private let fineWeights: [Double]
  /// What each number's errors are relative to.
  private let scales: [Double]
  /// Forces go by weights that depend on where sources stand and on what flows.
  private let forces: (coarse: Forces, fine: Forces)?
  private let forceScales: [Double]

  /// The currents of a cell at one instant.
  struct Instant {
    var coarse, fine: [Double]
    var segment: TimelineSegment
    /// [s]
    var time: Double
  }

  init(coarse: Transient, fine: Transient, parents: [Int], scales: Observables.Values) {
    self.parents = parents
    self.scales = scales.probes.flatMap { [$0.x, $0.y] } + [scales.moment, scales.flux]
    coarseWeights = coarse.model.cells.meshCells.indices.flatMap { coarse.observables.weights(ofCell: $0) }
    forces = coarse.forces.flatMap { own in fine.forces.map { (own, $0) } }
    forceScales = scales.forces
    fineWeights = fine.model.cells.meshCells.indices.flatMap { fine.observables.weights(ofCell: $0) }
  }

  /// The cells of the finer mesh that make up one of the coarser.
  func parts(of cell: Int) -> [Int] { parents.indices.filter { parents[$0] == cell } }

  /// The sums at one instant of both runs.
  func sums(_ instant: Instant) -> FrontEstimate.Sums {
    let (coarse, fine) = (instant.coarse, instant.fine)
    let (all, count) = (contributions(coarse: coarse, fine: fine), scales.count)
    let zeros = [Double](repeating: 0, count: count)
    var (signed, magnitudes, squares) = (zeros, zeros, zeros)
    for i in coarse.indices {
      for q in 0..<count {
        let own = all[i * count + q]
        signed[q] += own
        magnitudes[q] += abs(own)
        squares[q] += own * own
      }
    }
    let forces = forceContributions(instant)
    return FrontEstimate.Sums(
      signed: values(signed, forces: forces.map { $0.reduce(0, +) }),
      magnitudes: values(magnitudes, forces: forces.map { $0.reduce(0) { $0 + abs($1) } }),
      rootOfSquares: values(
        squares.map { $0.squareRoot() }, forces: forces.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }))
  }

  /// Raises `result` to what each cell adds to any of the numbers that count, Br and Bz of each probe, the moment, and the forces,
  /// relative to its scale.
  func raise(_ result: inout [Double], _ instant: Instant, counting: [Bool], countingForces: [Bool]) {
    guard counting.contains(true) || countingForces.contains(true) else { return }
    let (coarse, fine) = (instant.coarse, instant.fine)
    let (all, count) = (contributions(coarse: coarse, fine: fine), scales.count)
    for i in coarse.indices {
      for q in counting.indices where counting[q] && scales[q] > 0 {
        result[i] = max(result[i], abs(all[i * count + q]) / scales[q])
      }
    }
    guard countingForces.contains(true) else { return }
    for (k, own) in forceContributions(instant).enumerated() where countingForces[k] && forceScales[k] > 0 {
      for i in own.indices { result[i] = max(result[i], abs(own[i]) / forceScales[k]) }
    }
  }

  /// Of each cell of the coarser mesh to each force, force by force.
  private func forceContributions(_ instant: Instant) -> [[Double]] {
    guard let forces else { return [] }
    let coarse = forces.coarse.weights(instant.coarse, instant.segment, at: instant.time)
    let fine = forces.fine.weights(instant.fine, instant.segment, at: instant.time)
    return zip(coarse, fine).map { coarse, fine in
      var own = zip(coarse, instant.coarse).map { -$0 * $1 }
      for (c, j) in instant.fine.enumerated() { own[parents[c]] += fine[c] * j }
      return own
    }
  }

  /// Of each cell of the coarser mesh to each number, cell by cell.
  private func contributions(coarse: [Double], fine: [Double]) -> [Double] {
    let count = scales.count
    var all = [Double](repeating: 0, count: coarse.count * count)
    for (i, j) in coarse.enumerated() {
      for q in 0..<count { all[i * count + q] -= coarseWeights[i * count + q] * j }
    }
    for (c, j) in fine.enumerated() {
      let base = parents[c] * count
      for q in 0..<count { all[base + q] += fineWeights[c * count + q] * j }
    }
    return all
  }

  private func values(_ numbers: [Double], forces: [Double]) -> Observables.Values {
    let count = numbers.count
    return Observables.Values(
      probes: (0..<count / 2 - 1).map { SIMD2(numbers[2 * $0], numbers[2 * $0 + 1]) },
      moments: [numbers[count - 2]], flux: numbers[count - 1], forces: forces)
  }

  /// The fewest cells that hold a share of the sum of all contributions, in the order of the cells.
  static func leading(_ contributions: [Double], share: Double) -> [Int] {
    let order = contributions.indices.sorted { (contributions[$1], $0) < (contributions[$0], $1) }
    let total = contributions.reduce(0, +)
    var (sum, count) = (0.0, 0)
    while count < order.count, sum < share * total {
      sum += contributions[order[count]]
      count += 1
    }
    return order[..<count].sorted()
  }
}
