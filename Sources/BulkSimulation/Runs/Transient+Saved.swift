import EdgeElements
import MagnetEquations
import Magnets
import Superconductors
import TimeStepping

extension Transient {
  /// An integration between two steps of a stage: with the same case, model and arguments it goes on with the same bits.
  struct Saved: Sendable, Codable {
    /// Index of the stage in the timeline.
    var stage: Int
    var integrator: Integrator.Saved
    /// Of the magnet's system.
    var memory: [Double]
    var spent: SIMD2<Double>
    var heat: CellHeat
    var nextOutput: Int
    var course: Course
  }

  /// Who decides after each step whether it is kept, and keeps it.
  struct Keeper {
    var request: () -> Checkpoints.Request
    var save: (Saved, Checkpoints.Purpose) -> Void
  }

  /// The integration at hand, at its last step.
  func saved<System: MagnetSystem & ~Copyable>(
    _ stage: Int, _ integrator: borrowing Integrator, _ system: borrowing System
  ) -> Saved {
    Saved(
      stage: stage, integrator: integrator.saved, memory: system.memory, spent: spent, heat: heat,
      nextOutput: nextOutput,
      course: course)
  }

  /// Takes up a saved integration, whose stage the system has entered.
  mutating func restore<System: MagnetSystem & ~Copyable>(
    _ saved: Saved, _ integrator: inout Integrator, _ system: inout System
  ) throws(SimulationError) {
    let segment = timeline[saved.stage]
    guard saved.integrator.fits(dimension: system.dimension, from: segment.start, to: segment.end),
      saved.nextOutput >= 0, saved.course.stageEnds.count == saved.stage, fits(saved.course),
      saved.heat.fits(cells: model.cells.count), !saved.course.history.isEmpty, system.restore(saved.memory)
    else { throw .foreignState }
    integrator.restore(saved.integrator)
    (spent, heat, nextOutput, course) = (saved.spent, saved.heat, saved.nextOutput, saved.course)
  }

  /// Takes up what a whole integration of this transient gave; false for what it cannot have given.
  mutating func takeUp(_ course: Course) -> Bool {
    guard course.stageEnds.count == timeline.count, fits(course) else { return false }
    self.course = course
    return true
  }

  /// False for what no integration of this transient leaves behind, up to any step.
  private func fits(_ course: Course) -> Bool {
    let (cells, temperatures) = (model.cells.count, timeline[0].temperatures.count)
    return zip(course.stageEnds, timeline).allSatisfy { end, segment in
      end.segment == segment && observables.fit(end.values) && observables.fit(end.rates)
        && [end.currents, end.criticalCurrents, end.electricField, end.heat].allSatisfy { $0.count == cells }
        && end.state.count == model.stateCount
    }
      && course.history.allSatisfy { point in
        observables.fit(point.values) && observables.fit(point.rates)
          && point.departingRates.map(observables.fit) != false && point.temperatures.count == temperatures
      }
  }
}
