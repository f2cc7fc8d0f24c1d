internal import Magnets
internal import Notation

/// A key of a value that can be looked up and set by its path.
struct Place<Owner> {
  enum Label {
    case name(String)
    /// In a list; `name` is what the element calls itself.
    case index(Int, name: String?)
  }

  enum Content {
    case leaf(Leaf<Owner>)
    case branch([Place<Owner>])
  }

  var label: Label
  var content: Content

  /// The same place in a value that holds the owner.
  ///
  /// - Parameters:
  ///   - get: the owner within the root; nil where it is not.
  ///   - change: lets a change be made to the owner within the root.
  func lifted<Root>(
    _ get: @escaping (Root) -> Owner?, _ change: @escaping (inout Root, (inout Owner) throws -> Void) throws -> Void
  ) -> Place<Root> {
    switch content {
    case .branch(let places):
      Place<Root>(label: label.lifted(), content: .branch(places.map { $0.lifted(get, change) }))
    case .leaf(let leaf):
      Place<Root>(
        label: label.lifted(),
        content: .leaf(
          Leaf(
            kind: leaf.kind, bounds: leaf.bounds, documentation: leaf.documentation,
            get: { get($0).flatMap(leaf.get) },
            set: { root, value in try change(&root) { try leaf.set(&$0, value) } })))
    }
  }
}

extension Place.Label {
  fileprivate func lifted<Root>() -> Place<Root>.Label {
    switch self {
    case .name(let name): .name(name)
    case .index(let index, let name): .index(index, name: name)
    }
  }
}

/// A value at the end of a path.
struct Leaf<Owner> {
  var kind: KeyKind
  /// Of a number.
  var bounds = Bounds.any
  /// A sentence; empty where the place has none of its own.
  var documentation = ""
  /// nil where the owner has no such value.
  var get: (Owner) -> KeyValue?
  var set: (inout Owner, KeyValue) throws -> Void
}

extension Place {
  /// The place of a key of the owner's own.
  init(_ key: Key<Owner>) {
    label = .name(key.name)
    content = .leaf(
      Leaf(
        kind: key.kind, bounds: key.bounds, documentation: key.documentation, get: key.get,
        set: { key.set(&$0, $1) }))
  }

  /// Places within a part of the owner, below a name.
  static func branch<Part>(
    _ name: String, _ path: WritableKeyPath<Owner, Part>, _ places: [Place<Part>]
  ) -> Place {
    Place(
      label: .name(name),
      content: .branch(places.map { $0.lifted({ $0[keyPath: path] }, { try $1(&$0[keyPath: path]) }) }))
  }

  /// The same for a part that the owner need not have.
  static func branch<Part>(
    _ name: String, optional path: WritableKeyPath<Owner, Part?>, _ places: [Place<Part>]
  ) -> Place {
    Place(
      label: .name(name),
      content: .branch(
        places.map {
          $0.lifted({ $0[keyPath: path] }) { owner, change in
            guard var part = owner[keyPath: path] else { return }
            try change(&part)
            owner[keyPath: path] = part
          }
        }))
  }

  /// The elements of the owner's below a name, each by its own, and by its number where they are written as a list.
  static func elements<Element>(
    _ name: String, of owner: Owner, _ path: WritableKeyPath<Owner, [Element]>,
    by elementName: KeyPath<Element, String>, isList: Bool = false,
    _ entries: (Element) -> [Entry<Element>]
  ) -> Place {
    Place(
      label: .name(name),
      content: .branch(
        owner[keyPath: path].enumerated().map { index, element in
          Place(
            label: isList
              ? .index(index, name: element[keyPath: elementName]) : .name(element[keyPath: elementName]),
            content: .branch(
              entries(element).compactMap { $0.place(element) }.map {
                $0.lifted({ $0[keyPath: path][index] }, { try $1(&$0[keyPath: path][index]) })
              }))
        }))
  }
}

extension Place where Owner == SimulationCase {
  /// The keys of a material, which all that is made of it shares.
  ///
  /// - Parameters:
  ///   - elements: what may be made of it.
  ///   - material: of each.
  static func material<Element, Material>(
    _ name: String, of elements: WritableKeyPath<SimulationCase, [Element]>,
    _ material: WritableKeyPath<Element, Material>, by materialName: KeyPath<Material, String>,
    _ places: [Place<Material>]
  ) -> Place {
    Place(
      label: .name(name),
      content: .branch(
        places.map { place in
          place.lifted({ simulationCase in
            simulationCase[keyPath: elements].lazy.map { $0[keyPath: material] }.first {
              $0[keyPath: materialName] == name
            }
          }) { simulationCase, change in
            for index in simulationCase[keyPath: elements].indices
            where simulationCase[keyPath: elements][index][keyPath: material][keyPath: materialName] == name {
              try change(&simulationCase[keyPath: elements][index][keyPath: material])
            }
          }
        }))
  }
}
