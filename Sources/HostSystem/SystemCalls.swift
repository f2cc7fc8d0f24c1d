#if canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif
internal import SystemPackage

// What SystemPackage does not have, by its errors. This file and `LoopbackSocket` ask the C library itself, and nothing else but for the Bessel functions of `Verification`.

func createFolderOnly(_ path: String) throws(Errno) { try check(unsafe mkdir(path, 0o777)) }

func moveFile(_ path: String, to other: String) throws(Errno) { try check(unsafe rename(path, other)) }

func linkFile(_ path: String, as other: String) throws(Errno) { try check(unsafe link(path, other)) }

/// Nothing when there is no such file.
package func removeFile(_ path: String) { _ = unsafe unlink(path) }

/// Returns when what was written is on the disk, as far as the file system can.
func sync(_ file: FileDescriptor) throws(Errno) {
  guard fsync(file.rawValue) != 0, errno != EINVAL, errno != ENOTSUP else { return }
  throw Errno(rawValue: errno)
}

/// Locks an open file for this process, or throws `.wouldBlock` at once.
func lockExclusively(_ file: FileDescriptor) throws(Errno) { try check(flock(file.rawValue, LOCK_EX | LOCK_NB)) }

/// Locks one byte of an open file, or throws at once.
func lockByte(_ byte: Int, of file: FileDescriptor) throws(Errno) {
  var lock = byteLock(byte)
  try check(unsafe fcntl(file.rawValue, setLock, &lock))
}

/// True when another open file, here or in another process, holds the byte's lock.
func isByteLockedElsewhere(_ byte: Int, of file: FileDescriptor) -> Bool {
  var lock = byteLock(byte)
  return unsafe fcntl(file.rawValue, getLock, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
}

private func byteLock(_ byte: Int) -> flock {
  flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: byte, l_len: 1, l_pid: 0)
}

// Locks of an open file (`F_OFD_SETLK`, `F_OFD_GETLK`): those of a process would be the same for two stores in one process.
private let getLock: Int32 = 36
private let setLock: Int32 = 37

func isTerminal(_ stream: FileDescriptor) -> Bool { isatty(stream.rawValue) == 1 }

/// Characters in a line; nil for what is no terminal.
func columns(of stream: FileDescriptor) -> Int? {
  var size = winsize()
  guard unsafe ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return Int(size.ws_col)
}

/// Lets the thread rest; a signal ends the pause early.
package func pause(milliseconds: UInt32) { _ = usleep(1000 * milliseconds) }

// MARK: Signals

let interruptSignal = SIGINT
let terminateSignal = SIGTERM
let userSignal = SIGUSR1

/// - Parameter once: true when the next signal of the kind is to do what it does by itself: it ends the process.
func handle(_ signal: Int32, once: Bool, by handler: @escaping @convention(c) (Int32) -> Void) {
  var action = sigaction()
  unsafe action.__sigaction_handler.sa_handler = handler
  // Reading and writing go on after a signal.
  action.sa_flags = SA_RESTART | (once ? Int32(bitPattern: UInt32(SA_RESETHAND)) : 0)
  _ = unsafe sigaction(signal, &action, nil)
}

/// Back to what the system does by itself.
func handleByDefault(_ number: Int32) { _ = signal(number, SIG_DFL) }

func ignore(_ number: Int32) { _ = signal(number, SIG_IGN) }

func sendSignal(_ signal: Int32, to process: Int32) { _ = kill(process, signal) }

// MARK: Errors

private func check(_ result: Int32) throws(Errno) { if result != 0 { throw Errno(rawValue: errno) } }

/// Calls of SystemPackage, which throw nothing but `Errno`, by that type.
func typed<Value>(_ body: () throws -> Value) throws(Errno) -> Value {
  do {
    return try body()
  } catch {
    throw error as? Errno ?? .ioError
  }
}
