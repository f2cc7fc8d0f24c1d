internal import CaseFiles
internal import Notation
public import RunFolders

/// A comparison of runs for the terminal: results with their errors, each beside the first run's, then where the cases differ.
public func comparisonText(_ comparison: RunComparison) -> String {
  let labels = comparison.folders.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
  let isPair = labels.count == 2
  let heads =
    ["stage", "quantity"] + labels
    + labels.dropFirst().map { isPair ? "difference" : "\($0) - first" } + (isPair ? ["[%]"] : [])
  let rows = comparison.results.map { row in
    let values = zip(row.values, row.errors).map(number)
    let differences = zip(row.differences, row.differenceErrors).map(number)
    let relative = row.relative.prefix(isPair ? 1 : 0).map { $0.value.map { significant(100 * $0, digits: 3) } ?? "-" }
    return [row.stage, "\(row.quantity) [\(row.unit)]"] + values + differences + relative
  }
  var parts = [aligned([heads] + rows, left: [0, 1])]
  parts.append("± is the program's own estimate of the numerical error; that of a difference is the sum of both.")
  if let differences = comparison.caseDifferences {
    let places = differences.map { difference in
      "\(difference.place)\n" + zip(labels, difference.values).map { "  \($0): \($1 ?? "-")" }.joined(separator: "\n")
    }
    parts.append(
      differences.isEmpty ? "The cases are the same." : "The cases differ in:\n" + places.joined(separator: "\n"))
  } else {
    parts.append("The cases cannot be compared, since not all of them read.")
  }
  return parts.joined(separator: "\n\n")
}

private func number(_ value: JSONNumber, _ error: JSONNumber) -> String {
  value.value.map { measured($0, error: error.value ?? .nan) } ?? "-"
}
