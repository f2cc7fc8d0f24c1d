internal import FoundationEssentials
internal import HostSystem

/// The points of one task of a Slurm job array, and the file of their outcomes.
///
/// The folder of a round is shared by all its tasks: `sweep.json` has the `Evaluation`, `task-<i>.json` the points of a task,
/// `result-<i>.json` what it has computed: always a whole file, replaced as the task goes on.
public struct SlurmTask {
  private let folder: String
  private let index: Int

  /// A task that is killed loses no more than this [s].
  private static let saveInterval = 10.0

  public init(folder: String, index: Int) {
    self.folder = folder
    self.index = index
  }

  /// Computes the points, but those that an earlier start of the same task has done.
  ///
  /// - Parameter remark: told when what an earlier start has left cannot be used, and is computed anew.
  /// - Returns: false when it was stopped; what is finished by then is saved.
  /// - Throws: `OutputError` when the result cannot be written, `StoreError` when the task's files are not there.
  public func run(
    _ makeEvaluator: (SweepPlan.Evaluation) throws -> PointEvaluator, version: String, isStopped: () -> Bool,
    remark: (String) -> Void
  ) throws -> Bool {
    let points = try Self.read([SweepPoint].self, "\(folder)/task-\(index).json")
    let earlier = Self.result(folder: folder, index: index, remark: remark)
    var result = earlier ?? SlurmResult(version: version, outcomes: [])
    let finished = Set(result.outcomes.map(\.point))
    var evaluator = try makeEvaluator(Self.read(SweepPlan.Evaluation.self, "\(folder)/sweep.json"))
    let clock = ContinuousClock()
    var saved = clock.now
    for point in points where !finished.contains(point.point) {
      if isStopped() { break }
      result.outcomes.append(evaluator.evaluate(point))
      if clock.now - saved > .seconds(Self.saveInterval) {
        try save(result)
        saved = clock.now
      }
    }
    try save(result)
    return result.outcomes.count == points.count
  }

  private func save(_ result: SlurmResult) throws {
    try replaceFile("\(folder)/result-\(index).json", json(result))
  }

  /// What a task has computed until now; nil when there is nothing yet, or nothing that can be used.
  static func result(folder: String, index: Int, remark: (String) -> Void) -> SlurmResult? {
    let path = "\(folder)/result-\(index).json"
    guard exists(path) else { return nil }
    do {
      return try read(SlurmResult.self, path)
    } catch {
      remark("\(error); its points are computed anew")
      return nil
    }
  }

  private static func read<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw StoreError.missing("\(path): no such file")
    }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw StoreError.unusable("\(path): is no file of a sweep's task (\(error))")
    }
  }
}

/// Outcomes with the version of the program that made them.
struct SlurmResult: Codable {
  var version: String
  var outcomes: [PointOutcome]
}
