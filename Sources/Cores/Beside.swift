internal import Dispatch
internal import Synchronization

/// Two computations that need nothing of each other: one on this thread, and one beside it on another core.
///
/// ```swift
/// let (left, right) = beside { sum(values[middle...]) } here: { sum(values[..<middle]) }
/// ```
///
/// - Parameters:
///   - isConcurrent: false to do one after the other, the other one first.
///   - other: on a thread of its own. One of the pool that async functions run on could wait for this thread, and this one for it.
///   - here: on this thread.
/// - Returns: what both give.
public func beside<Here, Other: Sendable>(
  _ isConcurrent: Bool = true, _ other: @escaping @Sendable () -> Other, here: () -> Here
) -> (here: Here, other: Other) {
  guard isConcurrent else {
    let result = other()
    return (here(), result)
  }
  let given = Mutex<Other?>(nil)
  let done = DispatchSemaphore(value: 0)
  DispatchQueue(label: "beside").async {
    let result = other()
    given.withLock { $0 = result }
    done.signal()
  }
  let own = here()
  done.wait()
  guard let result = given.withLock({ $0 }) else { preconditionFailure("set before the signal") }
  return (own, result)
}
