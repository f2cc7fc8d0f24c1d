import Elasticity
import Magnets
internal import Meshing

/// The largest hoop stress in bulks on one elastic mesh, of the currents of two meshes.
struct HoopStress: ~Copyable {
  let model: StressModel
  let fine, medium: LorentzForce
  /// Hoop stress at the sites in bulks that it is looked for at.
  private let rows: StressRows

  /// Which currents: those of the fine mesh, of the medium one, of that with shorter steps, and what follows for a mesh without end.
  enum Currents { case fine, medium, tight, extrapolated }

  /// At one moment [Pa].
  struct Largest {
    var value: Double
    /// Of the model's recovery.
    var site: Int
    var displacements: [Double]
  }

  /// - Parameters:
  ///   - fields: in the cells of both meshes.
  ///   - body: the only one that is looked at; nil for all bulks.
  init(
    _ model: consuming StressModel, fields: (fine: CurrentField, medium: CurrentField), body: Int? = nil
  ) {
    let model = model
    (fine, medium) = (LorentzForce(fields.fine, model: model), LorentzForce(fields.medium, model: model))
    let sites = model.recovery.sites.indices.filter { site in
      let own = model.bodyOfSite[site]
      return model.bodies.bodies[own].isBulk && !model.isNearSingular[site] && body.map { $0 == own } ?? true
    }
    rows = StressRows(model.recovery, component: 1, sites: sites)
    self.model = model
  }

  var sites: [Int] { rows.sites }

  func loads(_ moments: [StressStudy.Moment], _ currents: Currents) -> [[Double]] {
    switch currents {
    case .fine: return fine.loads(moments.map { ($0.fine, $0.applied) })
    case .medium: return medium.loads(moments.map { ($0.medium, $0.applied) })
    case .tight: return medium.loads(moments.map { ($0.tight, $0.applied) })
    case .extrapolated:
      return zip(loads(moments, .fine), loads(moments, .medium)).map { a, b in
        a.indices.map { ErrorEstimate.extrapolate(a[$0], b[$0]) }
      }
    }
  }

  /// At each of some moments.
  func largest(
    _ moments: [StressStudy.Moment], _ currents: Currents
  ) throws(ElasticityError) -> [Largest] {
    try model.displacements(of: loads(moments, currents)).map { largest($0) }
  }

  /// Of displacements by currents, with the stress that assembly and cooling leave.
  func largest(_ displacements: [Double]) -> Largest {
    var most = Largest(value: -.infinity, site: 0, displacements: displacements)
    for (value, site) in zip(rows.values(of: displacements), rows.sites) {
      let own = model.startStress[site].hoop + value
      if own > most.value { (most.value, most.site) = (own, site) }
    }
    return most
  }

  /// Stress at the sites that are looked at.
  func stresses(_ displacements: [Double]) -> [Stress] {
    rows.sites.map { model.startStress[$0] + model.recovery.stress(at: $0, of: displacements) }
  }

  /// (r, z) of a site [m].
  func point(_ site: Int) -> SIMD2<Double> { model.mesh.nodes[model.recovery.sites[site].node] }
}
