import MagnetEquations
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

/// A law with a fault that shows only in some fields.
private struct FaultyLaw: CriticalCurrentLaw {
  /// Jc where the field is below 1 T.
  var inside: Double

  var summary: String { "faulty" }
  var dependsOnField: Bool { true }

  func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>
  ) {
    for i in points { (value[i], slope[i]) = (fluxDensity[i] < 1 ? inside : 5e8, 0) }
  }
}

/// A run that breaks what holds in every magnet stops there, says where and when, and leaves its state.
@Suite struct `Invariants at run time` {
  @Test func `stop a run whose law gives a negative Jc`() throws {
    let material = Material(name: "faulty", criticalCurrent: FaultyLaw(inside: -5e8), n: 21)
    let simulationCase = SimulationCase(
      name: "disc", bulks: [ReferenceMagnets.disc(height: 6, material: material)],
      stages: [.cool(field: 3, temperature: 5), .ramp(field: 0, pace: .duration(1000))], accuracy: 0.05)
    var reported: SimulationState?
    let checkpoints = Checkpoints {
      .goOn
    } save: { state, purpose in
      if purpose == .report { reported = state }
    }
    do {
      _ = try simulate(simulationCase, checkpoints: checkpoints)
      Issue.record("the run went on")
    } catch {
      guard case .brokenInvariant(let stage, let time, let what, let r, let z) = error else { throw error }
      #expect(stage == "ramp" && time > 0 && time <= 1000)
      #expect(what.contains("not positive") || what.contains("create energy"), "\(what)")
      #expect((0...0.015).contains(r ?? -1) && abs(z ?? 1) <= 0.003)
      #expect(reported?.place.time == time)
    }
  }

  @Test func `stop a ramp that is too fast for the equations`() throws {
    let simulationCase = SimulationCase(
      name: "disc", bulks: [ReferenceMagnets.disc(height: 6, material: ReferenceMagnets.kim(n: 21))],
      stages: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: .duration(1e-9))], accuracy: 0.05)
    do {
      _ = try simulate(simulationCase)
      Issue.record("the run went on")
    } catch {
      guard case .brokenInvariant(_, _, let what, _, _) = error else { throw error }
      #expect(what.contains("displacement currents"))
    }
  }

  @Test(arguments: [
    EnergyBalance(stored: 1, dissipated: 1, work: 6), EnergyBalance(stored: -1, dissipated: 1, work: 0),
    EnergyBalance(stored: 1, dissipated: -1, work: 0), EnergyBalance(stored: .nan, dissipated: 1, work: 1),
  ])
  func `see energy that does not add up`(energy: EnergyBalance) throws {
    let magnet = Magnet(ReferenceMagnets.kimCase())
    let mesh = magnet.mesh(.init(radialCells: 4, axialCells: 2, airGrowth: 2, farDistance: 0.2))
    let invariants = Invariants(cells: try CondensedModel(mesh: mesh).cells)
    #expect(invariants.breach(of: energy, full: 10, earlier: []) != nil)
    #expect(invariants.breach(of: .zero, full: 10, earlier: []) == nil)
    #expect(invariants.breach(of: EnergyBalance(stored: 1, dissipated: 2, work: 3.01), full: 10, earlier: []) == nil)
    // Rounding is left of a loop through which everything was shielded; in the hold after it no current flows that gives a scale.
    let rounding = EnergyBalance(stored: 1e-30, dissipated: 0, work: 5e-16)
    #expect(invariants.breach(of: rounding, full: 1e-29, earlier: []) != nil)
    #expect(
      invariants.breach(
        of: rounding, full: 1e-29, earlier: [EnergyBalance(stored: 2, dissipated: 0, work: 2), .zero]) == nil)
  }

  /// At n = 300 nothing dissipates below Jc: what is left of the energy is the rounding of the work.
  @Test func `let a magnet pass that shields its inside and keeps nothing`() throws {
    let bulks = ReferenceMagnets.pair(gap: 2, material: ReferenceMagnets.bean(jc: 5e9, n: 300))
    let run = try ReferenceMagnets.transient(
      bulks,
      stages: [
        .cool(field: 0, temperature: 5), .ramp(field: 1, pace: .duration(600)), .ramp(field: 0, pace: .duration(600)),
      ],
      probes: [], radialCells: 4, axialCells: 2, airGrowth: 2, tolerance: 3e-3)
    let (up, down) = (run.stageEnds[1].energy, run.stageEnds[2].energy)
    #expect(up.work > 0.1 && abs(down.work) < 1e-9 && down.stored < 1e-9, "\(up), \(down)")
  }

  @Test func `a case that insists on the condensed system for a large mesh is refused with the remedy`() throws {
    var large = ReferenceMagnets.kimCase(cells: .init(radial: 56, axial: 22))
    large.solver.system = .condensed
    let error = #expect(throws: SimulationError.self) { try simulate(large) }
    #expect(error?.description.contains("up to 700 current cells, and this mesh has 1232; leave out") == true)
    large.solver.system = nil
    #expect(RunPlan(try ValidCase(large)).refusal == nil)
  }

  @Test func `a case that no memory holds is refused with its cost`() throws {
    let huge = ReferenceMagnets.kimCase(cells: .init(radial: 50_000, axial: 10_000))
    #expect(throws: SimulationError.self) { try simulate(huge) }
    let plan = RunPlan(try ValidCase(huge))
    #expect(plan.cells == 500_000_000 && plan.refusal?.problem.contains("GB of memory") == true)
    // What the plan counts is what the mesh has.
    for usual in [ReferenceMagnets.kimCase(), ReferenceMagnets.kimCase(cells: .init(radial: 20, axial: 8))] {
      let checked = try ValidCase(usual)
      let mesh = sectionMesh(of: checked)
      #expect(RunPlan(checked).cells * 2 == mesh.cellRegions.count { $0 != Mesh.air })
      #expect(RunPlan(checked).refusal == nil)
    }
  }
}
