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
  let peak = stress.peak
  let unit = TimeUnit.suitable(for: peak.time)
  var sentence =
    "Peak of the run: \(measured(1e-6 * peak.hoop.value, error: 1e-6 * peak.error)) MPa of hoop stress in \(stress.bodyNames[peak.hoop.body])"
    + " at r, z = \(place(peak.hoop)) mm, \(plainNumber(peak.time / unit.seconds)) \(unit.symbol) after the start"
    + " (\(result.stages[stress.peakStage].stage), \(plainNumber(stress.peakField)) T applied)"
  if let margin = peak.margin {
    sentence += "; strength over the largest tension then \(significant(margin, digits: 3))"
  }
  sentence += "."
  if let alone = stress.alone {
    let own = TimeUnit.suitable(for: alone.peak.time)
    sentence +=
      " Without supports: \(measured(1e-6 * alone.peak.hoop.value, error: 1e-6 * alone.peak.error)) MPa in \(stress.bodyNames[alone.peak.hoop.body])"
      + " at r, z = \(place(alone.peak.hoop)) mm, \(plainNumber(alone.peak.time / own.seconds)) \(own.symbol) after the start"
      + " (\(plainNumber(alone.peakField)) T applied)"
      + (alone.peak.margin.map { ", strength over the largest tension \(significant($0, digits: 3))" } ?? "") + "."
  }
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
