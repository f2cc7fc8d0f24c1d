import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Superconductors

/// A magnet on fixed meshes, set up once: what a fit or a sweep evaluates again and again.
///
/// Two meshes, the finer with half the cell size, and Richardson's extrapolation between them, as in `simulate`, but
/// without its refinement, and with an estimate of errors from these two meshes alone: every evaluation has the same discretisation error, so results change
/// smoothly with the parameters of a case. Meshes do not depend on materials, protocol or probes, which may all differ from
/// run to run.
///
/// ```swift
/// let magnet = try PreparedMagnet(simulationCase)
/// let trapped = try magnet.run(simulationCase).stageEnds[1].probes[0].y  // Bz [T]
/// ```
public struct PreparedMagnet: Sendable {
  /// A run's state at the stages' ends and at the times asked for, the applied field included. SI units.
  public struct Run: Sendable {
    /// One for each stage of the protocol.
    public var stageEnds: [SimulationResult.HistoryRow]
    /// In the order of time: starts and ends of the stages, and the times asked for.
    public var history: [SimulationResult.HistoryRow]
    /// Relative drift of Bz at the stages' ends with the applied field and temperature held [ppm/h], for each stage in the
    /// order of the case's probes; nil where Bz is 0.
    public var drifts: [[Double?]]
    /// nil for a case without elastic materials. Errors are those of meshes alone.
    public var stress: StressResult? = nil
    /// Of each stage; nil for one that moves no source.
    public var stiffness: [Stiffness?] = []
    let currents: StageCurrents?
  }

  private let prepared: SimulationCase
  private let magnet: Magnet
  /// Medium and fine.
  private let models: [FieldModel]
  private let tolerance: Double

  /// - Throws: `SimulationError` for a magnet too large or a mesh that cannot be solved on.
  /// - Parameters:
  ///   - simulationCase: its bulks' shapes, mesh, accuracy and solver count, and which of its materials are equal.
  ///   - refinement: cells are smaller by this factor, and errors in time by its square, than `accuracy` asks for; above 1
  ///     to learn how large the errors are. It does not refine an imported mesh.
  public init(_ simulationCase: ValidCase, refinement: Double = 1) throws(SimulationError) {
    try RunPlan(simulationCase).checkSize()
    prepared = simulationCase.simulationCase
    let magnet = Magnet(prepared)
    let ladder = RefinementLadder(magnet: magnet, accuracy: simulationCase.accuracy)
    // No second round will refine.
    let fineness = 1.5 * refinement * AccuracyStudy.regularFineness(simulationCase, ladder: ladder)
    let cells = simulationCase.cells.map { cells in
      SimulationCase.CellCounts(
        radial: Int((refinement * Double(cells.radial)).rounded()),
        axial: Int((refinement * Double(cells.axial)).rounded()))
    }
    self.magnet = magnet
    models = try [2, 4].map { division throws(SimulationError) in
      try ladder.model(fineness: fineness, division: division, cells: cells, solver: simulationCase.solving)
    }
    tolerance = Self.tolerance(simulationCase.accuracy) / (refinement * refinement)
  }

  /// Twice as tight as `simulate` begins with.
  private static func tolerance(_ accuracy: Double) -> Double { 1.5e-3 * (accuracy / 1e-3).squareRoot() }

  /// True for a case that runs on these meshes.
  public func serves(_ simulationCase: SimulationCase) -> Bool { simulationCase.sharesMeshes(with: prepared) }

  /// Current cells of the finer mesh.
  public var cells: Int { models[1].cells.count }

  /// Runs a case that the meshes serve.
  ///
  /// - Parameters:
  ///   - simulationCase: one that this magnet serves.
  ///   - times: where the history has points besides the stages' starts and ends [s], ascending.
  /// - Throws: `SimulationError` when the integration cannot go on, or for a case that the magnet does not serve.
  public func run(_ simulationCase: ValidCase, at times: [Double] = []) throws(SimulationError) -> Run {
    guard serves(simulationCase.simulationCase) else { throw .otherMagnet }
    let (timeline, magnet) = (simulationCase.timeline, Magnet(simulationCase.simulationCase))
    let computesStress = simulationCase.simulationCase.computesStress
    func run(_ model: FieldModel, at times: [Double], keepsSteps: Bool) throws(SimulationError) -> Transient {
      var transient = Transient(
        model: model, magnet: magnet, probes: simulationCase.probes, timeline: timeline, solver: simulationCase.solving,
        keepsCurrents: computesStress, keepsRates: computesStress)
      try transient.run(tolerance: tolerance, outputTimes: { _ in times }, keepsSteps: keepsSteps, onStep: nil)
      return transient
    }
    // The peak of stress is looked for at every step of the fine run.
    let fine = try run(models[1], at: times, keepsSteps: computesStress)
    let medium = try run(
      models[0], at: computesStress ? fine.history.map(\.time) : times, keepsSteps: false)
    let ends = timeline.indices.map { stage in
      let (segment, end) = (timeline[stage], fine.stageEnds[stage])
      return Transient.HistoryPoint(
        time: segment.end, appliedField: segment.field.end, sources: segment.sourceStates(at: segment.end),
        temperatures: segment.temperatures(at: segment.end).all,
        values: end.values, rates: end.rates)
    }
    let scales = ErrorEstimate.scales(of: fine.stageEnds.map(\.values), fine.thermal?.layout)
    var fieldAtProbes = magnet.fieldAtProbes(simulationCase.probes)
    let sourceStates = SourceStates(simulationCase.simulationCase.sources)
    func row(_ point: Transient.HistoryPoint, _ medium: Observables.Values) -> SimulationResult.HistoryRow {
      var row = SimulationResult.HistoryRow(point, medium: medium)
      row.add(sources: fieldAtProbes.values(point.sources))
      row.sources = sourceStates(point.sources)
      row.estimateErrors(fine: point.values, medium: medium, scales: scales)
      return row
    }
    let stageEnds = zip(ends, medium.stageEnds).map { row($0, $1.values) }
    let drifts = timeline.indices.map { stage in
      stageEnds[stage].probes.indices.map { probe in
        let rate = ErrorEstimate.extrapolate(
          ends[stage].rates.probes[probe].y, medium.stageEnds[stage].rates.probes[probe].y)
        return SimulationResult.drift(rate: rate, field: stageEnds[stage].probes[probe].y)
      }
    }
    let rows = zip(fine.history, medium.history).filter { $0.0.isOutput }
    return Run(
      stageEnds: stageEnds, history: rows.map { row($0, $1.values) }, drifts: drifts,
      stress: computesStress
        ? try StressStudy.result(
          simulationCase.simulationCase, timeline, .init(fine: fine, medium: medium, tight: medium)) : nil,
      stiffness: Self.stiffness(
        fine: fine.stageEnds.map(\.values), medium: medium.stageEnds.map(\.values), timeline,
        simulationCase.simulationCase),
      currents: StageCurrents(
        fine, medium, magnet: magnet,
        applied: timeline.map {
          AppliedField(uniform: $0.field.end, sources: magnet.sources, states: $0.sourceStates(at: $0.end))
        }))
  }
}

extension PreparedMagnet {
  /// Whether flux jumps for heat in a case that the meshes serve, on the coarser one, 0, or the finer one, 1. The run ends at the first
  /// jump.
  ///
  /// - Throws: `SimulationError` when the integration cannot go on, or for a case that the magnet does not serve.
  func jumps(_ simulationCase: ValidCase, mesh: Int) throws(SimulationError) -> Bool {
    guard serves(simulationCase.simulationCase) else { throw .otherMagnet }
    var transient = Transient(
      model: models[mesh], magnet: Magnet(simulationCase.simulationCase), probes: simulationCase.probes,
      timeline: simulationCase.timeline, solver: simulationCase.solving)
    transient.endsAtJump = true
    try transient.run(tolerance: tolerance, outputTimes: { _ in [] }, onStep: nil)
    return !transient.course.jumps.isEmpty
  }
}

extension SimulationCase {
  /// True for two cases that one prepared magnet serves: of the same shapes, accuracy, solver and symmetry.
  public func sharesMeshes(with other: SimulationCase) -> Bool {
    bulks.map(\.shape) == other.bulks.map(\.shape) && accuracy == other.accuracy && cells == other.cells
      && importedMesh == other.importedMesh && solving == other.solving
      && Magnet(self).symmetry == Magnet(other).symmetry
  }
}

extension SimulationResult.HistoryRow {
  /// Sets the mesh's errors by what two meshes differ by; those in time, a few hundredths of a per cent, are not among them.
  fileprivate mutating func estimateErrors(
    fine: Observables.Values, medium: Observables.Values, scales: Observables.Values
  ) {
    let worst = FrontEstimate.shareOfWorst * ErrorEstimate.largestDifference(medium, fine, scales)
    momentError = max(FrontEstimate.shareOfDifference * abs(fine.moment - medium.moment), worst * scales.moment)
    forces = fine.forces.indices.map { k in
      let (a, b) = (fine.forces[k], medium.forces[k])
      return .init(
        force: ErrorEstimate.extrapolate(a, b),
        error: max(FrontEstimate.shareOfDifference * abs(a - b), worst * scales.forces[k]))
    }
    probeErrors = fine.probes.indices.map { k in
      let difference = fine.probes[k] - medium.probes[k]
      return max(
        FrontEstimate.shareOfDifference * max(abs(difference.x), abs(difference.y)), worst * scales.probes[k].y)
    }
  }
}
