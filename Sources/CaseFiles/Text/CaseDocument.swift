internal import Notation
internal import Yams

extension ReadCase {
  /// The case as `caseFileText` writes it, as JSON: the keys of a case file in its order, values as text with their units.
  public var json: String {
    do {
      return text(try parseYAML(caseFileText(simulationCase), file: "case").node)
    } catch {
      preconditionFailure("a case that was written is no YAML: \(error)")
    }
  }
}

/// Every scalar as a string. Written here, because `Encodable` has no order of keys, and that of probes is the order of columns.
private func text(_ node: Node) -> String {
  switch node {
  case .mapping(let mapping):
    return "{" + mapping.map { "\(text($0.key)): \(text($0.value))" }.joined(separator: ", ") + "}"
  case .sequence(let sequence): return "[" + sequence.map(text).joined(separator: ", ") + "]"
  case .scalar(let scalar): return encodeJSON(scalar.string)
  // None is written.
  case .alias: return "null"
  }
}
