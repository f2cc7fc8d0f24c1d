import Magnets
import Meshing
import Superconductors

extension RandomCases {
  /// A case with anything in it: a valid one in which numbers, names, lists, laws and meshes are replaced.
  package mutating func wild() -> SimulationCase {
    var value = valid()
    for _ in 0..<int(0...4) {
      switch int(0...9) {
      case 0: nameSomething(in: &value)
      case 1: changeLists(of: &value)
      case 2, 3: changeOutline(in: &value)
      case 4, 5: changeMaterial(in: &value)
      case 6, 7: changeStage(in: &value)
      case 8: changeMesh(of: &value)
      default: changeSettings(of: &value)
      }
    }
    return value
  }

  /// Any number: special ones, huge and tiny ones, and such as cases have.
  private mutating func number() -> Double {
    switch int(0...7) {
    case 0:
      pick([
        .nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
        .leastNonzeroMagnitude, .leastNormalMagnitude, .ulpOfOne, 1, -1, 1e-9, 1e3, 9_007_199_254_740_992,
      ])
    case 1: Double(bitPattern: generator.next())
    case 2: uniform(-10, 10)
    case 3: uniform(0, 1)
    case 4: uniform(0, 0.02)
    case 5: uniform(-0.02, 0.02)
    case 6: logarithmic(1e-12, 1e12)
    default: logarithmic(1e-3, 1e3)
    }
  }

  private mutating func numbers(_ counts: ClosedRange<Int>) -> [Double] { (0..<int(counts)).map { _ in number() } }

  private mutating func integer() -> Int { pick([0, 1, -1, 3, 4, 100, 100_000, 100_001, .max, .min, int(1...5000)]) }

  private mutating func word() -> String {
    pick(["", "air", "A", "upper", "a b", "\u{0}", "\"", "null", "*", "&x", "é", "-", "1", "nan", "~", "#", "a: b"])
  }

  private mutating func nameSomething(in value: inout SimulationCase) {
    switch int(0...4) {
    case 0: value.name = word()
    case 1: value.summary = word()
    case 2 where !value.bulks.isEmpty: value.bulks[int(0...value.bulks.count - 1)].shape.name = word()
    case 3 where !value.probes.isEmpty: value.probes[int(0...value.probes.count - 1)].name = word()
    default:
      for index in value.bulks.indices where chance(0.5) {
        value.bulks[index].material.name = word()
        value.bulks[index].material.assumptions.append(word())
      }
    }
  }

  private mutating func changeLists(of value: inout SimulationCase) {
    switch int(0...6) {
    case 0: value.bulks = []
    case 1: value.stages = []
    case 2: value.probes = []
    case 3 where !value.bulks.isEmpty: value.bulks.append(pick(value.bulks))
    case 4 where !value.stages.isEmpty: value.stages += [pick(value.stages), pick(value.stages)]
    case 5: value.stages.reverse()
    default: if !value.bulks.isEmpty { value.bulks.removeLast() }
    }
  }

  private mutating func changeOutline(in value: inout SimulationCase) {
    guard !value.bulks.isEmpty else { return }
    let index = int(0...value.bulks.count - 1)
    switch int(0...4) {
    case 0: value.bulks[index].shape.innerRadius = number()
    case 1: value.bulks[index].shape.outerRadius = number()
    case 2: value.bulks[index].shape.zMin = number()
    case 3: value.bulks[index].shape.zMax = number()
    default:
      // Thin, flat, far away.
      let (low, left) = (uniform(-100, 100), uniform(0, 100))
      value.bulks[index].shape.zMin = low
      value.bulks[index].shape.zMax = low + logarithmic(1e-12, 100)
      value.bulks[index].shape.innerRadius = left
      value.bulks[index].shape.outerRadius = left + logarithmic(1e-12, 100)
    }
  }

  private mutating func changeMaterial(in value: inout SimulationCase) {
    guard !value.bulks.isEmpty else { return }
    let index = int(0...value.bulks.count - 1)
    var material = value.bulks[index].material
    switch int(0...6) {
    case 0: material.n = .number(number())
    case 1: material.e0 = number()
    case 2: material.temperatureFactor = TemperatureFactor(criticalTemperature: number(), exponent: number())
    case 3: material.validity = ValidityRange(largestField: number(), coldest: number(), warmest: number())
    case 4:
      material.map = CriticalCurrentMap(radii: numbers(0...3), heights: numbers(0...3), factors: numbers(0...9))
    default: material.criticalCurrent = wildLaw()
    }
    value.bulks[index].material = material
  }

  private mutating func wildLaw() -> any CriticalCurrentLaw {
    switch int(0...5) {
    case 0: return ConstantLaw(jc0: number())
    case 1: return KimLaw(jc0: number(), b0: number(), exponent: number())
    case 2: return ExponentialLaw(jc0: number(), b0: number())
    case 3:
      return JirsaLaw(jc0: number(), b0: number(), peakJc: number(), peakField: number(), exponent: number())
    default:
      let curves = (0..<int(0...3)).map { _ in
        CriticalCurrentTable.Curve(
          temperature: chance(0.5) ? number() : nil, fluxDensity: numbers(0...4).sorted(),
          criticalCurrentDensity: numbers(0...4))
      }
      return TableLaw(table: CriticalCurrentTable(curves: curves))
    }
  }

  private mutating func changeStage(in value: inout SimulationCase) {
    guard !value.stages.isEmpty else { return }
    let pace: MagnetisationStage.Pace = chance(0.5) ? .rate(number()) : .duration(number())
    let names = value.bulks.map(\.shape.name) + (chance(0.3) ? [word()] : [])
    let temperature: BulkTemperature =
      chance(0.5)
      ? .uniform(number()) : .byBulk(Dictionary(names.map { ($0, number()) }, uniquingKeysWith: { first, _ in first }))
    let stage: MagnetisationStage =
      switch int(0...3) {
      case 0: .cool(field: number(), temperature: temperature)
      case 1: .ramp(field: number(), pace: pace)
      case 2: .hold(duration: number())
      default: .temperature(target: temperature, pace: pace)
      }
    value.stages[int(0...value.stages.count - 1)] = stage
  }

  private mutating func changeMesh(of value: inout SimulationCase) {
    guard var mesh = value.importedMesh else {
      value.cells = .init(radial: integer(), axial: integer())
      return
    }
    switch int(0...6) {
    case 0 where !mesh.nodes.isEmpty: mesh.nodes[int(0...mesh.nodes.count - 1)] = SIMD2(number(), number())
    case 1 where !mesh.cells.isEmpty:
      mesh.cells[int(0...mesh.cells.count - 1)][int(0...3)] = Int32(truncatingIfNeeded: integer())
    case 2 where !mesh.cellRegions.isEmpty:
      mesh.cellRegions[int(0...mesh.cellRegions.count - 1)] = Int32(truncatingIfNeeded: int(-1...4))
    case 3: mesh.regionNames = chance(0.5) ? [] : mesh.regionNames + [word()]
    case 4: mesh.cellRegions = mesh.cellRegions.map { _ in 0 }
    case 5: (mesh.cells, mesh.cellRegions) = ([], [])
    default: value.cells = .init(radial: integer(), axial: integer())
    }
    value.importedMesh = mesh
    guard chance(0.5), (try? mesh.checkInvariants()) != nil else { return }
    for shape in mesh.boundingShapes() {
      if let index = value.bulks.firstIndex(where: { $0.shape.name == shape.name }) { value.bulks[index].shape = shape }
    }
  }

  private mutating func changeSettings(of value: inout SimulationCase) {
    switch int(0...4) {
    case 0: value.accuracy = number()
    case 1: value.outputInterval = number()
    case 2: value.solver = .init(system: pick([nil, .condensed, .banded]), formulation: .h(airResistivity: number()))
    case 3: value.probes.append(.init(name: "p", r: number(), z: number()))
    default: if !value.probes.isEmpty { value.probes[0].r = number() }
    }
  }
}
