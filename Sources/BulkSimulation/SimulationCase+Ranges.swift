import Magnets
import Notation
import Superconductors

extension SimulationCase {
  /// Where a run left the range in which a material's numbers hold, as sentences: what lies beyond is extrapolated. And where
  /// a table was smoothed.
  ///
  /// Fields are those of the history, applied and at the probes: bulks see a little more, never much less.
  func rangeWarnings(_ history: [SimulationResult.HistoryRow]) -> [String] {
    let fields = history.map { row in
      row.probes.reduce(abs(row.appliedField)) { max($0, ($1 * $1).sum().squareRoot()) }
    }
    // To a hundredth: a sentence for people.
    let strongest = ((fields.max() ?? 0) * 100).rounded() / 100
    var seen: [Material] = []
    for material in bulks.map(\.material) where !seen.contains(material) { seen.append(material) }
    return seen.flatMap { material -> [String] in
      let members = bulks.indices.filter { bulks[$0].material == material }
      let temperatures = history.flatMap { row in
        row.temperatureByBulk.isEmpty ? [row.temperature] : members.map { row.temperatureByBulk[$0] }
      }
      let (coldest, warmest) = (temperatures.min() ?? 0, temperatures.max() ?? 0)
      var warnings: [String] = []
      if let table = material.criticalCurrent as? TableLaw {
        if let scatter = table.scatters.compactMap({ $0 }).max() {
          warnings.append(
            "material \(material.name): the points of its table of Jc scatter by \((scatter * 1000).rounded() / 10) %; a smooth"
              + " curve through them is used")
        }
        if strongest > table.fieldRange.upperBound {
          warnings.append(
            "material \(material.name): fields up to \(strongest) T, but its table of Jc ends at "
              + "\(table.fieldRange.upperBound) T; beyond, Jc is extrapolated")
        }
        if let range = table.temperatureRange, coldest < range.lowerBound || warmest > range.upperBound {
          warnings.append(
            "material \(material.name): temperatures from \(coldest) to \(warmest) K, but its table of Jc holds from "
              + "\(range.lowerBound) to \(range.upperBound) K")
        }
      }
      if case .table(let table) = material.n {
        let fields = table.fieldRange.map { strongest > $0.upperBound } ?? false
        let temperatures =
          table.temperatureRange.map { coldest < $0.lowerBound || warmest > $0.upperBound } ?? false
        if fields || temperatures {
          warnings.append(
            "material \(material.name): fields up to \(strongest) T and temperatures from \(coldest) to \(warmest) K, but its"
              + " table of n has \(table.summary); beyond, n is that of the nearest point")
        }
      }
      // The case was checked for the applied fields; the magnet's own may be larger.
      if var operating = operatingRange(of: material), strongest > operating.fields.upperBound {
        operating.fields = 0...strongest
        warnings += material.findings(over: operating, at: CasePath()).map {
          "material \(material.name): \($0.path): \($0.problem); taken as \($0.path.steps.first == .name("n") ? "the nearest that there is" : "nil")"
        }
      }
      if let validity = material.validity {
        if strongest > validity.largestField {
          warnings.append(
            "material \(material.name): fields up to \(strongest) T, but its numbers hold up to \(validity.largestField) T"
          )
        }
        // Above Tc there is nothing left to be wrong about.
        let hottest = min(warmest, material.temperatureFactor?.criticalTemperature ?? warmest)
        if coldest < validity.coldest || hottest > validity.warmest {
          warnings.append(
            "material \(material.name): temperatures from \(coldest) to \(warmest) K, but its numbers hold from "
              + "\(validity.coldest) to \(validity.warmest) K")
        }
      }
      return warnings
    }
  }
}
