import CoilFields
import EdgeElements
import MagnetEquations
import Magnets
import TimeStepping

/// Why a computation failed. Bad input is refused before; this is what is left.
public enum SimulationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The integrator could not go on. Position [m] of the cell that changed most in the last iteration; times in s.
  case stepFloor(stage: String, time: Double, step: Double, r: Double, z: Double, rejections: Int, newtonFailures: Int)
  /// A case that was not checked before, and everything that is wrong with it.
  case invalid(InvalidCase)
  /// A prepared magnet, or meshes, were asked for a case of other bulks.
  case otherMagnet
  /// The magnet's mesh gives no positive definite energy: cells far too thin for their length.
  case degenerateMesh(String)
  /// What holds in every magnet does not (`Invariants`). Position [m] of the cell, nil for the whole magnet; time in s.
  case brokenInvariant(stage: String, time: Double, what: String, r: Double?, z: Double?)
  /// On request; what was saved last is where to go on.
  case stopped(stage: String, time: Double)
  /// A saved state that is not of this case.
  case foreignState
  /// More than a machine can hold or a person can wait for; what it would take, in words.
  case tooLarge(String)

  public var description: String {
    switch self {
    case .stepFloor(let stage, let time, let step, let r, let z, let rejections, let newtonFailures):
      "stage \(stage): the time step fell to \(step) s at t = \(time) s; after \(rejections) shorter steps in a row "
        + "(\(newtonFailures) of them because Newton's iteration did not converge) the current at r = \(1e3 * r) mm, "
        + "z = \(1e3 * z) mm still changes too fast. Try finer mesh cells, above all "
        + "for a Jc that falls steeply with the field, a slower ramp or a smaller n"
    case .invalid(let invalid): invalid.description
    case .otherMagnet: "the case has other bulks than the magnet was prepared for"
    case .degenerateMesh(let reason): "the mesh cannot be solved on: \(reason)"
    case .brokenInvariant(let stage, let time, let what, let r, let z):
      "stage \(stage), t = \(time) s"
        + (r.flatMap { r in z.map { z in ", at r = \(1e3 * r) mm, z = \(1e3 * z) mm" } } ?? "") + ": \(what)"
    case .stopped(let stage, let time): "stopped in stage \(stage) at t = \(time) s"
    case .foreignState: "the saved state belongs to another case or another version of the program"
    case .tooLarge(let reason): reason
    }
  }
}

extension MagnetSystem where Self: ~Copyable {
  /// The integrator's failure, told in terms of the magnet.
  func failure(_ floor: StepFloorReached, stage: String, cells: CurrentCells) -> SimulationError {
    let place = cells.sections[law.fastestCell].centroid
    return .stepFloor(
      stage: stage, time: floor.time, step: floor.step, r: place.x, z: place.y,
      rejections: floor.rejections, newtonFailures: floor.newtonFailures)
  }
}
