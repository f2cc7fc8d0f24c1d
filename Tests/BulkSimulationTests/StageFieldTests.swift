import Foundation
import Magnets
import Testing

@testable import BulkSimulation

@Suite struct `The field anywhere` {
  private static func checked(
    _ bulks: [SimulationCase.Bulk], _ probes: [SimulationCase.Probe], accuracy: Double = 3e-3
  ) throws -> ValidCase {
    try ValidCase(
      SimulationCase(
        name: "field", bulks: bulks,
        stages: [.cool(field: 7, temperature: 5), .ramp(field: 1, pace: ReferenceMagnets.rampRate)],
        probes: probes, accuracy: accuracy, fieldOutput: .none))
  }

  private static let probes = [
    SimulationCase.Probe(name: "centre", r: 0, z: 0), SimulationCase.Probe(name: "inside", r: 6e-3, z: 4e-3),
    SimulationCase.Probe(name: "rim", r: 15e-3, z: 7e-3), SimulationCase.Probe(name: "far", r: 30e-3, z: -20e-3),
  ]

  private static let pair = ReferenceMagnets.pair(gap: 1, material: ReferenceMagnets.bean(jc: 2e8, n: 30))

  @Test func `at probes is what is reported there, errors included`() throws {
    let checked = try Self.checked(Self.pair, Self.probes)
    let result = try simulate(checked)
    for stage in result.stages.indices {
      let field = try #require(result.field(atEndOf: stage, of: checked))
      let values = field.values(at: Self.probes.map { SIMD2($0.r, $0.z) })
      for (value, probe) in zip(values, result.stages[stage].probes) {
        // On the very corner of a cell probes are taken by a quadrature that is good to a few millionths.
        #expect(abs(value.br - probe.br) < 1e-5 && abs(value.bz - probe.bz) < 1e-5, "\(value) \(probe)")
        // Within bulks no less.
        #expect(value.error > 0.99 * probe.error - 1e-9, "\(value.error) \(probe.error)")
      }
      for outside in [0, 3] {
        let error = result.stages[stage].probes[outside].error
        #expect(abs(values[outside].error - error) < 1e-9 + 0.01 * error)
      }
    }
    #expect(result.field(atEndOf: 2, of: checked) == nil)
  }

  /// Nearly all of Bean's critical state is known: uniform current density in both bulks.
  @Test func `is that of uniform discs on the axis, inside and outside, within twice its error`() throws {
    let bulks = ReferenceMagnets.pair(gap: 1, material: ReferenceMagnets.bean(jc: 2e8, n: 1000))
    let checked = try Self.checked(bulks, Self.probes)
    let field = try #require(try simulate(checked).field(atEndOf: 1, of: checked))
    func f(_ u: Double) -> Double { u == 0 ? 0 : u * asinh(15e-3 / abs(u)) }
    for z in [-12e-3, -6.5e-3, -3e-3, 0, 0.5e-3, 2e-3, 6.5e-3, 7e-3, 30e-3] {
      let upper: Double = f(6.5e-3 - z) - f(0.5e-3 - z)
      let lower: Double = f(-0.5e-3 - z) - f(-6.5e-3 - z)
      let exact: Double = 1 + 2e-7 * Double.pi * 2e8 * (upper + lower)
      #expect(
        abs(field.fluxDensity(at: SIMD2(0, z)).y - exact) < 6e-3 * exact,
        "at \(z): \(field.fluxDensity(at: SIMD2(0, z))), \(exact)")
      #expect(field.fluxDensity(at: SIMD2(0, z)).x == 0 && field.vectorPotential(at: SIMD2(0, z)) == 0)
    }
    // A is half of r times a uniform field near the axis, and B its curl.
    let (r, z, step) = (9e-3, 3e-3, 1e-5)
    func flux(_ r: Double) -> Double { r * field.vectorPotential(at: SIMD2(r, z)) }
    let curl = (flux(r + step) - flux(r - step)) / (2 * step * r)
    #expect(abs(curl - field.fluxDensity(at: SIMD2(r, z)).y) < 1e-4)
  }

  /// Against a run ten times as exact, at points of which many lie within cells.
  @Test func `is within its error of a finer run nearly everywhere`() throws {
    let coarse = try Self.checked(Self.pair, Self.probes)
    let fine = try Self.checked(Self.pair, Self.probes, accuracy: 3e-4)
    var points: [SIMD2<Double>] = []
    for i in 0..<400 {
      let (r, z): (Double, Double) = (10e-3 * (1 + sin(Double(3 * i))), 10e-3 * cos(Double(7 * i)))
      points.append(SIMD2<Double>(r, z))
    }
    let values = try #require(try simulate(coarse).field(atEndOf: 1, of: coarse)).values(at: points)
    let truth = try #require(try simulate(fine).field(atEndOf: 1, of: fine)).values(at: points)
    var ratios: [Double] = []
    for (value, exact) in zip(values, truth) {
      let difference = max(abs(value.br - exact.br), abs(value.bz - exact.bz))
      ratios.append(difference / (value.error + exact.error))
    }
    ratios.sort()
    #expect(ratios[380] < 1 && ratios[399] < 4)
    // Each value has an error of its own, but for the least.
    #expect(Set(values.map(\.error)).count > 200)
  }

  @Test func `of a magnet with a front tells larger errors where the front stands`() throws {
    let checked = try ValidCase(
      SimulationCase(
        name: "front", bulks: Self.pair,
        stages: [.cool(field: 0, temperature: 5), .ramp(field: 1, pace: ReferenceMagnets.rampRate)],
        probes: Array(Self.probes.prefix(2)), accuracy: 0.02, fieldOutput: .none))
    let result = try simulate(checked)
    let field = try #require(result.field(atEndOf: 1, of: checked))
    #expect(try #require(result.currents).hasFront)
    let values = field.values(at: Self.probes.prefix(2).map { SIMD2($0.r, $0.z) })
    for (value, probe) in zip(values, result.stages[1].probes) {
      #expect(abs(value.bz - probe.bz) < 1e-5 && value.error > 0.9 * probe.error, "\(value) \(probe)")
    }
  }
}
