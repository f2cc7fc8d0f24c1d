import Elasticity
import Magnets
internal import Meshing

/// The elements that a peak of the hoop stress is worked out on: small where it is. A front that reaches the axis or a hole leaves a cone of
/// stress there, of which elements miss a share as large as they are.
struct StressFocus: ~Copyable {
  let model: StressModel
  private let fine, medium: LorentzForce
  private let hoop: StressRows

  /// Which currents: those of the fine mesh, of the medium one, and of that with shorter steps.
  enum Currents: CaseIterable { case fine, medium, tight }

  /// How far around the place stress is looked for, as a share of the body's smaller extent.
  private static let reach = 0.25

  /// - Parameters:
  ///   - place: (r, z) [m] in the body.
  ///   - fine, medium: the field in the cells of both meshes.
  init(
    _ simulationCase: SimulationCase, at place: SIMD2<Double>, in body: Int, of bodies: StressBodies,
    lines: (r: [Double], z: [Double]), fine: CurrentField, medium: CurrentField
  ) throws(ElasticityError) {
    let isNear = Self.isNear([(place, bodies.bodies[body].shape)])
    let model = try StressModel(simulationCase, division: 2, currentLines: lines, focus: (place, body), where: isNear)
    self.fine = LorentzForce(fine, model: model)
    self.medium = LorentzForce(medium, model: model)
    let sites = model.recovery.sites.indices.filter {
      model.bodies.bodies[model.bodyOfSite[$0]].isBulk && !model.isNearSingular[$0]
        && model.bodyOfSite[$0] == body
    }
    hoop = StressRows(model.recovery, component: 1, sites: sites)
    self.model = model
  }

  /// Whether a point is near one of some places.
  static func isNear(_ places: [(place: SIMD2<Double>, shape: BulkShape)]) -> (SIMD2<Double>) -> Bool {
    { point in
      places.contains { own in
        let offset = point - own.place
        let distance = reach * min(own.shape.width, own.shape.height)
        return (offset * offset).sum() <= distance * distance
      }
    }
  }

  var isEmpty: Bool { hoop.sites.isEmpty }

  /// The largest hoop stress [Pa] at each of some moments, and the displacements there.
  func largest(
    _ moments: [StressStudy.Moment], _ currents: Currents
  ) throws(ElasticityError) -> [(value: Double, displacements: [Double])] {
    let loads =
      switch currents {
      case .fine: fine.loads(moments.map { ($0.fine, $0.applied) })
      case .medium: medium.loads(moments.map { ($0.medium, $0.applied) })
      case .tight: medium.loads(moments.map { ($0.tight, $0.applied) })
      }
    return try model.displacements(of: loads).map { displacements in
      let values = zip(hoop.values(of: displacements), hoop.sites).map { $0 + model.startStress[$1].hoop }
      return (values.max() ?? 0, displacements)
    }
  }

  /// Stress at the sites that are looked at.
  func stresses(_ displacements: [Double]) -> [Stress] {
    hoop.sites.map { model.startStress[$0] + model.recovery.stress(at: $0, of: displacements) }
  }

  /// Points (r, z) [m] of these sites.
  var points: [SIMD2<Double>] { hoop.sites.map { model.mesh.nodes[model.recovery.sites[$0].node] } }
}
