import BulkSimulation
import Foundation
import Magnets
import Meshing
import RunFolders
import Superconductors
import Testing

@testable import Reports

@Suite struct `Terminal plots` {
  private let plot = TerminalPlot(
    title: "Bz", xLabel: "t", curves: [.init(label: "a", points: (0...50).map { SIMD2(Double($0), Double($0 * $0)) })])

  @Test(arguments: [40, 80, 200])
  func `keep to the width`(columns: Int) {
    let text = plot.text(TerminalStyle(columns: columns, isUnicode: true, isColoured: false))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns })
    #expect(text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    #expect(!text.contains("\u{1B}"))
  }

  @Test func `do without braille and colour, and show both ends of the scale`() {
    let text = plot.text(TerminalStyle(columns: 60, isUnicode: false, isColoured: false))
    #expect(text.utf8.allSatisfy { $0 < 0x80 } && text.contains("*") && text.contains("2500"))
    #expect(plot.text(TerminalStyle(columns: 60, isUnicode: true, isColoured: true)).contains("\u{1B}[34m"))
    // The last point is in the upper right corner, the first in the lower left one.
    let lines = text.split(separator: "\n")
    #expect(lines[1].hasSuffix("*") && lines[10].dropFirst(11).first == "*")
  }

  @Test func `survive what cannot be drawn`() {
    var odd = plot
    odd.curves = [.init(label: "a", points: [SIMD2(.nan, 1), SIMD2(1, 2)])]
    #expect(odd.text(TerminalStyle(columns: 60, isUnicode: true, isColoured: false)).contains("2"))
    odd.curves = []
    #expect(odd.text(TerminalStyle(columns: 60, isUnicode: true, isColoured: false)) == "Bz: nothing to show")
  }
}

@Test func `ranges of colours lie around 0 and end at round numbers`() {
  for (values, end) in [([1.0, 3], 3.0), ([-3, -1], 3), ([-1, 3], 3), ([2.97, 590], 600), ([0.97], 1)] {
    #expect(RunPictures.symmetricRange(values) == -end...end)
  }
  #expect(RunPictures.symmetricRange([0, .nan]) == nil)
}

@Test func `scales end at the next round number`() {
  for (value, end) in [(3.0, 3.0), (3.02, 3.25), (590, 600), (0.97, 1), (1.31, 1.4), (1e-3, 1e-3), (99, 100)] {
    #expect(abs(scaleEnd(value) - end) < 1e-9 * end, "\(value): \(scaleEnd(value))")
  }
}

@Test(arguments: [
  ("Jc = 5.69e+08 A/m^2 / (1 + |B| / 1.6 T)", "Jc = 5.69×10⁸ A/m² / (1 + |B| / 1.6 T)"),
  ("-6.5 mm to -0.5 mm", "−6.5 mm to −0.5 mm"), ("1e-4 V/m", "1×10⁻⁴ V/m"), ("(1 - (T/Tc)²)^1.5", "(1 − (T/Tc)²)^1.5"),
  ("ba122-2015 and mgb2-20k", "ba122-2015 and mgb2-20k"), ("2.1 ± 0.1", "2.1 ± 0.1"),
])
func `numbers are set as in print`(text: String, expected: String) { #expect(typeset(text) == expected) }

@Test func `drifts have two digits`() {
  #expect(
    [-828026, 18122, -743, -89.2, -0.026, 0, 9950].map(driftNumber) == [
      "−8.3×10⁵", "1.8×10⁴", "−740", "−89", "−0.026", "0", "10000",
    ])
}

@Test func `curves that coincide are drawn once, under all their names`() {
  func curve(_ label: String, _ y: [Double]) -> CurvePicture.Curve {
    CurvePicture.Curve(label: label, points: y.enumerated().map { SIMD2(Double($0.offset), $0.element) })
  }
  let kept = RunPictures.distinct([
    curve("ramp", [0, 2]), curve("hold 1", [0, 1]), curve("temperature", [0, 1.001]), curve("hold 2", [0.001, 1]),
  ])
  #expect(kept.map(\.label) == ["ramp", "hold 1, temperature, hold 2"])
  #expect(kept.map(\.isDashed) == [false, true] && kept.map(\.colour) == [0, 1])
}
