internal import Magnets
internal import Notation

/// A leaf of a case, and the full path under which it was found.
struct FoundLeaf {
  var path: CasePath
  var leaf: Leaf<SimulationCase>
}

extension CasePath {
  /// - Throws: `CaseChangeError` for a text that is no path.
  init(key text: String) throws(CaseChangeError) {
    guard let path = CasePath(text) else {
      throw CaseChangeError(
        "\(text.isEmpty ? "nothing" : text) is not a key; write one as in materials.ba122.jc.jc0 or protocol[1].ramp.rate"
      )
    }
    self = path
  }

  /// The leaves of a case that the path leads to, at least one.
  ///
  /// - Throws: `CaseChangeError` that names the nearest key there is.
  func leaves(in simulationCase: SimulationCase) throws(CaseChangeError) -> [FoundLeaf] {
    let places = caseEntries().compactMap { $0.place(simulationCase) }
    let found = try visit(places, steps[...], at: CasePath(), isChoice: false)
    guard !found.isEmpty else { throw CaseChangeError("no entry of the case has the key \(self)") }
    return found
  }

  /// - Parameter isChoice: below `*`, where entries without the key are passed over.
  private func visit(
    _ places: [Place<SimulationCase>], _ steps: ArraySlice<Step>, at here: CasePath, isChoice: Bool
  ) throws(CaseChangeError) -> [FoundLeaf] {
    guard let step = steps.first else {
      throw CaseChangeError("\(here) is more than a value; name one of the keys below it")
    }
    let chosen = step.choice(among: places)
    if chosen.isEmpty, !isChoice { throw missing(step, in: places, at: here) }
    var found: [FoundLeaf] = []
    for place in chosen {
      let path =
        switch place.label {
        case .name(let name): here.key(name)
        case .index(let index, _): here[index]
        }
      switch place.content {
      case .leaf(let leaf):
        guard steps.count == 1 else {
          if isChoice || step == .every { continue }
          throw CaseChangeError("\(path) is a plain value; nothing stands below it")
        }
        found.append(FoundLeaf(path: path, leaf: leaf))
      case .branch(let children):
        found += try visit(children, steps.dropFirst(), at: path, isChoice: isChoice || step == .every)
      }
    }
    return found
  }

  private func missing(_ step: Step, in places: [Place<SimulationCase>], at here: CasePath) -> CaseChangeError {
    let owner = here.steps.isEmpty ? "the case" : here.description
    let known = places.compactMap(\.name)
    switch step {
    case .name(let name) where !known.isEmpty:
      // Below these stand names of the case's own.
      let isNamed = ["bulks", "materials", "probes", "supports"].contains { here == CasePath($0) }
      if !isNamed, let physics = OtherPhysics(key: name) {
        return CaseChangeError("\(owner) has no \(name); \(physics.remedy) (known: \(known.joined(separator: ", ")))")
      }
      return CaseChangeError(
        "\(owner) has no \(name); did you mean \(nearestFirst(known, to: name)[0])? (known: \(known.joined(separator: ", ")))"
      )
    case .index(let index) where places.contains(where: \.isElement):
      return CaseChangeError("\(owner) has \(places.count) entries, counted from 0, and none is \(index)")
    default: return CaseChangeError("\(owner) is a plain value; nothing stands below it")
    }
  }
}

extension CasePath.Step {
  fileprivate func choice(among places: [Place<SimulationCase>]) -> [Place<SimulationCase>] {
    switch self {
    case .every: return places
    case .index(let index): return places.filter { $0.index == index }
    case .name(let name):
      // A name before a number: a bulk may be called 1.
      let place =
        places.first { $0.name == name } ?? Int(name).flatMap { number in places.first { $0.index == number } }
      return [place].compactMap { $0 }
    }
  }
}

extension Place {
  fileprivate var name: String? {
    switch label {
    case .name(let name): name
    case .index(_, let name): name
    }
  }

  fileprivate var index: Int? { if case .index(let index, _) = label { index } else { nil } }

  fileprivate var isElement: Bool { index != nil }
}
