package import HostSystem
package import Notation
internal import Yams

/// A value of a case file that knows where it stands, so that every complaint names file, line and key.
package struct CaseNode {
  let node: Node
  /// The file as the user named it.
  package let file: String
  /// As in `protocol[1].ramp.rate`; empty for the whole file.
  package let path: String

  package var line: Int { node.mark?.line ?? 1 }

  package func error(_ message: String, kind: InputError.Kind = .wrong) -> InputError {
    caseError(file: file, line: line, path: path, message, kind: kind)
  }

  /// The text of a plain or quoted value.
  package func text(example: String) throws(InputError) -> String {
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      if isPlain, ["", "~", "null"].contains(scalar.string) { throw error("no value; write one as in \(example)") }
      return scalar.string
    case .mapping: throw error("a mapping where a value belongs; write one as in \(example)")
    case .sequence: throw error("a list where a value belongs; write one as in \(example)")
    case .alias: throw error("an alias where a value belongs; write one as in \(example)")
    }
  }

  /// The elements of a list.
  package func list(example: String) throws(InputError) -> [CaseNode] {
    guard case .sequence(let sequence) = node else {
      throw error("\(kind) where a list belongs; write one as in \(example)")
    }
    guard sequence.count <= largestList else {
      throw error("\(sequence.count) entries; a list has at most \(largestList)")
    }
    return sequence.enumerated().map { CaseNode(node: $0.element, file: file, path: "\(path)[\($0.offset)]") }
  }

  package var isMapping: Bool { node.mapping != nil }

  /// A mapping whose keys are the user's own names.
  package func namedEntries(example: String) throws(InputError) -> [(name: String, value: CaseNode)] {
    guard case .mapping(let mapping) = node else {
      throw error("\(kind) where a mapping belongs; write one as in \(example)")
    }
    guard mapping.count <= largestList else {
      throw error("\(mapping.count) entries; a mapping has at most \(largestList)")
    }
    var entries: [(name: String, value: CaseNode)] = []
    for (key, value) in mapping {
      let keyNode = CaseNode(node: key, file: file, path: path)
      guard case .scalar(let scalar) = key else { throw keyNode.error("a key must be a plain word") }
      if entries.contains(where: { $0.name == scalar.string }) {
        throw keyNode.error("the key \(scalar.string) appears more than once; keep one")
      }
      let childPath = path.isEmpty ? scalar.string : "\(path).\(scalar.string)"
      // An empty value has its mark on a later line; the key is where the user has to write.
      let isEmpty = value.scalar?.string == "" && value.mark?.line != key.mark?.line
      let child = isEmpty ? Node.scalar(.init("", .implicit, .plain, key.mark)) : value
      entries.append((scalar.string, CaseNode(node: child, file: file, path: childPath)))
    }
    return entries
  }

  /// A mapping with fixed keys.
  package func fields(_ known: [String], required: [String] = [], example: String) throws(InputError) -> CaseFields {
    let entries = try namedEntries(example: example)
    guard case .mapping(let mapping) = node else { return CaseFields(owner: self, values: [:]) }
    for (index, key) in mapping.map(\.key).enumerated() where !known.contains(entries[index].name) {
      throw unknown("key", entries[index].name, known: known, line: key.mark?.line ?? line)
    }
    for key in required where !entries.contains(where: { $0.name == key }) {
      throw error("\(key) is missing; write \(example)")
    }
    return CaseFields(owner: self, values: Dictionary(entries.map { ($0.name, $0.value) }) { first, _ in first })
  }

  /// The complaint about a word that is none of the known ones.
  package func unknown(_ what: String, _ written: String, known: [String], line: Int? = nil) -> InputError {
    if what == "key", let physics = OtherPhysics(key: written) {
      return caseError(
        file: file, line: line ?? self.line, path: path,
        "unknown key \(written); \(physics.remedy) (known: \(known.joined(separator: ", ")))")
    }
    let ordered = nearestFirst(known, to: written)
    guard let nearest = ordered.first else { return error("unknown \(what) \(written)") }
    return caseError(
      file: file, line: line ?? self.line, path: path,
      "unknown \(what) \(written); did you mean \(nearest)? (known: \(known.joined(separator: ", ")))")
  }

  /// A value with a unit, in SI units.
  package func quantity(_ dimension: Dimension) throws(InputError) -> Double {
    let text = try text(example: "7 \(dimension.usualUnit)")
    do { return try parseQuantity(text, dimension) } catch { throw self.error(error.description) }
  }

  /// A value with a unit that must be above zero, in SI units.
  package func positive(_ dimension: Dimension, remedy: String? = nil) throws(InputError) -> Double {
    let value = try quantity(dimension)
    let written = try text(example: "")
    guard value > 0 else { throw error("\(written) is not positive; \(remedy ?? "write a value above 0")") }
    return value
  }

  /// A number without a unit.
  ///
  /// - Parameter limit: the largest magnitude.
  package func number(example: String, atMost limit: Double = 1e15) throws(InputError) -> Double {
    let text = try text(example: example)
    let value: Double
    do { value = try parseNumber(text) } catch { throw self.error(error.description) }
    guard abs(value) <= limit else { throw error("\(text) is beyond \(plain(limit)); write a number as in \(example)") }
    return value
  }

  /// A value of a kind; whether it is in its range is asked of the case as a whole.
  package func value(_ kind: KeyKind, example: String) throws(InputError) -> KeyValue {
    switch kind {
    case .quantity(let dimension): return .number(try quantity(dimension))
    case .number: return .number(try number(example: example))
    case .integer:
      let text = try text(example: example)
      do { return .integer(try parseInteger(text)) } catch { throw self.error(error.description) }
    case .word(let known):
      let word = try text(example: example)
      guard known.contains(word) else { throw unknown("choice", word, known: known) }
      return .text(word)
    case .name, .text: return .text(try text(example: example))
    }
  }

  package func integer(in range: ClosedRange<Int>) throws(InputError) -> Int {
    let text = try text(example: "20")
    let value: Int
    do { value = try parseInteger(text) } catch { throw self.error(error.description) }
    guard range.contains(value) else {
      throw error("\(value) is outside of \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The file that the value names, within the folder of the case file.
  package func readNeighbour(
    _ what: String, example: String, with reader: FileReader
  ) throws -> (name: String, text: String) {
    let file = try text(example: example)
    guard !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else {
      throw error("\(file) is outside of the folder of the case file; put the \(what) there and write its name")
    }
    do {
      return try reader(file)
    } catch let problem as InputError {
      throw error(problem.message, kind: problem.kind)
    }
  }

  /// A name that can become a column of a table or a part of a path.
  package func checkName(_ name: String, example: String) throws(InputError) {
    guard isName(name) else {
      throw error("the name \"\(name)\" does not consist of letters, digits, - and _; write one as in \(example)")
    }
  }

  private var kind: String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "a plain value"
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}

/// The values of a mapping with fixed keys.
package struct CaseFields {
  package let owner: CaseNode
  package let values: [String: CaseNode]

  package subscript(key: String) -> CaseNode? { values[key] }

  /// A key that must be there.
  package func require(_ key: String, example: String) throws(InputError) -> CaseNode {
    guard let value = values[key] else { throw owner.error("\(key) is missing; write \(key): \(example)") }
    return value
  }
}

package func caseError(
  file: String, line: Int, path: String, _ message: String, kind: InputError.Kind = .wrong
) -> InputError {
  InputError(
    kind, "\(file):\(line): " + (path.isEmpty ? "" : "\(path): ") + message,
    findings: [InputError.Finding(path: path, line: line, message: message)])
}
