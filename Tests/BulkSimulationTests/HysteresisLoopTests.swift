import EdgeElements
import Foundation
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

@Suite struct HysteresisLoopTests {
  /// A disc with b/a = 0.2, as in the table of the virgin curve.
  private let a = 15e-3
  private let b = 3e-3
  private let jc = 2e8

  private func run(
    _ fields: [Double], holds: Bool = false, interval: Double? = nil, temperature: BulkTemperature? = nil
  ) throws -> SimulationResult {
    // So fast that J is Jc at the rim.
    let pace = MagnetisationStage.Pace.rate(2e-4 / a)
    return try simulate(
      SimulationCase(
        name: "loop", bulks: [ReferenceMagnets.disc(height: 6, material: ReferenceMagnets.bean(jc: jc, n: 300))],
        stages: [.cool(field: 0, temperature: 5)]
          + fields.flatMap { field -> [MagnetisationStage] in
            [.ramp(field: field, pace: pace)] + (holds ? [.hold(duration: 1)] : [])
              + (temperature.map { [.temperature(target: $0, pace: .duration(1))] } ?? [])
          },
        outputInterval: interval, fieldOutput: .none, cells: .init(radial: 16, axial: 12)))
  }

  @Test func `the loss of a cycle is that of Bean's model of a finite disc`() throws {
    // From saturation at Bm the falling branch is m = -ms + 2 ms u((Bm - Ba)/(2 Bp)), u the virgin curve; with its integral
    // U from 0 to 1 the loss is 4 ms (Bm - 2 Bp (1 - U)). u at steps of 0.1 from an independent quadratic programme.
    let u = [0, 0.4050, 0.6720, 0.8351, 0.9250, 0.9696, 0.9893, 0.9970, 0.9994, 0.9999, 1]
    let integral = (1...9).reduce(u[0] + u[10]) { $0 + ($1.isMultiple(of: 2) ? 2 : 4) * u[$1] } * 0.1 / 3
    let penetration = vacuumPermeability * jc * b * asinh(a / b)
    let saturation = 2 * Double.pi / 3 * jc * a * a * a * b
    let largest = 2.5 * penetration
    let result = try run([largest, -largest, largest])
    let loop = try #require(result.loop)
    let loss = 4 * saturation * (largest - 2 * penetration * (1 - integral))
    #expect(abs(loop.loss / loss - 1) < 5e-3, "\(loop.loss) J instead of \(loss) J")
    #expect(abs(loop.closure) < 1e-3)
    #expect(loop.firstSweepOfCycle == 1 && loop.points.count == 3 * HysteresisLoop.pointsPerSweep)
    // In zero field both branches are saturated.
    let volume = Double.pi * a * a * 2 * b
    #expect(abs(loop.volume / volume - 1) < 1e-9)
    let remanence = try #require(loop.remanence)
    #expect(abs(remanence.magnetisation / (jc * a / 3) - 1) < 1e-2)
    let middle = loop.points[loop.points.count / 2]
    #expect(abs(middle.appliedField) < 1e-12)
    #expect(abs((middle.width ?? 0) / (2 * jc * a / 3) - 1) < 1e-2)
    // What is turned into heat between the two passages of the same field is the same energy.
    let heat = result.stages[3].energy.dissipated - result.stages[1].energy.dissipated
    #expect(abs(loop.loss / heat - 1) < 5e-3, "\(loop.loss) J, heat \(heat) J")
  }

  @Test func `branches at equal fields stand opposite, whatever the history shows`() throws {
    let plain = try #require(try run([1, -1, 1]).loop)
    let coarse = try #require(try run([1, 0.2, -1, -0.3, 1], interval: 1e4).loop)
    for loop in [plain, coarse] {
      let count = HysteresisLoop.pointsPerSweep
      #expect(loop.points.map(\.sweep) == (0..<3).flatMap { [Int](repeating: $0, count: count) })
      #expect(loop.points[..<count].allSatisfy { $0.width == nil })
      for i in 0..<count {
        let (out, back) = (loop.points[count + i], loop.points[3 * count - 1 - i])
        #expect(abs(out.appliedField - back.appliedField) < 1e-12)
        #expect(out.width == back.width && out.width ?? 0 > -1e-2 * plain.points[count * 3 / 2].magnetisation)
      }
    }
    #expect(abs(coarse.loss / plain.loss - 1) < 3e-3)
    for (a, b) in zip(coarse.points, plain.points) {
      #expect(abs(a.moment - b.moment) <= 2 * (a.momentError + b.momentError), "\(a), \(b)")
      #expect(abs(a.probes[0] - b.probes[0]) <= 2 * (a.probeErrors[0] + b.probeErrors[0]), "\(a), \(b)")
    }
    #expect(plain.points.dropFirst().allSatisfy { $0.momentError > 0 && $0.meanFieldError > 0 })
  }

  @Test func `is the last closed cycle of the sweeps at one temperature`() throws {
    #expect(try run([1]).loop == nil)
    #expect(try run([1, -1]).loop == nil)
    #expect(try run([1, -1, 1], temperature: 6).loop == nil)
    #expect(try run([1, -1, 1], holds: true).loop?.firstSweepOfCycle == 1)
    #expect(try run([1, -1, 1, -1]).loop?.firstSweepOfCycle == 2)
  }
}
