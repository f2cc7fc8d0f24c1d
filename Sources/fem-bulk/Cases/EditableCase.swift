import HostSystem
import Notation
import BulkSimulation
import Meshing
import Yams

/// A case whose keys can be set one by one: what fits, sensitivity tables and sweeps vary.
///
/// 1. Keys are those of the case as it is written to a run folder: every default filled in, cards and tables written out, in
///    SI units. So whatever a case file can say has a key, also where the user's own file leaves it out.
/// 2. A change is made in the tree of the file, which is then read as any case file is: units, ranges and overlaps are
///    checked as usual, and what is refused comes as a `CaseChangeError` that names key and value.
/// 3. Changes start from the base each time; two calls know nothing of each other.
/// 4. Shorthands come first, then keys in their order: `gap`, the distance of two bulks one above the other, which move apart
///    with the probes at or beyond them; `scale`, a factor on Jc of all materials.
struct EditableCase {
  let base: SimulationCase
  private let root: Node
  private let file: String
  private let meshText: String?

  init(_ base: SimulationCase) throws {
    self.base = base
    file = base.name
    root = try parseYAML(caseFileText(base), file: file).node
    meshText = base.importedMesh.map { gmshText($0, format: .v4_1) }
  }

  /// What a key is set to.
  enum Setting: Equatable {
    /// As it would stand in a case file: `5e8 A/m^2`.
    case text(String)
    /// Times what stands there.
    case factor(Double)
  }

  struct Change: Equatable {
    var key: String
    var setting: Setting

    var description: String {
      switch setting {
      case .text(let text): "\(key) = \(text)"
      case .factor(let factor): "\(key) times \(plain(factor))"
      }
    }
  }

  /// The case with some keys set.
  func setting(_ changes: [Change]) throws(CaseChangeError) -> SimulationCase {
    var tree = root
    for change in changes { try CaseShorthand(rawValue: change.key)?.apply(change.setting, to: &tree, of: base) }
    for change in changes where CaseShorthand(rawValue: change.key) == nil {
      try CasePath(change.key).change(&tree) { node, place throws(CaseChangeError) in
        try node.set(change.setting, place: place)
      }
    }
    do {
      return try read(tree)
    } catch let error as InputError {
      throw CaseChangeError(
        description: "with \(changes.map(\.description).joined(separator: ", ")): \(withoutPlace(error.message))")
    } catch {
      throw CaseChangeError(description: "\(error)")
    }
  }

  /// The same with some keys set as its base: what is then varied comes on top.
  func changed(_ changes: [Change]) throws(CaseChangeError) -> EditableCase {
    let base = try setting(changes)
    do {
      return try EditableCase(base)
    } catch {
      throw CaseChangeError(description: "\(error)")
    }
  }

  /// What the numbers of a key measure, and the values that it has in the base, one for each place that it names.
  func quantity(_ key: String) throws(CaseChangeError) -> CaseQuantity {
    if let shorthand = CaseShorthand(rawValue: key) { return try shorthand.quantity(of: base) }
    var found: [(Dimension?, Double)] = []
    var copy = root
    try CasePath(key).change(&copy) { node, place throws(CaseChangeError) in found.append(try node.number(place: place))
    }
    return CaseQuantity(key: key, dimension: found[0].0, base: found.map(\.1))
  }

  /// True for a key whose values are words or lines of text.
  func hasWord(_ key: String) -> Bool {
    var copy = root
    var isWord = true
    let found: Void? = try? CasePath(key).change(&copy) { node, place in
      isWord = isWord && node.scalar != nil && (try? node.number(place: place)) == nil
    }
    return found != nil && isWord
  }

  private func read(_ tree: Node) throws -> SimulationCase {
    try readCase(CaseNode(node: tree, file: file, path: "")) { name in
      throw InputError(.missing, "\(name): no such table")
    } meshText: { name in
      (name, meshText ?? "")
    }.simulationCase
  }

  /// A complaint without `file:line: `: the lines are those of a text that nobody has seen.
  private func withoutPlace(_ message: String) -> String {
    guard message.hasPrefix(file + ":") else { return message }
    let rest = message.dropFirst(file.count + 1)
    guard let colon = rest.firstIndex(of: ":"), rest[..<colon].allSatisfy(\.isNumber) else { return message }
    return String(rest[colon...].dropFirst(2))
  }
}

/// A key whose value is a number, with or without a unit.
struct CaseQuantity: Equatable {
  let key: String
  /// nil for a plain number.
  let dimension: Dimension?
  /// In SI units, one for each place that the key names.
  let base: [Double]

  /// The value in the base; nil when the key names places with different ones.
  var commonBase: Double? { base.allSatisfy { $0 == base[0] } ? base[0] : nil }

  /// The SI unit, empty for a plain number.
  var unit: String { dimension?.units[0].symbol ?? "" }

  /// A value [SI] as case files have it.
  func text(_ value: Double) -> String { unit.isEmpty ? plain(value) : "\(plain(inUnit(value))) \(unit)" }

  /// A value [SI] in the unit of `unit`: the same number, but for ratios.
  func inUnit(_ value: Double) -> Double {
    guard let unit = dimension?.units[0] else { return value }
    return value * unit.divisor / unit.multiplier
  }

  func change(to value: Double) -> EditableCase.Change { .init(key: key, setting: .text(text(value))) }

  /// A value of this kind in a file of the user's.
  func read(_ node: CaseNode) throws -> Double {
    if let dimension { return try node.quantity(dimension) }
    return try node.number(example: plain(base[0]))
  }
}

extension Node {
  /// The number of a value and what it measures, told by its unit; the base case has SI units everywhere.
  func number(place: String) throws(CaseChangeError) -> (dimension: Dimension?, value: Double) {
    guard case .scalar(let scalar) = self else {
      throw CaseChangeError(description: "\(place) is more than a number; name one of the keys below it")
    }
    if let value = try? parseNumber(scalar.string) { return (nil, value) }
    for dimension in Dimension.allCases {
      if let value = try? parseQuantity(scalar.string, dimension) { return (dimension, value) }
    }
    throw CaseChangeError(description: "\(place) is \(scalar.string), not a number")
  }

  fileprivate mutating func set(_ setting: EditableCase.Setting, place: String) throws(CaseChangeError) {
    switch setting {
    case .text(let text):
      guard case .scalar = self else {
        throw CaseChangeError(description: "\(place) is more than a value; name one of the keys below it")
      }
      self = .scalar(Node.Scalar(text))
    case .factor(let factor):
      let (dimension, value) = try number(place: place)
      let quantity = CaseQuantity(key: place, dimension: dimension, base: [value])
      self = .scalar(Node.Scalar(quantity.text(factor * value)))
    }
  }
}
