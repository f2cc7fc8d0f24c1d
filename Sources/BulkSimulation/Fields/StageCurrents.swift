import CoilFields
import EdgeElements
import MagnetEquations
import Magnets

/// The currents at the ends of stages on the two meshes of a prepared magnet: what its field varies by over a sample.
struct StageCurrents: Sendable {
  private let fine, medium: SectionStates
  private let applied: [AppliedField]

  init(_ fine: Transient, _ medium: Transient, magnet: Magnet, applied: [AppliedField]) {
    func states(_ run: Transient) -> SectionStates {
      WholeSection(run.model.cells, magnet: magnet).states(run.stageEnds.map(\.currents))
    }
    (self.fine, self.medium, self.applied) = (states(fine), states(medium), applied)
  }

  /// Peak to peak of Bz relative to its mean [ppm], with what the meshes say of its error; nil where the mean is 0.
  func homogeneity(_ sample: Homogeneity.Sample, z: Double, stage: Int) -> ReportedQuantity.Value? {
    let points = SamplePoints(sample, z: z)
    let (a, b) = (
      fine.choosing([stage]).fields(at: points.places)[0], medium.choosing([stage]).fields(at: points.places)[0]
    )
    let outer = points.places.map { applied[stage].field(r: $0.x, z: $0.y).bz }
    func number(_ bz: [Double]) -> PeakToPeak? { PeakToPeak(bz, weights: points.volume) }
    guard
      let found = number(points.places.indices.map { ErrorEstimate.extrapolate(a[$0].bz, b[$0].bz) + outer[$0] }),
      let onFine = number(points.places.indices.map { a[$0].bz + outer[$0] }),
      let onMedium = number(points.places.indices.map { b[$0].bz + outer[$0] })
    else { return nil }
    return .init(value: found.value, error: FrontEstimate.shareOfDifference * abs(onFine.value - onMedium.value))
  }
}
