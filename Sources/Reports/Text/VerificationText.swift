internal import Notation
public import Verification

/// A verification as people read it: a line for each number, and the sum.
public func verificationText(_ report: VerificationReport) -> String {
  var rows = [["case", "quantity", "unit", "reference", "computed", "difference [%]", "tolerance [%]", "", "source"]]
  var name = ""
  for row in report.rows {
    rows.append([
      row.caseName == name ? "" : row.caseName, row.quantity, row.unit.isEmpty ? "-" : row.unit,
      significant(row.reference, digits: 6), significant(row.computed, digits: 6),
      significant(100 * row.difference, digits: 2),
      significant(100 * row.tolerance, digits: 3), row.passes ? "pass" : "FAIL", row.source,
    ])
    name = row.caseName
  }
  let failures = report.rows.compactMap { row in row.failure.map { "\(row.caseName): \($0)" } }
  let sum = "\(report.rows.count - report.failed.count) of \(report.rows.count) numbers pass"
  return ([aligned(rows, left: [0, 1, 2, 8])] + failures + [sum + " in \(significant(report.seconds, digits: 2)) s"])
    .joined(separator: "\n\n")
}
