public import Magnets
import Superconductors

/// What the end of the last stage changes by when the critical current density of all bulks is higher by a tenth: next to the
/// numerical error, how far a result rests on what is assumed about its materials.
public struct MaterialResponse: Sendable, Equatable {
  /// Bz in the order of the case's probes [T].
  public var probes: [Double]
  /// [A m²]
  public var moment: Double

  /// Share by which Jc is higher, and lower, than the case says.
  public static let share = 0.1
  /// A change of a tenth needs no more: two runs of a few milliseconds.
  private static let accuracy = 0.02

  /// By half the difference of two runs, on one mesh for both.
  ///
  /// - Throws: `SimulationError` when an integration cannot go on.
  public init(of simulationCase: ValidCase) throws(SimulationError) {
    let ends = try [1 + Self.share, 1 - Self.share].map { factor throws(SimulationError) in
      var changed = simulationCase.simulationCase
      changed.accuracy = max(Self.accuracy, changed.accuracy)
      changed.outputInterval = nil
      for bulk in changed.bulks.indices {
        let law = changed.bulks[bulk].material.criticalCurrent
        changed.bulks[bulk].material.criticalCurrent = law.scaled(by: factor)
        // Nothing here is a stress. Measured on the pair in rings: an eighth of a run with its report.
        changed.bulks[bulk].material.elastic = ElasticProperties()
      }
      changed.supports = changed.heatedSupports
      let checked = try ValidCase(checking: changed)
      return try PreparedMagnet(checked).run(checked).stageEnds.last
    }
    guard let higher = ends[0], let lower = ends[1] else { (probes, moment) = ([], 0); return }
    probes = zip(higher.probes, lower.probes).map { 0.5 * ($0.y - $1.y) }
    moment = 0.5 * (higher.moment - lower.moment)
  }
}
