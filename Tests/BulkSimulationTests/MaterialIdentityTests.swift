import BulkSimulation
import Magnets
import Meshing
import Superconductors
import Testing

/// Two materials are the same when their numbers are, whatever they are called.
@Suite struct `Identity of materials` {
  private static func pair(_ upper: Material, _ lower: Material, accuracy: Double = 0.01) -> SimulationCase {
    SimulationCase(
      name: "pair",
      bulks: [
        .init(shape: BulkShape(name: "A", outerRadius: 15e-3, zMin: 1e-3, zMax: 7e-3), material: upper),
        .init(shape: BulkShape(name: "B", outerRadius: 15e-3, zMin: -7e-3, zMax: -1e-3), material: lower),
      ],
      stages: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4.8 / 3600))], accuracy: accuracy)
  }

  private static func kim(_ name: String) -> Material {
    Material(name: name, criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 21)
  }

  /// A table of the usual shape, times a factor.
  private static func table(_ name: String, _ factor: Double) -> Material {
    let curve = CriticalCurrentTable.Curve(
      fluxDensity: [0, 1, 3, 8], criticalCurrentDensity: [1e9, 6e8, 4e8, 2.5e8].map { factor * $0 })
    return Material(name: name, criticalCurrent: TableLaw(table: CriticalCurrentTable(curves: [curve])), n: 21)
  }

  private static func isSame(_ first: SimulationResult, _ second: SimulationResult) -> Bool {
    first.history.map(\.probes) == second.history.map(\.probes)
      && first.history.map(\.moment) == second.history.map(\.moment)
      && first.stages.map(\.probes) == second.stages.map(\.probes)
  }

  @Test func `a pair of equal numbers under two names is mirrored, and gives the bits of one name`() throws {
    let two = try simulate(Self.pair(Self.kim("a"), Self.kim("b")))
    let one = try simulate(Self.pair(Self.kim("a"), Self.kim("a")))
    #expect(two.numerics.mirrored && one.numerics.mirrored)
    #expect(Self.isSame(two, one))
  }

  @Test func `what is said of a material is none of its numbers`() throws {
    var described = Self.kim("b")
    described.assumptions = ["n is assumed."]
    described.validity = ValidityRange(largestField: 9, coldest: 1, warmest: 90)
    #expect(RunPlan(try ValidCase(Self.pair(Self.kim("a"), described))).mirrored)
    described.n = .number(22)
    #expect(!RunPlan(try ValidCase(Self.pair(Self.kim("a"), described))).mirrored)
  }

  /// Mirrored, as when the name had a say in it, the strong table would stand for both: 4.06 T. Alone they give 2.81 T, which
  /// is also what the same two tables gave under two names before there was an identity by value.
  @Test func `two tables under one name are two materials`() throws {
    let both = Self.pair(Self.table("jc", 1.15), Self.table("jc", 0.3))
    #expect(both.validate() == [])
    let result = try simulate(both)
    #expect(!result.numerics.mirrored)
    #expect(abs(result.stages[1].probes[0].bz - 2.81) < 0.01)
    #expect(Self.isSame(result, try simulate(Self.pair(Self.table("a", 1.15), Self.table("b", 0.3)))))
    let strong = try simulate(Self.pair(Self.table("jc", 1.15), Self.table("jc", 1.15)))
    #expect(strong.numerics.mirrored && abs(strong.stages[1].probes[0].bz - 4.06) < 0.02)
  }

  @Test func `equal tables that were read from two files are one material`() throws {
    let text = "B[T],Jc[A/m^2]\n0,1e9\n1,6e8\n3,4e8\n8,2.5e8\n"
    func material(_ name: String) throws -> Material {
      let table = try CriticalCurrentTable(csv: text, file: "\(name).csv")
      return Material(name: name, criticalCurrent: TableLaw(table: table), n: 21)
    }
    let (a, b) = (try material("a"), try material("b"))
    #expect(a.numbers == b.numbers && a != b && Set([a.numbers, b.numbers]).count == 1)
    #expect(RunPlan(try ValidCase(Self.pair(a, b))).mirrored)
    #expect(Self.pair(a, b).sharesMeshes(with: Self.pair(a, a)))
  }

  @Test func `a magnet prepared for two equal materials does not serve two that differ`() throws {
    let magnet = try PreparedMagnet(Self.pair(Self.table("jc", 1), Self.table("jc", 1)))
    #expect(magnet.serves(Self.pair(Self.table("a", 2), Self.table("b", 2))))
    let different = Self.pair(Self.table("jc", 1), Self.table("jc", 0.5))
    #expect(!magnet.serves(different))
    #expect(throws: SimulationError.otherMagnet) { try magnet.run(different) }
  }
}
