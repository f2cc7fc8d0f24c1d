#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Creates one folder; false when something of that name exists already. The system decides, so that of two processes that
/// ask at the same instant only one gets true.
package func createFolder(exclusively path: String) throws(OutputError) -> Bool {
  guard unsafe mkdir(path, 0o777) != 0 else { return true }
  guard errno == EEXIST else { throw OutputError(.createFolder, path: path, reason: systemReason(errno)) }
  return false
}

/// Creates a folder and all those above it that are missing.
package func createFolders(_ path: String) throws(OutputError) {
  var prefix = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    prefix += prefix.isEmpty || prefix.hasSuffix("/") ? String(part) : "/\(part)"
    if isFolder(prefix) { continue }
    // A folder that another process has created in between is as good as our own.
    if try !createFolder(exclusively: prefix), !isFolder(prefix) {
      throw OutputError(.createFolder, path: prefix, reason: systemReason(ENOTDIR))
    }
  }
}

/// Writes a new file that appears under its name only when it is complete; refuses to replace an existing one.
package func writeNewFile(_ path: String, _ text: String) throws(OutputError) {
  let temporary = path + ".part"
  do throws(SystemCallFailure) {
    if unsafe access(path, F_OK) == 0 { throw SystemCallFailure(code: EEXIST) }
    try writeExclusively(temporary, Array(text.utf8))
    try move(temporary, to: path)
  } catch {
    throw OutputError(.writeFile, path: path, reason: systemReason(error.code))
  }
}

/// Writes a file that can be made again from others, in place of an older one: readers see the old or the new, never a part.
package func replaceFile(_ path: String, _ text: String) throws(OutputError) { try replaceFile(path, Array(text.utf8)) }

package func replaceFile(_ path: String, _ bytes: [UInt8]) throws(OutputError) {
  // Of two processes at the same file each writes its own.
  let temporary = "\(path).\(getpid()).part"
  do throws(SystemCallFailure) {
    _ = unsafe unlink(temporary)
    try writeExclusively(temporary, bytes)
    try move(temporary, to: path)
  } catch {
    throw OutputError(.writeFile, path: path, reason: systemReason(error.code))
  }
}

private func move(_ temporary: String, to path: String) throws(SystemCallFailure) {
  guard unsafe rename(temporary, path) != 0 else { return }
  let failure = SystemCallFailure(code: errno)
  _ = unsafe unlink(temporary)
  throw failure
}

/// The value of `errno` after a failed call.
private struct SystemCallFailure: Error {
  var code: Int32
}

private func writeExclusively(_ path: String, _ bytes: [UInt8]) throws(SystemCallFailure) {
  let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard file >= 0 else { throw SystemCallFailure(code: errno) }
  var failure = writeAll(bytes, to: file)
  // A full disk may show only here.
  if failure == nil, fsync(file) != 0, errno != EINVAL, errno != ENOTSUP { failure = SystemCallFailure(code: errno) }
  if close(file) != 0, failure == nil { failure = SystemCallFailure(code: errno) }
  if let failure {
    _ = unsafe unlink(path)
    throw failure
  }
}

/// nil when every byte was taken.
private func writeAll(_ bytes: [UInt8], to file: Int32) -> SystemCallFailure? {
  unsafe bytes.withUnsafeBytes { buffer in
    var rest = unsafe buffer[...]
    while unsafe !rest.isEmpty {
      let count = unsafe write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        return SystemCallFailure(code: errno)
      }
      unsafe rest = rest.dropFirst(count)
    }
    return nil
  }
}

/// Gives a file a second name, in place of the file that has it; nothing when there is no file.
package func keepAside(_ path: String, as other: String) throws(OutputError) {
  guard exists(path) else { return }
  _ = unsafe unlink(other)
  guard unsafe link(path, other) != 0 else { return }
  throw OutputError(.writeFile, path: other, reason: systemReason(errno))
}

/// Makes renamed and new names in a folder last through a power cut, where the file system can.
package func syncFolder(_ path: String) {
  let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard folder >= 0 else { return }
  _ = fsync(folder)
  _ = close(folder)
}

package func removeFile(_ path: String) { _ = unsafe unlink(path) }

package func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

/// Holds a folder for one process; the system lets go of it when the process ends, however it does.
package final class FolderLock: Sendable {
  private let folder: Int32

  /// nil when another process holds it. Where a file system knows no locks, nobody is kept out.
  package init?(_ path: String) {
    folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0, flock(folder, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(folder)
      return nil
    }
  }

  deinit { if folder >= 0 { close(folder) } }
}

package func isFolder(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

private func systemReason(_ code: Int32) -> String {
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
