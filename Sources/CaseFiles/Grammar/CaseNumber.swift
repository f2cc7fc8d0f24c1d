public import Magnets
public import Notation

/// A number of a case: where it stands, what it is, and what it may be.
public struct CaseNumber: Sendable, Hashable {
  /// The full path of its key, `protocol[1].ramp.rate`.
  public var key: String
  /// In the SI unit.
  public var value: Double
  /// Which units a case file may write it in, the SI unit first; empty for a plain number.
  public var units: [Dimension.Unit]
  public var bounds: Bounds
  public var isInteger: Bool
  /// A sentence.
  public var documentation: String
}

extension SimulationCase {
  /// All numbers that a key path sets, in the order of a case file. Of materials that several bodies are made of once.
  public var numbers: [CaseNumber] {
    var found: [CaseNumber] = []
    func visit(_ place: Place<SimulationCase>, at here: CasePath) {
      let path =
        switch place.label {
        case .name(let name): here.key(name)
        case .index(let index, _): here[index]
        }
      switch place.content {
      case .branch(let places): for place in places { visit(place, at: path) }
      case .leaf(let leaf):
        guard let value = leaf.get(self)?.number, value.isFinite else { return }
        let units: [Dimension.Unit] = if case .quantity(let dimension) = leaf.kind { dimension.units } else { [] }
        let number = CaseNumber(
          key: path.description, value: value, units: units, bounds: leaf.bounds, isInteger: leaf.kind == .integer,
          documentation: leaf.documentation)
        if !found.contains(where: { $0.key == number.key }) { found.append(number) }
      }
    }
    for place in caseEntries().compactMap({ $0.place(self) }) { visit(place, at: CasePath()) }
    return found
  }
}
