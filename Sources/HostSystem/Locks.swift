internal import SystemPackage

/// Holds a folder for one process; the system lets go of it when the process ends, however it does.
package final class FolderLock: Sendable {
  private let folder: FileDescriptor?

  /// nil when another process holds it. Where a file system knows no locks, nobody is kept out.
  package init?(_ path: String) {
    folder = try? .open(FilePath(path), .readOnly, options: [.directory, .closeOnExec])
    guard let folder else { return }
    do throws(Errno) {
      try lockExclusively(folder)
    } catch {
      guard error == .wouldBlock else { return }
      try? folder.close()
      return nil
    }
  }

  deinit { try? folder?.close() }
}

/// Tells whether the process that took a number still lives: each holds a lock on the byte of a file that has its number, and
/// the system lets go of it with the process, whatever ended that.
///
/// No process ids, which another process may get, and no heartbeats, which a stopped laptop misses. The file is of its own:
/// a database that is locked by others on the same file would lose its locks with any descriptor of it that is closed.
package final class NumberLocks: Sendable {
  private let file: FileDescriptor

  /// - Throws: `OutputError` when the file cannot be made.
  package init(path: String) throws(OutputError) {
    do throws(Errno) {
      file = try typed {
        try .open(FilePath(path), .readWrite, options: [.create, .closeOnExec], permissions: newFilePermissions)
      }
    } catch {
      throw OutputError(.writeFile, path: path, reason: "\(error)")
    }
  }

  deinit { try? file.close() }

  /// False when another process holds the lock.
  package func hold(_ number: Int) -> Bool {
    do throws(Errno) {
      try lockByte(number, of: file)
      return true
    } catch {
      return false
    }
  }

  package func isHeldElsewhere(_ number: Int) -> Bool { isByteLockedElsewhere(number, of: file) }
}
