import BulkSimulation
import Magnets
import Meshing
import Superconductors
import Testing

@testable import Reports

/// A field-cooled disc, coarse.
private func disc() throws -> SimulationResult {
  let shape = BulkShape(name: "disc", outerRadius: 15e-3, zMin: -3e-3, zMax: 3e-3)
  let material = Material(name: "kim", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 21)
  return try simulate(
    SimulationCase(
      name: "disc", bulks: [.init(shape: shape, material: material)],
      stages: [.cool(field: 5, temperature: 5), .ramp(field: 0, pace: .duration(3600))],
      probes: [.init(name: "inside", r: 4e-3, z: 1e-3), .init(name: "above", r: 7e-3, z: 5e-3)], accuracy: 0.01))
}

@Suite struct `Field of a map's currents` {
  @Test func `is that of the probes, and quick maps agree with it`() throws {
    let stage = try #require(try disc().stages.last)
    let field = SectionField(try #require(stage.fields), applied: AppliedField(uniform: stage.appliedField))
    for (probe, place) in zip(stage.probes, [SIMD2(4e-3, 1e-3), SIMD2(7e-3, 5e-3)]) {
      let value = field.exact(r: place.x, z: place.y)
      // Probes are extrapolated from two meshes, the map is that of the finer one.
      #expect(abs(value.bz - probe.bz) < 0.01 * 1.5 && abs(value.br - probe.br) < 0.01 * 1.5)
    }
    var worst = 0.0
    for i in 0..<20 {
      for j in 0..<20 {
        let (r, z) = (1e-3 * Double(i) + 1e-5, 0.6e-3 * Double(j) - 6.1e-3)
        let (a, b) = (field.exact(r: r, z: z), field.approximate(r: r, z: z))
        worst = max(worst, abs(a.br - b.br), abs(a.bz - b.bz))
      }
    }
    // As good as the accuracy asked for.
    #expect(worst < 0.01 * 1.7, "\(worst) T of 1.7 T")
  }

  @Test func `has a flux function whose slope is Bz`() throws {
    let stage = try #require(try disc().stages.last)
    let field = SectionField(try #require(stage.fields), applied: AppliedField(uniform: 0.5))
    let (r, h) = (9e-3, 1e-5)
    let slope = (field.exact(r: r + h, z: 4.2e-3).flux - field.exact(r: r - h, z: 4.2e-3).flux) / (2 * h)
    #expect(abs(slope / r - field.exact(r: r, z: 4.2e-3).bz) < 1e-3)
  }

  /// Points between those that are computed come from cubics through their neighbours.
  @Test func `is interpolated on a grid to 1 % of its largest value`() throws {
    let stage = try #require(try disc().stages.last)
    let fields = try #require(stage.fields)
    let field = SectionField(fields, applied: AppliedField(uniform: stage.appliedField))
    let grid = FieldGrid(field, SectionFrame(fields.mesh))
    var (worst, largest) = (0.0, 0.0)
    for row in stride(from: 1, to: grid.rows, by: 6) {
      for column in stride(from: 1, to: grid.columns, by: 6) {
        let (value, exact) = (
          grid.values[row * grid.columns + column], field.approximate(r: grid.r(column), z: grid.z(row))
        )
        worst = max(worst, abs(value.br - exact.br), abs(value.bz - exact.bz))
        largest = max(largest, abs(exact.bz))
      }
    }
    #expect(worst < 0.01 * largest && worst > 0, "\(worst) of \(largest)")
  }
}
