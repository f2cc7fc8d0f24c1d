internal import BulkSimulation
internal import Notation
public import Sweeps

/// A sweep in a few lines, or as the document of `--json`.
public struct SweepSummary {
  let path: String
  let counts: SweepCounts
  let analysis: SweepAnalysis
  let cost: SweepStore.Cost

  /// - Throws: `StoreError` when the store cannot be read.
  public init(_ store: SweepStore) throws(StoreError) {
    path = store.path
    counts = try store.counts()
    analysis = try SweepAnalysis(store)
    cost = try store.cost()
  }

  private var columns: [SweepColumn] { analysis.plan.evaluation.columns }

  public var text: String {
    var lines = ["\(analysis.plan.name): \(counts.total) points, \(Self.states(counts))"]
    if counts.inaccurate > 0 {
      lines.append("  \(Self.inaccurate(counts)); column accurate of the export has 0 there, and warnings say why")
    }
    if let statistics = analysis.statistics, let best = analysis.best {
      let (output, unit) = (analysis.output, analysis.output.unit)
      func text(_ value: Double) -> String { significant(value, digits: 5) }
      let error = analysis.errors.filter(\.isFinite).max().map {
        ", errors up to \(significant($0, digits: 2)) \(unit)"
      }
      lines += [
        "", "\(output.name): \(text(statistics.least)) to \(text(statistics.largest)) \(unit)\(error ?? "")",
      ]
      if analysis.isSample, statistics.count > 1 {
        lines.append(
          "  mean \(text(statistics.mean)) \(unit), standard deviation \(significant(statistics.standardDeviation, digits: 3)) "
            + "\(unit), 5 to 95 %: \(text(statistics.percentile(0.05))) to \(text(statistics.percentile(0.95))) \(unit)"
        )
      }
      let plateau = analysis.plateau
      let place =
        plateau.count > 1
        ? "largest on a plateau of \(plateau.count) points, the same within their errors"
        : "largest at point \(analysis.table.points[best])"
      lines.append("  \(place), \(analysis.shown(best)) \(unit): \(analysis.inputs(of: plateau))")
      lines += ["", "Share of its variance (first-order Sobol index), and change of its mean over the values:"]
      let width = analysis.effects.map(\.name.count).max() ?? 0
      for effect in analysis.effects.sorted(by: { $0.firstOrder > $1.firstOrder }) {
        let total = effect.total.map { " (in all that it takes part in: \(fixed(100 * $0, decimals: 1)) %)" } ?? ""
        lines.append(
          "  \(effect.name)\(String(repeating: " ", count: width - effect.name.count))  "
            + "\(fixed(100 * effect.firstOrder, decimals: 1)) %\(total), \(significant(effect.range, digits: 3)) \(unit)"
        )
      }
    }
    lines += ["", "Store: \(path)"]
    return lines.joined(separator: "\n")
  }

  public static func states(_ counts: SweepCounts) -> String {
    let states = [
      (counts.done, "done"), (counts.failed, "failed"), (counts.running, "in work"),
      (counts.submitted, "with Slurm"), (counts.waiting, "waiting"),
    ]
    return states.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  static func inaccurate(_ counts: SweepCounts) -> String {
    counts.inaccurate == 1
      ? "1 point misses the accuracy asked for" : "\(counts.inaccurate) points miss the accuracy asked for"
  }

  public var document: SweepDocument { SweepDocument(self) }
}

extension SweepAnalysis {
  /// The result of a point with its error, without the unit: `2.1468 ± 0.0008`.
  func shown(_ index: Int) -> String {
    errors[index] > 0 ? measured(results[index], error: errors[index]) : significant(results[index], digits: 6)
  }
}

extension SweepAnalysis {
  /// What some points have of each input: `jc0 = 8e8 A/m^2, field = 2.5 T to 7 T`.
  func inputs(of points: [Int]) -> String {
    zip(plan.evaluation.columns, table.inputs).map { column, values in
      let values = points.map { values[$0] }
      let numbers = values.compactMap(\.number)
      guard let least = numbers.min(), let largest = numbers.max(), numbers.count == values.count else {
        return "\(column.name) = \(Set(values.map(\.description)).sorted().joined(separator: ", "))"
      }
      let (first, last) = (column.readable(.number(least)), column.readable(.number(largest)))
      return "\(column.name) = \(first == last ? first : "\(first) to \(last)")"
    }.joined(separator: ", ")
  }
}

extension SweepColumn {
  /// A value for people, with its unit.
  func readable(_ value: SweepValue) -> String {
    guard let number = value.number.map(shown) else { return value.description }
    let text = number == number.rounded() && abs(number) < 1e6 ? plain(number) : significant(number, digits: 5)
    return shownUnit.isEmpty ? text : "\(text) \(shownUnit)"
  }
}

/// The JSON document of a sweep. Keys are a promise to users: add some, never rename one.
public struct SweepDocument: Encodable {
  struct Points: Encodable {
    var total, done, failed, running, submitted, waiting: Int
    /// Of those done, the ones that miss the accuracy asked for.
    var inaccurate: Int
  }

  struct Target: Encodable {
    var name: String
    var unit: String
    var least, largest, mean: JSONNumber
    var standardDeviation: JSONNumber
    /// `5`, `25`, `50`, `75`, `95`.
    var percentiles: [String: JSONNumber]
    var bestPoint: Int
    /// All points that are as large within their errors.
    var plateau: [Int]
    var best: [String: SweepValue]
    /// Estimated numerical errors: of the best point, and the largest of all.
    var bestError, largestError: JSONNumber

    enum CodingKeys: String, CodingKey {
      case name, unit, least, largest, mean, percentiles, best, plateau
      case bestError = "best_error"
      case largestError = "largest_error"
      case standardDeviation = "standard_deviation"
      case bestPoint = "best_point"
    }
  }

  struct Effect: Encodable {
    var name: String
    var firstOrder: JSONNumber
    var total: JSONNumber?
    var range: JSONNumber

    enum CodingKeys: String, CodingKey {
      case name, range
      case firstOrder = "first_order"
      case total = "total_order"
    }
  }

  var schema = "fem-bulk/sweep/1"
  var name: String
  var store: String
  var points: Points
  var target: Target?
  var effects: [Effect]
  var setup: JSONNumber
  var solve: JSONNumber

  enum CodingKeys: String, CodingKey {
    case schema, name, store, points, target, effects
    case setup = "setup_s"
    case solve = "solve_s"
  }

  init(_ summary: SweepSummary) {
    let (analysis, counts) = (summary.analysis, summary.counts)
    name = analysis.plan.name
    store = summary.path
    points = Points(
      total: counts.total, done: counts.done, failed: counts.failed, running: counts.running,
      submitted: counts.submitted, waiting: counts.waiting, inaccurate: counts.inaccurate)
    if let statistics = analysis.statistics, let best = analysis.best {
      let percentiles = [5, 25, 50, 75, 95].map { ("\($0)", JSONNumber(statistics.percentile(Double($0) / 100))) }
      let inputs = zip(analysis.plan.evaluation.columns, analysis.table.inputs).map { ($0.name, $1[best]) }
      target = Target(
        name: analysis.output.name, unit: analysis.output.unit, least: JSONNumber(statistics.least),
        largest: JSONNumber(statistics.largest), mean: JSONNumber(statistics.mean),
        standardDeviation: JSONNumber(statistics.standardDeviation),
        percentiles: Dictionary(percentiles) { first, _ in first }, bestPoint: analysis.table.points[best],
        plateau: analysis.plateau.map { analysis.table.points[$0] },
        best: Dictionary(inputs) { first, _ in first }, bestError: JSONNumber(analysis.errors[best]),
        largestError: JSONNumber(analysis.errors.filter(\.isFinite).max() ?? .nan))
    }
    effects = analysis.effects.map {
      Effect(
        name: $0.name, firstOrder: JSONNumber($0.firstOrder), total: $0.total.map(JSONNumber.init),
        range: JSONNumber($0.range))
    }
    setup = JSONNumber(summary.cost.setup)
    solve = JSONNumber(summary.cost.solve)
  }
}
