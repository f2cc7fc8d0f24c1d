import CoilFields
import EdgeElements
import Magnets
internal import Meshing
import RealModule

// Where a study refines once a front has been found.

extension AccuracyStudy {
  /// Whether rows of the history are to be as accurate as the ends of stages: where they are asked for, and meshes can be
  /// refined locally, as a front passes through in most rows.
  var rowsCount: Bool {
    (simulationCase.outputInterval != nil || !simulationCase.outputTimes.isEmpty)
      && simulationCase.solving.formulation == .hPhi
  }

  /// Whether each point of a history is held to the accuracy that was asked for: where rows are asked for.
  ///
  /// The points between, which loops and decays are read from, tell their errors but are not held to it: on a disc driven round a
  /// loop at 0.3 % that took 12 s instead of 0.2 s, for the moments at which a front passes a probe or the field has just turned.
  func counts(_ history: [Transient.HistoryPoint]) -> [Bool] { history.map { rowsCount && $0.isOutput } }

  func localBase(_ fineness: Double) -> LocalRefinement {
    LocalRefinement(
      mesh: ladder.baseMesh(
        fineness: fineness, airGrowth: Self.airGrowth(simulationCase.accuracy), cells: simulationCase.cells))
  }

  /// From one cell of the air to the next where it is not refined with the rest: air whose cells grow by a third is wrong by 0.05 %, and
  /// that falls with the square of the excess over 1.
  static func airGrowth(_ accuracy: Double) -> Double { 1 + min(0.7, 0.35 * (accuracy / 1e-3).squareRoot()) }

  /// What a cell with its current turned around may change a probe's field by, for 0.1 %; at the axis near a probe less.
  /// Measured on the pair cooled in 2 T at 0.1 %: without, 528 cells and a bias of twice the bar, as small cells in a core without
  /// flux motion answer to the ripple of larger ones at its front; with 0.13, 352 cells and all eight numbers within their
  /// bars. At 1 % with a cell of 2.6 mm at the axis Bz(0, 4 mm) was wrong by five times its bar, with 1.3 mm by 1.1 of it; 0.1 at the
  /// axis costs 132 cells there instead of 108, and on 60 random magnets at 1 % and 0.3 % as many numbers are within their bars.
  private static let leverage = 0.13
  private static let leverageAtAxis = 0.2
  /// Where rows count, in some of which a front comes to the axis: at 0.5 % a row of a disc 2 mm thick was 0.048 T off with 0.2, with a bar of
  /// 0.001 T, and within its bar with this.
  private static let leverageAtAxisInRows = 0.1

  /// Of the radius, how far outside a core of old currents at the axis is looked for where the field has turned. Measured on a permanent
  /// magnet that comes and goes above a disc, at 1 %, half a millimetre above the disc: wrong by 1.3 bars without, by 0.2 with as
  /// many cells.
  private static let reachOfCore = 0.25

  /// A mesh that shows what the currents do at the axis; nil where the one at hand does.
  func axisResolved(_ fineness: Double, _ estimate: ErrorEstimate) -> LocalRefinement? {
    guard simulationCase.cells == nil else { return nil }
    var local = localBase(fineness)
    let density = estimate.fine.stageEnds.flatMap(\.currents).reduce(0) { max($0, abs($1)) }
    let share = Self.leverage * (simulationCase.accuracy / 1e-3).squareRoot()
    local.resolve(
      ladder.magnet, probes: simulationCase.probes, density: density, scales: estimate.scales.probes.map(\.y),
      share: share,
      atAxis: turns
        ? min(2 * simulationCase.accuracy, share)
        : min(rowsCount ? Self.leverageAtAxisInRows : Self.leverageAtAxis, share),
      reach: turns ? Self.reachOfCore : 0, limit: Int(60 * Double.pow(1e-3 / simulationCase.accuracy, 0.4)))
    return local.cuts.isEmpty ? nil : local
  }

  /// Whether a field or a source goes up and down, so that old currents may be left inside of new ones.
  var turns: Bool {
    var (rises, falls) = (false, false)
    for segment in timeline {
      if segment.startsAfresh { (rises, falls) = (false, false) }
      let directions = segment.directions
      rises = rises || directions.contains(1)
      falls = falls || directions.contains(-1)
      if rises && falls { return true }
    }
    return false
  }

  /// Cuts the cells that hold so much of the contributions that what is left of them should suffice: a cell that is cut keeps about
  /// a third.
  mutating func refine(_ start: LocalRefinement, by estimate: ErrorEstimate, mesh: Double) {
    var next = local ?? start
    if local != nil || start.cuts.isEmpty {
      let share = min(0.65, max(0.35, (1 - 0.8 / mesh) / 0.65))
      let contributions = estimate.contributions(
        beyond: 0.5, of: simulationCase.accuracy, stillCount: turns)
      let leading = CellContributions.leading(contributions, share: share)
      let unresolved = estimate.unresolvedCells(beyond: 0.5, of: simulationCase.accuracy).subtracting(leading).sorted()
      // Where most cells count, as with currents in a layer along all faces, cutting all keeps convergence regular; where flux leaks
      // ahead of fronts, all let it through.
      let cutsAll =
        Double(leading.count) > 0.35 * Double(contributions.count)
        || estimate.overshoots(by: simulationCase.accuracy)
      next.cut(
        cutsAll
          ? contributions.indices.map { CellCut(cell: $0) }
          : leading.map { CellCut(cell: $0, ways: estimate.ways(toCut: $0)) } + unresolved.map { CellCut(cell: $0) })
    }
    local = next
  }

  /// The cell of the medium mesh that each of the fine one lies in. Cells of a refined mesh stand where the whole stood, four
  /// by four; generated ones are looked up.
  func parents(of fine: CurrentCells, in medium: CurrentCells) -> [Int] {
    if local != nil || ladder.magnet.importedMesh != nil { return (0..<fine.count).map { $0 / 4 } }
    return fine.sections.map { section in
      let centre = section.centroid
      return medium.sections.firstIndex { section in
        guard case .rectangle(let coil) = section else { return false }
        return coil.r0 <= centre.x && centre.x <= coil.r1 && coil.z0 <= centre.y && centre.y <= coil.z1
      } ?? 0
    }
  }
}
