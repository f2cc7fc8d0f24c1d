internal import Dispatch
internal import Synchronization

/// Ascending numbers that one computation leaves behind for another that follows it on another core and waits where it has caught up.
///
/// ```swift
/// let trail = Trail()
/// // ahead                                  // behind
/// trail.extend([1, 2.5], to: 3)             let numbers = trail.numbers(to: 2.7)  // begins with 1, 2.5
/// trail.end()
/// ```
public final class Trail: Sendable {
  private struct Left {
    var numbers: [Double] = []
    /// Nothing more will be left up to here.
    var reached = -Double.infinity
    var follower: DispatchSemaphore?
    /// How long the follower has waited [s].
    var waited = 0.0
  }

  private let left = Mutex(Left())

  public init() {}

  /// Leaves further numbers, after which all up to a place are there.
  public func extend(_ numbers: [Double], to place: Double) {
    let follower = left.withLock { left in
      left.numbers += numbers
      left.reached = place
      defer { left.follower = nil }
      return left.follower
    }
    follower?.signal()
  }

  /// Lets the follower go on without waiting from now on.
  public func end() { extend([], to: .infinity) }

  /// How many numbers there are.
  public var count: Int { left.withLock { $0.numbers.count } }

  /// How long the follower has waited for numbers [s].
  public var waited: Double { left.withLock { $0.waited } }

  /// All numbers up to a place, and those beyond that are there; waits for them. One follower alone may ask.
  public func numbers(to place: Double) -> [Double] {
    while true {
      let wait = DispatchSemaphore(value: 0)
      let numbers: [Double]? = left.withLock { left in
        if left.reached >= place { return left.numbers }
        left.follower = wait
        return nil
      }
      if let numbers { return numbers }
      let clock = ContinuousClock()
      let duration = clock.measure { wait.wait() }
      left.withLock { $0.waited += duration / .seconds(1) }
    }
  }
}
