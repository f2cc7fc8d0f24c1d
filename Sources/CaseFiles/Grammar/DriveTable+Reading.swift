internal import Magnets
internal import Notation
internal import Tables

// Tables that a field or a current follows.

let driveTableKeys = TableKeys(
  what: "table of a field", example: "{drive: {file: field.csv}}", fileExample: "field.csv", header: "time[s],field[T]",
  unitsExample: "{time: ms, field: mT}",
  columnsSentence:
    "A table next to the case file, with columns as in time[s],field[T], or time[s],current[A] of a coil with turns.")

/// The head of a table that is written.
private func header(of drive: Dimension) -> String {
  drive == .current ? "time[s],current[A]" : driveTableKeys.header
}

func driveTableTree(_ table: DriveTable, of drive: Dimension) -> CaseTree {
  let rows = zip(table.times, table.values).map { "\($0),\($1)" }
  return .plain(quoted(([header(of: drive)] + rows).joined(separator: "\n") + "\n"))
}

func readDriveTable(_ fields: CaseFields, of drive: Dimension, _ reading: CaseReading) throws -> DriveTable {
  let value =
    drive == .current
    ? TableColumn("current", .current, aliases: ["I", "i"])
    : TableColumn("field", .field, aliases: ["B", "Ba", "mu0H", "H"])
  return try driveTableKeys.read(fields, reading) { csv, file, units throws(TableError) in
    let table = try QuantityTable(
      csv, file: file, columns: [TableColumn("time", .time, aliases: ["t"]), value], units: units)
    let rows = table.rows.map { (line: $0.line, time: $0.values[0] ?? 0, value: $0.values[1] ?? 0, cells: $0.cells) }
    for (before, row) in zip(rows, rows.dropFirst()) where row.time <= before.time {
      throw TableError(
        file: file, line: row.line,
        message: "time: \(row.cells[0]) is not after the \(before.cells[0]) of the row before; times must ascend")
    }
    let course = DriveTable(times: rows.map(\.time), values: rows.map(\.value))
    return (course, course.summary(of: drive))
  }
}

extension DriveTable {
  /// `120 rows, time 0 to 30 s, field -1 to 4 T`
  fileprivate func summary(of drive: Dimension) -> String {
    func range(_ values: [Double]) -> String { "\(compact(values.min() ?? 0)) to \(compact(values.max() ?? 0))" }
    return "\(times.count) rows, time \(range(times)) s, \(drive.rawValue) \(range(values)) \(drive.units[0].symbol)"
  }
}
