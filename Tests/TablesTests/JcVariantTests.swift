import CaseSamples
import Superconductors
import Tables
import Testing

/// One curve of Jc at 20 K in whatever form people keep it: the same numbers, or a refusal that says what to write.
@Suite struct `One curve of Jc` {
  private static let b = [0, 1, 2, 4.0]
  private static let jc = [5e8, 3e8, 2e8, 1e8]

  @Test(arguments: jcTableVariants)
  func `reads the same`(variant: JcTableVariant) throws {
    let table = try CriticalCurrentTable(csv: variant.text, file: "jc.csv", units: variant.units)
    #expect(table.curves.map(\.temperature) == (variant.hasTemperature ? [20] : [nil]))
    for curve in table.curves {
      #expect(curve.fluxDensity.count == 4)
      for (read, true_) in zip(curve.fluxDensity + curve.criticalCurrentDensity, Self.b + Self.jc) {
        #expect(abs(read - true_) <= 1e-14 * true_, "\(variant.text)")
      }
    }
  }

  @Test(arguments: refused)
  func `is refused where it says too little`(text: String, line: Int, words: String) {
    let error = #expect(throws: TableError.self) { try CriticalCurrentTable(csv: text, file: "jc.csv") }
    #expect(error?.line == line && error?.message.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func `tells what was read, and what was left out`() throws {
    let text = "sample;B (mT);Jc (A/cm2);T (K)\nA1;0;5e4;20\nA1;1000;3e4;20\nA1;0;4e4;30\nA1;500;3,5e4;30\n"
    let (_, summary) = try CriticalCurrentTable.reading(text, file: "jc.csv")
    #expect(summary == "4 rows, B 0 to 1 T, Jc 3e8 to 5e8 A/m^2 at 20, 30 K; left out: sample")
  }

  @Test func `a column for each temperature is a curve for each`() throws {
    let text = "B (T);Jc 5 K (kA/cm2);Jc 20 K (kA/cm2)\n0;50;30\n1;40;\n2;30;10\n"
    let wide = try CriticalCurrentTable(csv: text, file: "jc.csv")
    #expect(wide.curves.map(\.temperature) == [5, 20])
    #expect(wide.curves.map(\.fluxDensity) == [[0, 1, 2], [0, 2]])
    #expect(wide.curves.map(\.criticalCurrentDensity) == [[5e8, 4e8, 3e8], [3e8, 1e8]])
  }

  @Test func `what the program writes it reads to the last bit`() throws {
    let curve = CriticalCurrentTable.Curve(
      temperature: 4.2, fluxDensity: [0, 0.1, 1.0 / 3], criticalCurrentDensity: [5e8 / 3, 1e8 / 7, 1e7])
    let table = CriticalCurrentTable(curves: [curve])
    #expect(try CriticalCurrentTable(csv: table.csv, file: "jc.csv") == table)
  }
}

private let refused: [(String, Int, String)] = [
  ("0,5e8\n1,3e8\n", 1, "the first line is numbers; name the columns and their units above them"),
  ("0 20 5e8\n1 20 3e8\n", 1, "the first line is numbers"),
  ("# a remark\n0;5e8\n1;3e8\n", 2, "the first line is numbers"),
  ("5e8\n3e8\n", 1, "the first line is numbers"),
  (
    "B,T,Jc\n0,20,5e8\n1,20,3e8\n", 1,
    "the column B has no unit; write it as in B[T], or beside the file as in units: {B: T}"
  ),
  ("B[T],Jc\n0,5e8\n1,3e8\n", 1, "the column Jc has no unit"),
  ("B[T],20 K\n0,5e8\n1,3e8\n", 1, "the column 20 K has no unit"),
  ("B[T],Jc[A]\n0,5e8\n1,3e8\n", 1, "unknown unit A of the column Jc; use A/m^2"),
  ("B[lb],Jc[A/m^2]\n0,5e8\n1,3e8\n", 1, "unknown unit lb of the column B"),
  ("x,y\n0,5e8\n1,3e8\n", 1, "the header is x,y; write one as in B[T],Jc[A/m^2]"),
  ("B[T],T[K]\n0,5\n", 1, "the column Jc is missing"),
  ("B[T],mu0H[T],Jc[A/m^2]\n0,0,5e8\n", 1, "the columns B[T] and mu0H[T] are both B; keep one"),
  ("B[T],Jc 5 K[A/m^2],Jc[A/m^2]\n0,1,5e8\n", 1, "the column Jc[A/m^2] has no temperature"),
  ("B[T],T[K],Jc 5 K[A/m^2]\n0,1,5e8\n", 1, "keep one way"),
  ("B[T],Jc[A/m^2]\n0,5e8\n1,3e8\n1,2e8\n", 4, "Jc is 2e8 here and 3e8 in line 3, both at B = 1 T; keep one"),
  ("B[T],T[K],Jc[A/m^2]\n0,5,5e8\n0.5,5.1,3e8\n1,5.2,2e8\n1.5,5.3,2e8\n", 2, "write the one that was set"),
  ("B[T],Jc[A/m^2]\n0,5,5e8\n1,3e8\n", 2, "where numbers have decimal commas, separate them by semicolons"),
  ("B[T];Jc[A/m^2]\n0,5;5e8\n1.5;3e8\n", 3, "has decimal points where line 2 has commas; write one kind"),
  ("B[T],Jc[A/m^2]\n0,\"500,000\"\n1,\"400,000\"\n", 2, "may have its digits grouped by commas"),
  ("B[T],Jc[A/m^2]\n0,0x15\n1,3e8\n", 2, "Jc: 0x15 is hexadecimal; write the decimal number 21"),
  ("B[T],Jc[A/m^2]\n0,5_000\n1,3e8\n", 2, "has digits grouped by _; write 5000 without"),
  ("B[T],Jc[A/m^2]\n0,nan\n1,3e8\n", 2, "Jc: nan is not a number at B = 0; leave the line out"),
  ("B[T],Jc[A/m^2]\n0,\n1,3e8\n", 2, "Jc: no value"),
  ("B[T],Jc[A/m^2]\n", 2, "no points below the header"),
  ("", 1, "the table is empty; begin with the header B[T],Jc[A/m^2]"),
]
