#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import EdgeElements
import Meshing
import Superconductors

/// The materials of a magnet, spread over its current cells.
struct CellMaterials: Sendable {
  /// Cells of one bulk stand together: `ranges[k]` are those of `materials[k]`, of the case's bulk `bulks[k]`.
  private let materials: [Material]
  private let ranges: [Range<Int>]
  private let bulks: [Int]
  /// What Jc is multiplied by in each cell, where a material has a map; else nothing.
  private let mapFactors: [Double]?
  /// n and E0 [V/m] of each cell, the latter with `meanFieldFactor`.
  let exponents: [Double]
  let criteria: [Double]
  let dependsOnField: Bool
  /// J/Jc at which E is a trillion times the criterion: far above any field that a magnet sees.
  let steepestRatios: [Double]

  /// - Parameters:
  ///   - cells: those that the magnet's meshed bulks are divided into.
  ///   - air: what the cells are made of that count as one more bulk.
  init(_ magnet: Magnet, cells: CurrentCells, air: Material = SimulationCase.Solver().air) {
    let bulks = cells.bulks
    let materials = magnet.materials + [air]
    // Any will do for the air, which knows no temperature.
    let caseBulks = magnet.meshed + [0]
    var (runs, ranges): ([Material], [Range<Int>]) = ([], [])
    var start = 0
    while start < bulks.count {
      var end = start
      while end < bulks.count, bulks[end] == bulks[start] { end += 1 }
      runs.append(materials[bulks[start]])
      ranges.append(start..<end)
      start = end
    }
    self.materials = runs
    self.ranges = ranges
    self.bulks = ranges.map { caseBulks[bulks[$0.lowerBound]] }
    mapFactors =
      materials.contains { $0.map != nil }
      ? (0..<cells.count).map { i in
        let middle = magnet.bulks[caseBulks[bulks[i]]].shape.middle
        return materials[bulks[i]].map?.mean(over: cells.sections[i], middle: middle) ?? 1
      } : nil
    exponents = bulks.map { materials[$0].n }
    steepestRatios = exponents.map { pow(1e12, 1 / $0) }
    criteria = (0..<cells.count).map { i in
      let material = materials[bulks[i]]
      return material.e0 * Self.meanFieldFactor(cells.sections[i], n: material.n)
    }
    dependsOnField = materials.contains { $0.criticalCurrent.dependsOnField }
  }

  /// How much larger the mean electric field of a cell is than the law's field at its mean current density.
  ///
  /// E grows like r near the axis, so J like r^(1/n): steeply enough there that a cell's J cannot be taken for constant.
  /// With E = c r in the cell, the weak form needs the mean of E with weight r, `c <r²>/<r>`, while the field drops across
  /// the cell by the plain mean of J, `Jc (c/E0)^(1/n) <r^(1/n)>`. The factor is 1.8 in a cell on the axis, 1.06 in the
  /// next one. Measured on the axis inside a bulk on 10 x 4 cells, n = 21: error 0.49 % without it,
  /// 0.27 % with it; on 20 x 8 cells 0.14 % and 0.056 %.
  static func meanFieldFactor(_ cell: CoilSection, n: Double) -> Double {
    cell.weightedMeanRadius / pow(cell.meanOfRadius(toThe: 1 / n), n)
  }

  /// Jc [A/m²] and dJc/d|B| of every cell.
  func criticalCurrentDensity(
    _ fluxDensity: [Double], temperatures: TimelineSegment.Temperatures, value: inout [Double], slope: inout [Double]
  ) {
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    for (k, range) in ranges.enumerated() {
      materials[k].criticalCurrentDensity(
        range, fluxDensity: fluxDensity.span, temperature: temperatures[bulks[k]], value: &values, slope: &slopes)
    }
    guard let mapFactors else { return }
    for i in mapFactors.indices {
      values[i] *= mapFactors[i]
      slopes[i] *= mapFactors[i]
    }
  }

  /// `E = E0 |x|^(n-1) x` [V/m] with x = J/Jc.
  @inline(__always)
  func electricField(cell: Int, ratio x: Double) -> Double { secant(cell: cell, ratio: x) * x }

  /// `E / x = E0 |x|^(n-1)` [V/m]
  @inline(__always)
  func secant(cell: Int, ratio x: Double) -> Double { criteria[cell] * power(abs(x), exponents[cell] - 1) }

  /// Solves `x + beta |x|^(n-1) x = sum` for x = J/Jc, starting from `near`.
  ///
  /// Newton's iteration on an increasing convex function: from above it cannot fail, from anywhere else its first step
  /// leads above. Powers are what a run spends most of its time on; a good start needs one or two of them instead of six.
  @inline(__always)
  func ratio(cell: Int, beta: Double, sum: Double, near: Double) -> Double {
    let s = abs(sum)
    let n = exponents[cell]
    guard s > 0 else { return 0 }
    if n == 1 { return sum / (1 + beta) }
    var x = min(abs(near), s)
    var part = beta * power(x, n - 1)
    var step = (x + part * x - s) / (1 + n * part)
    if !(abs(step) * n <= 0.5 * x) {
      // Too far for Newton's step to be of use, or so far that the power overflows. Whichever term alone would make up
      // the sum bounds x from above.
      x = min(s, power(s / beta, 1 / n))
      part = beta * power(x, n - 1)
      step = (x + part * x - s) / (1 + n * part)
    }
    for _ in 0..<60 {
      x -= step
      // The error after a step is about n step²/(2 x): below 1e-9 of x.
      if step * step * n <= 2e-9 * x * x { break }
      part = beta * power(x, n - 1)
      step = (x + part * x - s) / (1 + n * part)
    }
    return sum < 0 ? -x : x
  }

  @inline(__always)
  private func power(_ base: Double, _ exponent: Double) -> Double {
    base == 0 ? (exponent == 0 ? 1 : 0) : pow(base, exponent)
  }
}
