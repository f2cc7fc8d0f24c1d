import EdgeElements
import Foundation
import Meshing
import Superconductors
import Testing

@testable import MagnetEquations

@Suite struct `Jc as a mean over a cell` {
  private struct Value {
    var jc, slope, exponent: Double
  }

  /// Of one cell that is `s/|J|` wide [T m²/A].
  private static func value(_ law: any CriticalCurrentLaw, spread: Double, b: Double, j: Double) -> Value {
    let disc = BulkShape(name: "disc", outerRadius: 0.01, zMin: -5e-3, zMax: 5e-3)
    let mesh = RectangleMesher.mesh(r: [0, 0.01, 0.02], z: [-5e-3, 5e-3], shapes: [disc])
    let material = Material(name: "steep", criticalCurrent: law, n: 21)
    let materials = CellMaterials(
      [.init(material: material, driven: 0, middle: 0)], cells: CurrentCells(mesh: mesh), air: material,
      fluxEnters: true)
    var mean = CellMean(spreads: [spread], byTemperature: false)
    var (jc, exponent) = (CellSlopes(cells: 1, byTemperature: false), [0.0])
    mean.evaluate(
      materials, [b], currents: [j], temperatures: CellTemperatures(values: [5], areOfCells: false), jc: &jc,
      jcExponent: &exponent)
    return Value(jc: jc.value[0], slope: jc.byField[0], exponent: exponent[0])
  }

  @Test func `Kim's law is what it is at the centre, where the field keeps its sign`() {
    let law = KimLaw(jc0: 1e9, b0: 0.1)
    let value = Self.value(law, spread: 1e-9, b: 2, j: 1e9)
    #expect(abs(value.jc / law.value(fluxDensity: 2, temperature: 5) - 1) < 1e-12)
    #expect(abs(value.exponent) < 1e-12)
    // Across B = 0 the mean of 1/Jc is (1 + (B² + s²)/(2 s B0))/Jc0: 1 % by five points of a curve with a corner.
    let folded = Self.value(law, spread: 1e-9, b: 0.5, j: 1e9)
    #expect(abs(folded.jc * (1 + (0.25 + 1) / (2 * 0.1)) / 1e9 - 1) < 0.03)
  }

  @Test(arguments: [0.01, 0.3, 1, 2, 4]) func `an exponential law has the mean of its exponential`(width: Double) {
    let (b0, b) = (0.2, 1.0)
    let value = Self.value(ExponentialLaw(jc0: 1e9, b0: b0), spread: width * b0 / 1e8, b: b, j: 1e8)
    let exact = 1e9 * exp(-b / b0) * width / sinh(width)
    #expect(abs(value.jc / exact - 1) < 0.01)
    #expect(abs(value.slope * b0 / value.jc + 1) < 1e-12)
    #expect(abs(value.exponent - (1 - width / tanh(width))) < 0.1 * width)
  }

  @Test(arguments: [0.05, 0.5, 1.5]) func `slopes are those of the values`(b: Double) {
    for law in [KimLaw(jc0: 1e10, b0: 0.05), ExponentialLaw(jc0: 1e10, b0: 0.3)] as [any CriticalCurrentLaw] {
      let (spread, j, h) = (1e-9, 4e8, 1e-6)
      func at(_ b: Double, _ j: Double) -> Value { Self.value(law, spread: spread, b: b, j: j) }
      let value = at(b, j)
      let slope = (at(b + h, j).jc - at(b - h, j).jc) / (2 * h)
      #expect(abs(slope / value.slope - 1) < 1e-5)
      let exponent = log(at(b, j * (1 + h)).jc / at(b, j * (1 - h)).jc) / (2 * h)
      #expect(abs(exponent - value.exponent) < 1e-5 * max(1, abs(exponent)))
    }
  }

  /// What decides whether a cell has one state: with the field at its outer side given, J/Jc rises with J, however steep the law.
  @Test(arguments: [0.05, 0.5, 5]) func `J against Jc rises with J at a given outer field`(outer: Double) {
    for b0 in [0.01, 0.05, 0.3] {
      for law in [KimLaw(jc0: 1e10, b0: b0), ExponentialLaw(jc0: 1e10, b0: b0)] as [any CriticalCurrentLaw] {
        var last = 0.0
        // From no screening to a field of -outer at the inner side.
        for step in 1...40 {
          let half = outer * Double(step) / 40
          let value = Self.value(law, spread: half / 1e9, b: outer - half, j: 1e9)
          // In logarithms: J/Jc with J in proportion to the half width.
          let share = log(half) - log(value.jc)
          // Where the field turns round within the cell, a point that crosses the corner of |B| costs less than a percent.
          let dip = half > 0.5 * outer ? 0.01 : 0
          if step > 1 { #expect(share > last - dip, "\(law.summary), \(outer) T, step \(step)") }
          last = share
        }
      }
    }
  }
}
