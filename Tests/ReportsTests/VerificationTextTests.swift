import Reports
import Testing

@testable import Verification

@Suite struct `A verification` {
  private func row(computed: Double, failure: String? = nil) -> VerificationRow {
    VerificationRow(
      caseName: "creep", quantity: "M/M0", unit: "", reference: 0.5, source: "textbook", computed: computed, scale: 0.5,
      tolerance: 0.01, reason: "1 % asked for", failure: failure)
  }

  @Test func `shows what fails and why`() {
    let report = VerificationReport(
      rows: [row(computed: 0.5), row(computed: 0.51), row(computed: .nan, failure: "the step fell")], seconds: 2)
    #expect(report.failed.count == 2 && !report.passes)
    let lines = verificationText(report).split(separator: "\n").map(String.init)
    #expect(lines.map { $0.contains("pass  ") } == [false, true, false, false, false, false])
    #expect(lines[2].contains("2.0") && lines[2].contains("FAIL"))
    #expect(lines[4...] == ["creep: the step fell", "1 of 3 numbers pass in 2.0 s"])
  }

  @Test func `is JSON even when a run has failed`() {
    let text = verificationJSON(
      VerificationReport(rows: [row(computed: .nan, failure: "the step fell")], seconds: 2), version: "1", commit: nil)
    #expect(text.contains("\"computed\" : null") && text.contains("\"difference\" : null"))
    #expect(text.contains("\"pass\" : false") && text.contains("\"failure\" : \"the step fell\""))
  }

  @Test(arguments: [(0.50499, true), (0.49501, true), (0.5051, false), (.infinity, false)])
  func `is decided by the tolerance`(computed: Double, passes: Bool) {
    #expect(row(computed: computed).passes == passes)
  }
}
