internal import BulkSimulation
internal import Magnets
internal import Notation

/// Stresses in bulks as people read them: a line for each stage, the peak of the run, and what holds the bulks.
func stressText(_ stress: StressResult, _ result: SimulationResult) -> String {
  let hasMargin = stress.stages.contains { $0.margin != nil }
  let hasProbability = stress.stages.contains { $0.failureProbability != nil }
  var rows = [
    ["stage", "hoop [MPa]", "at r, z [mm]", "radial [MPa]", "tension [MPa]"] + (hasMargin ? ["strength/tension"] : [])
      + (hasProbability ? ["probability of failure"] : [])
  ]
  for (stage, state) in zip(result.stages, stress.stages) {
    rows.append(
      [
        stage.stage, measured(1e-6 * state.hoop.value, error: 1e-6 * state.error), place(state.hoop),
        megapascals(state.radial.value), megapascals(state.principal.value),
      ] + (hasMargin ? [state.margin.map { significant($0, digits: 3) } ?? "-"] : [])
        + (hasProbability ? [state.failureProbability.map { significant($0, digits: 2) } ?? "-"] : []))
  }
  return "Largest stresses in bulks:\n" + aligned(rows) + "\n" + stressPeakSentence(stress, result)
}

/// When and where the hoop stress was largest, and what was left out.
func stressPeakSentence(_ stress: StressResult, _ result: SimulationResult) -> String {
  let peak = stress.peak.state
  /// Value, place and time.
  func told(_ own: StressResult.Peak) -> String {
    let (state, unit) = (own.state, TimeUnit.suitable(for: own.state.time))
    let value = measured(1e-6 * state.hoop.value, error: 1e-6 * state.error)
    return "\(value) MPa of hoop stress in \(stress.bodyNames[state.hoop.body])"
      + " at r, z = \(place(state.hoop)) mm, \(plainNumber(state.time / unit.seconds)) \(unit.symbol) after the start"
      + " (\(result.stages[own.stage].stage), \(plainNumber(own.appliedField)) T applied)"
      + (state.margin.map { "; strength over the largest tension then \(significant($0, digits: 3))" } ?? "") + "."
  }
  var sentence = "Peak of the run: " + told(stress.peak)
  if let alone = stress.alone { sentence += " Without supports: " + told(alone) }
  for (name, extreme) in zip(stress.bodyNames.suffix(peak.vonMises.count), peak.vonMises) {
    sentence += " Von Mises' stress in \(name) \(megapascals(extreme.value)) MPa."
  }
  if let distance = stress.distance {
    sentence +=
      " Where bodies end on each other stress has no bound: within \(significant(1e3 * distance, digits: 2)) mm of there none is reported."
  }
  return sentence
}

/// What would give stresses to a run that has none.
let stressHint =
  "Stress: not computed; young and poisson in the material of every bulk would give it (as young: 130 GPa, poisson: 0.3), supports what holds them."

private func megapascals(_ stress: Double) -> String { significant(1e-6 * stress, digits: 4) }

private func place(_ extreme: StressResult.Extreme) -> String {
  "\(significant(1e3 * extreme.r, digits: 3)), \(significant(1e3 * extreme.z, digits: 3))"
}
