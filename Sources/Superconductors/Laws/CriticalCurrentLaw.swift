public import Notation

/// Critical current density Jc(B) [A/m²] at the reference temperature of a material, with its slope.
///
/// A law is a value: two are the same law when their numbers are equal. It is a pure function, evaluated in batches: one call
/// serves all cells of a bulk, so the existential costs nothing next to the power law that follows it.
///
/// A law that is listed in `CriticalCurrentLaws.all` can be read from case files and decoded.
public protocol CriticalCurrentLaw: Sendable, Hashable, Codable {
  /// The word by which case files call it.
  static var name: String { get }
  /// A sentence on what it says, with its formula.
  static var documentation: String { get }
  /// Its numbers, as case files have them; none for a law that is made from a table.
  static var keys: [Key<Self>] { get }
  /// A law to begin with when its keys are read; nil for one that no file can describe.
  static var blank: Self? { get }

  /// Writes `Jc(|B|, T, r, z)` [A/m²] and `dJc/d|B|` [A/(m² T)] for each flux density [T].
  ///
  /// - Parameters:
  ///   - points: the elements to read and write; bulks of different materials share arrays.
  ///   - fluxDensity: `|B|` [T], not negative.
  ///   - temperature: [K]; laws that do not depend on it ignore it.
  ///   - places: (r, z) of each point [m], z from the middle of the bulk's height; laws that do not depend on them ignore them.
  ///   - value: Jc [A/m²], as long as `fluxDensity`.
  ///   - slope: dJc/d|B| [A/(m² T)], as long, too.
  func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>)

  /// False when Jc is the same in every field: the solver then leaves the field out.
  var dependsOnField: Bool { get }

  /// True when the law itself says how Jc falls with temperature.
  var dependsOnTemperature: Bool { get }

  /// False when Jc differs above and below the middle of a bulk's height: the whole magnet is solved then.
  var isSymmetric: Bool { get }

  /// The same law with Jc multiplied by a factor everywhere.
  func scaled(by factor: Double) -> Self

  /// What is wrong with its numbers; `place` is the path of the law in the case.
  func findings(at place: CasePath) -> [Finding]

  /// What is wrong with its values where a bulk works; `place` as above.
  func findings(over operating: OperatingRange, at place: CasePath) -> [Finding]

  /// One line for reports, with units.
  var summary: String { get }
}

/// What a law has that only a program of its own uses, and no case file.
extension CriticalCurrentLaw {
  public static var name: String { "\(Self.self)" }
  public static var documentation: String { "" }
  public static var keys: [Key<Self>] { [] }
  public static var blank: Self? { nil }
}

extension CriticalCurrentLaw {
  public var dependsOnField: Bool { true }

  public var dependsOnTemperature: Bool { false }

  public var isSymmetric: Bool { true }

  public func findings(over operating: OperatingRange, at place: CasePath) -> [Finding] { [] }

  public func findings(at place: CasePath) -> [Finding] { Self.keys.flatMap { $0.findings(in: self, at: place) } }

  /// Every key that is a current density times the factor.
  public func scaled(by factor: Double) -> Self {
    var law = self
    for key in Self.keys where key.kind == .quantity(.currentDensity) {
      if case .number(let value)? = key.get(self) { key.set(&law, .number(factor * value)) }
    }
    return law
  }

  /// Jc [A/m²] at one point (r, z) [m], z from the middle of the bulk's height; for reports and tests, not for the solver.
  public func value(fluxDensity: Double, temperature: Double, place: SIMD2<Double> = .zero) -> Double {
    let (b, places) = ([fluxDensity], [place])
    var value = [0.0]
    var slope = [0.0]
    var valueSpan = value.mutableSpan
    var slopeSpan = slope.mutableSpan
    evaluate(
      0..<1, fluxDensity: b.span, temperature: temperature, places: places.span, value: &valueSpan, slope: &slopeSpan)
    return value[0]
  }
}

/// The laws that case files know.
public enum CriticalCurrentLaws {
  public static let all: [any CriticalCurrentLaw.Type] = [
    KimLaw.self,
    ConstantLaw.self,
    ExponentialLaw.self,
    JirsaLaw.self,
    TableLaw.self,
    FormulaLaw.self,
  ]

  /// The law of a name; nil when there is none.
  public static func named(_ name: String) -> (any CriticalCurrentLaw.Type)? { all.first { $0.name == name } }
}

/// True for two laws of the same kind with the same numbers.
package func areEqual(_ first: any CriticalCurrentLaw, _ second: any CriticalCurrentLaw) -> Bool {
  AnyHashable(first) == AnyHashable(second)
}
