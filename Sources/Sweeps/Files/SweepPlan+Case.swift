internal import BulkSimulation
public import CaseFiles
public import HostSystem
public import Magnets
internal import Meshing
internal import Notation

extension SweepProblem {
  /// The plan that a store keeps.
  ///
  /// - Throws: `InputError` for a sweep too large, or with names that the store needs itself.
  public func plan() throws(InputError) -> SweepPlan {
    let design = SweepDesign(parts: parts)
    if let complaint = design.sizeComplaint { throw InputError(.wrong, "\(name): \(complaint)") }
    let simulationCase = base.simulationCase
    // SQLite takes names of columns that differ in case for one.
    let probes = Dictionary(grouping: simulationCase.probes.map(\.name)) { $0.lowercased() }
    if let twins = probes.values.filter({ $0.count > 1 }).min(by: { $0[0] < $1[0] }) {
      throw InputError(
        .wrong,
        "\(name): the probes \(twins.joined(separator: " and ")) differ in case alone, and a sweep's table takes them for one;"
          + " rename one")
    }
    let outputs = ReportedQuantity.all(of: simulationCase) + chosen
    let results = Set(outputs.flatMap { [$0.name, $0.errorName] }.compactMap { $0?.lowercased() })
    for column in design.columns where results.contains(column.name.lowercased()) {
      throw InputError(.wrong, "\(name): \(column.name) names a result; give the quantity another name:")
    }
    let last = outputs.last { $0.quantity == .bz(0) }?.name ?? ""
    return SweepPlan(
      name: name, caseText: caseFileText(simulationCase),
      meshText: simulationCase.importedMesh.map { gmshText($0, format: .v4_1) },
      design: design, outputs: outputs, target: target ?? last)
  }
}

extension SweepPlan.Evaluation {
  /// The base case with the columns set to values. Texts are read once, not for each point.
  ///
  /// - Throws: `InputError` for a plan whose case cannot be read, or has other results.
  public func caseMaker() throws -> ([SweepValue]) throws(CaseChangeError) -> ValidCase {
    let base = try readCase(text: caseText, file: "base case", tableText: noTable) { [meshText] name in
      (name, meshText ?? "")
    }
    let usual = ReportedQuantity.all(of: base.simulationCase)
    // What was asked for besides stands behind.
    guard outputs.starts(with: usual),
      outputs.dropFirst(usual.count).allSatisfy({ base.simulationCase.stages.indices.contains($0.stage) })
    else {
      throw InputError(.wrong, "the results of the sweep are not those of its case; make its store anew")
    }
    // Rows and maps that nobody keeps are not computed either.
    var kept = base.simulationCase
    (kept.outputInterval, kept.fieldOutput) = (nil, .none)
    let editable = EditableCase((try? ValidCase(kept)) ?? base.checked)
    return { [columns] values throws(CaseChangeError) in
      try editable.setting(zip(columns, values).flatMap { $0.changes(to: $1) })
    }
  }
}

extension SweepColumn {
  func changes(to value: SweepValue) -> [EditableCase.Change] {
    let setting: EditableCase.Setting =
      switch value {
      case .text(let text): .text(text)
      case .number(let number): isFactor ? .factor(number) : .text(text(number))
      }
    return keys.map { .init(key: $0, setting: setting) }
  }

  /// A value with its unit.
  func text(_ value: Double) -> String { unit.isEmpty ? plain(value) : "\(plain(value)) \(unit)" }
}

/// Numbers that are equal for points of one geometry: those columns tell that change the meshes.
///
/// Only to work on such points together; which points share a mesh is found out again, and exactly, when they are computed.
package func setupNumbers(_ points: [[SweepValue]], _ evaluation: SweepPlan.Evaluation) throws -> [Int] {
  let makeCase = try evaluation.caseMaker()
  guard let first = points.first, let base = try? makeCase(first) else { return points.map { _ in 0 } }
  let columns = evaluation.columns.indices.filter { column in
    let values = Set(points.map { $0[column] })
    let extremes = values.compactMap(\.number)
    let probes =
      [extremes.min(), extremes.max()].compactMap { $0.map(SweepValue.number) } + values.filter { $0.number == nil }
    return probes.contains { value in
      var point = first
      point[column] = value
      return (try? makeCase(point)).map { !$0.simulationCase.sharesMeshes(with: base.simulationCase) } ?? false
    }
  }
  var numbers: [[SweepValue]: Int] = [:]
  return points.map { point in
    let key = columns.map { point[$0] }
    let number = numbers[key] ?? numbers.count
    numbers[key] = number
    return number
  }
}

/// What computes the points of a plan.
///
/// - Throws: as `SweepPlan.Evaluation.caseMaker`.
public func pointEvaluator(_ evaluation: SweepPlan.Evaluation) throws -> PointEvaluator {
  PointEvaluator(outputs: evaluation.outputs, makeCase: try evaluation.caseMaker())
}
