import EdgeElements
import Foundation
import LinearAlgebra
import MagnetEquations
import Meshing
import Notation
import Testing

/// Columns of a CSV file with `#` comments and a header.
private func columns(_ name: String) throws -> [String: [Double]] {
  let url = try #require(Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Fixtures"))
  let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
  let names = lines[0].split(separator: ",").map(String.init)
  let rows = lines.dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
  return Dictionary(uniqueKeysWithValues: names.indices.map { k in (names[k], rows.map { $0[k] }) })
}

private func gridLines() throws -> (r: [Double], z: [Double]) {
  let url = try #require(
    Bundle.module.url(forResource: "edge-system-80-grid", withExtension: "csv", subdirectory: "Fixtures"))
  let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
  let values = lines.map { $0.split(separator: ",").dropFirst().compactMap { Double($0) } }
  return (values[0], values[1])
}

@Suite struct CondensedModelTests {
  @Test func `matrices equal those of an independent program to 1e-10`() throws {
    let grid = try gridLines()
    let shapes = [1.0, -1].map { side in
      BulkShape(
        name: side > 0 ? "A" : "B", outerRadius: 15e-3, zMin: min(side * 1e-3, side * 7e-3),
        zMax: max(side * 1e-3, side * 7e-3))
    }
    let model = try CondensedModel(mesh: RectangleMesher.mesh(r: grid.r, z: grid.z, shapes: shapes))
    let n = model.cells.count
    #expect(n == 80)
    let ramp = (0..<n).map { Double($0) / Double(n) - 0.3 }
    let one = [Double](repeating: 1, count: n)
    let ours: [String: [Double]] = [
      "w": model.cells.weights, "e": model.appliedCoupling,
      "L_diagonal": (0..<n).map { model.inductance[$0, $0] },
      "L_column_17": (0..<n).map { model.inductance[$0, 17] },
      "L_times_one": model.inductance.multiply(one), "L_times_ramp": model.inductance.multiply(ramp),
      "Br_times_one": model.radialField.multiply(one), "Br_times_ramp": model.radialField.multiply(ramp),
      "Bz_times_one": model.axialField.multiply(one), "Bz_times_ramp": model.axialField.multiply(ramp),
      "Br_applied": model.radialApplied, "Bz_applied": model.axialApplied,
    ]
    let theirs = try columns("edge-system-80")
    #expect(Set(theirs.keys) == Set(ours.keys))
    for (name, expected) in theirs {
      let values = try #require(ours[name])
      // Br of a unit applied field is zero but for rounding: compared with what Bz is.
      let scale = (name == "Br_applied" ? theirs["Bz_applied"] ?? [] : expected).map(abs).max() ?? 1
      let difference = zip(values, expected).map { abs($0 - $1) }.max() ?? 1
      #expect(difference <= 1e-10 * scale, "\(name): \(difference / scale)")
    }
  }

  @Test func `inductance is symmetric, positive, and the inverse of its inverse`() throws {
    let model = try smallModel()
    let n = model.cells.count
    let product = model.inductance.multiply(model.inverseInductance)
    for i in 0..<n {
      #expect(model.inductance[i, i] > 0)
      for j in 0..<n {
        #expect(model.inductance[i, j] == model.inductance[j, i])
        // All currents run the same way round: they attract, so every mutual inductance is positive.
        #expect(model.inductance[i, j] > 0)
        #expect(abs(product[i, j] - (i == j ? 1 : 0)) < 1e-9)
      }
    }
  }

  @Test func `the field of given currents carries just these currents`() throws {
    let model = try smallModel()
    let j = (0..<model.cells.count).map { 1e8 * (1 + sin(Double($0))) }
    let b = model.fluxDensity(currents: j, appliedField: 1e5)
    for (i, cell) in model.cells.meshCells.enumerated() {
      let direct = SIMD2(
        (0..<j.count).reduce(model.radialApplied[i] * 1e5) { $0 + model.radialField[i, $1] * j[$1] },
        (0..<j.count).reduce(model.axialApplied[i] * 1e5) { $0 + model.axialField[i, $1] * j[$1] })
      #expect(abs(b[cell].x - direct.x) < 1e-10 && abs(b[cell].y - direct.y) < 1e-10)
    }
  }

  @Test func `without currents the applied field is uniform`() throws {
    let model = try smallModel()
    let none = [Double](repeating: 0, count: model.cells.count)
    for b in model.fluxDensity(currents: none, appliedField: 1 / vacuumPermeability) {
      #expect(abs(b.x) < 1e-10 && abs(b.y - 1) < 1e-10)
    }
  }

  private func smallModel() throws -> CondensedModel {
    let shapes = [
      BulkShape(name: "A", outerRadius: 15e-3, zMin: 0.5e-3, zMax: 6.5e-3),
      BulkShape(name: "B", outerRadius: 10e-3, zMin: -4e-3, zMax: -0.5e-3),
    ]
    return try CondensedModel(
      mesh: RectangleMesher(shapes: shapes, mirrorPlane: nil).mesh(
        .init(radialCells: 4, axialCells: 3, airGrowth: 1.4, farDistance: 0.2)))
  }
}
