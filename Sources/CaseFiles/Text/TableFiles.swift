package import HostSystem
package import Tables

/// Finds tables beside a file.
package func tableReader(beside path: String, limit: Int = largestInput) -> FileReader {
  { name in
    let file = joined(folderOf(path), name)
    return (file, try readTable(file, what: "table", limit: limit))
  }
}

extension InputError {
  package init(_ error: TableError) { self.init(.wrong, error.description) }
}

extension CaseFields {
  /// `units`: of columns whose heads have none.
  package func tableUnits(example: String) throws -> [String: String] {
    guard let node = self["units"] else { return [:] }
    let units = try node.namedEntries(example: example).map { ($0.name, try $0.value.text(example: "mT")) }
    return Dictionary(units) { first, _ in first }
  }
}
