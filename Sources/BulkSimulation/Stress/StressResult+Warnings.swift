import Magnets

extension StressResult {
  /// What a reader of the stresses has to know: a bulk that may crack, a support that may yield, a contact that would open.
  func warnings(_ simulationCase: SimulationCase) -> [RunWarning] {
    var warnings: [RunWarning] = openings.map {
      .contactOpens(first: $0.first, second: $0.second, time: $0.time, tension: $0.tension)
    }
    let stage = RunWarning.Stage(index: peak.stage, name: simulationCase.stages[peak.stage].name)
    let worst =
      ([(stage, peak.state)] + stages.enumerated().map { (.init(index: $0, name: simulationCase.stages[$0].name), $1) })
      .min { ($0.1.margin ?? .infinity) < ($1.1.margin ?? .infinity) }
    if let (stage, state) = worst, let margin = state.margin, margin < 1 {
      warnings.append(.mayCrack(stage, tension: state.principal.value, margin: margin, time: state.time))
    }
    let yielding = stages.enumerated().min {
      ($0.element.supportMargin ?? .infinity) < ($1.element.supportMargin ?? .infinity)
    }
    if let yielding, let margin = yielding.element.supportMargin, margin < 1 {
      warnings.append(
        .supportYields(.init(index: yielding.offset, name: simulationCase.stages[yielding.offset].name), margin: margin)
      )
    }
    return warnings
  }
}
