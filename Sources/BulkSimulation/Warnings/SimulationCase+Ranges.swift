import Magnets
import Notation
import Superconductors

extension SimulationCase {
  /// Where a run left the range in which a material's numbers hold, and where a table was smoothed.
  ///
  /// Fields are those of the history, applied and at the probes: bulks see a little more, never much less.
  func rangeWarnings(_ history: [SimulationResult.HistoryRow]) -> [RunWarning] {
    let fields = history.map { row in
      row.probes.reduce(abs(row.appliedField)) { max($0, ($1 * $1).sum().squareRoot()) }
    }
    // To three digits: for people, and so that a table which ends at the cooling field is not left by a hair.
    let strongest = Double(significant(fields.max() ?? 0, digits: 3)) ?? 0
    var seen: [Material] = []
    for material in bulks.map(\.material) where !seen.contains(material) { seen.append(material) }
    return seen.flatMap { material -> [RunWarning] in
      let members = bulks.indices.filter { bulks[$0].material == material }
      let temperatures = history.flatMap { row in
        row.temperatureByBulk.isEmpty ? [row.temperature] : members.map { row.temperatureByBulk[$0] }
      }
      let range = (temperatures.min() ?? 0)...(temperatures.max() ?? 0)
      return material.tableWarnings(field: strongest, temperatures: range)
        + material.validityWarnings(field: strongest, temperatures: range)
    }
  }
}

extension Material {
  fileprivate func tableWarnings(field: Double, temperatures: ClosedRange<Double>) -> [RunWarning] {
    guard let table = criticalCurrent as? TableLaw else { return [] }
    var warnings: [RunWarning] = []
    if let scatter = table.scatters.compactMap({ $0 }).max() {
      warnings.append(.scatteringTable(material: name, share: scatter))
    }
    let ends = table.curveEnds(at: temperatures)
    if let end = ends.compactMap(\.nilFrom).min(), field > end {
      warnings.append(.fieldBeyondIrreversibility(material: name, field: field, end: end))
    }
    if let end = ends.filter({ $0.nilFrom == nil }).map(\.fluxDensity).min(), field > end {
      warnings.append(.fieldBeyondTable(material: name, field: field, end: end))
    }
    if let range = table.temperatureRange,
      temperatures.lowerBound < range.lowerBound || temperatures.upperBound > range.upperBound
    {
      warnings.append(.temperatureBeyondTable(material: name, run: temperatures, table: range))
    }
    return warnings
  }

  fileprivate func validityWarnings(field: Double, temperatures: ClosedRange<Double>) -> [RunWarning] {
    guard let validity else { return [] }
    var warnings: [RunWarning] = []
    if field > validity.largestField {
      warnings.append(.fieldBeyondValidity(material: name, field: field, limit: validity.largestField))
    }
    // Above Tc there is nothing left to be wrong about.
    let hottest = min(temperatures.upperBound, temperatureFactor?.criticalTemperature ?? temperatures.upperBound)
    if temperatures.lowerBound < validity.coldest || hottest > validity.warmest {
      warnings.append(
        .temperatureBeyondValidity(
          material: name, run: temperatures, valid: validity.coldest...max(validity.coldest, validity.warmest)))
    }
    return warnings
  }
}
