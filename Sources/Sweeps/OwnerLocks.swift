#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Tells whether the process that claimed points still lives: each holds a lock on the byte of a file that has its owner's
/// number, and the system lets go of it with the process, whatever ended that.
///
/// No process ids, which another process may get, and no heartbeats, which a stopped laptop misses. The file is of its own,
/// because SQLite's locks on the store would go with any other descriptor of it that is closed.
final class OwnerLocks: Sendable {
  private let file: Int32

  init(path: String) throws(StoreError) {
    file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw .cannotWrite("\(path): \(unsafe String(cString: strerror(errno)))") }
  }

  deinit { close(file) }

  /// False when another process holds the lock.
  func hold(_ owner: Int) -> Bool {
    var lock = Self.lock(owner)
    return unsafe fcntl(file, Self.set, &lock) == 0
  }

  func isHeldElsewhere(_ owner: Int) -> Bool {
    var lock = Self.lock(owner)
    return unsafe fcntl(file, Self.get, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
  }

  private static func lock(_ owner: Int) -> flock {
    flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: owner, l_len: 1, l_pid: 0)
  }

  // Locks of an open file (`F_OFD_SETLK`, `F_OFD_GETLK`): those of a process would be the same for two stores in one process.
  private static let get: Int32 = 36
  private static let set: Int32 = 37
}
