internal import BulkSimulation
internal import GRDB

extension SweepStore {
  /// Names of the columns of an export: point, status, inputs, outputs with their errors, what there is to say, and cost.
  public var exportColumns: [String] {
    ["point", "status"] + plan.evaluation.columns.map(\.name) + plan.evaluation.resultNames + [
      "error", "accurate", "warnings", "setup_s", "solve_s", "version", "finished",
    ]
  }

  /// Calls `body` for points in an order, each with the texts of `columns`; numbers are the shortest that read back as the same
  /// bits, what is missing is empty.
  ///
  /// - Parameters:
  ///   - status: of the points; nil for all.
  ///   - order: an output, largest first; nil for the order of the points.
  /// - Throws: `StoreError` when the store cannot be read.
  public func forEachPoint(
    columns: [String], status: String? = nil, order: String? = nil, limit: Int? = nil,
    _ body: ([String]) -> Void
  ) throws(StoreError) {
    let selected = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let condition = status.map { "WHERE status = '\($0)'" } ?? ""
    let sorting = order.map { "\"\($0)\" DESC, point" } ?? "point"
    try read { db in
      let rows = try Row.fetchCursor(
        db, sql: "SELECT \(selected) FROM points \(condition) ORDER BY \(sorting) LIMIT \(limit ?? -1)")
      while let row = try rows.next() {
        body(
          columns.indices.map { index in
            switch (row[index] as DatabaseValue).storage {
            case .null: ""
            case .int64(let value): "\(value)"
            case .double(let value): "\(value)"
            case .string(let text): text
            case .blob: ""
            }
          })
      }
    }
  }
}
