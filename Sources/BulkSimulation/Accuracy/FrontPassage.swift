import CoilFields
import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Notation
import RealModule

/// A point of the history and those around it at which the same front may pass the probes.
///
/// A front that passes a probe a little too early or too late makes a large error for a short time; and of where in the last cell
/// before the probe it stands no mesh knows anything. Measured on a disc cooled in 2 T, as the front came to its axis: 2.0018 T were
/// told there on meshes of 35 to 244 cells alike, with a bar of 0.0005 T.
struct FrontPassage {
  /// Points of the history from which the applied field differs by no more than the currents of three cells shield.
  let points: ClosedRange<Int>
  /// What the currents of the cell next to each probe change by in the meantime may leave unresolved, as a field there [T].
  let unresolved: Observables.Values

  /// Of the field that the current of a whole cell shields.
  static let share = 0.25
}

/// The cell of a mesh next to each probe.
struct CellsAtProbes {
  /// Index among the current cells, and size [m]; nil for a probe that is away from all of them.
  let nearest: [(cell: Int, size: Double)?]

  init(_ cells: CurrentCells, probes: [SimulationCase.Probe], symmetry: MirrorSymmetry?) {
    nearest = probes.map { probe in
      let z = symmetry.map { $0.plane + abs(probe.z - $0.plane) } ?? probe.z
      func distance(_ cell: Int) -> Double {
        let offset = cells.sections[cell].centroid - SIMD2(probe.r, z)
        return (offset * offset).sum().squareRoot()
      }
      guard let cell = cells.sections.indices.min(by: { distance($0) < distance($1) }) else { return nil }
      let size = cells.sections[cell].area.squareRoot()
      return distance(cell) < 1.5 * size ? (cell, size) : nil
    }
  }

  /// How far from a time [s] the points of a passage may lie: where heat is computed, fields are swept within milliseconds, and all of a pulse
  /// would count as one passage; the same field comes twice, as well.
  private static func shareOfTime(_ run: Transient, _ time: Double) -> Double? {
    guard run.thermal != nil, let segment = run.timeline.last(where: { $0.start <= time }) else { return nil }
    return 0.1 * (time - segment.start)
  }

  /// For each point of a run's history.
  func passages(of run: Transient) -> [FrontPassage] {
    let size = nearest.reduce(0) { max($0, $1?.size ?? 0) }
    let history = run.history
    return history.indices.map { i in
      let density = (history[i].currents ?? []).reduce(0) { max($0, abs($1)) }
      let reach = 3 * vacuumPermeability * density * size
      func isNear(_ other: Int) -> Bool {
        if let share = Self.shareOfTime(run, history[i].time), abs(history[other].time - history[i].time) > share {
          return false
        }
        let change = abs(history[i].appliedField - history[other].appliedField)
        return change > 0 && change <= reach
      }
      var (first, last) = (i, i)
      while first > 0, isNear(first - 1) { first -= 1 }
      while last + 1 < history.count, isNear(last + 1) { last += 1 }
      let (before, after) = (history[first].currents ?? [], history[last].currents ?? [])
      let unresolved = nearest.map { place in
        guard let (cell, size) = place, before.indices.contains(cell), after.indices.contains(cell) else { return 0.0 }
        return FrontPassage.share * vacuumPermeability * size * abs(after[cell] - before[cell])
      }
      return FrontPassage(
        points: first...last,
        unresolved: Observables.Values(
          probes: unresolved.map { SIMD2(0, $0) }, moments: [], flux: 0,
          forces: run.history[i].values.forces.map { _ in 0 },
          temperatures: run.history[i].values.temperatures.map { _ in 0 }))
    }
  }
}

extension ErrorEstimate {
  /// Cells of the medium mesh next to probes that leave more unresolved at a point of the history that counts than a share of what
  /// was asked for.
  func unresolvedCells(beyond share: Double, of accuracy: Double) -> Set<Int> {
    var cells: Set<Int> = []
    for row in passages.indices where counts[row] {
      for (k, place) in cellsAtProbes.nearest.enumerated() {
        guard let place, passages[row].unresolved.probes[k].y > share * accuracy * scales.probes[k].y else { continue }
        cells.insert(place.cell)
      }
    }
    return cells
  }
}
