internal import Notation

/// What an entry of a mapping is: how it is read, written, described, and found by a path.
///
/// The grammar of case files is a table of entries. Most of them are made from the keys that stand beside the types of
/// `Superconductors` and `Magnets`.
struct Entry<Owner> {
  let name: String
  let isRequired: Bool
  /// A value to show where it is missing.
  let example: String
  /// Made when it is asked for: edits by key path go through entries, too, and know nothing of schemas.
  let schema: () -> SchemaNode
  let read: (CaseNode, inout Owner, CaseReading) throws -> Void
  /// nil for what is left out.
  let write: (Owner) -> CaseTree?
  let place: (Owner) -> Place<Owner>?
  /// Its rows in the reference, with the defaults that an owner has of whom nothing was given.
  let reference: (Owner) -> [ReferenceRow]

  /// - Parameters:
  ///   - row: its own in the reference; by default one with the example.
  ///   - reference: rows of what stands below the entry; without one it is a row of its own alone.
  init(
    _ name: String, isRequired: Bool = false, example: String,
    schema: @autoclosure @escaping () -> SchemaNode,
    read: @escaping (CaseNode, inout Owner, CaseReading) throws -> Void, write: @escaping (Owner) -> CaseTree?,
    place: @escaping (Owner) -> Place<Owner>?, row: ReferenceRow? = nil,
    reference: @escaping (Owner) -> [ReferenceRow] = { _ in [] }
  ) {
    self.name = name
    self.isRequired = isRequired
    self.example = example
    self.schema = schema
    self.read = read
    self.write = write
    self.place = place
    self.reference = { owner in
      [row ?? ReferenceRow(name, isRequired: isRequired, example: example, schema: schema())]
        + reference(owner).map { $0.below(name) }
    }
  }

  init(_ key: Key<Owner>) {
    name = key.name
    isRequired = key.isRequired
    example = key.example
    schema = { SchemaNode(key) }
    read = { node, owner, _ in
      key.set(&owner, try node.value(key.kind, example: key.example))
      // A key that the owner has no use for: the air's resistivity where no current flows in the air.
      if key.get(owner) == nil {
        throw node.error("the key has no meaning here (\(key.documentation)); remove it")
      }
    }
    write = { owner in key.get(owner).map { CaseTree($0, key.kind) } }
    place = { _ in Place(key) }
    reference = { owner in [ReferenceRow(key, of: owner)] }
  }
}

extension Entry {
  /// Entries below a name that belong to the owner itself.
  static func group(_ name: String, _ entries: [Entry], _ documentation: String) -> Entry {
    let example = Self.example(entries)
    return Entry(
      name, example: example, schema: .mapping(entries, documentation),
      read: { node, owner, reading in try entries.read(node, into: &owner, reading, example: example) },
      write: { owner in entries.tree(of: owner).isEmpty ? nil : .flow(entries.tree(of: owner)) },
      place: { owner in Place(label: .name(name), content: .branch(entries.compactMap { $0.place(owner) })) },
      reference: { owner in entries.flatMap { $0.reference(owner) } })
  }

  /// Entries of a part of the owner.
  static func section<Part>(
    _ name: String, _ path: WritableKeyPath<Owner, Part>, _ entries: [Entry<Part>], _ documentation: String
  ) -> Entry {
    let example = Entry<Part>.example(entries)
    return Entry(
      name, example: example, schema: .mapping(entries, documentation),
      read: { node, owner, reading in
        try entries.read(node, into: &owner[keyPath: path], reading, example: example)
      },
      write: { owner in
        let tree = entries.tree(of: owner[keyPath: path])
        return tree.isEmpty ? nil : .flow(tree)
      },
      place: { owner in .branch(name, path, entries.compactMap { $0.place(owner[keyPath: path]) }) },
      reference: { owner in entries.flatMap { $0.reference(owner[keyPath: path]) } })
  }

  /// The same for a part that the owner need not have; `blank` is what its keys are read into.
  static func section<Part>(
    _ name: String, optional path: WritableKeyPath<Owner, Part?>, blank: Part, _ entries: [Entry<Part>],
    _ documentation: String
  ) -> Entry {
    let example = Entry<Part>.example(entries)
    return Entry(
      name, example: example, schema: .mapping(entries, documentation),
      read: { node, owner, reading in
        var part = blank
        try entries.read(node, into: &part, reading, example: example)
        owner[keyPath: path] = part
      },
      write: { owner in owner[keyPath: path].map { .flow(entries.tree(of: $0)) } },
      place: { owner in
        owner[keyPath: path].map { part in .branch(name, optional: path, entries.compactMap { $0.place(part) }) }
      },
      reference: { _ in entries.flatMap { $0.reference(blank) } })
  }

  /// `{tc: 38 K, exponent: 2}`
  static func example(_ entries: [Entry]) -> String {
    let required = entries.filter(\.isRequired)
    return "{"
      + (required.isEmpty ? entries.prefix(1) : required[...]).map { "\($0.name): \($0.example)" }
      .joined(separator: ", ") + "}"
  }
}

/// The entries of one mapping.
extension Array {
  /// Reads a mapping: unknown keys and missing ones are errors.
  func read<Owner>(
    _ node: CaseNode, into owner: inout Owner, _ reading: CaseReading, also others: [String] = [], example: String
  ) throws where Element == Entry<Owner> {
    let fields = try node.fields(others + map(\.name), example: example)
    try read(fields, into: &owner, reading)
  }

  /// Reads the entries of a mapping whose other keys somebody else reads.
  func read<Owner>(_ fields: CaseFields, into owner: inout Owner, _ reading: CaseReading) throws
  where Element == Entry<Owner> {
    for entry in self {
      guard let value = fields[entry.name] else {
        if entry.isRequired { _ = try fields.require(entry.name, example: entry.example) }
        continue
      }
      reading.note(value)
      try entry.read(value, &owner, reading)
    }
  }

  func tree<Owner>(of owner: Owner) -> [(key: String, value: CaseTree)] where Element == Entry<Owner> {
    compactMap { entry in entry.write(owner).map { (entry.name, $0) } }
  }
}
