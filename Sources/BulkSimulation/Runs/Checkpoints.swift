import LinearAlgebra
import Magnets
internal import Meshing
import TimeStepping

/// How a long simulation is kept from being lost: a state that it can go on from, whenever somebody asks for it.
///
/// ```swift
/// var last: SimulationState?
/// let checkpoints = Checkpoints { clock.now > deadline ? .stop : .goOn } save: { state, _ in last = state }
/// do {
///   result = try simulate(simulationCase, checkpoints: checkpoints)
/// } catch .stopped {
///   result = try simulate(simulationCase, from: last)  // the same bits as without the stop
/// }
/// ```
public struct Checkpoints {
  public enum Request: Sendable {
    case goOn
    /// Save and go on.
    case save
    /// Save and stop: `simulate` throws `SimulationError.stopped`.
    case stop
  }

  public enum Purpose: Sendable {
    case resume
    /// An invariant is broken: the state after the step that broke it, which nothing should go on from.
    case report
  }

  /// Asked after each step but the last of a stage; has to be quick.
  var request: () -> Request
  var save: (SimulationState, Purpose) -> Void

  public init(request: @escaping () -> Request, save: @escaping (SimulationState, Purpose) -> Void) {
    self.request = request
    self.save = save
  }
}

/// A simulation between two steps: what is done, and where the integration at hand stands. A program that restores it, on the
/// same kind of processor and with the same libraries, goes on with the same bits.
public struct SimulationState: Sendable, Codable {
  /// A run that is done.
  struct Finished: Sendable, Codable {
    var course: Transient.Course
    var cost: SimulationResult.RunCost
  }

  /// Of the study, from 1.
  var round: Int
  var fineness: Double
  var tolerance: Double
  /// Cells that local refinement has cut, round by round; nil before it begins.
  var cuts: [[CellCut]]?
  /// What the round before gave at the stages' ends.
  var before: [Observables.Values]?
  /// Of the round, in the order in which they ended.
  var finished: [Finished]
  var running: SimulationResult.RunPurpose
  var current: Transient.Saved
  /// Whose rounding the numbers have.
  public internal(set) var processor = Self.processor

  /// The kind of processor that this is.
  public static var processor: String { processorKind() }

  /// Where it stands, for people: in which run of which round, and the time in it [s].
  public var place: (round: Int, run: SimulationResult.RunPurpose, time: Double) {
    (round, running, current.integrator.time)
  }
}
