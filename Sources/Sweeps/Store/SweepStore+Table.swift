internal import BulkSimulation
internal import GRDB

/// Points of a store, column by column.
public struct SweepTable: Sendable {
  public var points: [Int]
  /// In the order of the points: for each input column.
  public var inputs: [[SweepValue]]
  /// For each output; NaN where there is none.
  public var outputs: [[Double]]
  /// Estimated numerical errors of these, likewise; 0 for what the case itself says.
  public var errors: [[Double]]
}

extension SweepStore {
  /// The points that are done, in their order, with all inputs and the outputs of the names.
  ///
  /// - Throws: `StoreError` when the store cannot be read, or has no such output.
  public func table(outputs names: [String]) throws(StoreError) -> SweepTable {
    let columns = plan.evaluation.columns
    let errors = names.map { name in plan.evaluation.outputs.first { $0.name == name }?.errorName }
    return try read { db in
      var table = SweepTable(
        points: [], inputs: columns.map { _ in [] }, outputs: names.map { _ in [] }, errors: names.map { _ in [] })
      let results = zip(names, errors).flatMap { ["\"\($0)\"", $1.map { "\"\($0)\"" } ?? "0.0"] }
      let selected = (["point"] + columns.map { "\"\($0.name)\"" } + results).joined(separator: ", ")
      let rows = try Row.fetchCursor(db, sql: "SELECT \(selected) FROM points WHERE status = 'done' ORDER BY point")
      while let row = try rows.next() {
        table.points.append(try row.decode(atIndex: 0))
        for index in columns.indices { table.inputs[index].append(try value(row[1 + index])) }
        for index in names.indices {
          let place = 1 + columns.count + 2 * index
          table.outputs[index].append(try row.decode(Double?.self, atIndex: place) ?? .nan)
          table.errors[index].append(try row.decode(Double?.self, atIndex: place + 1) ?? .nan)
        }
      }
      return table
    }
  }
}
