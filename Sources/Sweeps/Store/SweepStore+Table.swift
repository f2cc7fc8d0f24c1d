internal import GRDB

/// Points of a store, column by column.
public struct SweepTable: Sendable {
  public var points: [Int]
  /// In the order of the points: for each input column.
  public var inputs: [[SweepValue]]
  /// For each output; NaN where there is none.
  public var outputs: [[Double]]
}

extension SweepStore {
  /// The points that are done, in their order, with all inputs and the outputs of the names.
  ///
  /// - Throws: `StoreError` when the store cannot be read, or has no such output.
  public func table(outputs names: [String]) throws(StoreError) -> SweepTable {
    let columns = plan.evaluation.columns
    return try read { db in
      var table = SweepTable(
        points: [], inputs: columns.map { _ in [] }, outputs: names.map { _ in [] })
      let selected = (["point"] + (columns.map(\.name) + names).map { "\"\($0)\"" }).joined(separator: ", ")
      let rows = try Row.fetchCursor(db, sql: "SELECT \(selected) FROM points WHERE status = 'done' ORDER BY point")
      while let row = try rows.next() {
        table.points.append(try row.decode(atIndex: 0))
        for index in columns.indices { table.inputs[index].append(try value(row[1 + index])) }
        for index in names.indices {
          table.outputs[index].append(try row.decode(Double?.self, atIndex: 1 + columns.count + index) ?? .nan)
        }
      }
      return table
    }
  }
}
