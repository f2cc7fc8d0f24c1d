package import CoilFields
package import EdgeElements
import Meshing
internal import RealModule
package import Superconductors

/// The materials of a magnet, spread over its current cells.
package struct CellMaterials: Sendable {
  /// A bulk as its cells see it.
  package struct Body: Sendable {
    package var material: Material
    /// The bulk of the drive whose temperature it has.
    package var driven: Int
    /// Of its height [m], from which a map's z counts.
    package var middle: Double

    package init(material: Material, driven: Int, middle: Double) {
      (self.material, self.driven, self.middle) = (material, driven, middle)
    }
  }

  /// Cells of one bulk stand together: `ranges[k]` are those of `materials[k]`, of the drive's bulk `bulks[k]`.
  private let materials: [Material]
  private let ranges: [Range<Int>]
  private let bulks: [Int]
  /// What Jc is multiplied by in each cell, where a material has a map; else nothing.
  private let mapFactors: [Double]?
  /// n and E0 [V/m] of each cell, the latter with `meanFieldFactor`.
  package let exponents: [Double]
  let criteria: [Double]
  let dependsOnField: Bool
  /// J/Jc at which E is a trillion times the criterion: far above any field that a magnet sees.
  let steepestRatios: [Double]

  /// - Parameters:
  ///   - bodies: in the order of the mesh's regions.
  ///   - cells: those that the bodies are divided into.
  ///   - air: what the cells are made of that count as one more body.
  package init(_ bodies: [Body], cells: CurrentCells, air: Material) {
    let bulks = cells.bulks
    // Any temperature and height will do for the air, which knows neither.
    let bodies = bodies + [Body(material: air, driven: 0, middle: 0)]
    var (runs, ranges): ([Body], [Range<Int>]) = ([], [])
    var start = 0
    while start < bulks.count {
      var end = start
      while end < bulks.count, bulks[end] == bulks[start] { end += 1 }
      runs.append(bodies[bulks[start]])
      ranges.append(start..<end)
      start = end
    }
    materials = runs.map(\.material)
    self.ranges = ranges
    self.bulks = runs.map(\.driven)
    mapFactors =
      bodies.contains { $0.material.map != nil }
      ? (0..<cells.count).map { i in
        let body = bodies[bulks[i]]
        return body.material.map?.mean(over: cells.sections[i], middle: body.middle) ?? 1
      } : nil
    exponents = bulks.map { bodies[$0].material.n }
    steepestRatios = exponents.map { .pow(1e12, 1 / $0) }
    criteria = (0..<cells.count).map { i in
      let material = bodies[bulks[i]].material
      return material.e0 * Self.meanFieldFactor(cells.sections[i], n: material.n)
    }
    dependsOnField = bodies.contains { $0.material.criticalCurrent.dependsOnField }
  }

  /// How much larger the mean electric field of a cell is than the law's field at its mean current density.
  ///
  /// E grows like r near the axis, so J like r^(1/n): steeply enough there that a cell's J cannot be taken for constant.
  /// With E = c r in the cell, the weak form needs the mean of E with weight r, `c <r²>/<r>`, while the field drops across
  /// the cell by the plain mean of J, `Jc (c/E0)^(1/n) <r^(1/n)>`. The factor is 1.8 in a cell on the axis, 1.06 in the
  /// next one. Measured on the axis inside a bulk on 10 x 4 cells, n = 21: error 0.49 % without it,
  /// 0.27 % with it; on 20 x 8 cells 0.14 % and 0.056 %.
  package static func meanFieldFactor(_ cell: CoilSection, n: Double) -> Double {
    cell.weightedMeanRadius / Double.pow(cell.meanOfRadius(toThe: 1 / n), n)
  }

  /// Temperatures are kept for each run of cells of one body.
  var runCount: Int { ranges.count }

  /// Writes the temperatures [K] of the runs at a time [s].
  func setTemperatures(_ temperatures: inout [Double], _ drive: any Drive, at time: Double) {
    for (k, bulk) in bulks.enumerated() { temperatures[k] = drive.temperature(ofBulk: bulk, at: time) }
  }

  /// Jc [A/m²] and dJc/d|B| of every cell.
  ///
  /// - Parameter temperatures: of the runs [K].
  func criticalCurrentDensity(
    _ fluxDensity: [Double], temperatures: [Double], value: inout [Double], slope: inout [Double]
  ) {
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    for (k, range) in ranges.enumerated() {
      materials[k].criticalCurrentDensity(
        range, fluxDensity: fluxDensity.span, temperature: temperatures[k], value: &values, slope: &slopes)
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
  package func ratio(cell: Int, beta: Double, sum: Double, near: Double) -> Double {
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
    base == 0 ? (exponent == 0 ? 1 : 0) : Double.pow(base, exponent)
  }
}
