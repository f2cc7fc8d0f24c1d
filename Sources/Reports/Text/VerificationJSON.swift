internal import Notation
public import Verification

/// The report of `fem-bulk verify`, schema `fem-bulk/verification/1`. No line break at the end.
public func verificationJSON(_ report: VerificationReport, version: String, commit: String?) -> String {
  encodeJSON(VerificationDocument(report, version: version, commit: commit))
}

/// Keys are a promise to users: add some, never rename one.
private struct VerificationDocument: Encodable {
  struct Row: Encodable {
    var caseName: String
    var quantity: String
    var unit: String
    var reference: JSONNumber
    var source: String
    /// null when the run failed.
    var computed: JSONNumber
    /// Relative, like the tolerance.
    var difference: JSONNumber
    var tolerance: JSONNumber
    var toleranceReason: String
    var pass: Bool
    var failure: String?

    enum CodingKeys: String, CodingKey {
      case quantity, unit, reference, source, computed, difference, tolerance, pass, failure
      case caseName = "case"
      case toleranceReason = "tolerance_reason"
    }
  }

  var schema = "fem-bulk/verification/1"
  var version: String
  var commit: String?
  var pass: Bool
  var failed: Int
  var rows: [Row]
  var total: JSONNumber

  enum CodingKeys: String, CodingKey {
    case schema, version, commit, pass, failed, rows
    case total = "total_s"
  }

  init(_ report: VerificationReport, version: String, commit: String?) {
    self.version = version
    self.commit = commit
    pass = report.passes
    failed = report.failed.count
    total = JSONNumber(report.seconds)
    rows = report.rows.map { row in
      Row(
        caseName: row.caseName, quantity: row.quantity, unit: row.unit, reference: JSONNumber(row.reference),
        source: row.source, computed: JSONNumber(row.computed), difference: JSONNumber(row.difference),
        tolerance: JSONNumber(row.tolerance), toleranceReason: row.reason, pass: row.passes, failure: row.failure)
    }
  }
}
