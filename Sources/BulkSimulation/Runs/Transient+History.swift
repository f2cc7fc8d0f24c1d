import LinearAlgebra
import MagnetEquations
import Magnets
import Superconductors
import TimeStepping

// What a transient keeps: points of the history, and the ends of stages.

extension Transient {
  /// - Parameter rates: nil where a stage begins: then the rates that arrive there stay.
  mutating func record(
    at time: Double, _ segment: TimelineSegment, _ values: Observables.Values, rates: Observables.Values?,
    isOutput: Bool = true, currents: [Double], currentRates: [Double]? = nil, heat: Double? = nil,
    exchanged: [Double]? = nil
  ) {
    // The end of one stage is the start of the next; only a fresh start is a point of its own.
    let (field, temperatures) = (segment.field(at: time), segment.temperatures(at: time).all)
    let sources = segment.sourceStates(at: time)
    if let last = course.history.last, last.time == time, last.appliedField == field, last.temperatures == temperatures,
      last.values == values, last.sources == sources
    {
      return
    }
    course.history.append(
      HistoryPoint(
        time: time, appliedField: field, sources: sources, temperatures: temperatures, values: values,
        rates: rates ?? values.scaled(by: 0), isOutput: isOutput, currents: keepsCurrents ? currents : nil,
        currentRates: currentRates, heat: parts * (heat ?? spent.heat), exchanged: exchanged ?? spent.exchanged))
  }

  /// The rates of the cells' currents [A/(m² s)] for those of the unknowns; nil where they are not kept.
  func currentRates<System: MagnetSystem & ~Copyable>(
    _ rate: [Double], of state: [Double], _ system: borrowing System, at time: Double
  ) -> [Double]? {
    guard keepsRates else { return nil }
    var derivative = rate
    system.derivative(of: rate, from: state, at: time, into: &derivative)
    return system.currents(of: derivative)
  }

  func values<System: MagnetSystem & ~Copyable>(
    _ state: [Double], _ system: borrowing System, _ segment: TimelineSegment, at time: Double
  ) -> Observables.Values {
    values(system.currents(of: state), temperatures: system.temperatures(of: state), segment, at: time)
  }

  private func values(
    _ currents: [Double], temperatures: [Double], _ segment: TimelineSegment, at time: Double
  ) -> Observables.Values {
    var values = observables.values(currents)
    if let thermal { values.temperatures = thermal.values(temperatures, segment, at: time) }
    if let forces { values.forces = forces.values(currents, segment, at: time) }
    return values
  }

  func rates<System: MagnetSystem & ~Copyable>(
    _ rate: [Double], of state: [Double], _ system: borrowing System, _ segment: TimelineSegment, at time: Double
  ) -> Observables.Values {
    var derivative = rate
    system.derivative(of: rate, from: state, at: time, into: &derivative)
    return rates(derivative, of: state, system, held: segment, at: time)
  }

  /// Of the derivative of a state by time.
  private func rates<System: MagnetSystem & ~Copyable>(
    _ derivative: [Double], of state: [Double], _ system: borrowing System, held segment: TimelineSegment,
    at time: Double
  ) -> Observables.Values {
    let (currents, currentRates) = (system.currents(of: state), system.currents(of: derivative))
    var rates = observables.values(currentRates)
    if let forces { rates.forces = forces.rates(currents, currentRates, segment, at: time) }
    if let thermal {
      rates.temperatures = thermal.rates(
        system.temperatures(of: derivative), of: system.temperatures(of: state), segment, at: time)
    }
    return rates
  }

  /// The history within a step, by the cubic through its ends and their slopes.
  mutating func sample<System: MagnetSystem & ~Copyable>(
    _ step: StepReport, of integrator: borrowing Integrator, _ system: borrowing System, at times: [Double],
    _ segment: TimelineSegment
  ) {
    while nextOutput < times.count, times[nextOutput] <= step.start { nextOutput += 1 }
    guard nextOutput < times.count, times[nextOutput] <= step.end, times[nextOutput] < segment.end else { return }
    let length = step.end - step.start
    let (y0, y1) = (
      values(integrator.previousState, system, segment, at: step.start),
      values(integrator.state, system, segment, at: step.end)
    )
    var slopes = (integrator.previousRate, integrator.rate)
    system.derivative(
      of: integrator.previousRate, from: integrator.previousState, at: step.start, into: &slopes.0)
    system.derivative(of: integrator.rate, from: integrator.state, at: step.end, into: &slopes.1)
    let (j0, j1) = (system.currents(of: integrator.previousState), system.currents(of: integrator.state))
    let (slope0, slope1) = (system.currents(of: slopes.0), system.currents(of: slopes.1))
    let (d0, d1) = (
      rates(slopes.0, of: integrator.previousState, system, held: segment, at: step.start),
      rates(slopes.1, of: integrator.state, system, held: segment, at: step.end)
    )
    while nextOutput < times.count, times[nextOutput] < min(step.end, segment.end) {
      let x = (times[nextOutput] - step.start) / length
      let cubic = HermiteCubic(at: x, length: length)
      var currents: [Double] = []
      if keepsCurrents || forces != nil {
        currents = j0.indices.map { cubic.value(j0[$0], j1[$0], slope0[$0], slope1[$0]) }
      }
      var values = cubic.value(y0, y1, d0, d1)
      // A source that moves is where it is, not on a cubic.
      if let forces { values.forces = forces.values(currents, segment, at: times[nextOutput]) }
      record(
        at: times[nextOutput], segment, values, rates: cubic.rate(y0, y1, d0, d1), currents: currents,
        currentRates: keepsRates ? j0.indices.map { cubic.rate(j0[$0], j1[$0], slope0[$0], slope1[$0]) } : nil,
        heat: cubic.value(spent.before, spent.heat, spent.powers.x, spent.powers.y),
        exchanged: zip(spent.exchangedBefore, spent.exchanged).map { $0 + x * ($1 - $0) })
      nextOutput += 1
    }
    // A time that falls on a step's end is that state itself.
    if nextOutput < times.count, times[nextOutput] == step.end, step.end < segment.end {
      record(
        at: step.end, segment, y1, rates: d1, currents: system.currents(of: integrator.state),
        currentRates: keepsRates ? slope1 : nil)
    }
  }

  func end<System: MagnetSystem & ~Copyable>(
    of segment: TimelineSegment, _ system: inout System, _ state: [Double], spent: Spent
  ) -> StageEnd {
    // Held from here on: whatever moves then is creep.
    system.enter(segment.held)
    var (momentum, rate) = (state, state)
    _ = system.evaluate(state, time: segment.end, momentum: &momentum, rate: &rate)
    system.derivative(of: rate, from: state, at: segment.end, into: &momentum)
    let (currents, temperatures) = (system.currents(of: state), system.temperatures(of: state))
    var energy = EnergyBalance(
      stored: parts * .pi * system.energy(of: state), dissipated: parts * spent.heat, work: parts * spent.work)
    if goesBack { energy.largest = parts * spent.largest }
    if thermal != nil {
      let rest = system.temperatures(of: system.restState(at: startOfHeat(segment)))
      energy.storedHeat = parts * (system.storedHeat(temperatures) - system.storedHeat(rest))
      energy.removedHeat = parts * spent.removed
    }
    if !segment.startsAfresh, let before = course.stageEnds.last?.energy {
      let isMove = if case .move = segment.stage { true } else { false }
      energy.mechanical = before.mechanical + (isMove ? energy.work - before.work : 0)
    }
    return StageEnd(
      segment: segment, values: values(state, system, segment, at: segment.end),
      rates: rates(momentum, of: state, system, held: segment.held, at: segment.end),
      energy: energy, heat: heat.density, state: thermal == nil ? state : currents, currents: currents,
      criticalCurrents: system.law.jc, electricField: system.law.electricField, cellTemperatures: temperatures,
      exchanged: spent.exchanged)
  }
}
