public import Magnets
internal import Meshing
internal import Notation
internal import Superconductors

/// A place in which cases differ, and what stands there in each.
public struct CaseDifference: Sendable, Hashable, Codable {
  /// A key of a case file: `materials.ba122.n`, `bulks.A.outer_radius`, `protocol.1.ramp.rate`.
  public var place: String
  /// As a case file writes it, one for each case; nil where there is no such key.
  public var values: [String?]
}

/// Every place in which cases differ, in the order of case files; of tables and maps what of their contents differs.
public func caseDifferences(_ cases: [SimulationCase]) -> [CaseDifference] {
  let leaves = cases.map { simulationCase in
    caseEntries().tree(of: simulationCase.withDistinctMaterialNames).flatMap { key, tree in tree.leaves(at: key) }
  }
  var places: [String] = []
  var known: Set<String> = []
  for (place, _) in leaves.joined() where known.insert(place).inserted { places.append(place) }
  let values = leaves.map { Dictionary($0) { first, _ in first } }
  let differences = places.compactMap { place -> CaseDifference? in
    let written = values.map { $0[place] }
    return Set(written).count > 1 ? CaseDifference(place: place, values: written) : nil
  }
  return differences + tableDifferences(cases) + meshDifference(cases)
}

extension CaseTree {
  /// Its values and where they stand; without tables, of which lines of text say little.
  fileprivate func leaves(at place: String) -> [(place: String, value: String)] {
    switch self {
    case .plain(let text): [(place, text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text)]
    case .block: []
    case .flow(let entries), .mapping(let entries): entries.flatMap { $0.value.leaves(at: "\(place).\($0.key)") }
    case .list(let elements):
      elements.enumerated().flatMap { index, element in element.leaves(at: "\(place).\(element.name ?? "\(index)")") }
    }
  }

  /// What an element of a list calls itself.
  private var name: String? {
    guard case .flow(let entries) = self, case .plain(let name)? = entries.first(where: { $0.key == "name" })?.value
    else { return nil }
    return name
  }
}

private func tableDifferences(_ cases: [SimulationCase]) -> [CaseDifference] {
  let materials = cases.map {
    Dictionary($0.withDistinctMaterialNames.materials.map { ($0.name, $0) }) { first, _ in first }
  }
  return Set(materials.flatMap(\.keys)).sorted().flatMap { name -> [CaseDifference] in
    let tables = materials.map { ($0[name]?.criticalCurrent as? TableLaw)?.table }
    let exponents = materials.map { $0[name].flatMap { if case .table(let table) = $0.n { table } else { nil } } }
    let maps = materials.map { $0[name]?.map }
    var found: [CaseDifference] = []
    if Set(tables).count > 1 {
      let first = tables.first.flatMap { $0 }
      found.append(
        CaseDifference(
          place: "materials.\(name).jc.data",
          values: tables.map { table in
            table.map { table in
              let change = first.flatMap { $0 == table ? nil : $0.change(to: table) }
              return table.summary + (change.map { "; \($0)" } ?? "")
            }
          }))
    }
    if Set(exponents).count > 1 {
      found.append(CaseDifference(place: "materials.\(name).n.data", values: exponents.map { $0?.summary }))
    }
    if Set(maps).count > 1 {
      found.append(CaseDifference(place: "materials.\(name).jc_map.data", values: maps.map { $0?.summary }))
    }
    return found
  }
}

extension CriticalCurrentTable {
  /// What is different in another table, in words.
  fileprivate func change(to other: CriticalCurrentTable) -> String {
    struct Place: Hashable { var temperature: Double?, b: Double }
    func values(_ table: CriticalCurrentTable) -> [Place: Double] {
      Dictionary(
        table.curves.flatMap { curve in
          zip(curve.fluxDensity, curve.criticalCurrentDensity).map {
            (Place(temperature: curve.temperature, b: $0), $1)
          }
        }, uniquingKeysWith: { first, _ in first })
    }
    let (mine, others) = (values(self), values(other))
    var parts: [String] = []
    let changed = mine.compactMap { place, jc in others[place].flatMap { $0 == jc ? nil : (place, jc, $0) } }
    if let most = changed.max(by: { (abs($0.2 - $0.1), $1.0.b) < (abs($1.2 - $1.1), $0.0.b) }) {
      let temperature = most.0.temperature.map { ", T = \(compact($0)) K" } ?? ""
      // A share of 0 says nothing.
      let share = most.1 == 0 ? "" : " (\(significant(100 * (most.2 / most.1 - 1), digits: 2)) %)"
      parts.append(
        "\(changed.count) of \(mine.count) values differ, most at B = \(compact(most.0.b)) T\(temperature):"
          + " \(compact(most.2)) instead of \(compact(most.1)) A/m^2\(share)")
    }
    let missing = mine.keys.count { others[$0] == nil }
    let added = others.keys.count { mine[$0] == nil }
    if missing > 0 { parts.append("\(missing) rows less") }
    if added > 0 { parts.append("\(added) rows more") }
    return parts.joined(separator: ", ")
  }
}

private func meshDifference(_ cases: [SimulationCase]) -> [CaseDifference] {
  let meshes = cases.map(\.importedMesh)
  guard meshes.dropFirst().contains(where: { $0 != meshes[0] }), meshes.contains(where: { $0 != nil }) else {
    return []
  }
  return [
    CaseDifference(
      place: "mesh.file",
      values: meshes.map { $0.map { "\($0.nodes.count) nodes, \($0.cells.count) cells" } })
  ]
}
