internal import LinearAlgebra

/// How a correction of temperatures follows from one of currents: what Newton's matrix of a magnet with heat is made from besides the
/// slopes of E.
///
/// With dj and dT the corrections, v = r - L dj the change of flux that they leave to E, and all slopes those of the factored iterate,
///
///     L dj + v = r,     v = S dj + b dT,     D dT = q + J v + (shift w E) dj,     D = w c + shift K
///
/// so that eliminating v and dT leaves for dj
///
///     (L + S + b D^-1 (shift w E - J L)) dj = r - b D^-1 (q + J r)
///
/// v is the flux that has to go, whatever the slopes of E say: where a cell far below Jc begins to let flux in, its heat is right from the
/// first iteration on. Cells of supports are in T and D alone.
struct ThermalTangent: ~Copyable {
  /// J [A/m²] and shift w E of the iterate.
  private var currents: [Double]
  private var voltages: [Double]
  /// w c, and what D has beside it on its diagonal and off it.
  private var stored: [Double]
  private var own: [Double]
  private var links: [Double]
  private let places: [(row: Int, column: Int)]

  /// Whether the matrix takes D's diagonal for it.
  private var isLocal: Bool { feedback < Self.local }
  /// How much of a change of E comes back by heat, at most, while no current gives way.
  private(set) var feedback = 0.0
  /// What of a warming comes back, at the last `runsAway`; 0 where nothing is near to running away.
  private(set) var gain = 0.0
  private var diagonal: [Double]
  /// D, its cells in an order in which neighbours are near each other.
  private var band: BandedLU
  /// What it was made from.
  private var factoredDiagonal: [Double]
  private var factoredLinks: [Double]
  private var isFactored = false
  private let order: [Int]
  private var ordered: [Double]
  /// D once more, and the response of temperatures to currents, where it is not local.
  private var dense: DenseLU
  private var response: Matrix
  private var right: [Double]
  private var flux: [Double]
  private var warming: [Double]

  /// The share of a change of E that comes back by the heat which it makes, up to which the matrix takes D's diagonal for it: that slows
  /// Newton's iteration by as much. Beyond, when a magnet is about to jump, it takes the dense inverse, which costs as much as three of
  /// the matrix itself.
  private static let local = 0.2

  init(equation: HeatEquation) {
    let (cells, currentCells) = (equation.paths.cellCount, equation.paths.currentCells)
    var places: [(row: Int, column: Int)] = []
    equation.forEachLossSlope { row, column, _ in if row != column { places.append((row, column)) } }
    self.places = places
    let zeros = [Double](repeating: 0, count: cells)
    (stored, own, diagonal, ordered, warming) = (zeros, zeros, zeros, zeros, zeros)
    currents = [Double](repeating: 0, count: currentCells)
    (voltages, right, flux) = (currents, currents, currents)
    links = [Double](repeating: 0, count: places.count)
    (factoredDiagonal, factoredLinks) = (diagonal, links)
    let inverted = cells == currentCells ? cells : 0
    dense = DenseLU(order: inverted)
    response = Matrix(rows: currentCells, columns: currentCells)
    // Row by row or column by column, whichever keeps neighbours closer; body by body, but not where a support would then be far from what it
    // touches.
    let bodies = cells == currentCells ? equation.paths.bodies : equation.paths.bodies.map { _ in 0 }
    let orders = [0, 1].map { axis in
      let ranked = (0..<cells).sorted { a, b in
        let (p, q) = (equation.paths.middles[a], equation.paths.middles[b])
        return (bodies[a], p[axis], p[1 - axis]) < (bodies[b], q[axis], q[1 - axis])
      }
      var order = [Int](repeating: 0, count: cells)
      for (rank, cell) in ranked.enumerated() { order[cell] = rank }
      return (order: order, width: places.reduce(0) { max($0, abs(order[$1.row] - order[$1.column])) })
    }
    let best = orders[0].width < orders[1].width ? orders[0] : orders[1]
    order = best.order
    band = BandedLU(order: cells, bandwidth: best.width)
  }

  /// Takes the iterate at which everything is.
  mutating func set(_ equation: HeatEquation, law: borrowing CellLaw, currents j: [Double], shift: Double) {
    let weights = equation.paths.weights
    for i in currents.indices {
      currents[i] = j[i]
      voltages[i] = shift * weights[i] * law.electricField[i]
    }
    for i in stored.indices {
      stored[i] = weights[i] * equation.capacity[i]
      own[i] = 0
    }
    var link = 0
    equation.forEachLossSlope { row, column, slope in
      if row == column {
        own[row] += shift * slope
      } else {
        links[link] = shift * slope
        link += 1
      }
    }
  }

  /// Factors D.
  ///
  /// - Parameter slopes: of shift w E by the temperature.
  mutating func factor(slopes b: [Double]) throws(LinearSolveError) {
    try factorBand(capacity: 1)
    feedback = feedback(b)
    if feedback <= Self.followed { gain = 0 }
  }

  /// Not again where it is what it was: with c and kappa that do not depend on T it changes with the step alone.
  ///
  /// - Parameter share: of the capacity that D has.
  private mutating func factorBand(capacity share: Double) throws(LinearSolveError) {
    for i in own.indices { diagonal[i] = share * stored[i] + own[i] }
    if isFactored, diagonal == factoredDiagonal, links == factoredLinks { return }
    isFactored = false
    band.clear()
    for i in own.indices { band.add(diagonal[i], row: order[i], column: order[i]) }
    for (k, place) in places.enumerated() { band.add(links[k], row: order[place.row], column: order[place.column]) }
    try band.factor()
    for i in diagonal.indices { factoredDiagonal[i] = diagonal[i] }
    for k in links.indices { factoredLinks[k] = links[k] }
    isFactored = true
  }

  /// How much of a change of E comes back by heat, at most: `b D^-1 J` for a warming of all cells by what each of them makes.
  private mutating func feedback(_ b: [Double]) -> Double {
    var local = 0.0
    for i in currents.count..<own.count { ordered[order[i]] = 0 }
    for i in b.indices {
      let gain = b[i] * currents[i]
      local = max(local, gain / stored[i])
      ordered[order[i]] = max(gain, 0)
    }
    // Heat that spreads comes back less than that which stays in its cell.
    if local < Self.local { return local }
    band.solve(&ordered)
    return ordered.reduce(0, max)
  }

  /// Whether a warming grows by the heat of the currents that give way to it, and by more than the step can follow: shift times its rate is
  /// above a quarter. It is where the largest eigenvalue of `D^-1 (J L - shift w E) (L + S)^-1 b`, with a quarter of c in D, is above 1.
  ///
  /// - Parameter isothermal: the factors of L + S.
  mutating func runsAway(
    slopes b: [Double], isothermal: inout CondensedTangent, inductance: Matrix
  ) throws(LinearSolveError) -> Bool {
    try factorBand(capacity: Self.followed)
    gain = growth(slopes: b, isothermal: &isothermal, inductance: inductance)
    try factorBand(capacity: 1)
    return gain > 1
  }

  private mutating func growth(slopes b: [Double], isothermal: inout CondensedTangent, inductance: Matrix) -> Double {
    for i in warming.indices { warming[i] = 1 }
    var (factor, last) = (0.0, 0.0)
    for _ in 0..<Self.growthLimit where abs(factor - last) >= Self.growthChange * last {
      last = factor
      for i in b.indices { right[i] = b[i] * warming[i] }
      isothermal.solve(&right)
      inductance.multiply(right, into: &flux)
      for i in own.indices {
        ordered[order[i]] = i < b.count ? currents[i] * flux[i] - voltages[i] * right[i] : 0
      }
      band.solve(&ordered)
      factor = ordered.reduce(0) { max($0, abs($1)) }
      guard factor > 0, factor.isFinite else { return factor }
      for i in own.indices { warming[i] = ordered[order[i]] / factor }
    }
    return factor
  }

  /// Shift times the rate of a growth that a step still follows. With 1 the method no longer damps what grows, but is slow to leave: a cylinder at
  /// 0.085 T/s, with 128 cells at 1 %, did not jump.
  static let followed = 0.25

  /// Of the factor from one iteration to the next, when it is known well enough; all cells of a magnet that runs away warm together, and few
  /// are needed.
  private static let growthChange = 0.02
  private static let growthLimit = 30

  /// Fills a matrix with `L + S + b D^-1 (shift w E - J L)`.
  mutating func set(
    _ matrix: inout CondensedTangent, _ slopes: TangentSlopes, inductance: Matrix
  ) throws(LinearSolveError) {
    let (n, b) = (currents.count, slopes.temperature)
    if isLocal {
      for i in 0..<n {
        let own = b[i] / diagonal[i]
        (right[i], flux[i]) = (1 - own * currents[i], own * voltages[i])
      }
      matrix.set(slopes, share: right, diagonal: flux)
      return
    }
    matrix.set(slopes)
    for k in 0..<n {
      let start = k * n
      for i in 0..<n { response.elements[start + i] = -currents[i] * inductance.elements[start + i] }
      response.elements[start + k] += voltages[k]
    }
    if hasSupports {
      // A dense matrix would be that of supports, too; the band's solutions column by column take no longer.
      for k in 0..<n {
        let start = k * n
        for i in n..<own.count { ordered[order[i]] = 0 }
        for i in 0..<n { ordered[order[i]] = response.elements[start + i] }
        band.solve(&ordered)
        for i in 0..<n { response.elements[start + i] = ordered[order[i]] }
      }
    } else {
      for k in dense.elements.indices { dense.elements[k] = 0 }
      for i in 0..<n { dense.elements[i + i * n] = diagonal[i] }
      for (k, place) in places.enumerated() { dense.elements[place.row + place.column * n] += links[k] }
      try dense.factor()
      dense.solve(&response)
    }
    matrix.add(response, rows: b)
  }

  private var hasSupports: Bool { own.count > currents.count }

  /// Writes `D^-1 (q + J v + (shift w E) dj)`, with q in `residual` from `first` on.
  mutating func temperatures(
    _ result: inout [Double], residual: [Double], first: Int, flux v: [Double], step dj: [Double]?
  ) {
    for i in currents.indices {
      var heat = residual[first + i] + currents[i] * v[i]
      if let dj { heat += voltages[i] * dj[i] }
      ordered[order[i]] = heat
    }
    for i in currents.count..<own.count { ordered[order[i]] = residual[first + i] }
    band.solve(&ordered)
    for i in own.indices { result[i] = ordered[order[i]] }
  }

  var memory: [Double] { currents + voltages + stored + own + links + [gain] }

  var memoryCount: Int { 2 * (currents.count + own.count) + links.count + 1 }

  /// Takes up a `memory`; false for one that is none.
  mutating func restore(_ memory: ArraySlice<Double>) -> Bool {
    guard memory.count == memoryCount, memory.allSatisfy(\.isFinite) else { return false }
    var rest = memory
    func take(_ count: Int) -> [Double] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    let (n, all) = (currents.count, own.count)
    (currents, voltages, stored, own) = (take(n), take(n), take(all), take(all))
    links = take(links.count)
    gain = take(1)[0]
    return true
  }
}
