import Benchmark
import BulkSimulation
import CAllocationCounter
import CoilFields
import EdgeElements
import LinearAlgebra
import MagnetEquations
import Meshing
import Superconductors

/// Two bulks of radius 15 mm and height 6 mm, 2 mm apart, Kim's law: the case of `peers`, both halves meshed.
private let shapes = [
  BulkShape(name: "A", outerRadius: 15e-3, zMin: 1e-3, zMax: 7e-3),
  BulkShape(name: "B", outerRadius: 15e-3, zMin: -7e-3, zMax: -1e-3),
]

private let material = Material(name: "kim", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 21)

/// Cells across and along each bulk; 36, 80 and 168 in all.
private let resolutions = [(6, 3), (10, 4), (14, 6)]

private func mesh(_ radial: Int, _ axial: Int) -> Mesh {
  RectangleMesher(shapes: shapes, mirrorPlane: nil).mesh(
    RectangleMesher.Resolution(
      radialCells: Double(radial), axialCells: Double(axial), airGrowth: 1.4, farDistance: 0.25, grading: 0.8))
}

private func simulationCase(accuracy: Double) -> SimulationCase {
  SimulationCase(
    name: "kim", bulks: shapes.map { SimulationCase.Bulk(shape: $0, material: material) },
    stages: [
      .cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4.8 / 3600)), .hold(duration: 3600),
    ],
    accuracy: accuracy)
}

private let allocations = BenchmarkMetric.custom("Allocations", polarity: .prefersSmaller, useScalingFactor: false)

extension Benchmark {
  /// Runs `body` as often as the framework asks, and counts how often a run allocates.
  func repeated(_ body: () throws -> Void) rethrows {
    allocationCounterStart()
    startMeasurement()
    for _ in scaledIterations { try body() }
    stopMeasurement()
    measurement(allocations, allocationCounterStop() / scaledIterations.count)
  }
}

/// Built-in laws of Jc, and the same as formulas, which may take 1.5 times as long.
private let laws: [(name: String, law: any CriticalCurrentLaw, formula: String)] = [
  ("Kim", KimLaw(jc0: 5e8, b0: 1.5), "5e8 A/m^2 / (1 + B / 1.5 T)"),
  ("Kim, exponent 1.3", KimLaw(jc0: 5e8, b0: 1.5, exponent: 1.3), "5e8 A/m^2 / (1 + B / 1.5 T)^1.3"),
  ("exponential", ExponentialLaw(jc0: 5e8, b0: 1.5), "5e8 A/m^2 * exp(-B / 1.5 T)"),
  (
    "Jirsa", JirsaLaw(jc0: 3e8, b0: 0.5, peakJc: 2e8, peakField: 2, exponent: 1.4),
    "3e8 A/m^2 * exp(-B / 0.5 T) + 2e8 A/m^2 * B / 2 T * exp((1 - (B / 2 T)^1.4) / 1.4)"
  ),
]

/// A batch of |B| from 0 to 7 T through one law.
private func lawBenchmark(_ name: String, _ law: any CriticalCurrentLaw, cells: Int) {
  Benchmark("law: \(name), \(cells) cells", configuration: .init(scalingFactor: .kilo)) { benchmark in
    let fields = (0..<cells).map { 7 * Double($0) / Double(cells) }
    let places = fields.map { _ in SIMD2<Double>.zero }
    var (value, slope) = (fields, fields)
    benchmark.repeated {
      var values = value.mutableSpan
      var slopes = slope.mutableSpan
      law.evaluate(
        0..<cells, fluxDensity: fields.span, temperature: 5, places: places.span, value: &values, slope: &slopes)
    }
    blackHole((value, slope))
  }
}

let benchmarks: @Sendable () -> Void = {
  // Time by the CPU's clock comes in steps of 10 ms: too coarse for any of these.
  Benchmark.defaultConfiguration = .init(metrics: [.wallClock, allocations], warmupIterations: 3, maxDuration: .seconds(1))

  for (radial, axial) in resolutions {
    let cells = 2 * radial * axial
    let section = mesh(radial, axial)

    Benchmark("mesh, \(cells) cells") { benchmark in
      benchmark.repeated { blackHole(mesh(radial, axial)) }
    }

    Benchmark("set-up of the condensed model, \(cells) cells") { benchmark in
      try benchmark.repeated { blackHole(try CondensedModel(mesh: section)) }
    }

    newtonParts(cells: cells, section: section)
    biotSavart(cells: cells, section: section)
  }

  for (name, law, text) in laws {
    guard let formula = try? FormulaLaw(text) else { preconditionFailure("\(text) is no formula") }
    for cells in [40, 168] {
      lawBenchmark(name, law, cells: cells)
      lawBenchmark("\(name) as a formula", formula, cells: cells)
    }
  }

  for side in [20, 40, 80] { dissected(squares: side) }

  for accuracy in [0.01, 0.003, 0.001] {
    let whole = simulationCase(accuracy: accuracy)
    Benchmark("simulate, accuracy \(accuracy)") { benchmark in
      try benchmark.repeated { blackHole(try simulate(whole)) }
    }
  }
}

/// The parts of a Newton iteration that are public: together its linear algebra and the law of Jc.
private func newtonParts(cells: Int, section: Mesh) {
  guard let model = try? CondensedModel(mesh: section) else { preconditionFailure("rectangles are never singular") }
  let stacked = Matrix.stacked([model.inductance, model.radialField, model.axialField])
  let currents = [Double](repeating: 1e8, count: cells)
  // What an iteration adds to L: shift w dE/dJ, as large as L's diagonal at the front.
  let slopes = (0..<cells).map { model.inductance[$0, $0] }
  let fieldSlopes = [Double](repeating: 0, count: cells)

  Benchmark("evaluate: fields and Jc, \(cells) cells") { benchmark in
    var product = [Double](repeating: 0, count: stacked.rows)
    var jc = [Double](repeating: 0, count: cells)
    var slope = jc
    var magnitude = jc
    let places = jc.map { _ in SIMD2<Double>.zero }
    benchmark.repeated {
      stacked.multiply(currents, into: &product)
      for i in 0..<cells {
        let (br, bz) = (product[cells + i], product[2 * cells + i])
        magnitude[i] = (br * br + bz * bz).squareRoot()
      }
      var values = jc.mutableSpan
      var slopes = slope.mutableSpan
      material.criticalCurrentDensity(
        0..<cells, fluxDensity: magnitude.span, temperature: 5, places: places.span, value: &values, slope: &slopes)
      blackHole(jc)
    }
  }

  Benchmark("factor, \(cells) cells") { benchmark in
    var lu = DenseLU(order: cells)
    try benchmark.repeated {
      lu.setSum(stacked, scaledBy: fieldSlopes, fieldSlopes, diagonal: slopes)
      try lu.factor()
    }
    blackHole(lu.elements)
  }

  Benchmark("solve, \(cells) cells") { benchmark in
    var lu = DenseLU(order: cells)
    lu.setSum(stacked, scaledBy: fieldSlopes, fieldSlopes, diagonal: slopes)
    try lu.factor()
    var residual = currents.map { $0 }  // a copy of its own, so that the loop makes none
    benchmark.repeated {
      for i in residual.indices { residual[i] = currents[i] }
      lu.solve(&residual)
    }
    blackHole(residual)
  }
}

/// The sparse matrix of a grid of squares, as edges and cells couple: what the edge system factors.
private func dissected(squares side: Int) {
  let elements = (0..<side * side).map { square in
    let corner = square / side * (side + 1) + square % side
    return [corner, corner + 1, corner + side + 1, corner + side + 2]
  }
  let dissection = Dissection(
    order: (side + 1) * (side + 1), elements: elements,
    points: elements.indices.map { SIMD2(Double($0 % side), Double($0 / side)) }, last: [])

  func matrix() -> DissectedLU {
    var lu = DissectedLU(dissection)
    for element in elements { for i in element { for j in element { lu.add(i == j ? 8 : -1, row: i, column: j) } } }
    lu.fix()
    return lu
  }
  Benchmark("factor by nested dissection, \(side) x \(side) squares") { benchmark in
    var lu = matrix()
    try benchmark.repeated {
      lu.clear()
      try lu.factor()
    }
  }
  Benchmark("solve by nested dissection, \(side) x \(side) squares") { benchmark in
    var lu = matrix()
    try lu.factor()
    var x = [Double](repeating: 1, count: dissection.order)
    benchmark.repeated { lu.solve(&x) }
    blackHole(x)
  }
}

/// One row of a probe: its field per unit current of every cell.
private func biotSavart(cells: Int, section: Mesh) {
  let sections = CurrentCells(mesh: section).sections
  for (place, r) in [("on the axis", 0.0), ("off the axis, in the gap", 7e-3)] {
    Benchmark("Biot-Savart row \(place), \(cells) cells") { benchmark in
      benchmark.repeated {
        for coil in sections { blackHole(coil.field(r: r, z: 0)) }
      }
    }
  }
}
