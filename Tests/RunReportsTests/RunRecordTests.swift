import BulkSimulation
import Foundation
import Meshing
import Reporting
import Superconductors
import Testing

@testable import RunReports

@Suite struct `Files of a run` {
  @Test func `give back the map as it was, bit for bit`() throws {
    let fields = FieldSnapshot(
      mesh: Mesh(
        nodes: [SIMD2(0, 0), SIMD2(0.015, 0), SIMD2(0.015, 0.1 + 0.2), SIMD2(0, 0.3), SIMD2(1.0 / 3.0, 0)],
        cells: [SIMD4(0, 1, 2, 3), SIMD4(1, 4, 2, -1)], cellRegions: [1, 0], regionNames: ["air", "A"]),
      currentDensity: [-4.123456789012345e8, 0], fluxDensity: [SIMD2(1e-3, 2.5), SIMD2(-0.25, 1.0 / 3.0)],
      criticalCurrentDensity: [5e8, 0], electricField: [1e-30, 0])
    let text = vtuText(fields)
    let again = try readFieldMap(text, file: "a.vtu", bulkNames: ["A"])
    #expect(again.mesh == fields.mesh && again.fluxDensity == fields.fluxDensity)
    #expect(again.currentDensity == fields.currentDensity && again.electricField == fields.electricField)
    for (old, new) in [
      ("Name=\"J [A/m^2]\"", "Name=\"j\""), ("format=\"binary\">", "format=\"binary\">%"), ("Int32", "Int8"),
      ("AAAA", "AA"),
    ] {
      #expect(throws: RecordError.self, "\(old)") {
        try readFieldMap(text.replacing(old, with: new), file: "a.vtu", bulkNames: [])
      }
    }
  }

  @Test func `are refused with file and line when they are damaged`() throws {
    let head = "time[s],applied_field[T],temperature[K],moment[A m^2],\"a,\"\"b\"\"_Bz[T]\"\n"
    let table = try HistoryTable(csv: head + "0,7,5,0,7\n1,6,5,0.5,6.9\n", file: "history.csv")
    #expect(table.probes == ["a,\"b\""] && table.bz("a,\"b\"") == [7, 6.9])
    #expect(throws: RecordError.wrong(path: "history.csv:3", reason: "applied_field[T]: x is not a number")) {
      try HistoryTable(csv: head + "0,7,5,0,7\n1,x,5,0,1\n", file: "history.csv")
    }
    #expect(throws: RecordError.wrong(path: "history.csv:2", reason: "1 values for 5 columns")) {
      try HistoryTable(csv: head + "0\n", file: "history.csv")
    }
    #expect(throws: RecordError.self) { try HistoryTable(csv: "", file: "history.csv") }
    #expect(throws: RecordError.self) { try RunRecord(folder: "/absent", simulationCase: nil) }
  }
}

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

@Test func `ranges of colours are symmetric only when both signs matter`() {
  #expect(RunPictures.range([1, 3]) == 0...3)
  #expect(RunPictures.range([-3, -1]) == -3...0)
  #expect(RunPictures.range([-1, 3]) == -3...3)
  #expect(RunPictures.range([-0.01, 3]) == 0...3)
  #expect(RunPictures.range([0, .nan]) == nil)
}
