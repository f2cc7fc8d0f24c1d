internal import BulkSimulation
internal import Sweeps

// The store of a sweep that was opened, also while it is being filled.

extension SessionMethods {
  private struct SweepPage: Encodable {
    struct Column: Encodable {
      var name, unit: String
      /// Keys of the case that are set to its values; empty where the values are factors, which a key is not set to.
      var keys: [String]
    }
    struct Output: Encodable {
      var name, label, unit: String
    }
    var name: String
    var columns: [Column]
    var outputs: [Output]
    var points: [Int]
    /// For each column in SI units, for each output; nil where there is none.
    var inputs: [[SweepValue]]
    var values, errors: [[Double?]]
  }

  /// All points that are done.
  func sweepTable(_ call: Call) throws -> any Encodable {
    guard let opened, opened.kind == .sweep else {
      throw RequestError(.invalidParameters, "no store was opened; fem-bulk explore pair.sqlite does")
    }
    let store = try SweepStore(reading: opened.path)
    defer { store.close() }
    let evaluation = store.plan.evaluation
    let table = try store.table(outputs: evaluation.outputs.map(\.name))
    func known(_ lists: [[Double]]) -> [[Double?]] { lists.map { $0.map { $0.isFinite ? $0 : nil } } }
    return SweepPage(
      name: store.plan.name,
      columns: evaluation.columns.map { .init(name: $0.name, unit: $0.unit, keys: $0.isFactor ? [] : $0.keys) },
      outputs: evaluation.outputs.map { .init(name: $0.name, label: $0.label, unit: $0.unit) },
      points: table.points, inputs: table.inputs, values: known(table.outputs), errors: known(table.errors))
  }
}
