import Elasticity
internal import Meshing

/// The ends of stages on elements half as wide again, for what elements make wrong.
struct StressCheck: ~Copyable {
  private let model: StressModel
  private let fine, medium: LorentzForce
  private let hoop: StressRows

  /// - Parameter places: around which the largest hoop stress is looked for.
  init(_ study: borrowing StressStudy, places: [StressResult.Extreme]) throws(ElasticityError) {
    let bodies = study.model.bodies.bodies
    let isNear = StressFocus.isNear(places.map { (SIMD2($0.r, $0.z), bodies[$0.body].shape) })
    let model = try StressModel(study.simulationCase, division: 2, currentLines: study.lines, where: isNear)
    (fine, medium) = (
      LorentzForce(study.fields.fine, model: model), LorentzForce(study.fields.medium, model: model)
    )
    hoop = StressRows(
      model.recovery, component: 1,
      sites: model.recovery.sites.indices.filter {
        bodies[model.bodyOfSite[$0]].isBulk && !model.isNearSingular[$0]
      })
    self.model = model
  }

  /// The largest hoop stress in bulks [Pa].
  func largestHoop(_ moment: StressStudy.Moment) throws(ElasticityError) -> Double {
    let a = fine.loads([(moment.fine, moment.applied)])[0]
    let b = medium.loads([(moment.medium, moment.applied)])[0]
    let load = a.indices.map { ErrorEstimate.extrapolate(a[$0], b[$0]) }
    let values = hoop.values(of: try model.displacements(of: [load])[0])
    return zip(values, hoop.sites).reduce(-Double.infinity) { max($0, $1.0 + model.startStress[$1.1].hoop) }
  }
}
