import Notation
import BulkSimulation
import Meshing
import Yams

/// A parameter of a case that stands for several keys.
enum CaseShorthand: String, CaseIterable {
  case gap
  case scale

  func quantity(of base: SimulationCase) throws(CaseChangeError) -> CaseQuantity {
    switch self {
    case .gap:
      let (lower, upper) = try Self.pair(base)
      return CaseQuantity(key: rawValue, dimension: .length, base: [upper.zMin - lower.zMax])
    case .scale: return CaseQuantity(key: rawValue, dimension: nil, base: [1])
    }
  }

  func apply(_ setting: EditableCase.Setting, to tree: inout Node, of base: SimulationCase) throws(CaseChangeError) {
    let quantity = try quantity(of: base)
    let value: Double
    switch setting {
    case .factor(let factor): value = factor * quantity.base[0]
    case .text(let text):
      do {
        value = try quantity.dimension.map { try parseQuantity(text, $0) } ?? parseNumber(text)
      } catch {
        throw CaseChangeError(description: "\(rawValue): \(error)")
      }
    }
    switch self {
    case .gap: try Self.setGap(value, in: &tree, of: base)
    case .scale:
      guard value > 0 else { throw CaseChangeError(description: "scale = \(plain(value)) is not positive") }
      try CasePath("materials.*.jc").change(&tree) { law, place throws(CaseChangeError) in
        try Self.scaleLaw(&law, by: value, place: place)
      }
    }
  }

  /// The bulks below and above the gap.
  private static func pair(_ base: SimulationCase) throws(CaseChangeError) -> (lower: BulkShape, upper: BulkShape) {
    let shapes = base.bulks.map(\.shape).sorted { $0.zMin < $1.zMin }
    guard shapes.count == 2, shapes[0].zMax <= shapes[1].zMin, base.importedMesh == nil else {
      throw CaseChangeError(
        description: "gap is the distance of two rectangular bulks one above the other; name keys as in bulks.A.z_min")
    }
    return (shapes[0], shapes[1])
  }

  private static func setGap(_ gap: Double, in tree: inout Node, of base: SimulationCase) throws(CaseChangeError) {
    let (lower, upper) = try pair(base)
    let rise = 0.5 * (gap - (upper.zMin - lower.zMax))
    func set(_ key: String, _ value: Double) throws(CaseChangeError) {
      try CasePath(key).change(&tree) { node, _ in node = .scalar(Node.Scalar("\(value) m")) }
    }
    for (shape, rise) in [(lower, -rise), (upper, rise)] {
      try set("bulks.\(shape.name).z_min", shape.zMin + rise)
      try set("bulks.\(shape.name).z_max", shape.zMax + rise)
    }
    for probe in base.probes {
      let (isAbove, isBelow) = (probe.z >= upper.zMin, probe.z <= lower.zMax)
      if isAbove != isBelow { try set("probes.\(probe.name).z", probe.z + (isAbove ? rise : -rise)) }
    }
  }

  /// A law has its size in every key that is a current density, a table in the last column of its lines.
  private static func scaleLaw(_ law: inout Node, by factor: Double, place: String) throws(CaseChangeError) {
    guard case .mapping(var entries) = law else { throw CaseChangeError(description: "\(place) is not a law") }
    var isScaled = false
    for index in entries.indices {
      let (key, value) = entries[index]
      if key.scalar?.string == "data", let table = value.scalar?.string {
        entries[index].value = .scalar(Node.Scalar(scaled(table: table, by: factor), .implicit, .literal))
      } else if let (dimension, size) = try? value.number(place: place), dimension == .currentDensity {
        entries[index].value = .scalar(Node.Scalar("\(factor * size) A/m^2"))
      } else {
        continue
      }
      isScaled = true
    }
    guard isScaled else {
      throw CaseChangeError(description: "\(place) is a law without a current density that scale could change")
    }
    law = .mapping(entries)
  }

  private static func scaled(table: String, by factor: Double) -> String {
    table.split(separator: "\n").enumerated().map { index, line -> String in
      guard index > 0, let comma = line.lastIndex(of: ","), let jc = Double(line[comma...].dropFirst()) else {
        return String(line)
      }
      return "\(line[...comma])\(factor * jc)"
    }.joined(separator: "\n")
  }
}
