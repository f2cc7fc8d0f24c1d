internal import Magnets
internal import Meshing
internal import Notation
internal import Superconductors

/// A parameter of a case that stands for several keys.
package enum CaseShorthand: String, CaseIterable {
  case gap
  case scale

  func quantity(of base: SimulationCase) throws(CaseChangeError) -> CaseQuantity {
    switch self {
    case .gap:
      let (lower, upper) = try Self.pair(base)
      return CaseQuantity(
        key: rawValue, dimension: .length, base: [base.bulks[upper].shape.zMin - base.bulks[lower].shape.zMax])
    case .scale: return CaseQuantity(key: rawValue, dimension: nil, base: [1])
    }
  }

  /// The values that it determines: probes that go with bulks may be set as well, and a factor leaves keys of Jc their meaning.
  func places(in base: SimulationCase) throws(CaseChangeError) -> [CasePath] {
    switch self {
    case .gap:
      let (lower, upper) = try Self.pair(base)
      let bulks = CasePath(stringLiteral: "bulks")
      return [lower, upper].flatMap { [bulks[$0].key("z_min"), bulks[$0].key("z_max")] }
    case .scale: return [CasePath(stringLiteral: rawValue)]
    }
  }

  func apply(_ setting: EditableCase.Setting, to simulationCase: inout SimulationCase) throws(CaseChangeError) {
    let quantity = try quantity(of: simulationCase)
    let value: Double
    switch setting {
    case .factor(let factor): value = factor * quantity.base[0]
    case .number(let number): value = number
    case .text(let text):
      do {
        value = try quantity.dimension.map { try parseQuantity(text, $0) } ?? parseNumber(text)
      } catch {
        throw CaseChangeError("\(rawValue): \(error)")
      }
    }
    switch self {
    case .gap: try Self.setGap(value, in: &simulationCase)
    case .scale:
      guard value > 0 else { throw CaseChangeError("scale = \(plain(value)) is not positive") }
      for index in simulationCase.bulks.indices {
        let law = simulationCase.bulks[index].material.criticalCurrent
        simulationCase.bulks[index].material.criticalCurrent = law.scaled(by: value)
      }
    }
  }

  /// The indices of the bulks below and above the gap.
  private static func pair(_ base: SimulationCase) throws(CaseChangeError) -> (lower: Int, upper: Int) {
    let order = base.bulks.indices.sorted { base.bulks[$0].shape.zMin < base.bulks[$1].shape.zMin }
    guard order.count == 2, base.bulks[order[0]].shape.zMax <= base.bulks[order[1]].shape.zMin,
      base.importedMesh == nil
    else {
      throw CaseChangeError(
        "gap is the distance of two rectangular bulks one above the other; name keys as in bulks.A.z_min")
    }
    return (order[0], order[1])
  }

  private static func setGap(_ gap: Double, in simulationCase: inout SimulationCase) throws(CaseChangeError) {
    let (lower, upper) = try pair(simulationCase)
    let (top, bottom) = (simulationCase.bulks[lower].shape.zMax, simulationCase.bulks[upper].shape.zMin)
    let rise = 0.5 * (gap - (bottom - top))
    for (index, rise) in [(lower, -rise), (upper, rise)] {
      let shape = simulationCase.bulks[index].shape
      simulationCase.bulks[index].shape.zMin = onPicometreGrid(shape.zMin + rise)
      simulationCase.bulks[index].shape.zMax = onPicometreGrid(shape.zMax + rise)
    }
    for index in simulationCase.probes.indices {
      let z = simulationCase.probes[index].z
      let (isAbove, isBelow) = (z >= bottom, z <= top)
      if isAbove != isBelow { simulationCase.probes[index].z = z + (isAbove ? rise : -rise) }
    }
  }
}
