import Magnets
import Meshing
import Sampling
import Superconductors

/// Cases of chance: valid ones, and ones with anything in them. The same for the same seed.
package struct RandomCases {
  var generator: SplitMix64

  package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A case without findings, its lengths in whole picometres as files have them.
  package mutating func valid() -> SimulationCase {
    let names = ["A", "upper", "ring-2", "b_3"].prefix(int(1...4)).map(\.self)
    let materials = (0..<int(1...2)).map { material("m\($0)") }
    var floor = onPicometreGrid(uniform(-0.05, 0.05))
    let bulks = names.map { name in
      let bottom = chance(0.3) ? floor : onPicometreGrid(floor + uniform(1e-4, 5e-3))
      let top = onPicometreGrid(bottom + uniform(1e-3, 1e-2))
      floor = top
      let outer = onPicometreGrid(uniform(5e-3, 2e-2))
      let inner = chance(0.3) ? onPicometreGrid(outer * uniform(0.1, 0.8)) : 0
      return SimulationCase.Bulk(
        shape: BulkShape(name: name, innerRadius: inner, outerRadius: outer, zMin: bottom, zMax: top),
        material: pick(materials))
    }
    var value = SimulationCase(
      name: pick(["pair", "x-1", "2"]), summary: pick(["", "A \"pair\": half # of it", "ä\tb\\c\nd"]), bulks: bulks,
      stages: stages(names),
      // Of a percentage, as files have it: not every number is a hundredth of one.
      accuracy: logarithmic(1e-3, 10) / 100,
      outputInterval: chance(0.2) ? logarithmic(1e3, 1e6) : nil, fieldOutput: chance(0.5) ? .stageEnds : .none,
      solver: solver())
    if chance(0.3) {
      value.probes = (0..<int(1...3)).map { .init(name: "p\($0)", r: uniform(0, 0.03), z: uniform(-0.1, 0.1)) }
    }
    if chance(0.2) {
      mesh(&value)
    } else if chance(0.3) {
      value.cells = .init(radial: int(4...100), axial: int(3...100))
    }
    return value
  }

  /// Gives a case a mesh of its own, and its bulks the outlines that they have in there.
  private mutating func mesh(_ value: inout SimulationCase) {
    let mesh = RectangleMesher(shapes: value.bulks.map(\.shape), mirrorPlane: nil).mesh(
      .init(radialCells: Double(int(1...3)), axialCells: Double(int(1...2)), airGrowth: 2.5, farDistance: 0.2))
    value.importedMesh = mesh
    for shape in mesh.boundingShapes() {
      if let index = value.bulks.firstIndex(where: { $0.shape.name == shape.name }) { value.bulks[index].shape = shape }
    }
  }

  private mutating func stages(_ bulks: [String]) -> [MagnetisationStage] {
    func pace(_ rate: Double, _ duration: Double, _ isRate: Bool) -> MagnetisationStage.Pace {
      isRate ? .rate(rate) : .duration(duration)
    }
    return [.cool(field: uniform(-9, 9), temperature: temperature(bulks))]
      + (0..<int(0...4)).map { _ in
        switch int(0...3) {
        case 0: .ramp(field: uniform(-9, 9), pace: pace(logarithmic(1e-4, 1e-2), logarithmic(1, 1e5), chance(0.5)))
        case 1: .hold(duration: logarithmic(1, 1e6))
        case 2:
          .temperature(
            target: temperature(bulks), pace: pace(logarithmic(1e-3, 1), logarithmic(1, 1e5), chance(0.5)))
        default: .cool(field: uniform(-9, 9), temperature: temperature(bulks))
        }
      }
  }

  private mutating func temperature(_ bulks: [String]) -> BulkTemperature {
    guard chance(0.3) else { return .uniform(uniform(2, 60)) }
    return .byBulk(Dictionary(uniqueKeysWithValues: bulks.map { ($0, uniform(2, 60)) }))
  }

  private mutating func solver() -> SimulationCase.Solver {
    switch int(0...5) {
    case 0: .init(system: .condensed)
    case 1: .init(system: .banded)
    case 2: .init(system: .banded, formulation: .h(airResistivity: logarithmic(1e-9, 1e-5)))
    case 3: .init(formulation: .h(airResistivity: logarithmic(1e-9, 1e-5)))
    default: .init()
    }
  }

  private mutating func material(_ name: String) -> Material {
    let law = law()
    let factor = TemperatureFactor(criticalTemperature: uniform(9, 93), exponent: logarithmic(0.1, 10))
    return Material(
      name: name, criticalCurrent: law, temperatureFactor: law.dependsOnTemperature || chance(0.5) ? nil : factor,
      map: chance(0.2) ? map() : nil, n: logarithmic(1, 1000), e0: logarithmic(1e-8, 1),
      validity: chance(0.3)
        ? ValidityRange(largestField: uniform(1, 20), coldest: uniform(1, 10), warmest: uniform(10, 90)) : nil,
      assumptions: chance(0.3) ? ["n is assumed: \"21\".", "yes", " # of 3"] : [])
  }

  private mutating func law() -> any CriticalCurrentLaw {
    let (jc0, b0) = (logarithmic(1e6, 1e11), logarithmic(0.01, 10))
    switch int(0...4) {
    case 0: return ConstantLaw(jc0: jc0)
    case 1: return KimLaw(jc0: jc0, b0: b0, exponent: chance(0.5) ? 1 : logarithmic(0.1, 5))
    case 2: return ExponentialLaw(jc0: jc0, b0: b0)
    case 3:
      return JirsaLaw(
        jc0: jc0, b0: b0, peakJc: logarithmic(1e6, 1e11), peakField: uniform(0.5, 5), exponent: logarithmic(0.2, 5))
    default: return TableLaw(table: table())
    }
  }

  private mutating func table() -> CriticalCurrentTable {
    let temperatures: [Double?] = chance(0.5) ? [nil] : (1...int(1...3)).map { 5.5 * Double($0) }
    return CriticalCurrentTable(
      curves: temperatures.map { temperature in
        var b = 0.0
        let fields = (0..<int(2...6)).map { _ in
          defer { b += uniform(0.01, 3) }
          return b
        }
        return .init(
          temperature: temperature, fluxDensity: fields,
          criticalCurrentDensity: fields.map { _ in logarithmic(1e6, 1e11) })
      })
  }

  private mutating func map() -> CriticalCurrentMap {
    let (radii, heights) = ([0, uniform(1e-3, 1e-2), 0.03], [-0.02, uniform(-1e-2, 1e-2), 0.02])
    return CriticalCurrentMap(radii: radii, heights: heights, factors: (0..<9).map { _ in uniform(0, 2) })
  }
}

// MARK: Choices

extension RandomCases {
  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * generator.uniform() }

  mutating func logarithmic(_ low: Double, _ high: Double) -> Double {
    // Powers of two and a factor: no library of elementary functions has a say in what the cases are.
    var value = low
    let doublings = Int((high / low).exponent)
    for _ in 0..<int(0...max(0, doublings - 1)) { value *= 2 }
    return min(high, value * uniform(1, 2))
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  mutating func chance(_ share: Double) -> Bool { generator.uniform() < share }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[int(0...values.count - 1)] }
}
