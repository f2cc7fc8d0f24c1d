package import HostSystem
internal import Magnets
internal import Yams

/// Entries of a list or mapping: bulks, stages, probes, materials. Some are compared with each other, pair by pair.
package let largestList = SimulationCase.largestList
/// Meshes are written by programs: enough for a million nodes.
package let largestMesh = 100_000_000

/// The tree of a YAML text without aliases, of moderate depth; `file` is the name to show in errors.
package func parseYAML(_ text: String, file: String) throws(InputError) -> CaseNode {
  // The parser recurses: a megabyte of brackets would exhaust its stack before any check of the tree.
  if let line = lineOfDeepNesting(text) {
    throw caseError(file: file, line: line, path: "", "brackets are nested too deeply; a case needs four levels")
  }
  if let (name, line) = findAlias(text) {
    throw caseError(file: file, line: line, path: "", "the alias *\(name) is not supported; write the value out")
  }
  let root: Node?
  do {
    root = try Parser(yaml: text, encoding: .utf8).singleRoot()
  } catch let error as YamlError {
    throw describe(error, file: file)
  } catch {
    throw caseError(file: file, line: 1, path: "", "not valid YAML: \(error)")
  }
  guard let root else {
    throw caseError(file: file, line: 1, path: "", "the file is empty; begin with name: and bulks:")
  }
  return CaseNode(node: root, file: file, path: "")
}

/// The first name that stands behind both `&` and `*`, with the line of the latter.
///
/// An alias repeats its anchor: a few of them make a million values, and the parser compares such values while it reads. So
/// they are found in the text, before it is parsed. Prose that contains ` &x` and ` *x` is refused as well.
private func findAlias(_ text: String) -> (name: Substring, line: Int)? {
  var anchors: Set<Substring> = []
  var line = 0
  for content in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
    line += 1
    for word in content.split(whereSeparator: { " \t[]{},:".contains($0) }) {
      let name = word.dropFirst()
      if word.first == "&" { anchors.insert(name) }
      if word.first == "*", anchors.contains(name), !name.isEmpty { return (name, line) }
    }
  }
  return nil
}

private func lineOfDeepNesting(_ text: String) -> Int? {
  var depth = 0
  var line = 1
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\n"): line += 1
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      depth += 1
      if depth > 100 { return line }
    case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
    default: break
    }
  }
  return nil
}

/// What the YAML parser complains about, in this program's words and place.
private func describe(_ error: YamlError, file: String) -> InputError {
  switch error {
  case .composer(_, let problem, let mark, _) where problem.contains("another document"):
    return InputError(
      .wrong, "\(file):\(mark.line):\(mark.column): not valid YAML: the file holds more than one document; keep one"
    )
  case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
    .composer(let context, let problem, let mark, _):
    let during = context.map { " \($0.text)" } ?? ""
    return InputError(.wrong, "\(file):\(mark.line):\(mark.column): not valid YAML\(during): \(problem)")
  case .duplicatedKeysInMapping(let duplicates, let context):
    let keys = duplicates.sorted().joined(separator: ", ")
    return caseError(
      file: file, line: context.mark.line, path: "", "the key \(keys) appears again further down; keep one")
  case .reader(let problem, let offset, _, let yaml):
    let line = offset.map { yaml.prefix($0).filter(\.isNewline).count + 1 } ?? 1
    return caseError(file: file, line: line, path: "", "not valid YAML: \(problem)")
  default:
    return caseError(file: file, line: 1, path: "", "not valid YAML: \(error)")
  }
}
