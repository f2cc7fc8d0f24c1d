internal import HostSystem
internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// Computes the points of a store on this machine, in worker processes of one core each.
///
/// Processes, not threads: a point that crashes takes one worker with it, which is started again, and not an evening's work.
/// They never see the store, and end when this process does, for then nobody takes their answers.
public struct LocalEngine: Sendable {
  /// The program that runs `serveWorker`, with its arguments.
  public struct Worker: Sendable {
    public var executable: String
    public var arguments: [String]

    public init(executable: String, arguments: [String]) {
      self.executable = executable
      self.arguments = arguments
    }
  }

  let store: SweepStore
  let jobs: Int
  let worker: Worker
  let version: String

  /// Outcomes reach the store this often [s]: often enough to lose little, seldom enough to cost nothing.
  static let commitInterval = 0.5
  /// How much work a worker is given in advance [s].
  static let chunkTime = 1.0
  static let largestChunk = 64

  public init(store: SweepStore, jobs: Int, worker: Worker, version: String) {
    self.store = store
    self.jobs = jobs
    self.worker = worker
    self.version = version
  }

  /// Runs until every point is done or has failed, those of other processes included.
  ///
  /// - Parameters:
  ///   - isStopped: asked a few times a second; then points in work are finished and the rest given back.
  ///   - progress: called with what is durably in the store.
  /// - Returns: false when it was stopped.
  /// - Throws: `StoreError` when the store cannot be read or written, and what the system says of a worker that cannot be started.
  public func run(
    isStopped: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (SweepCounts) -> Void
  ) async throws -> Bool {
    let desk = Desk()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await keepBooks(desk, isStopped: isStopped, progress: progress) }
      await withThrowingTaskGroup(of: Void.self) { workers in
        for _ in 0..<jobs { workers.addTask { try await work(desk) } }
        // What one meets ends the others as a stop does; what they have finished by then is kept, if that is possible.
        while let result = await workers.nextResult() { if case .failure(let error) = result { desk.fail(error) } }
      }
      desk.finish()
      await group.waitForAll()
    }
    if let failure = desk.failure { throw failure }
    return try !desk.isStopped || store.counts().isComplete
  }

  /// Takes outcomes to the store, and passes a request to stop on.
  private func keepBooks(
    _ desk: Desk, isStopped: @Sendable () -> Bool, progress: @Sendable (SweepCounts) -> Void
  ) async {
    var isLast = false
    repeat {
      isLast = desk.isFinished
      do {
        try store.record(desk.take(), version: version)
        try progress(store.counts())
      } catch {
        desk.fail(error)
        return
      }
      let wake = ContinuousClock.now + .seconds(Self.commitInterval)
      while !desk.isFinished, !isLast, .now < wake {
        try? await Task.sleep(for: .milliseconds(20))
        if isStopped() { desk.stop() }
      }
    } while !isLast
  }

  /// One worker after the other, until no points are left.
  private func work(_ desk: Desk) async throws {
    while !desk.isStopped {
      let points = try store.claim(1)
      if points.isEmpty {
        guard try store.releaseOrphans() || store.counts().waiting > 0 else { return }
        // Another process may die over its points yet.
        try await Task.sleep(for: .seconds(Self.commitInterval))
        continue
      }
      let rest = try await serve(points, desk)
      guard let first = rest.first else { continue }
      if desk.isStopped || !desk.isSecondCrash(first.point) {
        try store.release(rest.map(\.point))
      } else {
        desk.add(PointOutcome(point: first.point, error: "the program crashed twice at this point; please report it"))
        try store.release(rest.dropFirst().map(\.point))
      }
    }
  }

  /// Has one process compute points, and more while there are any.
  ///
  /// - Returns: the points that it left when it ended, the one that it was at first.
  private func serve(_ points: [SweepPoint], _ desk: Desk) async throws -> [SweepPoint] {
    let result = try await Subprocess.run(
      .path(FilePath(worker.executable)), arguments: Arguments(worker.arguments), input: .inputWriter,
      output: .sequence,
      error: .currentStandardError
    ) { execution in
      desk.enter(execution.processIdentifier.value)
      defer { desk.leave(execution.processIdentifier.value) }
      let writer = execution.standardInputWriter
      var outstanding = points
      var rate = 0.0
      let clock = ContinuousClock()
      // A worker that died does not read; that shows when its answers end.
      func send(_ text: String) async { _ = try? await writer.write(text + "\n") }
      await send(try json(store.plan.evaluation))
      for point in points { await send(try json(point)) }
      var last = clock.now
      for try await line in execution.standardOutput.strings() {
        let outcome = try decode(PointOutcome.self, line)
        guard outcome.point == outstanding.first?.point else { break }
        outstanding.removeFirst()
        desk.add(outcome)
        let now = clock.now
        rate = max(rate * 0.8, 1 / max(1e-6, (now - last) / .seconds(1)))
        last = now
        let chunk = min(Self.largestChunk, max(1, Int(rate * Self.chunkTime)))
        if outstanding.count <= chunk / 2, !desk.isStopped {
          let more = try store.claim(chunk - outstanding.count)
          outstanding += more
          for point in more { await send(try json(point)) }
        }
        if outstanding.isEmpty { break }
      }
      try? await writer.finish()
      return outstanding
    }
    return result.closureResult
  }
}

/// Where workers leave outcomes, and learn that they should stop.
private final class Desk: Sendable {
  private struct State {
    var outcomes: [PointOutcome] = []
    var workers: Set<Int32> = []
    var crashed: Set<Int> = []
    var isStopped = false
    var isFinished = false
    var failure: (any Error)?
  }

  private let state = Mutex(State())

  var isStopped: Bool { state.withLock(\.isStopped) }
  var isFinished: Bool { state.withLock(\.isFinished) }

  func add(_ outcome: PointOutcome) { state.withLock { $0.outcomes.append(outcome) } }

  func take() -> [PointOutcome] {
    state.withLock { state in
      defer { state.outcomes = [] }
      return state.outcomes
    }
  }

  /// - Returns: true when the point was in work already when a worker died.
  func isSecondCrash(_ point: Int) -> Bool { state.withLock { !$0.crashed.insert(point).inserted } }

  func enter(_ worker: Int32) {
    let isStopped = state.withLock { state in
      state.workers.insert(worker)
      return state.isStopped
    }
    if isStopped { StopSignals.askToStop(worker) }
  }

  func leave(_ worker: Int32) { state.withLock { _ = $0.workers.remove(worker) } }

  func stop() {
    state.withLock { state in
      guard !state.isStopped else { return }
      state.isStopped = true
      state.workers.forEach(StopSignals.askToStop)
    }
  }

  /// Stops for an error, the first of which counts.
  func fail(_ error: any Error) {
    state.withLock { $0.failure = $0.failure ?? error }
    stop()
  }

  var failure: (any Error)? { state.withLock(\.failure) }

  func finish() { state.withLock { $0.isFinished = true } }
}
