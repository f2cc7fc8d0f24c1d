import CAllocationCounter
import EdgeElements
import MagnetEquations
import Magnets
import Meshing
import Superconductors
import Testing
import TimeStepping

@testable import BulkSimulation

/// Memory for a run is taken once, at its start: steps take none, so a sweep's workers never meet at the allocator.
@Suite struct AllocationTests {
  @Test func `the counter sees an array`() {
    allocationCounterStart()
    let array = [Double](repeating: 1, count: 1000 + Int.random(in: 0...1))
    let count = allocationCounterStop()
    #expect(count >= 1 && array.count >= 1000)
  }

  @Test(arguments: [true, false]) func `a condensed step allocates nothing after the first ones`(
    dependsOnField: Bool
  ) throws {
    let setup = try Setup(dependsOnField: dependsOnField)
    let model = try CondensedModel(mesh: setup.mesh)
    var system = CondensedSystem(
      model: model, materials: setup.materials(model.cells), drive: setup.segments[0])
    try expectNoAllocation(&system, setup.segments[1])
  }

  @Test(arguments: [true, false]) func `a step of the edge system allocates nothing after the first ones`(
    dependsOnField: Bool
  ) throws {
    let setup = try Setup(dependsOnField: dependsOnField)
    let model = try EdgeModel(space: EdgeSpace(mesh: setup.mesh), airIncluded: false)
    var system = try EdgeSystem(
      model: model, materials: setup.materials(model.cells), drive: setup.segments[0])
    try expectNoAllocation(&system, setup.segments[1])
  }

  private struct Setup {
    let magnet: Magnet
    let mesh: Mesh
    let segments: [TimelineSegment]

    init(dependsOnField: Bool) throws {
      let material = dependsOnField ? ReferenceMagnets.kim(n: 21) : ReferenceMagnets.bean(jc: 2e8, n: 21)
      magnet = Magnet(
        SimulationCase(name: "allocation", bulks: ReferenceMagnets.pair(gap: 2, material: material), stages: []))
      mesh = magnet.mesh(.init(radialCells: 8, axialCells: 4, airGrowth: 1.4, farDistance: 0.2))
      segments = try timeline(of: [
        .cool(field: 7, temperature: 5), .ramp(field: 0, pace: ReferenceMagnets.rampRate),
      ])
    }

    func materials(_ cells: CurrentCells) -> CellMaterials {
      CellMaterials(magnet.bodies, cells: cells, air: SimulationCase.Solver().air, fluxEnters: true)
    }
  }

  private func expectNoAllocation<System: MagnetSystem & ~Copyable>(
    _ system: inout System, _ segment: TimelineSegment
  ) throws {
    var integrator = Integrator(
      control: StepControl(tolerance: 3e-3), state: [Double](repeating: 0, count: system.dimension))
    system.enter(segment, expecting: 1e8...1e8, isHeld: false, startsAfresh: true)
    var (steps, atTenth) = (0, -1)
    allocationCounterStart()
    try integrator.integrate(&system, from: segment.start, to: segment.end) { _, _, _ in
      steps += 1
      // Starting afresh at the tenth step leaves what the first ones take for good out of the count.
      if steps == 10 {
        _ = allocationCounterStop()
        atTenth = steps
        allocationCounterStart()
      }
      return true
    }
    let count = allocationCounterStop()
    #expect(atTenth == 10 && steps > 20)
    #expect(count == 0, "\(count) allocations in \(steps - 10) steps")
  }
}
