import Sweeps
import Testing

@Suite struct `Sweep designs` {
  @Test func `a design combines all rows of its parts, the last fastest`() {
    func column(_ name: String) -> SweepColumn { SweepColumn(name: name, keys: [name], unit: "T") }
    let design = SweepDesign(parts: [
      .table(columns: [column("a")], rows: [[.number(1)], [.number(2)]]),
      .table(columns: [column("b"), column("c")], rows: [[.number(3), .text("x")], [.number(4), .text("y")]]),
    ])
    #expect(design.count == 4)
    #expect(
      design.points() == [
        [.number(1), .number(3), .text("x")], [.number(1), .number(4), .text("y")],
        [.number(2), .number(3), .text("x")],
        [.number(2), .number(4), .text("y")],
      ])
  }
}
