public import Notation
internal import Yams

extension ReadCase {
  /// The case as `caseFileText` writes it, as an object: the keys of a case file, values as text with their units.
  public var document: JSONValue {
    do {
      return value(try parseYAML(caseFileText(simulationCase), file: "case").node)
    } catch {
      preconditionFailure("a case that was written is no YAML: \(error)")
    }
  }
}

/// Every scalar as its text.
private func value(_ node: Node) -> JSONValue {
  switch node {
  case .mapping(let mapping):
    return .object(
      Dictionary(
        mapping.map { ($0.key.scalar?.string ?? "", value($0.value)) }, uniquingKeysWith: { first, _ in first }))
  case .sequence(let sequence): return .list(sequence.map(value))
  case .scalar(let scalar): return .text(scalar.string)
  // None is written.
  case .alias: return .null
  }
}
