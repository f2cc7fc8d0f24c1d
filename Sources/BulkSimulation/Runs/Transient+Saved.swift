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
    var spent: Spent
    var heat: CellHeat
    var nextOutput: Int
    var thermalJumps: ThermalJumps.State
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
      nextOutput: nextOutput, thermalJumps: thermalJumps.state, course: course)
  }

  /// Takes up a saved integration, whose stage the system has entered.
  mutating func restore<System: MagnetSystem & ~Copyable>(
    _ saved: Saved, _ integrator: inout Integrator, _ system: inout System
  ) throws(SimulationError) {
    let time = saved.integrator.time
    let piece = timeline[saved.stage].pieces.first { $0.start < time && time < $0.end }
    guard let piece, saved.integrator.fits(dimension: system.dimension, from: piece.start, to: piece.end),
      saved.nextOutput >= 0, saved.course.stageEnds.count == saved.stage, fits(saved.course),
      saved.heat.fits(cells: model.cells.count), !saved.course.history.isEmpty, system.restore(saved.memory)
    else { throw .foreignState }
    integrator.restore(saved.integrator)
    (spent, heat, nextOutput, course) = (saved.spent, saved.heat, saved.nextOutput, saved.course)
    thermalJumps.state = saved.thermalJumps
  }

  /// Takes up what a whole integration of this transient gave; false for what it cannot have given.
  mutating func takeUp(_ course: Course) -> Bool {
    guard course.stageEnds.count == timeline.count, fits(course) else { return false }
    self.course = course
    return true
  }

  private func fits(_ values: Observables.Values) -> Bool {
    observables.fit(values) && values.forces.count == forces?.count ?? 0
      && values.temperatures.count == thermal?.layout.count ?? 0
  }

  /// False for what no integration of this transient leaves behind, up to any step.
  private func fits(_ course: Course) -> Bool {
    let (cells, temperatures) = (model.cells.count, timeline[0].temperatures.count)
    return zip(course.stageEnds, timeline).allSatisfy { end, segment in
      end.segment == segment && fits(end.values) && fits(end.rates)
        && [end.currents, end.criticalCurrents, end.electricField, end.heat].allSatisfy { $0.count == cells }
        && end.state.count == model.stateCount
        && end.cellTemperatures.count == (thermal?.paths.cellCount ?? 0)
    }
      && course.history.allSatisfy { point in
        fits(point.values) && fits(point.rates) && point.departingRates.map(fits) != false
          && point.temperatures.count == temperatures && point.sources.count == timeline[0].sources.count
      }
  }
}
