import CoilFields
import EdgeElements
import Foundation
import MagnetEquations
import Meshing
import Superconductors
import Testing

@Suite struct `Materials in cells` {
  @Test(arguments: [1.0, 2, 21, 300, 1000]) func `J is found for every balance of flux and field`(n: Double) {
    let disc = BulkShape(name: "disc", outerRadius: 0.01, zMin: -5e-3, zMax: 5e-3)
    let mesh = RectangleMesher.mesh(r: [0, 0.01, 0.02], z: [-5e-3, 5e-3], shapes: [disc])
    let material = Material(name: "bean", criticalCurrent: ConstantLaw(jc0: 1e8), n: n)
    let materials = CellMaterials(
      [.init(material: material, driven: 0, middle: 0)], cells: CurrentCells(mesh: mesh), air: material,
      fluxEnters: true)
    for beta in [1e-12, 1e-3, 1, 1e3, 1e12] {
      for sum in [-50.0, -1, -0.3, 0, 1e-9, 0.5, 0.99, 1, 1.01, 3, 1e6] {
        for near in [0, 0.5, -2, 1, 5, 1e3] {
          let (x, power) = materials.balance(exponent: n, beta: beta, sum: sum, near: near)
          if let power { #expect(abs(power - pow(abs(x), n - 1)) <= 1e-12 * power) }
          let balance = x + beta * (n == 1 ? x : pow(abs(x), n - 1) * x)
          #expect(abs(balance - sum) <= 1e-6 * abs(sum), "beta \(beta), sum \(sum), near \(near): \(x)")
        }
      }
    }
  }

  @Test func `the mean field factor matters at the axis only`() {
    let width = 1e-3
    func factor(_ k: Double, n: Double) -> Double {
      CellMaterials.meanFieldFactor(
        .rectangle(RectangularCoil(r0: k * width, r1: (k + 1) * width, z0: 0, z1: 1e-3)), n: n)
    }
    // (2/3)/<r^(1/n)>^n: (2/3) e for n to infinity, 4/3 for n = 1.
    #expect(abs(factor(0, n: 1e9) - 2.0 / 3 * 2.718281828459045) < 1e-6)
    #expect(abs(factor(0, n: 1) - 4.0 / 3) < 1e-12)
    #expect(factor(1, n: 21) > 1.04 && factor(1, n: 21) < 1.07)
    #expect(abs(factor(100, n: 21) - 1) < 1e-4)
  }

  @Test func `the mean of a map over a cell is exact for rectangles and close for other cells`() throws {
    let map = try Self.map(radii: [0, 4, 10, 15], heights: [-3, -1, 3]) { r, z in 1 + 0.02 * r * r + 0.1 * z }
    let (r0, r1, z0, z1) = (2e-3, 11e-3, -2e-3, 2e-3)
    var sum = 0.0
    let count = 900
    for i in 0..<count {
      for j in 0..<400 {
        sum += map(
          r: r0 + (Double(i) + 0.5) / Double(count) * (r1 - r0), z: z0 + (Double(j) + 0.5) / 400 * (z1 - z0))
      }
    }
    let mean = sum / Double(count * 400)
    let rectangle = CoilSection.rectangle(RectangularCoil(r0: r0, r1: r1, z0: z0 + 0.1, z1: z1 + 0.1))
    #expect(abs(map.mean(over: rectangle, middle: 0.1) / mean - 1) < 1e-5)
    let polygon = CoilSection.polygon(
      PolygonalCoil([SIMD2(r0, z0), SIMD2(r1, z0), SIMD2(r1, z1), SIMD2(r0, z1)]))
    #expect(abs(map.mean(over: polygon, middle: 0) / mean - 1) < 3e-3)
    // Beyond the grid the edge's factor holds.
    #expect(map.mean(r: 16e-3...17e-3, z: -1e-3...3e-3) == map.mean(r: 15e-3...15.000001e-3, z: -1e-3...3e-3))
  }

  /// Lengths in mm.
  private static func map(
    radii: [Double], heights: [Double], _ factor: (Double, Double) -> Double
  ) throws -> CriticalCurrentMap {
    let lines = heights.flatMap { z in radii.map { r in "\(r),\(z),\(factor(r, z))" } }
    return try CriticalCurrentMap(csv: "r[mm],z[mm],factor\n" + lines.joined(separator: "\n"), file: "map.csv")
  }
}
