import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing

/// What is reported of the temperatures of a magnet's cells.
///
/// The warmest place is looked for in the middles of cells and on the surfaces, where a pulse makes most heat. The parabola through the means of
/// two cells that has the slope s along the normal at their surface leads, at the distance d from the middle, by d (g/3 + 2 s/3) beyond it, g
/// the slope of the straight line through both: a third as far as that where the surface is insulated. Elsewhere s = -q/kappa is what the bath takes.
/// Measured on a disc in a pulse: with 388 cells the largest temperature is within 0.03 K of the converged one, by middles alone 0.04 K
/// below, by straight lines 0.1 K above; on one that is cooled at its rim straight lines were 0.4 K above, eleven error bars.
struct TemperatureObservables: Sendable {
  /// In the order of the values: largest and mean of all bulks, largest and mean of each body, then those at probes within bodies. Bodies are
  /// bulks, then supports that conduct heat.
  struct Layout: Sendable, Equatable {
    var bulks: Int
    var bodies: Int
    /// By their index in the case.
    var probes: [Int]

    var count: Int { 2 + 2 * bodies + probes.count }
    static let largest = 0
    static let mean = 1
    func largest(ofBody body: Int) -> Int { 2 + body }
    func mean(ofBody body: Int) -> Int { 2 + bodies + body }
    func isLargest(_ index: Int) -> Bool { index == Self.largest || (2..<2 + bodies).contains(index) }
    func isLargestOfSupport(_ index: Int) -> Bool { (2 + bulks..<2 + bodies).contains(index) }
    /// nil for a probe outside of all bodies.
    func probe(_ index: Int) -> Int? { probes.firstIndex(of: index).map { 2 + 2 * bodies + $0 } }
  }

  let layout: Layout
  let paths: HeatPaths
  /// Those that are meshed.
  let bodies: [Magnet.HeatedBody]
  /// Middles of cells, and places on their surfaces with what cools these.
  private let places: [(cell: Int, place: SIMD2<Double>?, cooled: [Int])]
  private let cooled: [(surface: HeatPaths.Surface, exchange: HeatExchange)]
  private let equation: HeatEquation
  private let probes: [[(cell: Int, weight: Double)]]

  /// Of the way from a middle to a surface, along the cell's gradient; the rest by what cools the surface.
  private static let level = 1.0 / 3

  init(paths: HeatPaths, exchanges: [HeatExchange], magnet: Magnet, model: FieldModel, probes: [SimulationCase.Probe]) {
    self.paths = paths
    bodies = magnet.heatedBodies
    let supports = magnet.heatedSupports(model)
    // Of each cell the ways to its surfaces, and to the corner between them.
    var ways: [Int: [(way: SIMD2<Double>, cooled: [Int])]] = [:]
    var cooled: [(surface: HeatPaths.Surface, exchange: HeatExchange)] = []
    for surface in paths.surfaces {
      let own = exchanges.filter { $0.cools(surface, of: paths.bodies[surface.cell]) }
      ways[surface.cell, default: []].append(
        (Self.level * surface.distance * surface.normal, own.indices.map { cooled.count + $0 }))
      cooled += own.map { (surface, $0) }
    }
    self.cooled = cooled
    equation = HeatEquation(
      paths: paths, materials: magnet.bodies.map(\.material), supports: supports.map(\.material), exchanges: exchanges)
    places =
      (0..<paths.cellCount).map { ($0, nil, []) }
      + ways.keys.sorted().flatMap { cell -> [(cell: Int, place: SIMD2<Double>?, cooled: [Int])] in
        let own = ways[cell] ?? []
        let corner = own.reduce((way: SIMD2<Double>(), cooled: [Int]())) {
          abs(($0.way * $1.way).sum()) > 0 ? $0 : ($0.way + $1.way, $0.cooled + $1.cooled)
        }
        return (own.count > 1 ? own + [corner] : own).map { (cell, paths.middles[cell] + $0.way, $0.cooled) }
      }
    var (found, indices) = ([[(cell: Int, weight: Double)]](), [Int]())
    for (index, probe) in probes.enumerated() {
      let z = magnet.symmetry.map { $0.plane + abs(probe.z - $0.plane) } ?? probe.z
      let place = SIMD2(probe.r, z)
      let inBulk = model.cells.meshCells.firstIndex { model.space.mesh.contains(place, cell: $0) }
      guard let cell = inBulk ?? supports.map(\.grid).cell(at: place, after: model.cells.count) else { continue }
      found.append(paths.interpolation(at: place, inCell: cell))
      indices.append(index)
    }
    self.probes = found
    layout = Layout(bulks: magnet.bulks.count, bodies: magnet.heatedNames.count, probes: indices)
  }

  /// Of temperatures [K] at a time of a segment.
  func values(_ temperatures: [Double], _ segment: TimelineSegment, at time: Double) -> [Double] {
    let baths = segment.temperatures(at: time)
    func below(_ k: Int) -> Double { fall(k, temperatures, baths).value }
    return functionals(temperatures, less: below, at: temperatures, less: below)
  }

  /// Their rates, of the rates of the temperatures: those of the warmest places as they are. Coefficients of cooling count as constant.
  func rates(_ rates: [Double], of temperatures: [Double], _ segment: TimelineSegment, at time: Double) -> [Double] {
    let baths = segment.temperatures(at: time)
    let (first, last) = (segment.temperatures(at: segment.start), segment.temperatures(at: segment.end))
    func warming(_ bulk: Int) -> Double { segment.duration > 0 ? (last[bulk] - first[bulk]) / segment.duration : 0 }
    return functionals(
      rates,
      less: {
        fall($0, temperatures, baths).slope * (rates[cooled[$0].surface.cell] - warming(cooled[$0].exchange.driven))
      },
      at: temperatures, less: { fall($0, temperatures, baths).value })
  }

  private func fall(_ k: Int, _ temperatures: [Double], _ baths: TimelineSegment.Temperatures) -> (
    value: Double, slope: Double
  ) {
    let (surface, exchange) = cooled[k]
    return equation.fall(
      to: surface, by: exchange, cell: temperatures[surface.cell], bath: baths[exchange.driven] + exchange.offset)
  }

  private func functionals(
    _ values: [Double], less valueFalls: (Int) -> Double, at temperatures: [Double],
    less temperatureFalls: (Int) -> Double
  ) -> [Double] {
    var result = [Double](repeating: 0, count: layout.count)
    var (warmest, volumes) = ([Int: (place: Int, temperature: Double)](), [Double](repeating: 0, count: layout.bodies))
    func value(_ place: Int, _ values: [Double], less falls: (Int) -> Double) -> Double {
      let (cell, position, cooled) = places[place]
      guard let position else { return values[cell] }
      return paths.temperature(at: position, inCell: cell, values)
        - cooled.reduce(0) { $0 + (1 - Self.level) * falls($1) }
    }
    for place in places.indices {
      let body = paths.bodies[places[place].cell]
      let own = value(place, temperatures, less: temperatureFalls)
      if own > warmest[body]?.temperature ?? -.infinity { warmest[body] = (place, own) }
    }
    var sums = [Double](repeating: 0, count: layout.bodies)
    for i in temperatures.indices {
      let body = bodies[paths.bodies[i]].own
      sums[body] += paths.weights[i] * values[i]
      volumes[body] += paths.weights[i]
    }
    for (index, body) in bodies.enumerated() {
      guard let place = warmest[index]?.place else { continue }
      for own in Set([body.own, body.image]) {
        result[layout.largest(ofBody: own)] = value(place, values, less: valueFalls)
        result[layout.mean(ofBody: own)] = sums[body.own] / volumes[body.own]
      }
    }
    // Of the bulks: Jc goes by them.
    let bulks = layout.bulks
    if let hottest = warmest.filter({ bodies[$0.key].own < bulks }).max(by: {
      ($0.value.temperature, $1.key) < ($1.value.temperature, $0.key)
    }) {
      result[Layout.largest] = value(hottest.value.place, values, less: valueFalls)
    }
    result[Layout.mean] = sums[..<bulks].reduce(0, +) / volumes[..<bulks].reduce(0, +)
    for (k, probe) in probes.enumerated() {
      result[2 + 2 * layout.bodies + k] = probe.reduce(0) { $0 + $1.weight * values[$1.cell] }
    }
    return result
  }
}

extension [HeatGrid] {
  /// The cell of a place [m] in the first that has it, where those of all begin after so many others.
  fileprivate func cell(at place: SIMD2<Double>, after count: Int) -> Int? {
    var first = count
    for grid in self {
      if let cell = grid.cell(at: place) { return first + cell }
      first += grid.cellCount
    }
    return nil
  }
}

extension Mesh {
  /// Whether a place [m] lies in a cell or on its sides.
  fileprivate func contains(_ place: SIMD2<Double>, cell: Int) -> Bool {
    let corners = corners(of: cell)
    return corners.indices.allSatisfy { k in
      let (a, b) = (corners[k], corners[(k + 1) % corners.count])
      let (side, way) = (b - a, place - a)
      return side.x * way.y - side.y * way.x >= -1e-12 * ((side * side).sum() + (way * way).sum())
    }
  }
}
