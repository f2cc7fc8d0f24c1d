import Notation
import Tables
import Testing

/// Tables whose columns say nothing, or not enough.
@Suite struct `Columns of any table` {
  @Test(arguments: [
    (
      "Nr;Feld;Wert\n1;0,5;12,5\n2;1,0;10\n", ["Nr", "Feld", "Wert"], [nil, nil, nil],
      [["1", "0,5", "12,5"], ["2", "1,0", "10"]]
    ),
    ("1 2 3\n4 5 6\n", ["", "", ""], [nil, nil, nil], [["1", "2", "3"], ["4", "5", "6"]]),
    ("Probe 7\nvom Montag\nField,Value\nmT,kA/cm2\n1,2\n", ["Field", "Value"], ["mT", "kA/cm2"], [["1", "2"]]),
    ("x (mm)\tsignal\n1.5\t2\n", ["x (mm)", "signal"], ["mm", nil], [["1.5", "2"]]),
    ("gas,rate\nargon,5\nvacuum,7\n", ["gas", "rate"], [nil, nil], [["argon", "5"], ["vacuum", "7"]]),
  ])
  func `are as they stand there`(text: String, heads: [String], units: [String?], rows: [[String]]) throws {
    let layout = try TableLayout(text, file: "a.csv")
    #expect(layout.columns.map(\.head) == heads && layout.columns.map(\.unit) == units && layout.rows == rows)
  }

  @Test func `are a table that says so itself when a user has named them`() throws {
    let layout = try TableLayout("Nr;Feld;Wert\n1;0,5;12,5\n2;1,0;10\n", file: "a.csv")
    let text = try layout.text([
      .init(column: 1, name: "B", unit: "mT"), .init(column: 2, name: "Jc", unit: "kA/cm^2"),
    ])
    #expect(text == "B[mT];Jc[kA/cm^2]\n0,5;12,5\n1,0;10\n")
    let columns = [TableColumn("B", .field), TableColumn("Jc", .currentDensity)]
    let table = try QuantityTable(text, file: "a.csv", columns: columns)
    #expect(table.rows.map(\.values) == [[0.5e-3, 12.5e7], [1e-3, 10e7]])
  }

  @Test(arguments: [(3, "B", "mT"), (-1, "B", "mT"), (0, "", "mT"), (0, "B", "m]T"), (0, "a;b", "mT")])
  func `are refused where they are none`(column: Int, name: String, unit: String) throws {
    let layout = try TableLayout("1 2 3\n", file: "a.csv")
    #expect(throws: (any Error).self) { try layout.text([.init(column: column, name: name, unit: unit)]) }
  }

  @Test(arguments: ["", "words only\n", "1\n2\n", "a,b\n1,2\n3\n"])
  func `are told to be none with a line`(text: String) {
    #expect(throws: TableError.self) { try TableLayout(text, file: "a.csv") }
  }
}
