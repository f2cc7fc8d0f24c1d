internal import RealModule
package import Superconductors

/// Heat in the cells of a mesh, with materials:
///
///     w dH(T)/dt = w E J - (heat that leaves through sides and surfaces)
///
/// H is the enthalpy per volume [J/m³], w = ∫ r dr dz [m³]; all powers are divided by 2 pi. What is stored is H, so that energy is conserved by
/// steps of any length.
package struct HeatEquation: Sendable {
  package let paths: HeatPaths
  private let capacities: [TemperatureCurve]
  private let conductivities: [ThermalConductivity]
  /// Of each body where they do not depend on temperature: kappa along r and z, and c. A curve is copied when it is asked.
  private let constants: [(conductivity: SIMD2<Double>?, capacity: Double?)]
  /// The body of each cell, an index into the curves.
  private let bodies: [Int]
  private let exchanges: [HeatExchange]
  /// The surfaces through which heat leaves, and their exchange.
  private let cooled: [(surface: HeatPaths.Surface, exchange: Int)]
  /// Of each side the coefficient of the contact that it is; nil within a body and where nothing resists.
  private let contacts: [TemperatureCurve?]
  private let resists: [Bool]
  /// `T* = sum of weights`: temperatures on both ends of each side's line, `2 k` and `2 k + 1` of side k. The cell itself first. Those of an end
  /// stand from its start to the next.
  private let endStarts: [Int]
  private let endCells: [Int]
  private let endWeights: [Double]

  // At the last `set`.
  /// H [J/m³] and c [J/(m³ K)].
  package private(set) var enthalpy: [Double]
  package private(set) var capacity: [Double]
  /// kappa along r and z [W/(m K)].
  private var conductivity: [SIMD2<Double>]
  /// Heat that leaves each cell [W/(2 pi)], and all of them.
  package private(set) var loss: [Double]
  package private(set) var totalLoss = 0.0
  /// Heat that leaves by each exchange [W/(2 pi)].
  package private(set) var exchangeLoss: [Double]
  /// [W/K/(2 pi)] of each side and of each cooled surface.
  private var conductances: [Double]
  private var transfers: [Double]

  /// - Parameters:
  ///   - materials: of each bulk in the order of the mesh's regions; all with heat capacity and conductivity.
  ///   - supports: likewise of the bodies that follow.
  ///   - exchanges: no two for one part of a body.
  ///   - contacts: likewise; where bodies touch without one nothing resists.
  package init(
    paths: HeatPaths, materials: [Material], supports: [StructuralMaterial] = [], exchanges: [HeatExchange],
    contacts: [HeatContact] = []
  ) {
    self.paths = paths
    self.exchanges = exchanges
    capacities = (materials.map(\.heatCapacity) + supports.map(\.heatCapacity)).map { $0 ?? .constant(1) }
    conductivities = (materials.map(\.conductivity) + supports.map(\.conductivity)).map {
      $0 ?? ThermalConductivity(.constant(1))
    }
    constants = zip(conductivities, capacities).map { conductivity, capacity in
      var kappa: SIMD2<Double>?
      if case .constant(let radial) = conductivity.radial, case .constant(let axial) = conductivity.axial {
        kappa = SIMD2(radial, axial)
      }
      if case .constant(let c) = capacity { return (kappa, c) }
      return (kappa, nil)
    }
    bodies = paths.bodies
    cooled = paths.surfaces.flatMap { surface in
      exchanges.indices.filter { exchanges[$0].cools(surface, of: paths.bodies[surface.cell]) }.map { (surface, $0) }
    }
    let resisting: [TemperatureCurve?] = paths.sides.map { side in
      let (a, b) = (paths.bodies[side.cells.first], paths.bodies[side.cells.second])
      guard a != b else { return nil }
      return contacts.first {
        ($0.first, $0.second) == (a, b) && $0.part == .init(normal: side.normal)
          || ($0.first, $0.second) == (b, a) && $0.part == .init(normal: -side.normal)
      }?.coefficient
    }
    self.contacts = resisting
    resists = resisting.map { $0 != nil }
    exchangeLoss = [Double](repeating: 0, count: exchanges.count)
    func end(_ cell: Int, _ offset: SIMD2<Double>, _ distance: Double) -> [(cell: Int, weight: Double)] {
      // Rounding.
      guard (offset * offset).sum() > 1e-16 * distance * distance else { return [(cell, 1)] }
      var own = 1.0
      var others: [(cell: Int, weight: Double)] = []
      for (k, weight) in paths.gradients[cell] {
        let share = (weight * offset).sum()
        if k == cell { own += share } else if share != 0 { others.append((k, share)) }
      }
      return [(cell, own)] + others
    }
    let ends = paths.sides.flatMap {
      [
        end($0.cells.first, $0.offsets.first, $0.distances.first),
        end($0.cells.second, $0.offsets.second, $0.distances.second),
      ]
    }
    endStarts = ends.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    endCells = ends.flatMap { $0.map(\.cell) }
    endWeights = ends.flatMap { $0.map(\.weight) }
    let zeros = [Double](repeating: 0, count: paths.cellCount)
    (enthalpy, capacity, loss) = (zeros, zeros, zeros)
    conductivity = zeros.map { SIMD2(repeating: $0) }
    conductances = [Double](repeating: 0, count: paths.sides.count)
    transfers = [Double](repeating: 0, count: cooled.count)
  }

  /// Sets everything to what it is at these temperatures [K] of the cells.
  ///
  /// - Parameter bath: of an exchange [K].
  package mutating func set(_ temperatures: [Double], first: Int = 0, bath: (HeatExchange) -> Double) {
    for i in enthalpy.indices {
      let (body, temperature) = (bodies[i], temperatures[first + i])
      if let c = constants[body].capacity {
        (capacity[i], enthalpy[i]) = (c, c * temperature)
      } else {
        (capacity[i], enthalpy[i]) = capacities[body].valueAndIntegral(at: temperature)
      }
      conductivity[i] = constants[body].conductivity ?? conductivity(ofBody: body, at: temperature)
      loss[i] = 0
    }
    totalLoss = 0
    for k in exchangeLoss.indices { exchangeLoss[k] = 0 }
    for (k, side) in paths.sides.enumerated() {
      let (a, b) = side.cells
      var resistance =
        side.distances.first / Self.along(side.normal, conductivity[a])
        + side.distances.second / Self.along(side.normal, conductivity[b])
      if resists[k], let contact = contacts[k] {
        resistance += 1 / contact.value(at: 0.5 * (temperatures[first + a] + temperatures[first + b]))
      }
      conductances[k] = side.area / resistance
      let difference =
        temperature(atEnd: 2 * k, temperatures, first) - temperature(atEnd: 2 * k + 1, temperatures, first)
      let flux = conductances[k] * difference
      loss[a] += flux
      loss[b] -= flux
    }
    for (k, (surface, exchange)) in cooled.enumerated() {
      let temperature = temperatures[first + surface.cell]
      let conductance = Self.along(surface.normal, conductivity[surface.cell]) / surface.distance
      let bath = bath(exchanges[exchange])
      let own = Self.surface(exchanges[exchange].coefficient, cell: temperature, bath: bath, conductance)
      transfers[k] = surface.area * own.slope
      let flux = surface.area * own.flux
      loss[surface.cell] += flux
      totalLoss += flux
      exchangeLoss[exchange] += flux
    }
  }

  /// How much colder a surface is than the middle of its cell, were heat to flow evenly between them [K], and the slope of that by the
  /// cell's temperature: what a bath takes over kappa/d.
  package func fall(
    to surface: HeatPaths.Surface, by exchange: HeatExchange, cell temperature: Double, bath: Double
  ) -> (value: Double, slope: Double) {
    let kappa = conductivity(ofBody: bodies[surface.cell], at: temperature)
    let conductance = Self.along(surface.normal, kappa) / surface.distance
    let own = Self.surface(exchange.coefficient, cell: temperature, bath: bath, conductance)
    return (own.flux / conductance, own.slope / conductance)
  }

  /// The flux density [W/m²] from a cell's middle to a bath, and its slope by the cell's temperature: `h(Ts) (Ts - bath) = k (T - Ts)`.
  private static func surface(
    _ coefficient: TemperatureCurve, cell temperature: Double, bath: Double, _ conductance: Double
  ) -> (flux: Double, slope: Double) {
    if case .constant(let h) = coefficient {
      let slope = h * conductance / (h + conductance)
      return (slope * (temperature - bath), slope)
    }
    // The balance is one equation for Ts, between bath and cell; increasing where h (T - bath) is.
    var (low, high) = (min(temperature, bath), max(temperature, bath))
    var own = 0.5 * (low + high)
    var (h, slope) = (0.0, 0.0)
    for _ in 0..<60 {
      h = coefficient.value(at: own)
      slope = coefficient.slope(at: own) * (own - bath) + h
      let excess = h * (own - bath) - conductance * (temperature - own)
      if excess > 0 { high = own } else { low = own }
      var next = own - excess / (slope + conductance)
      if !(next >= low && next <= high) { next = 0.5 * (low + high) }
      if abs(next - own) <= 1e-12 * own { break }
      own = next
    }
    slope = max(slope, 0)
    return (conductance * (temperature - own), conductance * slope / (slope + conductance))
  }

  private func conductivity(ofBody body: Int, at temperature: Double) -> SIMD2<Double> {
    SIMD2(conductivities[body].radial.value(at: temperature), conductivities[body].axial.value(at: temperature))
  }

  @inline(__always)
  private static func along(_ normal: SIMD2<Double>, _ conductivity: SIMD2<Double>) -> Double {
    // Along its normal heat meets both directions' shares; a side of a rectangle meets one.
    let (r, z) = (normal.x * normal.x, normal.y * normal.y)
    if r > 1 - 1e-12 { return conductivity.x }
    if z > 1 - 1e-12 { return conductivity.y }
    return r * conductivity.x + z * conductivity.y
  }

  @inline(__always)
  private func temperature(atEnd end: Int, _ temperatures: [Double], _ first: Int) -> Double {
    var sum = 0.0
    for k in endStarts[end]..<endStarts[end + 1] { sum += endWeights[k] * temperatures[first + endCells[k]] }
    return sum
  }

  /// The slope of the loss of one cell by its own temperature, at least; for how much cells count for each other in a step.
  func addLossDiagonal(times factor: Double, to sum: inout [Double]) {
    forEachLossSlope { row, column, slope in if row == column { sum[row] += factor * slope } }
  }

  /// The slopes of what leaves each cell by the temperatures, conductivities held [W/K/(2 pi)].
  func forEachLossSlope(_ body: (_ row: Int, _ column: Int, _ slope: Double) -> Void) {
    for (k, side) in paths.sides.enumerated() {
      let ((a, b), conductance) = (side.cells, conductances[k])
      for end in 2 * k...2 * k + 1 {
        let outwards = end == 2 * k ? conductance : -conductance
        for term in endStarts[end]..<endStarts[end + 1] {
          body(a, endCells[term], outwards * endWeights[term])
          body(b, endCells[term], -outwards * endWeights[term])
        }
      }
    }
    for (k, (surface, _)) in cooled.enumerated() { body(surface.cell, surface.cell, transfers[k]) }
  }

  /// Writes c [J/(m³ K)] of each cell at temperatures [K].
  package func setCapacities(_ values: inout [Double], _ temperatures: [Double], first: Int) {
    for i in values.indices { values[i] = capacities[bodies[i]].value(at: temperatures[first + i]) }
  }

  /// Enthalpy of the cells at temperatures [K], `∫ H r dr dz` [J/(2 pi)].
  package func storedHeat(_ temperatures: [Double]) -> Double {
    temperatures.indices.reduce(0) {
      $0 + paths.weights[$1] * capacities[bodies[$1]].valueAndIntegral(at: temperatures[$1]).integral
    }
  }
}
