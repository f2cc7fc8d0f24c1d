#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import EdgeElements

/// How wrong results of a pair of meshes are where fronts stand: in magnets that carry current in a part of their volume only, or
/// currents of both signs.
///
/// There meshes converge by fits and starts, as a front crosses from one cell into the next. So differences of results, which
/// may vanish by chance, are joined by the sum of the magnitudes of the cells' contributions, which cannot.
struct FrontEstimate {
  /// Sums of the contributions, in the units of the numbers: the difference of the two meshes and what bounds it.
  struct Sums {
    var signed: Observables.Values
    var magnitudes: Observables.Values
  }

  let stages: [Sums]
  /// Of each point of the history.
  let rows: [Sums]
  /// What each cell of the coarser mesh adds to the most to any number that counts, relative to its scale.
  let contributions: [Double]

  /// Measured on random magnets (`Benchmarks/random-magnets`): with these shares of the difference and of the sum of magnitudes,
  /// nine numbers in ten are within their bar, and hardly one beyond twice that.
  private static let shareOfDifference = 0.2
  private static let shareOfMagnitudes = 0.06

  /// - Parameters:
  ///   - parents: the cell of the medium mesh that each of the fine one is a part of.
  ///   - rowsCount: whether the history's points are to be as accurate as the stages' ends.
  init(medium: Transient, fine: Transient, parents: [Int], scales: Observables.Values, rowsCount: Bool) {
    let sums = CellContributions(coarse: medium, fine: fine, parents: parents, scales: scales)
    var contributions = [Double](repeating: 0, count: medium.model.cells.count)
    stages = zip(medium.stageEnds, fine.stageEnds).map {
      sums.sums(coarse: $0.currents, fine: $1.currents, contributions: &contributions)
    }
    var ofRows = contributions
    rows = zip(medium.history, fine.history).map {
      sums.sums(coarse: $0.currents ?? [], fine: $1.currents ?? [], contributions: &ofRows)
    }
    self.contributions = rowsCount ? ofRows : contributions
  }

  static func error(_ sums: Sums, _ quantity: (Observables.Values) -> Double) -> Double {
    max(shareOfDifference * abs(quantity(sums.signed)), shareOfMagnitudes * abs(quantity(sums.magnitudes)))
  }
}

extension ErrorEstimate {
  /// Whether every cell carries about as much of its critical current as any other, in the same direction, at the end of each
  /// stage: then there is no front, and convergence is of second order.
  ///
  /// E grows about like r, and J with its n-th root, which is divided out; a law of small n has no front.
  static func isRegular(_ run: Transient, exponents: [Double]) -> Bool {
    let cells = run.model.cells
    return run.stageEnds.dropFirst().allSatisfy { end in
      var (least, most) = (Double.infinity, -Double.infinity)
      for i in cells.sections.indices where exponents[i] > 3 {
        let share = end.currents[i] / end.criticalCurrents[i] / pow(cells.sections[i].weightedMeanRadius, 1 / exponents[i])
        (least, most) = (min(least, share), max(most, share))
      }
      return least > most || least > 0.5 * most && most > 0 || most < 0.5 * least && least < 0
    }
  }
}
