import Notation
import Yams

/// Why a key of a case cannot be set so: a sentence with the remedy, to be put behind the place where the key was written.
struct CaseChangeError: Error, Equatable, CustomStringConvertible {
  var description: String
}

/// Where a value stands in a case, in the words of the errors of case files: `materials.ba122.jc.jc0`, `protocol[1].ramp.rate`.
///
/// An element of a list goes by its number from 0, also as in `protocol.1.ramp.rate`, or by its name, `bulks.A.z_min`; `*` is
/// every entry that has what follows.
struct CasePath: Equatable {
  enum Step: Equatable {
    case name(String)
    case index(Int)
    case every
  }

  let text: String
  let steps: [Step]

  init(_ text: String) throws(CaseChangeError) {
    var steps: [Step] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      let name = String(pieces[0])
      guard name == "*" || isName(name) else { throw Self.malformed(text) }
      steps.append(name == "*" ? .every : .name(name))
      for piece in pieces.dropFirst() {
        guard piece.hasSuffix("]"), let index = Int(piece.dropLast()), index >= 0 else { throw Self.malformed(text) }
        steps.append(.index(index))
      }
    }
    self.text = text
    self.steps = steps
  }

  private static func malformed(_ text: String) -> CaseChangeError {
    CaseChangeError(
      description: "\(text.isEmpty ? "nothing" : text) is not a key; write one as in materials.ba122.jc.jc0 or"
        + " protocol[1].ramp.rate")
  }

  /// Calls `change` for every node that the path leads to, at least one.
  func change(
    _ root: inout Node, by change: (inout Node, _ place: String) throws(CaseChangeError) -> Void
  ) throws(CaseChangeError) {
    guard try visit(&root, steps[...], place: "", isChoice: false, change) > 0 else {
      throw CaseChangeError(description: "no entry of the case has the key \(text)")
    }
  }

  /// - Parameter isChoice: below `*`, where entries without the key are passed over.
  /// - Returns: how many nodes were found.
  private func visit(
    _ node: inout Node, _ steps: ArraySlice<Step>, place: String, isChoice: Bool,
    _ change: (inout Node, String) throws(CaseChangeError) -> Void
  ) throws(CaseChangeError) -> Int {
    guard let step = steps.first else {
      try change(&node, place)
      return 1
    }
    let entries = Self.entries(of: node)
    let found: [Int]
    switch step {
    case .every: found = Array(entries.indices)
    case .name(let name):
      let number = node.sequence != nil ? Int(name).flatMap { entries.indices.contains($0) ? $0 : nil } : nil
      found = [entries.firstIndex { $0.name == name } ?? number].compactMap { $0 }
    case .index(let index): found = node.sequence != nil && index < entries.count ? [index] : []
    }
    if found.isEmpty, !isChoice { throw missing(step, in: entries, of: node, place) }
    var count = 0
    for index in found {
      var child = entries[index].value
      let label = node.sequence != nil ? "[\(index)]" : (place.isEmpty ? "" : ".") + (entries[index].name ?? "")
      count += try visit(
        &child, steps.dropFirst(), place: place + label, isChoice: isChoice || step == .every, change)
      Self.replace(index, of: &node, by: child)
    }
    return count
  }

  private func missing(
    _ step: Step, in entries: [(name: String?, value: Node)], of node: Node, _ place: String
  ) -> CaseChangeError {
    let owner = place.isEmpty ? "the case" : place
    let known = entries.compactMap(\.name)
    switch step {
    case .name(let name) where !known.isEmpty:
      return CaseChangeError(
        description: "\(owner) has no \(name); did you mean \(nearestFirst(known, to: name)[0])?"
          + " (known: \(known.joined(separator: ", ")))")
    case .index(let index) where node.sequence != nil:
      return CaseChangeError(description: "\(owner) has \(entries.count) entries, counted from 0, and none is \(index)")
    default: return CaseChangeError(description: "\(owner) is a plain value; nothing stands below it")
    }
  }

  /// The children of a mapping or a list; those of a list have names only if they say so themselves.
  private static func entries(of node: Node) -> [(name: String?, value: Node)] {
    switch node {
    case .mapping(let mapping): mapping.map { ($0.key.scalar?.string, $0.value) }
    case .sequence(let sequence): sequence.map { ($0.mapping?["name"]?.scalar?.string, $0) }
    default: []
    }
  }

  private static func replace(_ index: Int, of node: inout Node, by child: Node) {
    switch node {
    case .mapping(var mapping):
      mapping[index].value = child
      node = .mapping(mapping)
    case .sequence(var sequence):
      sequence[index] = child
      node = .sequence(sequence)
    default: break
    }
  }
}
