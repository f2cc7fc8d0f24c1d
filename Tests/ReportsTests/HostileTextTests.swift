import Testing

@testable import Reports

/// Names in a run folder may come from anybody; shown they may be, and nothing else.
@Suite struct `Hostile names` {
  static let names = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "`touch pwned`", "'; system('touch pwned'); '",
    "a_b^{c}@~&\\", "line\nsystem(\"touch pwned\")", "\u{202E}gnp.exe",
  ]

  @Test(arguments: names)
  func `are only text in HTML`(name: String) {
    let text = html(name)
    #expect(!text.contains { "<>\"'\u{202E}".contains($0) })
    #expect(htmlPage(title: name, []).contains("<title>\(text)</title>"))
  }

  @Test(arguments: names)
  func `are only text in a script of gnuplot`(name: String) {
    let text = gnuplotString(name)
    #expect(text.hasPrefix("'") && text.hasSuffix("'") && !text.contains(where: \.isNewline))
    // Every quote within is a doubled one.
    #expect(text.dropFirst().dropLast().replacing("''", with: "").contains("'") == false)
  }

  @Test func `that are markup in gnuplot are shown as they are`() {
    #expect(gnuplotString("Jc_0^{2}") == #"'Jc\_0\^\{2\}'"#)
    #expect(gnuplotString("it's") == "'it''s'")
  }

  @Test func `of folders stay within their quotes`() {
    #expect(gnuplotPath("runs/it's") == "runs/it''s")
    #expect(gnuplotPath("runs/a\nsystem 'x'") == nil)
  }
}
