package import CoilFields
package import EdgeElements
import Meshing
internal import Notation
internal import RealModule
package import Superconductors

/// The materials of a magnet, spread over its current cells.
package struct CellMaterials: Sendable {
  /// A bulk as its cells see it.
  package struct Body: Sendable {
    package var material: Material
    /// The bulk of the drive whose temperature it has.
    package var driven: Int
    /// Of its height [m], from which the z of maps and formulas counts.
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
  /// n and E0 [V/m] of each cell, the latter with `meanFieldFactor`; where n is more than a number, typical ones.
  package let exponents: [Double]
  let criteria: [Double]
  /// Without that factor.
  let electricFieldCriteria: [Double]
  /// Runs of cells whose n is more than a number.
  let varyingExponents: [Range<Int>]
  let sections: [CoilSection]
  /// (r, z) of the cells' centroids [m], z from the middle of the bulk's height; and of the runs'.
  private let places: [SIMD2<Double>]
  private let middles: [SIMD2<Double>]
  let dependsOnField: Bool
  /// Of a `CellMean`, in magnets of so steep a Jc(|B|) that it takes one.
  let spreads: [Double]?
  /// Whether Jc of a bulk may fall by much within a cell.
  package let isSteep: Bool
  /// Of each run of cells `∫ r dr dz` [m³], 0 in air, and over how much length, about, its currents add up to its field [m].
  private let volumes: [Double]
  private let reaches: [Double]

  /// - Parameters:
  ///   - bodies: in the order of the mesh's regions.
  ///   - cells: those that the bodies are divided into.
  ///   - air: what the cells are made of that count as one more body.
  ///   - fluxEnters: whether the applied field ever rises, or turns round: only then flux can jump into a cell. Where it leaves, more
  ///     current lowers Jc, and Jc at the centre is more accurate: a cylinder of mu0 Jc0 R/B0 = 628 took 64 s for 0.3 % with means.
  package init(_ bodies: [Body], cells: CurrentCells, air: Material, fluxEnters: Bool) {
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
    let typical = bodies.map(\.material.n.typical)
    let exponents = bulks.map { typical[$0] }
    self.exponents = exponents
    electricFieldCriteria = bulks.map { bodies[$0].material.e0 }
    criteria = (0..<cells.count).map { i in
      bodies[bulks[i]].material.e0 * Self.meanFieldFactor(cells.sections[i], n: exponents[i])
    }
    varyingExponents = zip(runs, ranges).filter { $0.0.material.n.number == nil }.map(\.1)
    sections = cells.sections
    let places = (0..<cells.count).map { cells.sections[$0].centroid - SIMD2(0, bodies[bulks[$0]].middle) }
    self.places = places
    middles = ranges.map { range in
      let weight = cells.weights[range].reduce(0, +)
      return range.reduce(SIMD2.zero) { $0 + cells.weights[$1] / weight * places[$1] }
    }
    dependsOnField = bodies.contains { $0.material.dependsOnField }
    let air = bodies.count - 1
    volumes = ranges.map { range in
      bulks[range.lowerBound] == air ? 0 : cells.sections[range].reduce(0) { $0 + $1.radialMoment }
    }
    reaches = ranges.map { range in
      let bounds = cells.sections[range].map(\.bounds)
      let low = bounds.reduce(bounds[0].low) { pointwiseMin($0, $1.low) }
      let size = bounds.reduce(bounds[0].high) { pointwiseMax($0, $1.high) } - low
      return 0.5 * size.min()
    }
    let steepnesses = zip(zip(runs, middles), ranges).map { run, range in
      Self.steepness(run.0.material, at: run.1, cells.sections[range])
    }
    isSteep = steepnesses.contains { $0 > Self.irregular }
    let shares = steepnesses.map { fluxEnters && $0 > Self.steep ? 0.5 * vacuumPermeability : 0 }
    spreads =
      shares.contains { $0 > 0 }
      ? zip(shares, ranges).flatMap { share, range in cells.sections[range].map { share * Self.breadth($0) } } : nil
  }

  /// Above this Jc is taken as a mean over each cell where flux enters. At the centres' Jc fields jump into cells from about 10 on; and from
  /// about 3.5 on cells in which |B| goes through 0 carry too much, since their centre's |B| is less than its mean: two random magnets of 3.6
  /// and 6.7, charged and taken back to 0, told moments that were 0.8 and 0.5 % too large at 0.3 %, by 4.3 and 3.3 bars, and are within 0.5 now.
  /// Below, the centres are more accurate: with means the stiffness of a levitated magnet of 2.9 was off by 1.2 %, three of its bars.
  private static let steep = 3.2
  /// Above this meshes may converge by fits and starts. The built-in pair is at 1.3.
  private static let irregular = 2.0

  /// `mu0 h max |dJc/d|B||` with the cells of which ten make up a body's section: a number of the magnet, not of its mesh, but for a bulk
  /// that is cut by its mirror plane, of which half the section counts.
  private static func steepness(_ material: Material, at place: SIMD2<Double>, _ sections: ArraySlice<CoilSection>)
    -> Double
  {
    guard material.criticalCurrent.dependsOnField else { return 0 }
    let fields = [0] + (0..<48).map { 1e-4 * .pow(1.3, Double($0)) }
    let places = fields.map { _ in place }
    var (value, slope) = (fields, fields)
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    material.criticalCurrentDensity(
      fields.indices, fluxDensity: fields.span, temperature: coldest, places: places.span, value: &values,
      slope: &slopes)
    let area = sections.reduce(0) { $0 + $1.area }
    return vacuumPermeability * (0.1 * area).squareRoot() * slope.reduce(0) { max($0, abs($1)) }
  }

  /// [K]; where laws are steepest.
  private static let coldest = 1.0

  /// Over how much length a front may cross a cell [m]: its longer side, but of slivers.
  private static func breadth(_ section: CoilSection) -> Double {
    let (low, high) = section.bounds
    let (width, height) = (high.x - low.x, high.y - low.y)
    return min(max(width, height), 2 * min(width, height))
  }

  /// What a magnet will carry, about, in an applied field [T]: the root mean square of Jc in its own field on top of that [A/m²].
  package func expectedDensity(field: Double, temperature: (Int) -> Double) -> Double {
    var (squares, total) = (0.0, 0.0)
    for (k, length) in reaches.enumerated() where volumes[k] > 0 {
      func jc(_ b: Double) -> Double {
        materials[k].criticalCurrentDensity(
          fluxDensity: b, temperature: temperature(bulks[k]), place: middles[k])
      }
      // Bisection for the field that Jc adds up to, between the applied one and that with the Jc of that.
      var (low, high) = (abs(field), abs(field) + vacuumPermeability * length * jc(abs(field)))
      for _ in 0..<25 {
        let middle = 0.5 * (low + high)
        if middle < abs(field) + vacuumPermeability * length * jc(middle) { low = middle } else { high = middle }
      }
      let density = jc(low)
      squares += volumes[k] * density * density
      total += volumes[k]
    }
    return total > 0 ? (squares / total).squareRoot() : 0
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

  /// Whether cells have a temperature of their own.
  var isHeated: Bool { materials.contains { $0.heatCapacity != nil } }

  /// Jc [A/m²] and dJc/d|B| of every cell.
  ///
  /// - Parameter temperatures: of the runs [K], or of the cells.
  func criticalCurrentDensity(
    _ fluxDensity: [Double], temperatures: CellTemperatures, value: inout [Double], slope: inout [Double],
    temperatureSlope: inout [Double]
  ) {
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    if temperatures.areOfCells {
      var temperatureSlopes = temperatureSlope.mutableSpan
      for (k, range) in ranges.enumerated() {
        materials[k].criticalCurrentDensity(
          range, fluxDensity: fluxDensity.span, temperatures: temperatures.values.span, places: places.span,
          value: &values, slope: &slopes, temperatureSlope: &temperatureSlopes)
      }
      if let mapFactors { for i in mapFactors.indices { temperatureSlopes[i] *= mapFactors[i] } }
    } else {
      for (k, range) in ranges.enumerated() {
        materials[k].criticalCurrentDensity(
          range, fluxDensity: fluxDensity.span, temperature: temperatures.values[k], places: places.span,
          value: &values, slope: &slopes)
      }
    }
    guard let mapFactors else { return }
    for i in mapFactors.indices {
      values[i] *= mapFactors[i]
      slopes[i] *= mapFactors[i]
    }
  }

  /// n and dn/d|B| of the cells whose n is more than a number.
  ///
  /// - Parameter temperatures: of the runs [K], or of the cells.
  func setExponents(
    _ fluxDensity: [Double], temperatures: CellTemperatures, value: inout [Double], slope: inout [Double],
    temperatureSlope: inout [Double]
  ) {
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    if temperatures.areOfCells {
      var temperatureSlopes = temperatureSlope.mutableSpan
      for (k, range) in ranges.enumerated() where materials[k].n.number == nil {
        materials[k].n.evaluate(
          range, fluxDensity: fluxDensity.span, temperatures: temperatures.values.span, places: places.span,
          value: &values, slope: &slopes, temperatureSlope: &temperatureSlopes)
      }
      return
    }
    for (k, range) in ranges.enumerated() where materials[k].n.number == nil {
      materials[k].n.evaluate(
        range, fluxDensity: fluxDensity.span, temperature: temperatures.values[k], places: places.span, value: &values,
        slope: &slopes)
    }
  }

  /// Writes 1/rho [S/m] of the cells with a normal resistivity, and d ln rho/dT [1/K].
  func setConductances(_ temperatures: CellTemperatures, value: inout [Double], slope: inout [Double]) {
    for (k, range) in ranges.enumerated() {
      guard let curve = Self.normalResistivity(materials[k]) else { continue }
      for i in range {
        let temperature = temperatures.values[temperatures.areOfCells ? i : k]
        let resistivity = curve.value(at: temperature)
        value[i] = 1 / resistivity
        if temperatures.areOfCells { slope[i] = curve.slope(at: temperature) / resistivity }
      }
    }
  }

  /// Whether a normal state carries current beside the superconducting one anywhere.
  var areParallel: Bool { materials.contains { Self.normalResistivity($0) != nil } }

  /// [ohm m] Where heat may lower Jc to nothing and no resistivity is given: a hundred times that of a normal bulk. In the fastest of
  /// pulses, 10 V/m, a current of 1e5 A/m² flows there; without it a jump would end within picoseconds.
  private static let limit = TemperatureCurve.constant(1e-4)

  private static func normalResistivity(_ material: Material) -> TemperatureCurve? {
    let mayVanish = material.heatCapacity != nil && material.dependsOnTemperature
    return material.resistivity ?? (mayVanish ? limit : nil)
  }

  /// Solves `x + beta |x|^(n-1) x = sum` for x = J/Jc, starting from `near`.
  ///
  /// Newton's iteration on an increasing convex function: from above it cannot fail, from anywhere else its first step
  /// leads above. Powers are what a run spends most of its time on; a good start needs one or two of them instead of six.
  @inline(__always)
  package func ratio(exponent n: Double, beta: Double, sum: Double, near: Double) -> Double {
    balance(exponent: n, beta: beta, sum: sum, near: near).ratio
  }

  /// The same with |x|^(n-1), where that is known without taking a power once more.
  @inline(__always)
  package func balance(
    exponent n: Double, beta: Double, sum: Double, near: Double
  ) -> (ratio: Double, power: Double?) {
    let s = abs(sum)
    guard s > 0 else { return (0, nil) }
    if n == 1 { return (sum / (1 + beta), 1) }
    var x = min(abs(near), s)
    var raised = power(x, n - 1)
    var known: Double?
    var part = beta * raised
    var step = (x + part * x - s) / (1 + n * part)
    if !(abs(step) * n <= 0.5 * x) {
      // Too far for Newton's step to be of use, or so far that the power overflows. Whichever term alone would make up
      // the sum bounds x from above.
      x = min(s, power(s / beta, 1 / n))
      raised = power(x, n - 1)
      part = beta * raised
      step = (x + part * x - s) / (1 + n * part)
    }
    for _ in 0..<60 {
      let share = step / x
      x -= step
      // The error after a step is about n step²/(2 x): below 1e-9 of x.
      if step * step * n <= 2e-9 * x * x {
        // (1 - share)^(n - 1) to the second order: what is left is below rounding.
        let change = (n - 1) * share
        if abs(change) < 1e-5 { known = raised * (1 - change + 0.5 * change * (change - share)) }
        break
      }
      raised = power(x, n - 1)
      part = beta * raised
      step = (x + part * x - s) / (1 + n * part)
    }
    return (sum < 0 ? -x : x, known)
  }

  /// Whole exponents, as most n have, by products: a fine run at a front spent a fifth of its time on `pow`, and spends less than half of that
  /// on these.
  @inline(__always)
  func power(_ base: Double, _ exponent: Double) -> Double {
    if exponent >= 0, exponent <= 64, exponent == exponent.rounded(.down) { return Self.power(base, Int(exponent)) }
    return base == 0 ? 0 : Double.pow(base, exponent)
  }

  @inline(__always)
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}
