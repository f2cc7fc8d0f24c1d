public import BulkSimulation
internal import Sampling

/// What a sweep's points say about one result.
public struct SweepAnalysis: Sendable {
  public let plan: SweepPlan
  public let output: ReportedQuantity
  public let table: SweepTable
  /// nil before the first point is done.
  public let statistics: SampleStatistics?
  /// In the order of the columns; empty before the first point is done.
  public let effects: [InputEffect]

  /// The result of the points in `table`.
  public var results: [Double] { table.outputs[0] }
  /// Estimated numerical errors of these.
  public var errors: [Double] { table.errors[0] }

  /// - Parameter name: of an output; nil for the sweep's target.
  /// - Throws: `StoreError.missing` for a name that the sweep does not have; others when the store cannot be read.
  public init(_ store: SweepStore, output name: String? = nil) throws(StoreError) {
    plan = store.plan
    let name = name ?? plan.target
    guard let output = plan.evaluation.outputs.first(where: { $0.name == name }) else {
      throw .missing(
        "\(store.path): has no result \(name); it has \(plan.evaluation.outputs.map(\.name).joined(separator: ", "))")
    }
    self.output = output
    var table = try store.table(outputs: [name])
    table.keepFinite()
    self.table = table
    let results = table.outputs[0]
    statistics = results.isEmpty ? nil : SampleStatistics(results)
    var effects =
      results.isEmpty
      ? []
      : zip(
        plan.design.parts.flatMap { part in part.columns.map { (name: $0.name, isGrid: !part.isSample) } }, table.inputs
      )
      .map { InputEffect(name: $0.name, inputs: $1, results: results, isGrid: $0.isGrid) }
    if case .sample(.saltelli, _, _, let columns, _) = plan.design.parts.first, plan.design.parts.count == 1 {
      var byPoint = [Double?](repeating: nil, count: plan.design.count ?? 0)
      for (point, result) in zip(table.points, results) { byPoint[point - 1] = result }
      if let indices = InputEffect.saltelliIndices(byPoint, columns: columns.count) {
        for (column, index) in indices.enumerated() where column < effects.count {
          effects[column].firstOrder = index.firstOrder
          effects[column].total = index.total
        }
      }
    }
    self.effects = effects
  }

  /// True when some columns are sampled at random: their spread means something.
  public var isSample: Bool { plan.design.parts.contains(where: \.isSample) }

  /// Index in `table` of the point with the largest result; nil before one is done.
  public var best: Int? { results.indices.max { abs(results[$0]) < abs(results[$1]) } }
}

extension SweepAnalysis {
  /// Indices in `table` of the points whose result is the largest as far as errors can tell, `best` among them: a plateau, if
  /// there are several.
  public var plateau: [Int] {
    guard let best else { return [] }
    func error(_ index: Int) -> Double { errors[index].isFinite ? errors[index] : 0 }
    let sign: Double = results[best] < 0 ? -1 : 1
    return results.indices.filter {
      sign * results[$0] + error($0) >= abs(results[best]) - error(best)
    }
  }
}

extension SweepTable {
  /// Leaves out points without the first output.
  fileprivate mutating func keepFinite() {
    let kept = points.indices.filter { outputs[0][$0].isFinite }
    guard kept.count < points.count else { return }
    points = kept.map { points[$0] }
    inputs = inputs.map { column in kept.map { column[$0] } }
    outputs = outputs.map { column in kept.map { column[$0] } }
    errors = errors.map { column in kept.map { column[$0] } }
  }
}
