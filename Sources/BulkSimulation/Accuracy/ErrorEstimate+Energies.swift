import Magnets
import TimeStepping

// What changes of the numbers themselves: rates, and the energies that are turned over.

extension ErrorEstimate {
  /// What creeps at the end of a stage: extrapolated like the value itself.
  ///
  /// Its error is not that of the value: E goes with the n-th power of J, so a rate is off by n times as much. The worst of
  /// any probe or the moment stands for all, as with values.
  func rate(_ stage: Int, _ quantity: (Observables.Values) -> Double) -> Value {
    func rates(_ run: Transient) -> Observables.Values { run.stageEnds[stage].rates }
    let scales = Self.scales(of: [rates(fine)], fine.thermal?.layout)
    let scale = abs(quantity(scales))
    func share(_ run: Transient, _ other: Transient) -> Double {
      Self.largestDifference(rates(run), rates(other), scales)
    }
    let (fine, medium) = (quantity(rates(fine)), quantity(rates(medium)))
    let extrapolated = Self.extrapolate(fine, medium)
    let change = coarse.map { extrapolated - Self.extrapolate(quantity(rates(tightMedium)), quantity(rates($0))) }
    return Value(
      value: extrapolated,
      mesh: max(0.5 * abs(change ?? 2 * (fine - medium)), 0.25 * share(self.medium, self.fine) * scale),
      time: 1.5 * share(self.medium, tightMedium) * scale)
  }

  /// Part of an energy balance [J], likewise.
  func energy(_ stage: Int, _ part: (EnergyBalance) -> Double) -> Double {
    Self.extrapolate(part(fine.stageEnds[stage].energy), part(medium.stageEnds[stage].energy))
  }

  /// The largest share of its energies that a stage leaves unbalanced, of the fine run or extrapolated. That of a stage in which hardly any energy is
  /// turned over, next to the others, says nothing.
  var imbalance: Double {
    let energies = fine.stageEnds.map(\.energy)
    let largest = energies.reduce(0) { max($0, abs($1.work)) }
    return energies.indices.filter { abs(energies[$0].work) > 1e-3 * largest }.reduce(0) { share, stage in
      let extrapolated = EnergyBalance(
        stored: energy(stage, \.stored), dissipated: energy(stage, \.dissipated), work: energy(stage, \.work),
        largest: energies[stage].largest)
      return max(share, energies[stage].relativeImbalance, extrapolated.relativeImbalance)
    }
  }
}
