import BulkSimulation
import Magnets
import Meshing
import Superconductors
import Testing

@Suite struct `Shared meshes` {
  private static func disc(
    jc0: Double = 3e8, field: Double = 4, radius: Double = 15e-3, n: Double = 15, accuracy: Double = 0.01,
    cells: SimulationCase.CellCounts? = nil
  ) throws -> ValidCase {
    let shape = BulkShape(name: "A", outerRadius: radius, zMin: -5e-3, zMax: 5e-3)
    let material = Material(name: "kim", criticalCurrent: KimLaw(jc0: jc0, b0: 1.5), n: n)
    return try ValidCase(
      SimulationCase(
        name: "disc", bulks: [.init(shape: shape, material: material)],
        stages: [.cool(field: field, temperature: 5), .ramp(field: 0, pace: .duration(3000)), .hold(duration: 3600)],
        accuracy: accuracy, cells: cells))
  }

  /// All numbers of the ends of stages with their errors.
  private static func numbers(_ result: SimulationResult) throws -> [ReportedQuantity.Value?] {
    let probes = result.probeNames.indices
    return try result.stages.indices.flatMap { stage in
      try (probes.flatMap { [ReportedQuantity.Observable.br($0), .bz($0), .drift($0)] } + [.moment]).map {
        try ReportedQuantity(name: "", stage: stage, quantity: $0).value(in: result)
      }
    }
  }

  @Test(arguments: [4.0, 1.0, 0.5], [0.03, 0.01, 0.003])
  func `give what simulate gives alone, full and in part, to the last bit`(field: Double, accuracy: Double) throws {
    let simulationCase = try Self.disc(field: field, accuracy: accuracy)
    let shared = try simulate(simulationCase, on: FirstMeshes(simulationCase))
    let alone = try simulate(simulationCase, usesTwoCores: false)
    #expect(try Self.numbers(shared) == Self.numbers(alone))
    #expect(shared.meetsAccuracy)
  }

  @Test func `with cells that the case gives, to the last bit`() throws {
    let simulationCase = try Self.disc(cells: .init(radial: 8, axial: 8))
    let shared = try simulate(simulationCase, on: FirstMeshes(simulationCase))
    #expect(try Self.numbers(shared) == Self.numbers(simulate(simulationCase)))
  }

  @Test func `keep nothing of the runs before`() throws {
    let (first, second) = (try Self.disc(field: 0.5), try Self.disc(jc0: 2e8))
    var cache = MeshCache()
    _ = try simulate(first, on: cache.meshes(for: first))
    let after = try simulate(second, on: cache.meshes(for: second))
    #expect(try Self.numbers(after) == Self.numbers(simulate(second, on: FirstMeshes(second))))
  }

  @Test func `are refused for other shapes`() throws {
    let meshes = try FirstMeshes(Self.disc())
    let other = try Self.disc(radius: 14e-3)
    #expect(!meshes.serves(other.simulationCase))
    #expect(throws: SimulationError.otherMagnet) { try simulate(other, on: meshes) }
  }

  @Test func `say when the accuracy is missed`() throws {
    let result = try simulate(Self.disc(accuracy: 1e-3, cells: .init(radial: 4, axial: 4)))
    #expect(!result.meetsAccuracy)
    #expect(result.warnings.contains { $0.kind == "accuracy_missed" })
  }

  @Test(arguments: [(4.0, 15.0), (4, 50), (2, 15), (1, 15), (1, 50), (0.5, 21)])
  func `drifts are within their errors of finer ones`(field: Double, n: Double) throws {
    let coarse = try simulate(Self.disc(field: field, n: n))
    let fine = try simulate(Self.disc(field: field, n: n, accuracy: 5e-4))
    for (a, b) in zip(coarse.stages, fine.stages) {
      for (probe, reference) in zip(a.probes, b.probes) {
        let (drift, error) = (try #require(probe.drift), try #require(probe.driftError))
        let (exact, rest) = (try #require(reference.drift), try #require(reference.driftError))
        #expect(abs(drift - exact) <= error + rest, "\(a.stage) \(drift) ± \(error), \(exact) ± \(rest)")
        // An error as large as the drift itself says nothing; at the centre of a core without flux motion there is none.
        if field == 4 { #expect(error <= 0.2 * abs(drift), "\(a.stage) \(drift) ± \(error)") }
      }
    }
  }
}
