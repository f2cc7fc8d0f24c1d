import EdgeElements
import Foundation
import Meshing
import Superconductors
import Testing
import TimeStepping

@testable import MagnetEquations

private struct Held: Drive {
  func field(at time: Double) -> Double { 0 }
  func fieldRate(at time: Double) -> Double { 0 }
  func temperature(ofBulk bulk: Int, at time: Double) -> Double { 20 }
}

/// Slopes by which Newton's iteration converges: those of E in J and B, of every law of Jc and n.
@Suite struct `Slopes of E` {
  private static func law(_ jc: any CriticalCurrentLaw, _ n: PowerLawExponent) -> (law: CellLaw, weights: [Double]) {
    let disc = BulkShape(name: "disc", outerRadius: 0.01, zMin: -5e-3, zMax: 5e-3)
    let mesh = RectangleMesher.mesh(
      r: [0, 2e-3, 5e-3, 8e-3, 0.01, 0.02], z: [-5e-3, 1e-3, 5e-3], shapes: [disc])
    let cells = CurrentCells(mesh: mesh)
    let material = Material(name: "m", criticalCurrent: jc, n: n)
    let materials = CellMaterials(
      [.init(material: material, driven: 0, middle: 0)], cells: cells, air: material, fluxEnters: false)
    return (CellLaw(materials: materials, weights: cells.weights, inductances: cells.weights), cells.weights)
  }

  /// A cell that has come to 0.9 Jc and would be led to 1.7 Jc goes on to Jc; the flux that does not fit into its current is E's.
  @Test func `lead first iterates along a line in J and E, not in J alone`() {
    let jc = 2e8
    var (law, weights) = Self.law(ConstantLaw(jc0: jc), .number(50))
    let (count, shift) = (weights.count, 1e12)
    func evaluate(_ y: [Double]) {
      law.setCriticalCurrent(Held(), at: 0, currents: y, first: 0)
      for i in 0..<count { _ = law.setCurrent(cell: i, y[i]) }
    }
    let now = [Double](repeating: 0.9 * jc, count: count)
    evaluate(now)
    law.startStep()
    let line = [Double](repeating: 1.7 * jc, count: count)
    var y = line
    law.predict(&y, first: 0, along: .lastStep(beyond: 2), shift: shift)
    for j in y { #expect(j > 0.99 * jc && j < 1.02 * jc) }
    evaluate(y)
    // The inductances here are the weights.
    for i in 0..<count { #expect(abs((y[i] + shift * law.electricField[i]) / line[i] - 1) < 0.02) }
    // Where nothing is critical the line is right.
    var small = [Double](repeating: 0.5 * jc, count: count)
    law.predict(&small, first: 0, along: .lastStep(beyond: 0), shift: shift)
    for j in small { #expect(abs(j / (0.5 * jc) - 1) < 0.01) }
  }

  @Test func `are differences of E, with n of the field and the place`() throws {
    let table = try ExponentTable(csv: "B[T],T[K],n\n0,5,60\n1,5,30\n3,5,14\n0,30,40\n2,30,12\n", file: "n.csv")
    let formula = try LawFormula("9 + 20 / (1 + (B / 0.7 T)^1.4) + r / 2 mm + (z / 4 mm)^2", quantity: nil)
    let places = try FormulaLaw("2e8 A/m^2 / (1 + (B / 0.8 T)^1.2) * (1 + z / 30 mm - r / 40 mm)")
    let cases: [(any CriticalCurrentLaw, PowerLawExponent)] = [
      (KimLaw(jc0: 2e8, b0: 0.8), .number(21)), (ConstantLaw(jc0: 2e8), .table(table)),
      (KimLaw(jc0: 2e8, b0: 0.8), .formula(formula)), (places, .formula(formula)), (places, .table(table)),
    ]
    for (jc, n) in cases {
      var (law, weights) = Self.law(jc, n)
      let count = weights.count
      let fields = (0..<count).map { i -> SIMD2<Double> in
        let x = Double(i)
        return SIMD2(0.1 + 0.05 * x, 0.9 - 0.2 * x)
      }
      let currents = (0..<count).map { i -> Double in
        let size = 0.7 + 0.06 * Double(i)
        return i % 2 == 0 ? 1e8 * size : -1e8 * size
      }
      func electricField(_ fields: [SIMD2<Double>], _ currents: [Double]) -> [Double] {
        for i in 0..<count { law.setFluxDensity(cell: i, br: fields[i].x, bz: fields[i].y) }
        law.setCriticalCurrent(Held(), at: 0, currents: currents, first: 0)
        return (0..<count).map { law.setCurrent(cell: $0, currents[$0]) }
      }
      let e = electricField(fields, currents)
      law.setSlopes(shift: 1)
      let slopes = law.slopes
      let (db, dj) = (1e-6, 1e2)
      func difference(_ fieldStep: SIMD2<Double>, _ currentStep: Double, _ i: Int, _ step: Double) -> Double {
        let up: [Double] = electricField(fields.map { $0 + fieldStep }, currents.map { $0 + currentStep })
        let down: [Double] = electricField(fields.map { $0 - fieldStep }, currents.map { $0 - currentStep })
        let change: Double = up[i] - down[i]
        return change / (2 * step)
      }
      for i in 0..<count {
        // E changes by some tens of itself per tesla, and by n of itself per J.
        let scale = 3e-4 * abs(e[i])
        #expect(abs(slopes.br[i] / weights[i] - difference(SIMD2(db, 0), 0, i, db)) < scale)
        #expect(abs(slopes.bz[i] / weights[i] - difference(SIMD2(0, db), 0, i, db)) < scale)
        #expect(abs(slopes.j[i] / weights[i] - difference(.zero, dj, i, dj)) < scale / abs(currents[i]))
      }
    }
  }

  @Test func `the mean field factor of any n is that of a fixed one`() {
    let mesh = RectangleMesher.mesh(
      r: [0, 1e-3, 2e-3, 0.02], z: [0, 1e-3], shapes: [BulkShape(name: "a", outerRadius: 2e-3, zMin: 0, zMax: 1e-3)])
    for section in CurrentCells(mesh: mesh).sections {
      let factor = MeanFieldFactor(section)
      for n in [1, 1.5, 3, 7, 15, 21, 60, 200, 1000, 10_000.0] {
        let exact = CellMaterials.meanFieldFactor(section, n: n)
        #expect(abs(exp(factor.logarithm(n: n).value) / exact - 1) < 2e-3, "n = \(n)")
        let h = 1e-4 * n
        let difference = (factor.logarithm(n: n + h).value - factor.logarithm(n: n - h).value) / (2 * h)
        #expect(abs(factor.logarithm(n: n).slope - difference) < 1e-6)
      }
    }
  }
}
