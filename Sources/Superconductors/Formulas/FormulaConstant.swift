public import Notation

/// A number of a formula that has a name, and so a key of its own: sweeps and fits vary it.
public struct FormulaConstant: Sendable, Hashable, Codable {
  /// An ASCII letter, then letters, digits and `_`.
  public var name: String
  /// In SI units.
  public var value: Double
  /// nil for a plain number.
  public var dimension: Dimension?

  public init(_ name: String, _ value: Double, _ dimension: Dimension? = nil) {
    (self.name, self.value, self.dimension) = (name, value, dimension)
  }

  var powers: UnitPowers { dimension?.powers ?? .none }

  /// `b0 = 1.5 T`
  var summary: String { "\(name) = \(dimension?.text(value) ?? plain(value))" }

  /// What is wrong with it, in words; nil for one that a formula can have.
  var fault: String? {
    guard isName(name), name.first?.isLetter == true, !name.contains("-") else {
      return "the name \"\(name)\" of a constant is no letter followed by letters, digits and _"
    }
    let taken = FormulaVariable.allCases.map(\.rawValue) + PhysicalConstant.all.map(\.name)
    guard !taken.contains(name), Expression.Function(rawValue: name) == nil else {
      return "the name \(name) of a constant has a meaning of its own; choose another"
    }
    guard value.isFinite else { return "the constant \(name) is not finite" }
    if let dimension, value != 0, !dimension.magnitudes.contains(abs(value)) {
      return "\(name), \(dimension.text(value)), is no \(dimension.rawValue) of a magnet"
    }
    return nil
  }
}

/// What a formula of a material depends on.
enum FormulaVariable: String, CaseIterable, Sendable {
  /// |B| [T]
  case b = "B"
  /// [K]
  case t = "T"
  /// From the axis [m].
  case r
  /// From the middle of the bulk's height [m].
  case z

  var dimension: Dimension {
    switch self {
    case .b: .field
    case .t: .temperature
    case .r, .z: .length
    }
  }

  var index: Int {
    switch self {
    case .b: 0
    case .t: 1
    case .r: 2
    case .z: 3
    }
  }
}

/// Names that every formula knows.
enum PhysicalConstant {
  static let all: [(name: String, value: Double, powers: UnitPowers)] = [
    ("pi", .pi, .none),
    // mu0 M = B and mu0 j L = B: T m/A; kB = 1.380649e-23 J/K, with 1 J = 1 A m^2 T.
    ("mu0", vacuumPermeability, Dimension.field.powers / (Dimension.currentDensity.powers * Dimension.length.powers)),
    ("kB", 1.380649e-23, Dimension.moment.powers * Dimension.field.powers / Dimension.temperature.powers),
  ]
}
