/// `history.csv` of a run folder: columns by name, in SI units.
public struct HistoryTable: Sendable {
  /// As in the header, units included.
  public let names: [String]
  private let columns: [[Double]]

  /// - Parameter file: the name to show in errors.
  init(csv: String, file: String) throws(RecordError) {
    let lines = csv.split(whereSeparator: \.isNewline)
    guard let header = lines.first else { throw .wrong(path: file, reason: "is empty") }
    names = csvFields(header)
    var columns = names.map { _ in [Double]() }
    for (row, line) in lines.dropFirst().enumerated() {
      let fields = csvFields(line)
      guard fields.count == names.count else {
        throw .wrong(path: "\(file):\(row + 2)", reason: "\(fields.count) values for \(names.count) columns")
      }
      for (column, field) in fields.enumerated() {
        guard let value = Double(field) else {
          throw .wrong(path: "\(file):\(row + 2)", reason: "\(names[column]): \(field) is not a number")
        }
        columns[column].append(value)
      }
    }
    for needed in ["time[s]", "applied_field[T]", "temperature[K]", "moment[A m^2]"] where !names.contains(needed) {
      throw .wrong(path: file, reason: "has no column \(needed)")
    }
    self.columns = columns
  }

  public var count: Int { columns.first?.count ?? 0 }

  /// nil when there is no such column.
  public func column(_ name: String) -> [Double]? { names.firstIndex(of: name).map { columns[$0] } }

  /// [s]
  public var time: [Double] { column("time[s]") ?? [] }
  /// [T]
  public var appliedField: [Double] { column("applied_field[T]") ?? [] }
  /// [K]
  public var temperature: [Double] { column("temperature[K]") ?? [] }
  /// [A m²]
  public var moment: [Double] { column("moment[A m^2]") ?? [] }

  /// Bz at a probe [T].
  public func bz(_ probe: String) -> [Double]? { column("\(probe)_Bz[T]") }

  /// Probes in the order of the columns.
  public var probes: [String] {
    let suffix = "_Bz[T]"
    return names.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
  }
}

/// The fields of one line, quoted as in RFC 4180 where they need it.
private func csvFields(_ line: Substring) -> [String] {
  var fields = [""]
  var isQuoted = false
  var previousWasQuote = false
  for character in line {
    if character == "\"" {
      // Two quotes within a quoted field are one.
      if !isQuoted, previousWasQuote { fields[fields.count - 1].append("\"") }
      isQuoted.toggle()
      previousWasQuote = !isQuoted
      continue
    }
    previousWasQuote = false
    if character == ",", !isQuoted { fields.append("") } else { fields[fields.count - 1].append(character) }
  }
  return fields
}
