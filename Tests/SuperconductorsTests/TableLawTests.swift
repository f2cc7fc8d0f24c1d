import Superconductors
import Testing

@Suite struct `Table law` {
  @Test func `passes through its points`() {
    let law = TableLaw(table: sampleTableWithTemperature)
    for curve in sampleTableWithTemperature.curves {
      for (b, jc) in zip(curve.fluxDensity, curve.criticalCurrentDensity) {
        let value = law.value(fluxDensity: b, temperature: curve.temperature ?? 0)
        #expect(abs(value / jc - 1) < 1e-13)
      }
    }
  }

  @Test func `is linear in T for ln Jc and constant beyond the curves`() {
    let law = TableLaw(table: sampleTableWithTemperature)
    let (cold, warm) = (law.value(fluxDensity: 0, temperature: 5), law.value(fluxDensity: 0, temperature: 20))
    let middle = law.value(fluxDensity: 0, temperature: 12.5)
    #expect(abs(middle / (cold * warm).squareRoot() - 1) < 1e-13)
    #expect(law.value(fluxDensity: 0, temperature: 2) == cold)
    #expect(law.value(fluxDensity: 0, temperature: 60) == warm)
  }

  @Test func `continues exponentially above its last point`() {
    let law = TableLaw(table: sampleTable)
    let (end, slope) = valueAndSlope(law, 7, 5)
    let (beyond, slopeBeyond) = valueAndSlope(law, 9, 5)
    #expect(slope < 0)
    // Exponential: the relative slope stays.
    #expect(abs(slopeBeyond / beyond - slope / end) < 1e-12)
    #expect(beyond < end)
  }

  @Test func `never grows above its last point and never reaches zero`() {
    let rising = TableLaw(table: makeTable("B[T],Jc[A/m^2]\n1,1e8\n2,2e8\n"))
    #expect(abs(rising.value(fluxDensity: 50, temperature: 5) / 2e8 - 1) < 1e-13)
    #expect(rising.value(fluxDensity: 0, temperature: 5) == rising.value(fluxDensity: 1, temperature: 5))
    let (value, slope) = valueAndSlope(TableLaw(table: sampleTable), 1e6, 5)
    #expect(value > 0 && slope == 0)
  }

  @Test func `keeps a peak where the data have it`() {
    let law = TableLaw(table: makeTable("B[T],Jc[A/m^2]\n0,1e8\n1,3e8\n2,2e8\n3,1e8\n"))
    for step in 0...300 {
      #expect(law.value(fluxDensity: 0.01 * Double(step), temperature: 5) <= 3e8 * (1 + 1e-13))
    }
    #expect(valueAndSlope(law, 1, 5).1 == 0)
  }

  @Test func `tells its ranges`() {
    let law = TableLaw(table: sampleTableWithTemperature)
    #expect(law.fieldRange == 0...5)
    #expect(law.temperatureRange == 5...20)
    #expect(TableLaw(table: sampleTable).temperatureRange == nil)
    #expect(TableLaw(table: sampleTable).fieldRange == 0...7)
  }
}

@Suite struct `Table of critical currents` {
  @Test(arguments: [
    ("", "jc.csv:1: the table is empty; begin with the header B[T],Jc[A/m^2]"),
    ("# only a remark\n", "jc.csv:1: the table is empty; begin with the header B[T],Jc[A/m^2]"),
    (
      "B,Jc\n0,1\n",
      "jc.csv:1: the column B has no unit; write it as in B[T], or beside the file as in units: {B: T}"
    ),
    ("B[T],T[K]\n0,5\n", "jc.csv:1: the column Jc is missing; write the header as in B[T],Jc[A/m^2]"),
    ("B[T],Jc[A/m^2]\n", "jc.csv:2: no points below the header; write at least 2"),
    ("B[T],Jc[A/m^2]\n0,1e8\n", "jc.csv:2: the table has only 1 point; a curve needs at least 2"),
    (
      "B[T],T[K],Jc[A/m^2]\n0,5,1e8\n1,5,5e7\n0,10,4e7\n",
      "jc.csv:4: the curve at 10 K has only 1 point; a curve needs at least 2"
    ),
    ("B[T],Jc[A/m^2]\n0,1e8\n\n1,nan\n", "jc.csv:4: Jc: nan is not a number at B = 1; leave the line out"),
    ("B[T],Jc[A/m^2]\n0,1e8\ninf,1e7\n", "jc.csv:3: B: inf is not finite; write a number as in 21"),
    ("B[T],Jc[A/m^2]\n0,1e8\n1,-5\n", "jc.csv:3: Jc: -5 is negative; write 0 where there is none"),
    ("B[T],Jc[A/m^2]\n-1,1e8\n1,5\n", "jc.csv:2: B: -1 is negative; write |B|"),
    ("B[T],T[K],Jc[A/m^2]\n0,0,1e8\n", "jc.csv:2: T: 0 is not positive; write kelvins"),
    ("B[T],Jc[A/m^2]\n0,lots\n", "jc.csv:2: Jc: lots is not a number; write one as in 21"),
    ("B[T],Jc[A/m^2]\n,1e8\n", "jc.csv:2: B: no value; write one as in 5.5e8"),
    (
      "B[T],T[K],Jc[A/m^2]\n0,1e8\n",
      "jc.csv:2: 2 values where the header has 3 columns, separated by commas (B[T] | T[K] | Jc[A/m^2]);"
        + " where numbers have decimal commas, separate them by semicolons"
    ),
    (
      "B[T],Jc[A/m^2]\n0,1e8\n0,6e7\n",
      "jc.csv:3: Jc is 6e7 here and 1e8 in line 2, both at B = 0 T; keep one"
    ),
  ])
  func `tells what is wrong`(csv: String, message: String) {
    #expect {
      try CriticalCurrentTable(csv: csv, file: "jc.csv")
    } throws: { error in
      #expect("\(error)" == message)
      return true
    }
  }

  @Test func `accepts blanks, remarks, a byte order mark and DOS line ends`() throws {
    let text = "\u{FEFF}B[T] , Jc[A/m^2]\r\n# remark\r\n 0 , 1e8 \r\n\r\n1,5e7\r\n"
    let table = try CriticalCurrentTable(csv: text, file: "jc.csv")
    #expect(table == makeTable("B[T],Jc[A/m^2]\n0,1e8\n1,5e7"))
  }

  @Test func `sorts curves by temperature and points by field, however the lines are mixed`() {
    let table = makeTable("B[T],T[K],Jc[A/m^2]\n1,20,1e8\n0,5,5e8\n0,20,2e8\n1,5,4e8\n")
    #expect(table.curves.map(\.temperature) == [5, 20])
    #expect(table.curves[1].criticalCurrentDensity == [2e8, 1e8])
  }

  @Test func `is the same after being written and read`() {
    for table in [sampleTable, sampleTableWithTemperature] {
      #expect(makeTable(table.csv) == table)
    }
  }
}
