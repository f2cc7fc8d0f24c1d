import FoundationEssentials
import Magnets
import Meshing
import RunFolders
import Superconductors

@testable import BulkSimulation

/// A made-up result with awkward numbers: two bulks, two probes, two stages, the second with a field map.
func sampleResult(fields: FieldSnapshot? = sampleFields(), solve: Double = 0.125) -> SimulationResult {
  let cool = SimulationResult.StageState(
    stage: "cool", time: 0, appliedField: 7, temperature: 5,
    probes: [.init(br: 0, bz: 7, error: 0, drift: nil), .init(br: 0, bz: 7, error: 0, drift: nil)],
    moment: 0, momentError: 0, momentByBulk: [0, 0], trappedFlux: 0, trappedFluxError: 0,
    energy: .zero, fields: nil)
  let ramp = SimulationResult.StageState(
    stage: "ramp", time: 5250, appliedField: 0, temperature: 5,
    probes: [
      .init(br: 1e-17, bz: 2.1468, error: 0.0008, drift: -1.5), .init(br: -0.1, bz: 0.1 + 0.2, error: 1e-5, drift: nil),
    ],
    moment: 12.797, momentError: .nan, momentByBulk: [6.3985, 6.3985], trappedFlux: 1.25e-3,
    trappedFluxError: .infinity,
    energy: EnergyBalance(stored: 9.5, dissipated: 30.25, work: 39.75), fields: fields)
  let fine = SimulationResult.RunCost(
    purpose: .fine, cells: 80, unknowns: 968, steps: 161, rejected: 3, factorisations: 120, newtonIterations: 700,
    tolerance: 1e-3, setup: 0.25, solve: solve)
  var coarse = fine
  (coarse.purpose, coarse.cells, coarse.steps) = (.coarse, 20, 40)
  return SimulationResult(
    caseName: "pair", probeNames: ["centre", "surface"], bulkNames: ["A", "B"], accuracy: 0.003, stages: [cool, ramp],
    history: [
      .init(time: 0, appliedField: 7, temperature: 5, moment: 0, probes: [SIMD2(0, 7), SIMD2(0, 7)]),
      .init(
        time: 5250, appliedField: -0.0, temperature: 4.2, moment: 1.0 / 3.0,
        probes: [SIMD2(.leastNonzeroMagnitude, 0.1 + 0.2), SIMD2(-1.7976931348623157e308, 1e-17)]),
    ],
    numerics: .init(
      system: .condensed, formulation: .hPhi, mirrored: true, runs: [coarse, fine],
      ownValues: [.init(moment: 1.25, probes: [2.5, 1.5]), .init(moment: 1.5, probes: [2.75, 1.75])], finest: 1,
      total: 0.75 + solve),
    warnings: [.accuracyMissed(asked: 0.003, reached: 0.005, fixesMesh: true)])
}

/// A quadrilateral of the bulk beside a triangle of air.
func sampleFields() -> FieldSnapshot {
  FieldSnapshot(
    mesh: Mesh(
      nodes: [SIMD2(0, 0), SIMD2(0.015, 0), SIMD2(0.015, 0.1 + 0.2), SIMD2(0, 0.3), SIMD2(1.0 / 3.0, 0)],
      cells: [SIMD4(0, 1, 2, 3), SIMD4(1, 4, 2, -1)], cellRegions: [1, 0], regionNames: ["air", "A"]),
    currentDensity: [-4.123456789012345e8, 0], fluxDensity: [SIMD2(1e-3, 2.5), SIMD2(-0.25, 1.0 / 3.0)],
    criticalCurrentDensity: [5e8, 0], electricField: [1e-30, 0])
}

/// A small case: a disc that is charged.
let sampleCase = SimulationCase(
  name: "disc",
  bulks: [
    .init(
      shape: BulkShape(name: "A", outerRadius: 0.01, zMin: 0, zMax: 0.005),
      material: Material(name: "m", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 15))
  ],
  stages: [.cool(field: 1, temperature: 5), .ramp(field: 0, pace: .duration(100))], accuracy: 0.05)

/// The made-up result as what it leaves in a folder.
func sampleRecord(
  _ folder: RunFolder, _ result: SimulationResult = sampleResult(), caseText: String = "name: pair"
) -> RunRecord {
  RunRecord(
    result, of: sampleCase, folder: folder.path, caseText: caseText, provenance: sampleProvenance(result.numerics))
}

func sampleProvenance(_ numerics: SimulationResult.Numerics) -> Provenance {
  Provenance(
    version: "0.1.0", commit: "abc123", arguments: ["simulate", "/home/someone/pair.yaml", "--output=/srv/out/runs"],
    start: Date(timeIntervalSince1970: 1_785_576_600), numerics: numerics)
}
