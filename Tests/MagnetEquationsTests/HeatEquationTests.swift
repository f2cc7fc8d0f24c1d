import EdgeElements
import Foundation
import Meshing
import Superconductors
import Testing

@testable import MagnetEquations

/// Finite volumes of heat on the current cells.
@Suite struct `Heat between cells` {
  private static let disc = BulkShape(name: "disc", outerRadius: 0.01, zMin: 0, zMax: 0.01)

  private static func material(_ radial: Double, _ axial: Double, capacity: TemperatureCurve = .constant(1e6))
    -> Material
  {
    Material(
      name: "m", criticalCurrent: ConstantLaw(jc0: 1e8), n: 21, heatCapacity: capacity,
      conductivity: ThermalConductivity(radial: .constant(radial), axial: .constant(axial)))
  }

  /// Rectangles of uneven size, some of them cut.
  private static func mesh(cutting: [Int] = []) -> Mesh {
    let mesh = RectangleMesher.mesh(
      r: [0, 2e-3, 3e-3, 6e-3, 8e-3, 0.01, 0.02], z: [-0.01, 0, 2e-3, 5e-3, 7e-3, 0.01, 0.02], shapes: [disc])
    let bulk = mesh.cells.indices.filter { mesh.cellRegions[$0] != Mesh.air }
    return cutting.isEmpty ? mesh : mesh.refined(cutting: cutting.map { CellCut(cell: bulk[$0]) })
  }

  private static func equation(_ mesh: Mesh, _ material: Material, exchanges: [HeatExchange] = []) -> HeatEquation {
    HeatEquation(
      paths: HeatPaths(mesh: mesh, cells: CurrentCells(mesh: mesh), mirrorPlane: nil), materials: [material],
      exchanges: exchanges)
  }

  @Test(arguments: [[], [7], [0, 12, 13], [19, 15, 6]])
  func `flows alike through all sides where the temperature is linear`(cuts: [Int]) {
    var equation = Self.equation(Self.mesh(cutting: cuts), Self.material(20, 4))
    let temperatures = equation.paths.middles.map { 40 + 300 * $0.y }
    equation.set(temperatures) { _ in 40 }
    // Along z nothing gathers but at the ends: kappa dT/dz times the section of each.
    for i in temperatures.indices {
      let own = equation.paths.surfaces.filter { $0.cell == i && abs($0.normal.y) > 0.5 }
      let expected = own.reduce(0) { $0 + $1.area * $1.normal.y * 4 * 300 }
      #expect(abs(equation.loss[i] - expected) < 1e-7 * 4 * 300 * 1e-4, "cell \(i)")
    }
    #expect(abs(equation.loss.reduce(0, +)) < 1e-15)
  }

  @Test(arguments: [nil as Double?, 500, 5e6]) func `goes through a contact against its resistance`(
    coefficient: Double?
  ) {
    let shapes = [
      BulkShape(name: "lower", outerRadius: 0.01, zMin: 0, zMax: 4e-3),
      BulkShape(name: "upper", outerRadius: 0.01, zMin: 4e-3, zMax: 0.01),
    ]
    let mesh = RectangleMesher.mesh(
      r: [0, 5e-3, 0.01, 0.02], z: [-0.01, 0, 2e-3, 4e-3, 6e-3, 0.01, 0.02], shapes: shapes)
    let cells = CurrentCells(mesh: mesh)
    // Told from above: the side is the lower face of the upper bulk.
    let contacts = coefficient.map { [HeatContact(first: 1, second: 0, part: .bottom, coefficient: .constant($0))] }
    var equation = HeatEquation(
      paths: HeatPaths(mesh: mesh, cells: cells, mirrorPlane: nil),
      materials: [Self.material(20, 4), Self.material(20, 8)],
      exchanges: [], contacts: contacts ?? [])
    let temperatures = cells.bulks.map { $0 == 0 ? 50.0 : 40 }
    equation.set(temperatures) { _ in 40 }
    let flux = cells.bulks.indices.reduce(0) { $0 + (cells.bulks[$1] == 0 ? equation.loss[$1] : 0) }
    let expected = 0.5 * 1e-4 * 10 / (1e-3 / 4 + 1e-3 / 8 + (coefficient.map { 1 / $0 } ?? 0))
    #expect(abs(flux / expected - 1) < 1e-12)
    #expect(abs(equation.loss.reduce(0, +)) < 1e-15)
  }

  @Test func `has the slopes of its losses`() {
    let exchange = HeatExchange(body: 0, part: .rim, coefficient: .power(at1K: 3, exponent: 1.5), driven: 0, offset: 0)
    var equation = Self.equation(Self.mesh(cutting: [7, 19]), Self.material(20, 4), exchanges: [exchange])
    let temperatures = equation.paths.middles.map { 40 + 5 * sin(900 * $0.x) + 3 * cos(700 * $0.y) }
    equation.set(temperatures) { _ in 38 }
    var slopes = [[Double]](repeating: .init(repeating: 0, count: temperatures.count), count: temperatures.count)
    equation.forEachLossSlope { slopes[$0][$1] += $2 }
    for column in temperatures.indices {
      func loss(_ step: Double) -> [Double] {
        var moved = temperatures
        moved[column] += step
        equation.set(moved) { _ in 38 }
        return equation.loss
      }
      let (up, down) = (loss(1e-4), loss(-1e-4))
      for row in temperatures.indices {
        #expect(abs((up[row] - down[row]) / 2e-4 - slopes[row][column]) < 1e-6 * abs(slopes[column][column]))
      }
    }
  }

  @Test func `leaves through a face as the two resistances in a row say`() {
    let exchange = HeatExchange(body: 0, part: .bottom, coefficient: .constant(500), driven: 0, offset: 0)
    var equation = Self.equation(Self.mesh(), Self.material(20, 4), exchanges: [exchange])
    equation.set(equation.paths.middles.map { _ in 50 }) { _ in 40 }
    // 1 mm of 4 W/(m K) and 500 W/(m² K), on the lowest row of cells of 2 mm.
    #expect(abs(equation.totalLoss / (0.5 * 1e-4 * 10 / (1e-3 / 4 + 1.0 / 500)) - 1) < 1e-12)
    // A coefficient that depends on the temperature of the surface gives the same where it is constant after all.
    let same = HeatExchange(body: 0, part: .bottom, coefficient: .power(at1K: 500, exponent: 0), driven: 0, offset: 0)
    var other = Self.equation(Self.mesh(), Self.material(20, 4), exchanges: [same])
    other.set(other.paths.middles.map { _ in 50 }) { _ in 40 }
    #expect(abs(other.totalLoss / equation.totalLoss - 1) < 1e-10)
  }
}

/// Heat through bodies without currents, whose cells do not meet those that they touch.
@Suite struct `Heat through supports` {
  private static let disc = BulkShape(name: "disc", outerRadius: 0.01, zMin: 0, zMax: 0.01)

  /// A ring around the disc and a plate below both, of uneven cells.
  private static func supports(capacity: TemperatureCurve = .constant(2e6), reach: Double = 0) -> [HeatedSupport] {
    let material = StructuralMaterial(
      name: "steel", heatCapacity: capacity,
      conductivity: ThermalConductivity(radial: .constant(20), axial: .constant(4)))
    return [
      (BulkShape(name: "ring", innerRadius: 0.01 + reach, outerRadius: 0.013, zMin: 0, zMax: 0.012), [0.01], 1.1e-3),
      (BulkShape(name: "plate", outerRadius: 0.02, zMin: -4e-3, zMax: 0), [], 1.7e-3),
    ].map { shape, heights, size in
      HeatedSupport(
        grid: HeatGrid(
          shape, closes: reach, faces: (r: [0.01, 0.013], z: heights), mirrorPlane: nil, cellSize: size, least: 2),
        material: material, driven: 0)
    }
  }

  private static func equation(cutting: [Int] = [], reach: Double = 0, exchanges: [HeatExchange] = []) -> HeatEquation {
    let mesh = RectangleMesher.mesh(
      r: [0, 2e-3, 3e-3, 6e-3, 8e-3, 0.01, 0.02], z: [-0.01, 0, 2e-3, 5e-3, 7e-3, 0.01, 0.02], shapes: [disc])
    let bulk = mesh.cells.indices.filter { mesh.cellRegions[$0] != Mesh.air }
    let cut = cutting.isEmpty ? mesh : mesh.refined(cutting: cutting.map { CellCut(cell: bulk[$0]) })
    let supports = supports(reach: reach)
    return HeatEquation(
      paths: HeatPaths(mesh: cut, cells: CurrentCells(mesh: cut), mirrorPlane: nil).joined(to: supports, bodies: 1),
      materials: [
        Material(
          name: "m", criticalCurrent: ConstantLaw(jc0: 1), n: 2, heatCapacity: .constant(1e6),
          conductivity: ThermalConductivity(radial: .constant(20), axial: .constant(4)))
      ], supports: supports.map(\.material), exchanges: exchanges)
  }

  private static let meetings: [(cuts: [Int], reach: Double)] = [
    ([], 0), ([19, 18], 0), ([4, 16, 19], 0), ([], 2e-5),
  ]

  @Test(arguments: meetings)
  func `flows alike through all sides where the temperature is linear`(cuts: [Int], reach: Double) {
    var equation = Self.equation(cutting: cuts, reach: reach)
    let paths = equation.paths
    equation.set(paths.middles.map { 40 + 300 * $0.y }) { _ in 40 }
    for i in paths.middles.indices {
      let own = paths.surfaces.filter { $0.cell == i && abs($0.normal.y) > 0.5 }
      let expected = own.reduce(0) { $0 + $1.area * $1.normal.y * 4 * 300 }
      #expect(abs(equation.loss[i] - expected) < 1e-7 * 4 * 300 * 1e-4 + 300 * reach * 1e-4, "cell \(i)")
    }
    #expect(abs(equation.loss.reduce(0, +)) < 1e-15)
    // What is left outside: the disc's top, the ring without bore below the disc's rim, the plate beyond both.
    func outside(_ body: Int, _ part: HeatExchange.Part) -> Double {
      paths.surfaces.filter { paths.bodies[$0.cell] == body && $0.part == part }.reduce(0) { $0 + $1.area }
    }
    let bore = 0.01 + reach
    for (body, part, area) in [
      (0, HeatExchange.Part.top, 0.5e-4), (0, .rim, 0), (0, .bottom, 0), (1, .hole, bore * 2e-3),
      (1, .top, 0.5 * (1.69e-4 - bore * bore)), (2, .top, 0.5 * (4e-4 - 1.69e-4 + bore * bore - 1e-4)),
      (2, .bottom, 2e-4),
    ] { #expect(abs(outside(body, part) - area) < 1e-12, "\(body) \(part)") }
  }

  @Test func `has the slopes of its losses`() {
    var equation = Self.equation(
      cutting: [19], exchanges: [.init(body: 2, part: .bottom, coefficient: .constant(900), driven: 0, offset: 0)])
    let temperatures = equation.paths.middles.map { 40 + 5 * sin(900 * $0.x) + 3 * cos(700 * $0.y) }
    equation.set(temperatures) { _ in 38 }
    // All that leaves leaves through the plate.
    #expect(abs(equation.loss.reduce(0, +) / equation.totalLoss - 1) < 1e-12 && equation.totalLoss > 0)
    var slopes = [[Double]](repeating: .init(repeating: 0, count: temperatures.count), count: temperatures.count)
    equation.forEachLossSlope { slopes[$0][$1] += $2 }
    for column in stride(from: 0, to: temperatures.count, by: 7) {
      func loss(_ step: Double) -> [Double] {
        var moved = temperatures
        moved[column] += step
        equation.set(moved) { _ in 38 }
        return equation.loss
      }
      let (up, down) = (loss(1e-3), loss(-1e-3))
      for row in temperatures.indices {
        #expect(abs((up[row] - down[row]) / 2e-3 - slopes[row][column]) < 1e-6 * abs(slopes[column][column]))
      }
    }
  }

  @Test func `finds the cell of a place`() {
    let grids = Self.supports().map(\.grid)
    let paths = Self.equation().paths
    for (k, grid) in grids.enumerated() {
      let first = paths.currentCells + (k == 0 ? 0 : grids[0].cellCount)
      for cell in 0..<grid.cellCount { #expect(grid.cell(at: paths.middles[first + cell]) == cell) }
      #expect(grid.cell(at: SIMD2(0.03, 0)) == nil)
    }
  }

  /// On a mesh of half the cell size all numbers are twice as large, but of parts that are thin for both.
  @Test func `has grids that are halved`() {
    let shape = BulkShape(name: "ring", innerRadius: 0.012, outerRadius: 0.0132, zMin: -5e-3, zMax: 7e-3)
    func grid(_ division: Double) -> HeatGrid {
      HeatGrid(
        shape, closes: 0, faces: (r: [], z: [5e-3]), mirrorPlane: -5e-3, cellSize: 1e-3 / division,
        least: Int(division))
    }
    let counts = [1.0, 2, 4].map { (grid($0).r.count - 1, grid($0).z.count - 1) }
    #expect(counts.map(\.0) == [1, 2, 4] && counts.map(\.1) == [8 + 2, 16 + 4, 32 + 8])
    #expect(grid(1).z.contains(5e-3) && grid(4).z.first == -5e-3 && grid(4).z.last == 7e-3)
  }
}

private struct Held: Drive {
  func field(at time: Double) -> Double { 0.3 }
  func fieldRate(at time: Double) -> Double { 2 }
  func temperature(ofBulk bulk: Int, at time: Double) -> Double { 20 }
}

/// Newton's matrix of currents and temperatures together.
@Suite struct `Currents and temperatures` {
  private static let ring = HeatedSupport(
    grid: HeatGrid(
      BulkShape(name: "ring", innerRadius: 0.01, outerRadius: 0.012, zMin: -2e-3, zMax: 0.01), closes: 0,
      faces: (r: [], z: [0]), mirrorPlane: nil, cellSize: 2e-3, least: 1),
    material: StructuralMaterial(
      name: "steel", heatCapacity: .power(at1K: 80, exponent: 2), conductivity: ThermalConductivity(.constant(3))),
    driven: 0)

  /// A correction with exact factors leaves a residual of second order; with a wrong slope it would be of first.
  @Test(arguments: [
    (1e-4, nil as Double?, false), (1e-4, 1e-7, false), (3, nil, false), (3, 1e-6, false), (1e-4, nil, true),
    (3, 1e-6, true), (3, nil, true),
  ])
  func `are corrected to second order`(shift: Double, resistivity: Double?, isHeld: Bool) throws {
    let disc = BulkShape(name: "disc", outerRadius: 0.01, zMin: 0, zMax: 0.01)
    let mesh = RectangleMesher.mesh(
      r: [0, 3e-3, 6e-3, 0.01, 0.02, 0.05], z: [-0.04, -0.01, 0, 4e-3, 0.01, 0.02, 0.05], shapes: [disc])
    let material = Material(
      name: "m", criticalCurrent: KimLaw(jc0: 2e8, b0: 1),
      temperatureFactor: .init(criticalTemperature: 60, exponent: 1.5),
      n: 5, heatCapacity: .power(at1K: 40, exponent: 2), conductivity: ThermalConductivity(.constant(5)),
      resistivity: resistivity.map { .constant($0) })
    let model = try CondensedModel(mesh: mesh)
    let body = CellMaterials.Body(material: material, driven: 0, middle: 5e-3)
    var system = HeatedSystem(
      model: model,
      materials: CellMaterials([body], cells: model.cells, air: material, fluxEnters: false), bodies: [body],
      exchanges: [.init(body: isHeld ? 1 : 0, part: .rim, coefficient: .constant(300), driven: 0, offset: 0)],
      supports: isHeld ? [Self.ring] : [], mirrorPlane: nil, drive: Held())
    let n = model.cells.count
    let all = system.dimension - n
    #expect(all == n + (isHeld ? Self.ring.grid.cellCount : 0))
    system.enter(Held(), expecting: 1e8...1e8, isHeld: false, startsAfresh: true)
    let solution = (0..<n).map { 1.1e8 + 1e7 * cos(Double($0)) } + (0..<all).map { 25 + 2 * sin(Double($0)) }
    var (momentum, rate) = (solution, solution)
    #expect(system.evaluate(solution, time: 0, momentum: &momentum, rate: &rate))
    system.startStep()
    let known = zip(momentum, rate).map { $0 - shift * $1 }
    func error(after step: Double) -> Double {
      var y = solution.indices.map { i in
        solution[i] + step * (i < n ? 1e6 * sin(3 * Double(i)) : 0.1 * cos(2 * Double(i)))
      }
      #expect(system.evaluate(y, time: 0, momentum: &momentum, rate: &rate) && system.factor(shift: shift))
      var residual = momentum.indices.map { momentum[$0] - known[$0] - shift * rate[$0] }
      _ = system.correct(&y, residual: &residual, shift: shift)
      return zip(y, solution).enumerated().reduce(0) {
        max($0, abs($1.element.0 - $1.element.1) / ($1.offset < n ? 1e6 : 0.1))
      }
    }
    let (large, small) = (error(after: 1), error(after: 0.1))
    #expect(large < 0.3 && small < 0.03 * max(large, 0.02), "\(large) \(small)")
  }
}
