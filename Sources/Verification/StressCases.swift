internal import BulkSimulation
import Magnets
import Meshing
import Superconductors

/// Stress in a disc of constant Jc, alone and bonded into a steel ring, field-cooled in 6 T: against finite elements of third order on four
/// grids, whose errors are 2e-5.
enum StressCases {
  static let all = [(true, 0.0), (true, 1.5), (false, 0), (false, 1.5)].map(disc)

  /// At the end of the ramp [MPa], [nm].
  private struct Reference {
    var centre, axial, rim, rimDisplacement, faceDisplacement: Double
  }

  private static func reference(ring: Bool, field: Double) -> Reference {
    switch (ring, field == 0) {
    case (true, true):
      Reference(centre: 5.26529, axial: 0.62694, rim: 0.49920, rimDisplacement: 62.281, faceDisplacement: -92.046)
    case (false, true):
      Reference(centre: 5.45441, axial: 0.62587, rim: 0.72021, rimDisplacement: 76.287, faceDisplacement: -96.461)
    case (true, false):
      Reference(centre: 10.59829, axial: 1.18094, rim: 1.70522, rimDisplacement: 192.879, faceDisplacement: -194.371)
    case (false, false):
      Reference(centre: 11.20957, axial: 1.16909, rim: 2.41998, rimDisplacement: 236.172, faceDisplacement: -208.709)
    }
  }

  private static func disc(ring: Bool, field: Double) -> VerificationCase {
    let name = "stress of a disc\(ring ? " in a ring" : ""), \(field == 0 ? "remanent" : "at 1.5 T")"
    return VerificationCase(name: name, source: "finite elements of third order") { runner in
      let (radius, half, accuracy) = (12e-3, 5e-3, 3e-3)
      var material = PenetratedCases.bean(jc: 4e8, n: 50)
      material.elastic = ElasticProperties(young: 130e9, poisson: 0.3)
      let steel = StructuralMaterial(name: "steel", elastic: ElasticProperties(young: 193e9, poisson: 0.28))
      let support = Support(
        shape: BulkShape(name: "ring", innerRadius: radius, outerRadius: 15e-3, zMin: -half, zMax: half),
        material: steel)
      let result = try runner.run(
        SimulationCase(
          name: "disc",
          bulks: [
            .init(shape: BulkShape(name: "disc", outerRadius: radius, zMin: -half, zMax: half), material: material)
          ], supports: ring ? [support] : [],
          stages: [.cool(field: 6, temperature: 5), .ramp(field: field, pace: .rate(1.0 / 60))],
          probes: [
            .init(name: "centre", r: 0, z: 0), .init(name: "rim", r: radius, z: 0), .init(name: "face", r: 0, z: half),
          ],
          accuracy: accuracy, fieldOutput: .none))
      let reference = reference(ring: ring, field: field)
      let probes = result.stress?.stages[1].probes ?? []
      func check(
        _ quantity: String, _ unit: String, _ exact: Double, scale: Double,
        _ value: (StressResult.ProbeValue) -> Double, probe: Int
      )
        -> VerificationCase.Check
      {
        let own = probes.indices.contains(probe) ? probes[probe].map(value) : nil
        return .init(
          quantity: quantity, unit: unit, reference: exact, computed: own ?? .nan, scale: scale,
          tolerance: Tolerance(accuracy: accuracy))
      }
      let centre = reference.centre
      return [
        check("hoop stress in the centre", "MPa", centre, scale: centre, { 1e-6 * $0.hoop }, probe: 0),
        check("radial stress in the centre", "MPa", centre, scale: centre, { 1e-6 * $0.radial }, probe: 0),
        check("axial stress in the centre", "MPa", reference.axial, scale: centre, { 1e-6 * $0.axial }, probe: 0),
        check("hoop stress at the rim", "MPa", reference.rim, scale: centre, { 1e-6 * $0.hoop }, probe: 1),
        check(
          "displacement of the rim", "nm", reference.rimDisplacement, scale: reference.rimDisplacement,
          { 1e9 * $0.displacementR }, probe: 1),
        check(
          "displacement of the face", "nm", reference.faceDisplacement, scale: -reference.faceDisplacement,
          { 1e9 * $0.displacementZ }, probe: 2),
      ]
    }
  }
}
