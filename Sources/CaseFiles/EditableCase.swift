public import Magnets
internal import Notation

/// A case whose keys can be set one by one: what fits, sensitivity tables and sweeps vary.
///
/// 1. Keys are those of the case as it is written to a run folder: every default filled in, cards and tables written out. So
///    whatever a case file can say has a key, also where the user's own file leaves it out.
/// 2. A change is made in the value itself, which is then checked as every case is; what is refused comes as a
///    `CaseChangeError` that names key and value.
/// 3. Changes start from the base each time; two calls know nothing of each other.
/// 4. The order of changes means nothing. `gap`, the distance of two bulks one above the other, which move apart with the probes
///    at or beyond them, comes first; then all keys of values; then which material a bulk is of, as these now are; last `scale`, a
///    factor on Jc of all materials. Two keys that set the same value are refused, however they are written.
public struct EditableCase: Sendable {
  public let base: ValidCase

  /// - Parameter base: materials that differ and share a name get names of their own, since keys go by names.
  public init(_ base: ValidCase) {
    let distinct = base.simulationCase.withDistinctMaterialNames
    self.base = distinct == base.simulationCase ? base : (try? ValidCase(distinct)) ?? base
  }

  /// What a key is set to.
  public enum Setting: Sendable, Hashable {
    /// As it would stand in a case file: `5e8 A/m^2`.
    case text(String)
    /// In SI units.
    case number(Double)
    /// Times what stands there.
    case factor(Double)
  }

  public struct Change: Sendable, Hashable {
    public var key: String
    public var setting: Setting

    public init(key: String, setting: Setting) {
      self.key = key
      self.setting = setting
    }

    public var description: String {
      switch setting {
      case .text(let text): "\(key) = \(text)"
      case .number(let number): "\(key) = \(plain(number))"
      case .factor(let factor): "\(key) times \(plain(factor))"
      }
    }
  }

  /// The case with some keys set.
  ///
  /// - Throws: `CaseChangeError` for a key that there is not, and for values that the case does not take.
  public func setting(_ changes: [Change]) throws(CaseChangeError) -> ValidCase {
    var simulationCase = base.simulationCase
    var targets: [(change: Change, leaves: [FoundLeaf])] = []
    for change in changes where CaseShorthand(rawValue: change.key) == nil {
      targets.append((change, try CasePath(key: change.key).leaves(in: simulationCase)))
    }
    try checkDistinct(changes.map(\.key))
    // What is then computed would say of the key nothing at all, and look as if it did not matter.
    for change in changes {
      if case .factor = change.setting, let complaint = try quantity(change.key).shareComplaint {
        throw CaseChangeError(complaint)
      }
    }
    func apply(_ shorthand: CaseShorthand) throws(CaseChangeError) {
      for change in changes where change.key == shorthand.rawValue {
        try shorthand.apply(change.setting, to: &simulationCase)
      }
    }
    try apply(.gap)
    do throws(CaseChangeError) {
      for (change, leaves) in targets {
        for found in leaves where !found.isMaterialOfBulk { try found.set(change.setting, in: &simulationCase) }
      }
      // Each from the materials as they were before any bulk changed its own: two bulks may change theirs for each other's.
      let before = simulationCase
      for (change, leaves) in targets {
        for found in leaves where found.isMaterialOfBulk {
          var changed = before
          try found.set(change.setting, in: &changed)
          for index in changed.bulks.indices where changed.bulks[index].material != before.bulks[index].material {
            simulationCase.bulks[index].material = changed.bulks[index].material
          }
        }
      }
    } catch {
      throw Self.refusal(of: changes, "\(error)")
    }
    try apply(.scale)
    do throws(InvalidCase) {
      return try ValidCase(simulationCase)
    } catch {
      throw Self.refusal(of: changes, error.findings.map(\.description).joined(separator: "; "))
    }
  }

  /// - Throws: `CaseChangeError` for two keys that set the same value of the case, with both and the value; also for a key
  ///   that there is not.
  public func checkDistinct(_ keys: [String]) throws(CaseChangeError) {
    guard keys.count > 1 else { return }
    var known: [CasePath: String] = [:]
    for key in keys {
      for place in try places(of: key) {
        guard let other = known.updateValue(key, forKey: place) else { continue }
        throw CaseChangeError(
          other == key ? "\(key) is set twice; keep one" : "\(other) and \(key) both set \(place); keep one")
      }
    }
  }

  private func places(of key: String) throws(CaseChangeError) -> [CasePath] {
    if let shorthand = CaseShorthand(rawValue: key) { return try shorthand.places(in: base.simulationCase) }
    return try CasePath(key: key).leaves(in: base.simulationCase).map(\.path)
  }

  private static func refusal(of changes: [Change], _ reason: String) -> CaseChangeError {
    CaseChangeError("with \(changes.map(\.description).joined(separator: ", ")): \(reason)")
  }

  /// The same with some keys set as its base: what is then varied comes on top.
  ///
  /// - Throws: as `setting`.
  public func changed(_ changes: [Change]) throws(CaseChangeError) -> EditableCase {
    EditableCase(try setting(changes))
  }

  /// What the numbers of a key measure, and the values that it has in the base, one for each place that it names.
  ///
  /// - Throws: `CaseChangeError` for a key that there is not, or whose value is no number.
  public func quantity(_ key: String) throws(CaseChangeError) -> CaseQuantity {
    let base = base.simulationCase
    if let shorthand = CaseShorthand(rawValue: key) { return try shorthand.quantity(of: base) }
    let leaves = try CasePath(key: key).leaves(in: base)
    let values = try leaves.map { found throws(CaseChangeError) in try found.number(in: base) }
    return CaseQuantity(key: key, dimension: leaves[0].leaf.kind.dimension, base: values)
  }

  /// True for a key whose values are words or lines of text.
  public func hasWord(_ key: String) -> Bool {
    guard CaseShorthand(rawValue: key) == nil, let leaves = try? CasePath(key: key).leaves(in: base.simulationCase)
    else {
      return false
    }
    return leaves.allSatisfy(\.leaf.kind.isText)
  }
}

extension KeyKind {
  /// nil for what has no unit.
  fileprivate var dimension: Dimension? { if case .quantity(let dimension) = self { dimension } else { nil } }

  fileprivate var isText: Bool {
    switch self {
    case .quantity, .number, .integer: false
    case .word, .name, .text: true
    }
  }
}

extension FoundLeaf {
  /// Which of the case's materials a bulk is of.
  fileprivate var isMaterialOfBulk: Bool { path.steps.first == .name("bulks") && path.steps.last == .name("material") }

  fileprivate func number(in simulationCase: SimulationCase) throws(CaseChangeError) -> Double {
    guard !leaf.kind.isText else { throw CaseChangeError("\(path) is \(words(in: simulationCase)), not a number") }
    guard let number = leaf.get(simulationCase)?.number else {
      throw CaseChangeError("\(path) has no value in the case; write one there")
    }
    return number
  }

  private func words(in simulationCase: SimulationCase) -> String {
    if case .text(let text)? = leaf.get(simulationCase) {
      return text.split(separator: "\n").first.map(String.init) ?? ""
    }
    return "nothing"
  }

  fileprivate func set(_ setting: EditableCase.Setting, in simulationCase: inout SimulationCase) throws(CaseChangeError)
  {
    let value: KeyValue
    switch setting {
    case .number(let number): value = .number(number)
    case .factor(let factor): value = .number(factor * (try number(in: simulationCase)))
    case .text(let text):
      do {
        value = try leaf.kind.value(text)
      } catch {
        throw CaseChangeError("\(path): \(error)")
      }
    }
    do {
      try leaf.set(&simulationCase, value)
    } catch {
      throw CaseChangeError("\(path): \(error)")
    }
  }
}

extension KeyKind {
  /// What a text says of a key of this kind.
  fileprivate func value(_ text: String) throws(QuantityError) -> KeyValue {
    switch self {
    case .quantity(let dimension): return .number(try parseQuantity(text, dimension))
    case .number: return .number(try parseNumber(text))
    case .integer: return .integer(try parseInteger(text))
    case .word(let known):
      guard known.contains(text) else {
        throw QuantityError(
          description: "unknown word \(text); did you mean \(nearestFirst(known, to: text)[0])?"
            + " (known: \(known.joined(separator: ", ")))")
      }
      return .text(text)
    case .name, .text: return .text(text)
    }
  }
}
