import CAllocationCounter
import EdgeElements
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

  @Test(arguments: [true, false]) func `a step allocates nothing after the first ones`(dependsOnField: Bool) throws {
    let material = dependsOnField ? ReferenceMagnets.kim(n: 21) : ReferenceMagnets.bean(jc: 2e8, n: 21)
    let bulks = ReferenceMagnets.pair(gap: 2, material: material)
    let magnet = Magnet(SimulationCase(name: "allocation", bulks: bulks, stages: []))
    let model = try CondensedModel(
      mesh: magnet.mesh(.init(radialCells: 8, axialCells: 4, airGrowth: 1.4, farDistance: 0.2)))
    let segments = try timeline(of: [
      .cool(field: 7, temperature: 5), .ramp(field: 0, pace: ReferenceMagnets.rampRate),
    ])
    let materials = CellMaterials(materials: magnet.materials, cells: model.cells)
    var system = CondensedSystem(model: model, materials: materials, segment: segments[0])
    var integrator = Integrator(
      control: StepControl(tolerance: 3e-3), state: [Double](repeating: 0, count: model.cells.count))
    system.enter(segments[1])
    var (steps, atTenth) = (0, -1)
    allocationCounterStart()
    try integrator.integrate(&system, from: segments[1].start, to: segments[1].end) { _, _, _ in
      steps += 1
      // Starting afresh at the tenth step leaves what the first ones take for good out of the count.
      if steps == 10 {
        _ = allocationCounterStop()
        atTenth = steps
        allocationCounterStart()
      }
    }
    let count = allocationCounterStop()
    #expect(atTenth == 10 && steps > 20)
    #expect(count == 0, "\(count) allocations in \(steps - 10) steps")
  }
}
