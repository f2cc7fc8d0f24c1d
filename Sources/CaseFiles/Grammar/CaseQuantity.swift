package import HostSystem
public import Notation

/// A key whose value is a number, with or without a unit.
public struct CaseQuantity: Sendable, Hashable {
  public let key: String
  /// nil for a plain number.
  public let dimension: Dimension?
  /// In SI units, one for each place that the key names.
  public let base: [Double]

  package init(key: String, dimension: Dimension?, base: [Double]) {
    self.key = key
    self.dimension = dimension
    self.base = base
  }

  /// The value in the base; nil when the key names places with different ones.
  public var commonBase: Double? { base.allSatisfy { $0 == base[0] } ? base[0] : nil }

  /// What is wrong with a factor or a share of it: of nothing but zeros either changes nothing.
  package var shareComplaint: String? {
    guard base.allSatisfy({ $0 == 0 }) else { return nil }
    let example = unit.isEmpty ? "0.1" : "0.1 \(unit)"
    return "\(key) is 0 in the case, and so is every share of it; write values"
      + "\(unit.isEmpty ? "" : " with a unit"), as in \(example)"
  }

  /// The SI unit, empty for a plain number.
  public var unit: String { dimension?.units[0].symbol ?? "" }

  /// A value [SI] as case files have it.
  public func text(_ value: Double) -> String { unit.isEmpty ? plain(value) : "\(plain(inUnit(value))) \(unit)" }

  /// A value [SI] in the unit of `unit`: the same number, but for ratios.
  public func inUnit(_ value: Double) -> Double {
    guard let unit = dimension?.units[0] else { return value }
    return value * unit.divisor / unit.multiplier
  }

  public func change(to value: Double) -> EditableCase.Change { .init(key: key, setting: .text(text(value))) }

  /// A value of this kind in a file of the user's.
  package func read(_ node: CaseNode) throws(InputError) -> Double {
    if let dimension { return try node.quantity(dimension) }
    return try node.number(example: plain(base[0]))
  }
}
