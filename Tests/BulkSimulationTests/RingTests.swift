import EdgeElements
import Foundation
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

/// Bulks with a hole, whose net current is an unknown of its own.
@Suite struct RingTests {
  private func ring(
    inner: Double, outer: Double, bottom: Double, top: Double, name: String = "ring", material: Material
  ) -> SimulationCase.Bulk {
    SimulationCase.Bulk(
      shape: BulkShape(
        name: name, innerRadius: 1e-3 * inner, outerRadius: 1e-3 * outer, zMin: 1e-3 * bottom, zMax: 1e-3 * top),
      material: material)
  }

  @Test func `a saturated ring has the field of a coil`() throws {
    let (a, r, b, jc) = (15e-3, 5e-3, 4e-3, 2e8)
    let result = try simulate(
      SimulationCase(
        name: "ring",
        bulks: [ring(inner: 5, outer: 15, bottom: -4, top: 4, material: ReferenceMagnets.bean(jc: jc, n: 1000))],
        stages: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4e-4 / a))], fieldOutput: .none))
    let state = result.stages[1]
    #expect(result.numerics.mirrored)
    #expect(abs(state.moment / (2 * .pi / 3 * jc * (a * a * a - r * r * r) * b) - 1) < 3e-3)
    #expect(abs(state.probes[0].bz / (vacuumPermeability * jc * b * (asinh(a / b) - asinh(r / b))) - 1) < 3e-3)
  }

  /// Mean of Bz over the disc r < `radius` at a height: the flux through it by the disc's area.
  private func meanField(_ state: Observables.Values, _ points: Int) -> Double {
    state.probes.enumerated().reduce(0) { $0 + $1.element.y * 2 * (Double($1.offset) + 0.5) } / Double(points * points)
  }

  @Test(arguments: [false, true]) func `a ring that cannot be penetrated keeps the flux through its hole`(
    mirrored: Bool
  ) throws {
    let (points, inner) = (40, 6e-3)
    var bulks = [ring(inner: 6, outer: 15, bottom: -5, top: 5, material: ReferenceMagnets.bean(jc: 1e13, n: 30))]
    if !mirrored {
      // A speck of another material far off spoils the symmetry and nothing else.
      bulks.append(
        ring(inner: 0, outer: 0.2, bottom: 40, top: 40.2, name: "speck", material: ReferenceMagnets.bean(jc: 1, n: 2)))
    }
    let run = try ReferenceMagnets.transient(
      bulks, stages: [.cool(field: 0.1, temperature: 5), .ramp(field: 0, pace: .duration(60))],
      probes: (0..<points).map { .init(name: "p\($0)", r: inner * (Double($0) + 0.5) / Double(points), z: 0) },
      radialCells: 16, axialCells: 16, airGrowth: 1.2, tolerance: 1e-3)
    // The currents at the hole's wall replace the applied flux; they flow in the wall's cells, a little outside of it.
    let kept = meanField(run.stageEnds[1].values, points) / 0.1
    #expect(abs(kept - 1) < 0.03, "\(kept)")
  }

  @Test func `rings inside and above each other and a solid bulk each get their cut`() throws {
    let material = ReferenceMagnets.bean(jc: 2e8, n: 1000)
    let bulks = [
      ring(inner: 10, outer: 14, bottom: -3, top: 3, name: "outer", material: material),
      ring(inner: 5, outer: 8, bottom: -2, top: 4, name: "inner", material: material),
      ring(inner: 0, outer: 3, bottom: -5, top: 5, name: "core", material: material),
      ring(inner: 4, outer: 14, bottom: 6, top: 9, name: "upper", material: material),
    ]
    let result = try simulate(
      SimulationCase(
        name: "rings", bulks: bulks,
        stages: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4e-4 / 14e-3))], accuracy: 1e-2,
        fieldOutput: .none))
    // All saturated: every moment is that of a coil, whatever the others do.
    #expect(result.stages[1].momentByBulk.count == bulks.count)
    for (bulk, moment) in zip(bulks, result.stages[1].momentByBulk) {
      let (a, r) = (bulk.shape.outerRadius, bulk.shape.innerRadius)
      let exact = Double.pi / 3 * 2e8 * (a * a * a - r * r * r) * bulk.shape.height
      #expect(abs(moment / exact - 1) < 5e-3, "\(bulk.shape.name)")
    }
  }

  @Test func `a thin hole changes a solid bulk little`() throws {
    let material = ReferenceMagnets.kim(n: 21)
    func moment(_ inner: Double) throws -> Double {
      try simulate(
        SimulationCase(
          name: "hole", bulks: [ring(inner: inner, outer: 15, bottom: -4, top: 4, material: material)],
          stages: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: ReferenceMagnets.rampRate)],
          fieldOutput: .none)
      ).stages[1].moment
    }
    let (solid, holed) = (try moment(0), try moment(1))
    #expect(abs(holed / solid - 1) < 3e-3)
  }
}
