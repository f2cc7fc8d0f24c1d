import CoilFields
import EdgeElements
import Foundation
import MagnetEquations
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

/// Where a magnet's own heat decides, which the equations leave out.
@Suite struct `Heat that is left out` {
  /// A magnet and how it is magnetised.
  struct Magnetisation: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var shape: BulkShape
    var material: Material
    var temperature: Double
    /// From, over, to [T].
    var fields: [Double]
    /// Of each way [s].
    var durations: [Double]
    /// Rise of the hottest place that its heat makes without cooling, within these bounds [K].
    var rise: ClosedRange<Double>

    func simulationCase(_ durations: [Double]) -> SimulationCase {
      SimulationCase(
        name: "heat", bulks: [.init(shape: shape, material: material)],
        stages: [.cool(field: fields[0], temperature: .uniform(temperature))]
          + zip(fields.dropFirst(), durations).map { .ramp(field: $0, pace: .duration($1)) },
        accuracy: 0.01, fieldOutput: .none)
    }
  }

  private static func disc(_ radius: Double, _ height: Double, hole: Double = 0) -> BulkShape {
    BulkShape(
      name: "A", innerRadius: 1e-3 * hole, outerRadius: 1e-3 * radius, zMin: -5e-4 * height, zMax: 5e-4 * height)
  }

  private static let rebco = MaterialCard.rebco77K.material
  private static let mgb2 = MaterialCard.mgb2At20K.material

  static let pulses: [Magnetisation] = [
    Magnetisation(
      testDescription: "REBCO, zero-field-cooled, a pulse of 5 T", shape: disc(15, 10), material: rebco,
      temperature: 65,
      fields: [0, 5, 0], durations: [0.013, 0.1], rise: 1...40),
    Magnetisation(
      testDescription: "MgB2, a pulse of 2 T", shape: disc(20, 8), material: mgb2, temperature: 15, fields: [0, 2, 0],
      durations: [0.01, 0.15], rise: 5...60),
    Magnetisation(
      testDescription: "a ring", shape: disc(20, 10, hole: 8), material: rebco, temperature: 77, fields: [0, 3, 0],
      durations: [0.02, 0.05], rise: 0.5...30),
    Magnetisation(
      testDescription: "field-cooled, let go in a second", shape: disc(15, 6), material: ReferenceMagnets.kim(n: 21),
      temperature: 5, fields: [7, 0], durations: [1], rise: 5...80),
    Magnetisation(
      testDescription: "a table at one temperature, of which nobody knows how it falls", shape: disc(10, 8),
      material: Material(
        name: "t",
        criticalCurrent: TableLaw(
          table: CriticalCurrentTable(curves: [.init(fluxDensity: [0, 1, 6], criticalCurrentDensity: [6e8, 3e8, 1e8])])),
        n: 25), temperature: 20, fields: [4, 0], durations: [0.1], rise: 5...80),
  ]

  @Test(arguments: pulses) func `a pulse is warned about, the same field in hours is not`(pulse: Magnetisation) throws {
    let fast = try simulate(pulse.simulationCase(pulse.durations))
    let warning = try #require(fast.warnings.first { $0.kind == "heat" })
    guard case .heat(let stage, let warming) = warning else { return }
    #expect(stage.index >= 1 && stage.name == "ramp" && warming.bulk == "A")
    #expect(pulse.rise.contains(warming.largest), "\(warming)")
    #expect(warming.mean > 0 && warming.mean <= warming.largest && warming.largest > warming.allowed)
    #expect(warming.slowEnough > warming.duration)
    #expect("\(warning)".contains("let the stage last"))
    // Hours, and what the warning asks for, twice.
    for duration in [7200, 2 * warming.slowEnough] {
      let slow = try simulate(pulse.simulationCase(pulse.durations.map { _ in duration }))
      #expect(!slow.warnings.contains { $0.kind == "heat" }, "\(duration) s: \(slow.warnings)")
    }
  }

  /// Currents of several short ramps warm a bulk as those of one do.
  @Test func `heat of short stages adds up`() throws {
    let pulse = Self.pulses[3]
    func rise(_ parts: Int) throws -> Double {
      var simulationCase = pulse.simulationCase([])
      for part in 1...parts {
        let left = 1 - Double(part) / Double(parts)
        simulationCase.stages.append(.ramp(field: 7 * left, pace: .duration(0.01 / Double(parts))))
      }
      for warning in try simulate(simulationCase).warnings {
        if case .heat(_, let warming) = warning { return warming.largest }
      }
      return 0
    }
    let (one, five) = (try rise(1), try rise(5))
    #expect(one > 5 && abs(five / one - 1) < 0.05, "\(one) K, \(five) K")
  }

  /// A long cylinder in a rising field by Bean's model: where the front has passed at s, E at r is `(r² - s²)/(2 r) dBa/dt`, so that
  /// up to full penetration `mu0 Jc² (r² (r - s) - (r³ - s³)/3)/(2 r)` becomes heat at r.
  /// As slow as that E stays near E0: in a ramp of 50 ms J of n = 200 is 4 % above Jc, and the front stops short of the axis.
  @Test func `heat is where Bean's model has it`() throws {
    let (radius, jc) = (10e-3, 2e8)
    let disc = ReferenceMagnets.disc(radius: 10, height: 400, material: ReferenceMagnets.bean(jc: jc, n: 200))
    let field = vacuumPermeability * jc * radius
    let run = try ReferenceMagnets.transient(
      [disc], stages: [.cool(field: 0, temperature: 5), .ramp(field: field, pace: .duration(50))], probes: [],
      radialCells: 30, axialCells: 41, airGrowth: 1.5, farDistance: 2, tolerance: 5e-4)
    let end = run.stageEnds[1]
    let cells = run.model.cells
    var checked = 0
    for (i, section) in cells.sections.enumerated() {
      let centre = section.centroid
      guard abs(centre.y) < 0.05, centre.x > 0.3 * radius else { continue }
      let exact = vacuumPermeability * jc * jc * centre.x * centre.x / 3
      #expect(abs(end.heat[i] / exact - 1) < 0.06, "r = \(centre.x) m: \(end.heat[i]), \(exact) J/m³")
      checked += 1
    }
    #expect(checked > 20)
    // The integrator's own sum, of both halves.
    let sum = zip(end.heat, cells.weights).reduce(0) { $0 + 2 * .pi * $1.0 * $1.1 }
    #expect(abs(2 * sum / end.energy.dissipated - 1) < 0.01)
  }

  @Test func `lattices are warmed as by Debye`() {
    // (12 pi⁴/5) N k (T/θ)³ far below θ, 3 N k far above.
    let atoms = 13 / 0.1734e-27 * 1.380649e-23
    let cold: Double = 2.4 * pow(Double.pi, 4) * atoms * 1e-6
    #expect(abs(LatticeHeat.capacity(4) / cold - 1) < 5e-4)
    #expect(abs(LatticeHeat.capacity(4000) / (3 * atoms) - 1) < 1e-3)
    for temperature in [2.0, 5, 20, 77, 300] {
      let step = 1e-3 * temperature
      let difference = LatticeHeat.enthalpy(temperature + step) - LatticeHeat.enthalpy(temperature - step)
      #expect(abs(difference / (2 * step) / LatticeHeat.capacity(temperature) - 1) < 1e-4)
      let inverse = LatticeHeat.temperature(ofEnthalpy: LatticeHeat.enthalpy(temperature))
      #expect(abs(inverse / temperature - 1) < 1e-6)
    }
    // What is known of YBa2Cu3O7: 1.1e6 J/(m³ K) at 77 K, to a fifth.
    #expect(abs(LatticeHeat.capacity(77) / 1.1e6 - 1) < 0.2)
  }
}
