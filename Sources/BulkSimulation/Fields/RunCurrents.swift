public import CoilFields
import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing

/// The currents of a run at the ends of its stages, on all its meshes: what the field anywhere and its error follow from without
/// solving again. Of both halves of a mirrored magnet.
public struct RunCurrents: Sendable, Equatable {
  /// What errors of a stage's end are made of, relative to the size of the field.
  public struct Shares: Sendable, Equatable {
    /// Of long time steps.
    public var time: Double
    /// What the worst number changes by from the medium to the fine mesh, and from the round before.
    public var mesh: Double
    public var change: Double

    public init(time: Double, mesh: Double, change: Double) {
      (self.time, self.mesh, self.change) = (time, mesh, change)
    }
  }

  /// The stages' ends, and then those instants between at which a probe's field or the moment was larger.
  public let fine: SectionStates
  /// The stages' ends, and then these again with a tolerance four times smaller.
  public let medium: SectionStates
  /// The stages' ends; nil for an imported mesh and where meshes were refined locally.
  public let coarse: SectionStates?
  /// The cell of the medium mesh that each of the fine one is a part of.
  public let parents: [Int]
  /// One for each stage.
  public let stages: [Shares]
  /// What a field counts as at least when errors are relative to it [T].
  public let leastField: Double
  public let isLocal: Bool
  /// Whether meshes converge by fits and starts, at a front or for a steep law, so that magnitudes of the cells' contributions count.
  public let hasFront: Bool

  /// Currents read again from a file.
  ///
  /// - Throws: `RunCurrentsError` for numbers that do not fit each other.
  public init(
    fine: SectionStates, medium: SectionStates, coarse: SectionStates?, parents: [Int], stages: [Shares],
    leastField: Double, isLocal: Bool, hasFront: Bool
  ) throws(RunCurrentsError) {
    guard !stages.isEmpty, fine.densities.count >= stages.count, medium.densities.count == 2 * stages.count,
      coarse?.densities.count ?? stages.count == stages.count
    else { throw RunCurrentsError(description: "the states do not fit the \(stages.count) stages") }
    guard parents.count == fine.sections.count, parents.allSatisfy(medium.sections.indices.contains) else {
      throw RunCurrentsError(description: "the cells of the fine mesh do not lie in those of the medium one")
    }
    (self.fine, self.medium, self.coarse, self.parents, self.stages) = (fine, medium, coarse, parents, stages)
    (self.leastField, self.isLocal, self.hasFront) = (leastField, isLocal, hasFront)
  }
}

/// Currents that cannot be those of one run.
public struct RunCurrentsError: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String
}

extension RunCurrents {
  init(_ estimate: ErrorEstimate, magnet: Magnet) {
    let cells = [estimate.fine, estimate.medium].map { WholeSection($0.model.cells, magnet: magnet) }
    let ends = estimate.fine.stageEnds
    fine = cells[0].states(ends.map(\.currents) + Self.peaks(estimate))
    medium = cells[1].states(estimate.medium.stageEnds.map(\.currents) + estimate.tightMedium.stageEnds.map(\.currents))
    coarse = estimate.coarse.map {
      WholeSection($0.model.cells, magnet: magnet).states($0.stageEnds.map(\.currents))
    }
    parents = cells[0].parents(estimate.cells.parents, in: cells[1])
    stages = ends.indices.map {
      let shares = estimate.shares(ofStage: $0)
      return Shares(time: shares.time, mesh: shares.mesh, change: shares.change)
    }
    // A probe where the currents hardly make any field counts as one with a tenth of the strongest.
    leastField = 0.1 * (estimate.scales.probes.map(\.y).max() ?? 0)
    (isLocal, hasFront) = (estimate.wasRefinedLocally, estimate.isIrregular)
  }

  /// The currents when a number that errors are relative to was at its largest, if that was not at the end of a stage.
  private static func peaks(_ estimate: ErrorEstimate) -> [[Double]] {
    guard estimate.hasFront else { return [] }
    let (ends, history) = (estimate.fine.stageEnds, estimate.fine.history)
    func size(_ values: Observables.Values, _ probe: Int) -> Double {
      (values.probes[probe] * values.probes[probe]).sum()
    }
    var rows = Set<Int>()
    for probe in estimate.scales.probes.indices {
      let atEnds = ends.map { size($0.values, probe) }.max() ?? 0
      guard let row = history.indices.max(by: { size(history[$0].values, probe) < size(history[$1].values, probe) }),
        size(history[row].values, probe) > atEnds
      else { continue }
      rows.insert(row)
    }
    return rows.sorted().compactMap { history[$0].currents }
  }
}

/// The current cells of a whole magnet, its lower half among them and the air of the plain H formulation not.
struct WholeSection {
  private let kept: [Int]
  private let sections: [CoilSection]
  private let isMirrored: Bool

  init(_ cells: CurrentCells, magnet: Magnet) {
    kept = cells.sections.indices.filter { cells.bulks[$0] < magnet.meshed.count }
    let own = kept.map { cells.sections[$0] }
    isMirrored = magnet.symmetry != nil
    sections = own + (magnet.symmetry.map { symmetry in own.map { $0.mirrored(in: symmetry.plane) } } ?? [])
  }

  func states(_ currents: [[Double]]) -> SectionStates {
    SectionStates(
      sections: sections,
      densities: currents.map { currents in
        let own = kept.map { currents[$0] }
        return isMirrored ? own + own : own
      })
  }

  func parents(_ parents: [Int], in medium: WholeSection) -> [Int] {
    let places = Dictionary(uniqueKeysWithValues: zip(medium.kept, medium.kept.indices))
    let own = kept.map { places[parents[$0]] ?? 0 }
    return isMirrored ? own + own.map { $0 + medium.kept.count } : own
  }
}
