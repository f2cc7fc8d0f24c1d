import EdgeElements
import Foundation
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

/// Constant Jc and a large n against Bean's model, whose fields are known in closed form.
@Suite struct BeanTests {
  /// On-axis field of two discs of 30 x 6 mm, fully penetrated: exact, [T].
  private func centreField(gap: Double, jc: Double) -> Double {
    let (a, t, h) = (15e-3, 6e-3, 0.5e-3 * gap)
    return vacuumPermeability * jc * ((t + h) * asinh(a / (t + h)) - (h > 0 ? h * asinh(a / h) : 0))
  }

  @Test(arguments: [0.5, 1, 2, 3]) func `two discs with a gap trap the exact field at n = 1000`(gap: Double) throws {
    let result = try simulate(
      SimulationCase(
        name: "gap", bulks: ReferenceMagnets.pair(gap: gap, material: ReferenceMagnets.bean(jc: 2e8, n: 1000)),
        stages: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: ReferenceMagnets.rampRate)],
        fieldOutput: .none))
    let exact = centreField(gap: gap, jc: 2e8)
    let value = result.stages[1].probes[0].bz
    let fine = result.numerics.runs[result.numerics.finest]
    print(
      "gap \(gap) mm, n = 1000: \(value) T, exact \(exact) T, \(fine.steps) steps, \(fine.factorisations) factorisations"
    )
    #expect(abs(value / exact - 1) < 5e-3)
  }

  @Test(arguments: [0.2, 0.5, 1, 2]) func `a cylinder saturates at m = 2 pi/3 Jc a³ b and Bp = mu0 Jc b asinh(a/b)`(
    aspect: Double
  ) throws {
    let (radius, jc) = (10.0, 3e8)
    let half = radius * aspect
    let result = try simulate(
      SimulationCase(
        name: "cylinder",
        bulks: [
          ReferenceMagnets.disc(radius: radius, height: 2 * half, material: ReferenceMagnets.bean(jc: jc, n: 1000))
        ],
        // So fast that E reaches E0 within the bulk: J is Jc to a thousandth.
        stages: [.cool(field: 9, temperature: 5), .ramp(field: 0, pace: .rate(4e-4 / 1e-2))],
        probes: [.init(name: "centre", r: 0, z: 0), .init(name: "face", r: 0, z: 1e-3 * half)], fieldOutput: .none))
    let (a, b) = (1e-3 * radius, 1e-3 * half)
    let state = result.stages[1]
    #expect(abs(state.moment / (2 * .pi / 3 * jc * a * a * a * b) - 1) < 4e-3)
    #expect(abs(state.probes[0].bz / (vacuumPermeability * jc * b * asinh(a / b)) - 1) < 4e-3)
    #expect(abs(state.probes[1].bz / (vacuumPermeability * jc * b * asinh(a / (2 * b))) - 1) < 4e-3)
  }

  @Test func `the virgin curve of a disc follows an independent computation`() throws {
    // m / m_saturation against Ha/Hp for b/a = 0.2, from a quadratic programme for ring currents, error 2e-4.
    let table = [(0.1, 0.4050), (0.2, 0.6720), (0.4, 0.9250), (0.6, 0.9893), (1.0, 1.0)]
    let (a, b, jc) = (15e-3, 3e-3, 2e8)
    let penetration = vacuumPermeability * jc * b * asinh(a / b)
    // The faster the ramp the higher E and the current; at this rate E reaches E0 at the rim: J = Jc.
    let result = try simulate(
      SimulationCase(
        name: "virgin",
        bulks: [ReferenceMagnets.disc(height: 6, material: ReferenceMagnets.bean(jc: jc, n: 1000))],
        stages: [.cool(field: 0, temperature: 5)]
          + table.map { .ramp(field: $0.0 * penetration, pace: .rate(2 * 1e-4 / a)) },
        fieldOutput: .none, cells: .init(radial: 20, axial: 16)))
    let saturation = 2 * Double.pi / 3 * jc * a * a * a * b
    for (state, (field, expected)) in zip(result.stages.dropFirst(), table) {
      #expect(abs(-state.moment / saturation - expected) < 3e-3, "Ha/Hp = \(field): \(-state.moment / saturation)")
    }
  }

  @Test func `field cooling leaves what the virgin curve took, with its sign turned`() throws {
    let bulks = [ReferenceMagnets.disc(height: 6, material: ReferenceMagnets.bean(jc: 2e8, n: 300))]
    let probes = [SimulationCase.Probe(name: "centre", r: 0, z: 0), .init(name: "above", r: 0, z: 4e-3)]
    func run(_ stages: [MagnetisationStage]) throws -> Transient {
      try ReferenceMagnets.transient(
        bulks, stages: stages, probes: probes, radialCells: 8, axialCells: 8, airGrowth: 1.3, tolerance: 1e-3)
    }
    let cooled = try run([.cool(field: 0.5, temperature: 5), .ramp(field: 0, pace: .duration(600))])
    let virgin = try run([.cool(field: 0, temperature: 5), .ramp(field: -0.5, pace: .duration(600))])
    // Constant Jc does not see the field itself, so the two runs are one and the same.
    let (a, b) = (cooled.stageEnds[1].values, virgin.stageEnds[1].values)
    #expect(abs(a.moment / b.moment - 1) < 1e-12)
    for (p, q) in zip(a.probes, b.probes) { #expect(abs(p.y / q.y - 1) < 1e-12) }
  }

  @Test(arguments: [(0.1, 5.864632), (0.2, 3.565386), (1.0, 1.585363), (2.0, 1.305812)])
  func `perfect screening has the slope of the boundary element solution`(aspect: Double, slope: Double) throws {
    let half = 10 * aspect
    let result = try simulate(
      SimulationCase(
        name: "screening",
        bulks: [
          ReferenceMagnets.disc(radius: 10, height: 2 * half, material: ReferenceMagnets.bean(jc: 1e13, n: 30))
        ],
        stages: [.cool(field: 0, temperature: 5), .ramp(field: 0.1, pace: ReferenceMagnets.rampRate)],
        accuracy: 1e-2, fieldOutput: .none))
    let volume = Double.pi * 1e-4 * 2e-3 * half
    let magnetisation = -result.stages[1].moment / volume
    let error = result.stages[1].momentError / volume / (0.1 / vacuumPermeability)
    let computed = magnetisation / (0.1 / vacuumPermeability)
    #expect(abs(computed - slope) <= 2 * error, "\(computed) ± \(error) instead of \(slope)")
    #expect(abs(computed / slope - 1) < 1.5e-2)
  }
}
