internal import FoundationEssentials
internal import SystemPackage

/// Larger inputs are refused: no case or table that a person writes comes near it.
public let largestInput = 1_000_000

/// The text of an input file of a limited size in bytes: UTF-8, or UTF-16 where a byte order mark says so.
///
/// - Throws: `InputError` when there is no such file, or it is no such text, or larger.
public func readInput(_ path: String, what: String, limit: Int = largestInput) throws(InputError) -> String {
  let bytes = try readBytes(path, what: what, limit: limit)
  guard let text = markedText(bytes) ?? String(validating: bytes, as: UTF8.self) else {
    throw InputError(.wrong, "\(path): is not UTF-8 text; save it in that encoding")
  }
  return text
}

/// The text of a table, of which only the numbers count: what is not UTF-8 is taken for Latin-1, in which instruments and
/// spreadsheets write their remarks.
///
/// - Throws: `InputError` when there is no such file, or it is no text, or larger.
package func readTable(_ path: String, what: String, limit: Int = largestInput) throws(InputError) -> String {
  let text = try readAnyText(path, what: what, limit: limit)
  guard !text.utf8.contains(0) else {
    throw InputError(.wrong, "\(path): is not text; export the \(what) as CSV")
  }
  return text
}

/// A file whatever its bytes are, for readers that tell a wrong format better than an encoding.
///
/// - Throws: `InputError` when there is no such file, or it is larger.
package func readAnyText(_ path: String, what: String, limit: Int = largestInput) throws(InputError) -> String {
  let bytes = try readBytes(path, what: what, limit: limit)
  return markedText(bytes) ?? String(validating: bytes, as: UTF8.self)
    ?? String(String.UnicodeScalarView(bytes.lazy.map { Unicode.Scalar($0) }))
}

/// A text that begins with a byte order mark, without it; nil for any other.
private func markedText(_ bytes: [UInt8]) -> String? {
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(validating: bytes.dropFirst(3), as: UTF8.self) }
  let isLittle = bytes.starts(with: [0xFF, 0xFE])
  guard isLittle || bytes.starts(with: [0xFE, 0xFF]), bytes.count.isMultiple(of: 2) else { return nil }
  let units = stride(from: 2, to: bytes.count, by: 2).map { index in
    let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
    return isLittle ? first | second << 8 : first << 8 | second
  }
  return String(validating: units, as: UTF16.self)
}

private func readBytes(_ path: String, what: String, limit: Int) throws(InputError) -> [UInt8] {
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
  return [UInt8](data)
}

/// The part of a path before the last `/`; empty for a bare name.
package func folderOf(_ path: String) -> String {
  path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? ""
}

/// A name within a folder; the folder is empty for the current one.
package func joined(_ folder: String, _ name: String) -> String {
  folder.isEmpty || folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}

/// True for a file, no folder.
package func isFile(_ path: String) -> Bool {
  (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType == .typeRegular
}

/// True for an SQLite database, whatever its name.
package func isSQLite(_ path: String) -> Bool {
  guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else { return false }
  defer { try? file.close() }
  var head = [UInt8](repeating: 0, count: 16)
  let count = unsafe head.withUnsafeMutableBytes { buffer in unsafe try? file.read(into: buffer) }
  return count == head.count && head.elementsEqual("SQLite format 3\0".utf8)
}
