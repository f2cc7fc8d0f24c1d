internal import FoundationEssentials
internal import SystemPackage

/// Creates one folder; false when something of that name exists already. The system decides, so that of two processes that
/// ask at the same instant only one gets true.
///
/// - Throws: `OutputError` when the system refuses for another reason.
package func createFolder(exclusively path: String) throws(OutputError) -> Bool {
  do throws(Errno) {
    try createFolderOnly(path)
    return true
  } catch {
    guard error == .fileExists else { throw OutputError(.createFolder, path: path, reason: "\(error)") }
    return false
  }
}

/// Creates a folder and all those above it that are missing.
///
/// - Throws: `OutputError` with the first folder that cannot be made.
package func createFolders(_ path: String) throws(OutputError) {
  var prefix = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    prefix += prefix.isEmpty || prefix.hasSuffix("/") ? String(part) : "/\(part)"
    if isFolder(prefix) { continue }
    // A folder that another process has created in between is as good as our own.
    if try !createFolder(exclusively: prefix), !isFolder(prefix) {
      throw OutputError(.createFolder, path: prefix, reason: "\(Errno.notDirectory)")
    }
  }
}

/// Writes a new file that appears under its name only when it is complete; refuses to replace an existing one.
///
/// - Throws: `OutputError` when there is such a file, or the system takes no more.
package func writeNewFile(_ path: String, _ text: String) throws(OutputError) {
  try writeNewFile(path, Array(text.utf8))
}

package func writeNewFile(_ path: String, _ bytes: [UInt8]) throws(OutputError) {
  do throws(Errno) {
    if exists(path) { throw Errno.fileExists }
    try write(bytes, to: path, by: path + ".part")
  } catch {
    throw OutputError(.writeFile, path: path, reason: "\(error)")
  }
}

/// Writes a file that can be made again from others, in place of an older one: readers see the old or the new, never a part.
///
/// - Throws: `OutputError` when the system takes no more; the older file is still there then.
package func replaceFile(_ path: String, _ text: String) throws(OutputError) { try replaceFile(path, Array(text.utf8)) }

package func replaceFile(_ path: String, _ bytes: [UInt8]) throws(OutputError) {
  // Of two processes at the same file each writes its own.
  let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
  removeFile(temporary)
  do throws(Errno) {
    try write(bytes, to: path, by: temporary)
  } catch {
    throw OutputError(.writeFile, path: path, reason: "\(error)")
  }
}

private func write(_ bytes: [UInt8], to path: String, by temporary: String) throws(Errno) {
  let options: FileDescriptor.OpenOptions = [.create, .exclusiveCreate, .closeOnExec]
  let file = try typed {
    try FileDescriptor.open(FilePath(temporary), .writeOnly, options: options, permissions: newFilePermissions)
  }
  do throws(Errno) {
    try typed {
      try file.closeAfter {
        try file.writeAll(bytes)
        // A full disk may show only here.
        try sync(file)
      }
    }
    try moveFile(temporary, to: path)
  } catch {
    removeFile(temporary)
    throw error
  }
}

/// What the user's mask does not take away.
let newFilePermissions = FilePermissions(rawValue: 0o666)

/// Gives a file a second name, in place of the file that has it; nothing when there is no file.
///
/// - Throws: `OutputError` when the file system takes no second name.
package func keepAside(_ path: String, as other: String) throws(OutputError) {
  guard exists(path) else { return }
  removeFile(other)
  _ = try addName(other, to: path)
}

/// Gives a file a second name; unlike a renaming, never in place of another file.
///
/// - Returns: false when there is a file of that name.
/// - Throws: `OutputError` when the file system takes no second name.
package func addName(_ other: String, to path: String) throws(OutputError) -> Bool {
  do throws(Errno) {
    try linkFile(path, as: other)
    return true
  } catch {
    if error == .fileExists { return false }
    throw OutputError(.writeFile, path: other, reason: "\(error)")
  }
}

/// Makes renamed and new names in a folder last through a power cut, where the file system can.
package func syncFolder(_ path: String) {
  let folder = try? FileDescriptor.open(FilePath(path), .readOnly, options: [.directory, .closeOnExec])
  guard let folder else { return }
  try? folder.closeAfter { try sync(folder) }
}

package func exists(_ path: String) -> Bool { (try? Stat(FilePath(path))) != nil }

package func isFolder(_ path: String) -> Bool { (try? Stat(FilePath(path)))?.type == .directory }
