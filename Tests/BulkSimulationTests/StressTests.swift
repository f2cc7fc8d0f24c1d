import Magnets
import Meshing
import Superconductors
import Testing

@testable import BulkSimulation

/// The disc of the verification: constant Jc, cooled in 6 T and ramped to zero, with and without a steel ring.
func discInRing(ring: Bool, to field: Double = 0, accuracy: Double = 0.003) -> SimulationCase {
  var material = Material(name: "bulk", criticalCurrent: ConstantLaw(jc0: 4e8), n: 50)
  material.elastic = ElasticProperties(young: 130e9, poisson: 0.3)
  let steel = StructuralMaterial(name: "steel", elastic: ElasticProperties(young: 193e9, poisson: 0.28))
  let support = Support(
    shape: BulkShape(name: "ring", innerRadius: 12e-3, outerRadius: 15e-3, zMin: -5e-3, zMax: 5e-3), material: steel)
  return SimulationCase(
    name: "disc", bulks: [.init(shape: BulkShape(name: "disc", outerRadius: 12e-3, zMin: -5e-3, zMax: 5e-3), material: material)],
    supports: ring ? [support] : [],
    stages: [.cool(field: 6, temperature: 5), .ramp(field: field, pace: .rate(1.0 / 60))],
    probes: [
      .init(name: "centre", r: 0, z: 0), .init(name: "rim", r: 12e-3, z: 0), .init(name: "face", r: 0, z: 5e-3),
    ] + (ring ? [.init(name: "inside", r: 12.0000001e-3, z: 0), .init(name: "outside", r: 15e-3, z: 0)] : []), accuracy: accuracy)
}

@Suite struct StressTests {
  @Test(arguments: [
    (true, 0.0, 5.26529, 0.62694, 0.49920, 62.281, -92.046), (false, 0, 5.45441, 0.62587, 0.72021, 76.287, -96.461),
    (true, 1.5, 10.59829, 1.18094, 1.70522, 192.879, -194.371), (false, 1.5, 11.20957, 1.16909, 2.41998, 236.172, -208.709),
  ])
  func `the disc with and without a ring`(
    ring: Bool, field: Double, hoop: Double, axial: Double, rim: Double, ur: Double, uz: Double
  ) throws {
    let result = try simulate(ValidCase(discInRing(ring: ring, to: field)))
    let stress = try #require(result.stress)
    let probes = stress.stages[1].probes.map { $0 }
    let (centre, edge, face) = (try #require(probes[0]), try #require(probes[1]), try #require(probes[2]))
    print(
      "ring \(ring) at \(field) T: hoop \(1e-6 * centre.hoop / hoop - 1) radial \(1e-6 * centre.radial / hoop - 1) axial",
      "\(1e-6 * centre.axial / axial - 1) rim \(1e-6 * edge.hoop / rim - 1) ur \(1e9 * edge.displacementR / ur - 1)",
      "uz \(1e9 * face.displacementZ / uz - 1); error \(stress.stages[1].error / stress.stages[1].hoop.value)",
      "peak \(stress.peak.hoop) at \(stress.peakField) T, error \(stress.peak.error), \(stress.unknowns) unknowns")
    if ring {
      let (inner, outer) = (try #require(probes[3]), try #require(probes[4]))
      print("steel: \(inner.hoop), \(outer.hoop)")
    }
    #expect(abs(1e-6 * centre.hoop / hoop - 1) < 5e-3)
    #expect(abs(1e-6 * centre.radial / hoop - 1) < 5e-3)
    #expect(abs(1e-6 * edge.hoop / rim - 1) < 1e-2)
    #expect(abs(1e9 * edge.displacementR / ur - 1) < 5e-3)
    #expect(abs(1e9 * face.displacementZ / uz - 1) < 5e-3)
  }
}
