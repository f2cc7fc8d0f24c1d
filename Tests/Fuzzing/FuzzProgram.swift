#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

nonisolated(unsafe) private var target: FuzzTarget.Body = { _ in }

/// `Fuzzing case -runs=1000000 corpus/case`: takes the reader's name out of the arguments, the rest is libFuzzer's.
@_cdecl("LLVMFuzzerInitialize")
func initialise(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
  let words = CommandLine.arguments
  guard words.count > 1, let known = FuzzTarget.all[words[1]] else {
    print("usage: Fuzzing TARGET [options of libFuzzer] [folders]; targets: \(FuzzTarget.all.keys.sorted())")
    exit(64)
  }
  unsafe target = known
  unsafe arguments.pointee[1] = arguments.pointee[0]
  unsafe arguments.pointee += 1
  unsafe count.pointee -= 1
  return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  unsafe target(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
