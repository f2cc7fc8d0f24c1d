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
        + material.exponentWarnings(field: strongest, temperatures: range)
        + lawWarnings(of: material, field: strongest)
        + material.validityWarnings(field: strongest, temperatures: range)
    }
  }

  /// The case was checked for the applied fields; the magnet's own may be larger, and a formula have no sense there.
  private func lawWarnings(of material: Material, field: Double) -> [RunWarning] {
    guard var operating = operatingRange(of: material), field > operating.fields.upperBound else { return [] }
    operating.fields = 0...field
    return material.findings(over: operating, at: CasePath("materials").key(material.name)).map {
      .lawBeyondSense(material: material.name, finding: $0)
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

  fileprivate func exponentWarnings(field: Double, temperatures: ClosedRange<Double>) -> [RunWarning] {
    guard case .table(let table) = n else { return [] }
    let isCovered =
      (table.fieldRange.map { field <= $0.upperBound } ?? true)
      && (table.temperatureRange.map {
        $0.lowerBound <= temperatures.lowerBound && temperatures.upperBound <= $0.upperBound
      } ?? true)
    return isCovered
      ? [] : [.beyondExponentTable(material: name, field: field, temperatures: temperatures, table: table)]
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
