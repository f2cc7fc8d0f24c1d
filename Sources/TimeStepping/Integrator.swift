/// What a step was, for dense output and progress.
public struct StepReport: Sendable {
  /// [s]
  public var start: Double
  public var end: Double
  /// Of the system's `monitored` rates over the step.
  public var integral: SIMD3<Double>
}

/// How many of each an integration took.
public struct StepCounts: Sendable, Equatable, Codable {
  public var steps = 0
  public var rejected = 0
  public var factorisations = 0
  public var iterations = 0
  /// Steps over a jump, whose errors nobody has judged.
  public var jumps = 0

  public init() {}
}

/// Why an integration could not go on: the step has become shorter than time can resolve.
public struct StepFloorReached: Error, Sendable {
  /// [s]
  public var time: Double
  public var step: Double
  /// Rejections in a row, and how many of them for a Newton iteration that did not converge.
  public var rejections: Int
  public var newtonFailures: Int
}

/// Integrates `M dy/dt = f(y, t)` with a stiffly accurate SDIRK method and a simplified Newton iteration.
///
/// Non-convergence is an outcome that shortens the step; only a step at the floor of time's resolution is an error.
public struct Integrator {
  public let tableau: Tableau
  public var control: StepControl
  public private(set) var counts = StepCounts()
  private var stride = Stride()
  private var isJumping = false

  /// State at the end of the last accepted step.
  public private(set) var state: [Double]
  /// State at its start.
  public private(set) var previousState: [Double]
  /// f at the start and end of the last accepted step.
  public private(set) var rate: [Double]
  public private(set) var previousRate: [Double]

  private var momentum: [Double]
  private var trialMomentum: [Double]
  private var trialRate: [Double]
  private var known: [Double]
  private var residual: [Double]
  private var stage: [Double]
  private var guess: [Double]
  private var stageRates: [[Double]]
  private var integral = SIMD3(0.0, 0.0, 0.0)

  /// Largest number of Newton iterations in a stage. Large steps with many iterations beat small steps with few, by two.
  private let iterationLimit = 40
  /// Iterations in a row without a correction smaller than all before, after which the stage is given up. Of those that
  /// converged in the end, none had more than five.
  private let patience = 7

  /// Of a step over a jump, as a share of the stage.
  private static let jumpLength = 2e-4

  /// Contraction per iteration above which a new factorisation is worth its price. Measured on six runs of 96 to 384 cells: with 0.2 they
  /// take 3 % longer; with 0.4 steps of a pulse with heat begin to fail.
  private static let slowest = 0.3

  public init(tableau: Tableau = .sdirk2, control: StepControl, state: [Double]) {
    self.tableau = tableau
    self.control = control
    self.state = state
    let zeros = [Double](repeating: 0, count: state.count)
    (previousState, rate, previousRate) = (state, zeros, zeros)
    (momentum, trialMomentum, trialRate) = (zeros, zeros, zeros)
    (known, residual, stage, guess) = (zeros, zeros, zeros, zeros)
    stageRates = [[Double]](repeating: zeros, count: tableau.stages)
  }

  /// What the integration is at the end of the last accepted step.
  public var saved: Saved {
    Saved(
      counts: counts, stride: stride, state: state, previousState: previousState, rate: rate,
      previousRate: previousRate, momentum: momentum)
  }

  /// Takes up what `saved` was; `proceed` goes on from there.
  public mutating func restore(_ saved: Saved) {
    (counts, stride) = (saved.counts, saved.stride)
    (state, previousState) = (saved.state, saved.previousState)
    (rate, previousRate, momentum) = (saved.rate, saved.previousRate, saved.momentum)
  }

  /// Forgets the state and starts again from another one.
  public mutating func restart(at newState: [Double]) {
    state = newState
    previousState = newState
  }

  /// From `start` to `end`, between which f is smooth in time; lands on `end` exactly.
  ///
  /// - Parameter onStep: called after each accepted step; false to stop there.
  /// - Returns: false when it was stopped before the end.
  /// - Throws: `StepFloorReached` when steps become shorter than time can resolve.
  @discardableResult
  public mutating func integrate<System: ImplicitSystem & ~Copyable>(
    _ system: inout System, from start: Double, to end: Double,
    onStep: (borrowing Integrator, borrowing System, StepReport) -> Bool
  ) throws(StepFloorReached) -> Bool {
    guard end > start else { return true }
    stride = Stride(time: start)
    _ = system.evaluate(state, time: start, momentum: &momentum, rate: &rate)
    system.startStep()
    stride.step = initialStep(&system, from: start, to: end)
    return try proceed(&system, from: start, to: end, onStep: onStep)
  }

  /// Goes on with an integration that was stopped, as if it had not been; the arguments are those of its `integrate`.
  ///
  /// - Throws: `StepFloorReached` when steps become shorter than time can resolve.
  @discardableResult
  public mutating func proceed<System: ImplicitSystem & ~Copyable>(
    _ system: inout System, from start: Double, to end: Double,
    onStep: (borrowing Integrator, borrowing System, StepReport) -> Bool
  ) throws(StepFloorReached) -> Bool {
    var (rejections, newtonFailures) = (0, 0)
    while stride.time < end {
      let (time, step, lastStep) = (stride.time, stride.step, stride.lastStep)
      let left = end - time
      let length = landing(step, left: left, span: end - start)
      let last = length == left
      stride.factors.startStep(length)
      let converged = attempt(&system, time: time, length: length, lastStep: lastStep)
      var error = Double.infinity
      if converged {
        extrapolate(length, lastStep)
        for i in guess.indices { guess[i] = stage[i] - guess[i] }
        error = control.error(distance: system.size(of: guess))
      }
      guard error <= 1 else {
        counts.rejected += 1
        rejections += 1
        if !converged {
          newtonFailures += 1
          stride.longest = 0.6 * length
        }
        stride.factors.discard()
        stride.step = length * (converged ? control.factor(error: error) : control.shrinkAfterFailure)
        if stride.step < control.jumpFloor * max(end, time) || rejections > control.jumpRejections {
          guard let report = jump(&system, from: start, to: end) else {
            throw StepFloorReached(
              time: time, step: stride.step, rejections: rejections, newtonFailures: newtonFailures)
          }
          (rejections, newtonFailures) = (0, 0)
          if !onStep(self, system, report), stride.time < end { return false }
        }
        continue
      }
      (rejections, newtonFailures) = (0, 0)
      let report = accept(&system, length: length, end: last ? end : time + length)
      let factor = control.factor(error: error)
      let next = 1 < factor && factor < 1.2 ? length : length * factor
      // A step shortened only to land on the end says nothing against the longer one.
      stride.step = min(length < step ? max(step, next) : next, stride.longest)
      stride.longest *= 1.3
      if !onStep(self, system, report), stride.time < end { return false }
    }
    return true
  }

  /// Takes the stages that were just computed for the next step.
  private mutating func accept<System: ImplicitSystem & ~Copyable>(
    _ system: inout System, length: Double, end: Double
  ) -> StepReport {
    swap(&previousState, &state)
    swap(&state, &stage)
    swap(&previousRate, &rate)
    swap(&rate, &trialRate)
    swap(&momentum, &trialMomentum)
    let report = StepReport(start: stride.time, end: end, integral: integral)
    stride.time = report.end
    stride.lastStep = length
    stride.factors.endStep()
    system.startStep()
    counts.steps += 1
    return report
  }

  /// A step over a jump: with the coefficients of the state where it starts, and without a judgement of its error. Where a
  /// coefficient falls steeply with the state, say Jc(B) within a cell, no short step leads on: the solution itself jumps,
  /// within nanoseconds, to another state. Some such steps in a row arrive there, each with the coefficients of the one
  /// before.
  ///
  /// - Returns: nil when not even that has a solution.
  private mutating func jump<System: ImplicitSystem & ~Copyable>(
    _ system: inout System, from start: Double, to end: Double
  ) -> StepReport? {
    // Not to the end: what is reported there has to be a state at rest with its own coefficients.
    var length = min(0.5 * (end - stride.time), max(stride.step, Self.jumpLength * (end - start)))
    (isJumping, stride.factors) = (true, FactorAge())
    defer { (isJumping, stride.factors) = (false, FactorAge()) }
    for _ in 0..<8 {
      _ = system.evaluate(state, time: stride.time, momentum: &trialMomentum, rate: &trialRate)
      system.holdsCoefficients = true
      defer { system.holdsCoefficients = false }
      if attempt(&system, time: stride.time, length: length, lastStep: nil) {
        let report = accept(&system, length: length, end: stride.time + length)
        (stride.step, stride.longest) = (length, 10 * length)
        counts.jumps += 1
        return report
      }
      length *= control.shrinkAfterFailure
      stride.factors.discard()
    }
    return nil
  }

  /// The length of the next step when `left` of `span` remains: the last ones are halved again and again.
  ///
  /// What a long step leaves in error is the rate, which a stiff system's next short step corrects: with the end reached
  /// by one long step the moment after a ramp was wrong by 0.16 %, with five short ones more by 0.001 % (16 cells, n = 21).
  private func landing(_ step: Double, left: Double, span: Double) -> Double {
    if step * 1.0001 >= left { return left > span / 80 ? 0.5 * left : left }
    return 2 * step > left ? 0.5 * left : step
  }

  /// The state by the straight line through the last two, or the last one where there is no line.
  private mutating func extrapolate(_ length: Double, _ lastStep: Double?) {
    let ratio = lastStep.map { length / $0 } ?? 0
    for i in guess.indices { guess[i] = state[i] + ratio * (state[i] - previousState[i]) }
  }

  /// One step's stages; `stage` and `trialRate` then hold the new state and its rate. False when Newton has failed.
  private mutating func attempt<System: ImplicitSystem & ~Copyable>(
    _ system: inout System, time: Double, length: Double, lastStep: Double?
  ) -> Bool {
    let shift = length * tableau.gamma
    integral = .zero
    for k in 0..<tableau.stages {
      let stageTime = time + tableau.nodes[k] * length
      for i in known.indices { known[i] = momentum[i] }
      for (j, coefficient) in tableau.lower[k].enumerated() {
        for i in known.indices { known[i] += length * coefficient * stageRates[j][i] }
      }
      let line = predict(stage: k, length: length, lastStep: lastStep)
      system.predict(&stage, along: line, time: stageTime, shift: shift)
      guard solve(&system, time: stageTime, shift: shift, length: length) else { return false }
      for i in trialRate.indices { stageRates[k][i] = trialRate[i] }
      integral += length * tableau.weight(ofStage: k) * system.monitored
    }
    return true
  }

  /// First iterate of a stage: along the last step's line, then along the line from the state through the stage before.
  private mutating func predict(stage k: Int, length: Double, lastStep: Double?) -> PredictionLine {
    if k > 0 {
      let ratio = tableau.nodes[k] / tableau.nodes[k - 1]
      for i in stage.indices { stage[i] = state[i] + ratio * (stage[i] - state[i]) }
      return .stageBefore(beyond: ratio - 1)
    }
    let reach = tableau.nodes[0] * length
    extrapolate(reach, lastStep)
    for i in stage.indices { stage[i] = guess[i] }
    return .lastStep(beyond: lastStep.map { reach / $0 } ?? 0)
  }

  /// Newton's iteration for a stage, which leaves `trialMomentum` and `trialRate` at the solution. Both a small correction and
  /// a small residual are asked for: a rate that is steep enough is wrong after the smallest of corrections, and the next
  /// stage would take it up as it is.
  private mutating func solve<System: ImplicitSystem & ~Copyable>(
    _ system: inout System, time: Double, shift: Double, length: Double
  ) -> Bool {
    let (smallChange, smallResidual) = (0.02 * control.tolerance, 0.3 * control.tolerance)
    var (change, previous) = (Double.infinity, Double.infinity)
    var (least, sinceLeast) = (Double.infinity, 0)
    let limit = isJumping ? 5 * iterationLimit : iterationLimit
    for iteration in 0...limit {
      guard system.evaluate(stage, time: time, momentum: &trialMomentum, rate: &trialRate) else { return false }
      for i in residual.indices { residual[i] = trialMomentum[i] - known[i] - shift * trialRate[i] }
      if change < smallChange {
        if system.size(ofResidual: residual) < smallResidual { return true }
        stride.factors.discard()
      }
      guard iteration < limit else { break }
      counts.iterations += 1
      if !stride.factors.valid {
        guard system.factor(shift: shift) else { return false }
        counts.factorisations += 1
        stride.factors.renew(length)
      }
      previous = change
      change = system.correct(&stage, residual: &residual, shift: shift)
      guard change.isFinite else { return false }
      (least, sinceLeast) = change < least ? (change, 0) : (least, sinceLeast + 1)
      if sinceLeast > (isJumping ? 5 * patience : patience) { return false }
      if change > Self.slowest * previous, change >= smallChange { stride.factors.discard() }
    }
    return false
  }

  /// A step in which the solution, at its present speed, changes by a small share of its usual size. The controller
  /// lengthens it fivefold a step, so that a guess that is too careful costs a few cheap steps.
  private mutating func initialStep<System: ImplicitSystem & ~Copyable>(
    _ system: inout System, from start: Double, to end: Double
  ) -> Double {
    system.derivative(of: rate, from: state, at: start, into: &guess)
    let speed = system.size(of: guess)
    guard speed > 0 else { return end - start }
    return min(end - start, 3 * control.tolerance / speed)
  }
}
