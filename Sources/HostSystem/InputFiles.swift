internal import FoundationEssentials
internal import SystemPackage

/// Larger inputs are refused: no case or table that a person writes comes near it.
public let largestInput = 1_000_000

/// The text of an input file of a limited size in bytes.
///
/// - Throws: `InputError` when there is no such file, or it is no UTF-8 text, or larger.
public func readInput(_ path: String, what: String, limit: Int = largestInput) throws(InputError) -> String {
  let manager = FileManager.default
  guard let attributes = try? manager.attributesOfItem(atPath: path) else {
    let exists = manager.fileExists(atPath: path)
    throw InputError(.missing, "\(path): \(exists ? "cannot be read" : "no such \(what)")")
  }
  var type = attributes[.type] as? FileAttributeType
  if type == .typeSymbolicLink, let target = try? manager.destinationOfSymbolicLink(atPath: path) {
    let folder = target.hasPrefix("/") ? "" : folderOf(path)
    type = (try? manager.attributesOfItem(atPath: joined(folder, target)))?[.type] as? FileAttributeType
  }
  guard type == .typeRegular || type == .typeSymbolicLink else {
    throw InputError(.missing, "\(path): not a file; name a \(what)")
  }
  guard let data = manager.contents(atPath: path) else {
    throw InputError(.missing, "\(path): cannot be read; name a \(what) that is a file with read permission")
  }
  guard data.count <= limit else {
    throw InputError(.wrong, "\(path): has \(data.count) bytes; a \(what) has at most \(limit)")
  }
  guard let text = String(validating: data, as: UTF8.self) else {
    throw InputError(.wrong, "\(path): is not UTF-8 text; save it in that encoding")
  }
  return text
}

/// The part of a path before the last `/`; empty for a bare name.
package func folderOf(_ path: String) -> String {
  path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? ""
}

/// A name within a folder; the folder is empty for the current one.
package func joined(_ folder: String, _ name: String) -> String {
  folder.isEmpty || folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}

/// True for an SQLite database, whatever its name.
package func isSQLite(_ path: String) -> Bool {
  guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else { return false }
  defer { try? file.close() }
  var head = [UInt8](repeating: 0, count: 16)
  let count = unsafe head.withUnsafeMutableBytes { buffer in unsafe try? file.read(into: buffer) }
  return count == head.count && head.elementsEqual("SQLite format 3\0".utf8)
}
