import Notation
import Testing

@testable import ProcessDesign

@Suite struct `Input constraint` {
  @Test(arguments: [
    ("x < 2", 1.0, 0.0, true), ("x < 2", 2, 0, false), ("x <= 2", 2, 0, true), ("x ≥ 2", 2, 0, true),
    ("x > y", 2, 3, false),
    ("-x^2 < -3.9", 2, 0, true), ("2^3^2 >= 512", 0, 0, true), ("2^3^2 <= 512", 0, 0, true),
    ("8/4/2 >= 1", 0, 0, true), ("8/4/2 <= 1", 0, 0, true), ("8-4-2 <= 2", 0, 0, true), ("1 + 2 * 3 >= 7", 0, 0, true),
    ("(1 + 2) * 3 <= 9", 0, 0, true), ("1 <= x * y <= 6", 2, 3, true), ("1 <= x * y <= 5", 2, 3, false),
    ("sqrt(x) + abs(-y) <= 4", 4, 2, true), ("log(exp(x)) <= 1.0000001", 1, 0, true),
    ("max(x, y) - min(x, y) <= 1", 3, 4, true),
    ("1.5e1 <= 15", 0, 0, true), ("2^-1 <= 0.5", 0, 0, true), ("1/x > 0", 0, 0, true), ("sqrt(x) >= 0", -1, 0, false),
  ])
  func `holds or does not`(text: String, x: Double, y: Double, expected: Bool) throws {
    #expect(try InputConstraint(text, parameters: ["x", "y"]).holds([x, y]) == expected)
  }

  @Test(arguments: [
    ("x + 1", 6, "a comparison is missing"), ("x = 1", 3, "an equation leaves nothing to choose"),
    ("x + * 2 < 1", 5, "* is not expected here"), ("z < 1", 1, "unknown name z (known: x, y, abs, sqrt"),
    ("(x < 1", 4, "a closing parenthesis is missing"), ("sqrt x < 1", 6, "sqrt needs its argument in parentheses"),
    ("min(x) < 1", 1, "min takes 2 arguments, not 1"), ("1.2.3 < x", 1, "1.2.3 is not a number"),
    ("x < 1 y", 7, "y is not expected here"), ("x <", 4, "the expression ends too early"),
    ("", 1, "the expression ends too early"),
    ("system(x) < 1", 1, "unknown name system"), ("1e999 < x", 1, "1e999 is not a number"),
  ])
  func `says where it is wrong`(text: String, position: Int, reason: String) {
    let error = #expect(throws: ExpressionError.self) { try InputConstraint(text, parameters: ["x", "y"]) }
    #expect(error?.position == position, "\(String(describing: error))")
    #expect(error?.reason.hasPrefix(reason) == true, "\(String(describing: error))")
  }

  @Test func `refuses nesting that would exhaust the stack`() {
    let text = String(repeating: "(", count: 900) + "x" + String(repeating: ")", count: 900) + " < 1"
    let error = #expect(throws: ExpressionError.self) { try InputConstraint(text, parameters: ["x"]) }
    #expect(error?.reason == "nested too deeply")
    let signs = #expect(throws: ExpressionError.self) {
      try InputConstraint(String(repeating: "-", count: 1900) + "x < 1", parameters: ["x"])
    }
    #expect(signs?.reason == "nested too deeply")
    let sum = String(repeating: "x+", count: 500_000) + "x < 1"
    let chain = #expect(throws: ExpressionError.self) { try InputConstraint(sum, parameters: ["x"]) }
    #expect(chain?.reason.hasPrefix("longer than 2000 bytes") == true)
  }
}
