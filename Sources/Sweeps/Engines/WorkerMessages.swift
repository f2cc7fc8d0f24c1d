internal import FoundationEssentials
internal import HostSystem

// What the program that keeps the store and a worker say to each other, a JSON document a line: first the `Evaluation`, then
// `SweepPoint`s one way and, in the same order, `PointOutcome`s the other way. Numbers keep every bit.

/// Computes the points that come on standard input until it ends, each answered on standard output when it is done.
///
/// - Parameter isStopped: asked between points; the rest is then left to others.
/// - Returns: false when it was stopped.
/// - Throws: what `makeEvaluator` throws, and `DecodingError` for what is no message.
public func serveWorker(
  _ makeEvaluator: (SweepPlan.Evaluation) throws -> PointEvaluator, isStopped: () -> Bool
) throws -> Bool {
  guard let head = readLine() else { return true }
  var evaluator = try makeEvaluator(try decode(SweepPlan.Evaluation.self, head))
  while let line = readLine() {
    if isStopped() { return false }
    let outcome = evaluator.evaluate(try decode(SweepPoint.self, line))
    // Whoever asked is gone when nobody takes the answer.
    guard StandardStream.output.write(try json(outcome) + "\n") else { return false }
  }
  return !isStopped()
}

func decode<Value: Decodable>(_ type: Value.Type, _ text: some StringProtocol) throws -> Value {
  try JSONDecoder().decode(type, from: Data(text.utf8))
}
