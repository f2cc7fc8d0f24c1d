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
  private var isLocal = true
  private var diagonal: [Double]
  /// D, its cells in an order in which neighbours are near each other.
  private var band: BandedLU
  private let order: [Int]
  private var ordered: [Double]
  /// D once more, and the response of temperatures to currents, where it is not local.
  private var dense: DenseLU
  private var response: Matrix
  private var right: [Double]

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
    (stored, own, diagonal, ordered) = (zeros, zeros, zeros, zeros)
    currents = [Double](repeating: 0, count: currentCells)
    (voltages, right) = (currents, currents)
    links = [Double](repeating: 0, count: places.count)
    let inverted = cells == currentCells ? cells : 0
    dense = DenseLU(order: inverted)
    response = Matrix(rows: inverted, columns: inverted)
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
    band.clear()
    for i in own.indices {
      diagonal[i] = stored[i] + own[i]
      band.add(diagonal[i], row: order[i], column: order[i])
    }
    for (k, place) in places.enumerated() { band.add(links[k], row: order[place.row], column: order[place.column]) }
    try band.factor()
    isLocal = feedback(b) < Self.local
    if isLocal || hasSupports { return }
    let n = own.count
    for k in dense.elements.indices { dense.elements[k] = 0 }
    for i in own.indices { dense.elements[i + i * n] = diagonal[i] }
    for (k, place) in places.enumerated() { dense.elements[place.row + place.column * n] += links[k] }
    try dense.factor()
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

  /// Adds `b D^-1 (shift w E - J L)` to a matrix of as many rows and columns.
  mutating func add(to elements: inout [Double], slopes b: [Double], inductance: Matrix) {
    let n = currents.count
    guard b.contains(where: { $0 != 0 }) else { return }
    if isLocal {
      for i in 0..<n { right[i] = b[i] / diagonal[i] }
      for k in 0..<n {
        let start = k * n
        for i in 0..<n { elements[start + i] -= right[i] * currents[i] * inductance.elements[start + i] }
        elements[start + k] += right[k] * voltages[k]
      }
      return
    }
    if hasSupports {
      // A dense matrix would be that of supports, too; the band's solutions column by column take no longer.
      for k in 0..<n {
        let start = k * n
        for i in n..<own.count { ordered[order[i]] = 0 }
        for i in 0..<n { ordered[order[i]] = -currents[i] * inductance.elements[start + i] }
        ordered[order[k]] += voltages[k]
        band.solve(&ordered)
        for i in 0..<n { elements[start + i] += b[i] * ordered[order[i]] }
      }
      return
    }
    for k in 0..<n {
      let start = k * n
      for i in 0..<n { response.elements[start + i] = -currents[i] * inductance.elements[start + i] }
      response.elements[start + k] += voltages[k]
    }
    dense.solve(&response)
    for k in 0..<n {
      let start = k * n
      for i in 0..<n { elements[start + i] += b[i] * response.elements[start + i] }
    }
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

  var memory: [Double] { currents + voltages + stored + own + links }

  var memoryCount: Int { 2 * (currents.count + own.count) + links.count }

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
    return true
  }
}
