import Foundation
import Notation
import Sampling
import Superconductors
import Testing

@Suite struct `Tables as measured` {
  /// With a second peak: the law of the test data, [A/m²].
  private static func jc(_ b: Double) -> Double {
    let x = b / 2
    return 3e8 * exp(-b / 0.5) + 2e8 * x * exp((1 - pow(x, 1.5)) / 1.5)
  }

  /// With normal errors of a share of Jc.
  static func table(
    spacing: Double, to end: Double, scatter: Double, seed: UInt64, _ jc: (Double) -> Double
  ) -> CriticalCurrentTable {
    var generator = SplitMix64(seed: seed)
    let fields = (0...Int((end / spacing).rounded())).map { Double($0) * spacing }
    let values = fields.map { jc($0) * (1 + scatter * generator.normal()) }
    return CriticalCurrentTable(curves: [.init(fluxDensity: fields, criticalCurrentDensity: values)])
  }

  @Test(arguments: [0.001, 0.005, 0.01, 0.02], [0.01, 0.05]) func `points that scatter give the curve behind them`(
    spacing: Double, scatter: Double
  ) throws {
    let law = TableLaw(table: Self.table(spacing: spacing, to: 6, scatter: scatter, seed: 7, Self.jc))
    let stated = try #require(law.scatters[0])
    #expect(abs(stated / scatter - 1) < 0.15)
    #expect(law.summary.contains("smoothed"))
    var squares = 0.0
    for step in 1...590 {
      let b = 0.01 * Double(step)
      // At the ends, where Jc falls the most, points have neighbours on one side only.
      let error = abs(law.value(fluxDensity: b, temperature: 5) / Self.jc(b) - 1)
      if b > 0.1 { #expect(error < 1.2 * scatter, "\(b) T") }
      squares += error * error / 590
    }
    // As a curve of at most sixty free numbers: what falls to 1/e within half a tesla, and the peak, take as many.
    #expect(squares < 60 * scatter * scatter / Double(law.table.curves[0].fluxDensity.count))
  }

  @Test func `a curve without scatter keeps its points`() {
    for spacing in [0.01, 0.1, 0.25] {
      let table = Self.table(spacing: spacing, to: 6, scatter: 0, seed: 7, Self.jc)
      let law = TableLaw(table: table)
      #expect(law.scatters == [nil] && !law.summary.contains("smoothed"))
      for (b, jc) in zip(table.curves[0].fluxDensity, table.curves[0].criticalCurrentDensity) {
        #expect(abs(law.value(fluxDensity: b, temperature: 5) / jc - 1) < 1e-12)
      }
    }
    // Three digits, as they are written, are no scatter.
    var rounded = Self.table(spacing: 0.25, to: 6, scatter: 0, seed: 7, Self.jc)
    rounded.curves[0].criticalCurrentDensity = rounded.curves[0].criticalCurrentDensity.map {
      ($0 / 1e6).rounded() * 1e6
    }
    #expect(TableLaw(table: rounded).scatters == [nil])
  }

  @Test func `a Jc of 0 is nil from that field on`() throws {
    let table = try CriticalCurrentTable(
      csv: "B[T],Jc[A/m^2]\n0,6e8\n3,6e7\n4.5,1e6\n5,1e4\n5.5,0\n8,0\n", file: "jc.csv")
    let law = TableLaw(table: table)
    #expect(abs(law.value(fluxDensity: 5, temperature: 77) / 1e4 - 1) < 1e-12)
    for b in [5.5, 6, 8, 30] { #expect(abs(law.value(fluxDensity: b, temperature: 77) / 600 - 1) < 1e-9) }
    #expect(TableLaw(table: table.scaled(by: 2)).value(fluxDensity: 6, temperature: 77) > 1000)
    // Where the smallest Jc is less than a millionth of the largest, nil is no more than that.
    let deep = try CriticalCurrentTable(csv: "B[T],Jc[A/m^2]\n0,6e8\n5,1\n6,0\n", file: "jc.csv")
    #expect(TableLaw(table: deep).value(fluxDensity: 6, temperature: 77) <= 1.0000001)
  }

  @Test func `a curve without any Jc is refused`() {
    let table = CriticalCurrentTable(curves: [.init(fluxDensity: [0, 1], criticalCurrentDensity: [0, 0])])
    #expect(TableLaw(table: table).findings(at: "jc").map(\.problem) == ["the table has no Jc above 0"])
  }
}
