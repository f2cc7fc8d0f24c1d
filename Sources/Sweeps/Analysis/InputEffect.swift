/// What one input of a sweep does to a result.
public struct InputEffect: Sendable {
  /// The mean result over all points with the input at one value, or within one interval of it.
  public struct Level: Sendable {
    /// The value, or the mean of those in the interval.
    public var value: SweepValue
    public var mean: Double
    public var count: Int
  }

  public var name: String
  /// Main effect, in the order of the values.
  public var levels: [Level]
  /// The share of the result's variance that goes with this input alone: its first-order Sobol index.
  public var firstOrder: Double
  /// The share with all in which it takes part; nil where the sample cannot tell.
  public var total: Double?

  /// How much the mean result changes over the input's values.
  public var range: Double {
    (levels.map(\.mean).max() ?? 0) - (levels.map(\.mean).min() ?? 0)
  }

  /// From any points, when the inputs vary independently of each other.
  ///
  /// The first-order index is the correlation ratio Var(E[y|x])/Var(y) with conditional means over equal values of x, or over
  /// intervals with about sqrt(n) points each. In a sample, less what means of so few points scatter by themselves: epsilon
  /// squared of T. L. Kelley, Proc. Natl. Acad. Sci. 21, 554 (1935); on a grid all else is balanced. On it for Sobol indices: E. Plischke, E. Borgonovo and C. L. Smith, Eur. J.
  /// Oper. Res. 226, 536 (2013).
  ///
  /// - Parameters:
  ///   - inputs: of each point.
  ///   - results: as many; all finite.
  ///   - isGrid: true when each value of the input is combined with all of the others.
  public init(name: String, inputs: [SweepValue], results: [Double], isGrid: Bool) {
    precondition(inputs.count == results.count, "\(inputs.count) inputs, \(results.count) results")
    self.name = name
    let groups = Self.groups(inputs)
    levels = groups.map { group in
      let mean = group.reduce(0) { $0 + results[$1] } / Double(group.count)
      let numbers = group.compactMap { inputs[$0].number }
      let value = numbers.isEmpty ? inputs[group[0]] : .number(numbers.reduce(0, +) / Double(numbers.count))
      return Level(
        value: inputs[group[0]] == inputs[group[group.count - 1]] ? inputs[group[0]] : value, mean: mean,
        count: group.count)
    }
    let (n, m) = (Double(results.count), Double(groups.count))
    let mean = results.reduce(0, +) / max(1, n)
    let total = results.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let within = zip(groups, levels).reduce(0.0) { sum, entry in
      entry.0.reduce(sum) { $0 + (results[$1] - entry.1.mean) * (results[$1] - entry.1.mean) }
    }
    if isGrid || n <= m {
      firstOrder = total > 0 ? 1 - within / total : 0
    } else {
      firstOrder = total > 0 ? max(0, 1 - (within / (n - m)) / (total / (n - 1))) : 0
    }
  }

  /// Indices of points with equal inputs, or neighbouring ones where nearly all differ; in the order of the inputs.
  private static func groups(_ inputs: [SweepValue]) -> [[Int]] {
    var order: [SweepValue: Int] = [:]
    var groups: [[Int]] = []
    for (index, input) in inputs.enumerated() {
      if let group = order[input] {
        groups[group].append(index)
      } else {
        order[input] = groups.count
        groups.append([index])
      }
    }
    let numbers = inputs.compactMap(\.number)
    guard numbers.count == inputs.count else { return groups }
    groups.sort { numbers[$0[0]] < numbers[$1[0]] }
    let sorted = groups.flatMap { $0 }
    guard groups.count > max(50, inputs.count / 4) else { return groups }
    let bins = max(2, Int(Double(inputs.count).squareRoot()))
    return (0..<bins).map { bin in
      Array(sorted[(bin * sorted.count / bins)..<((bin + 1) * sorted.count / bins)])
    }
  }
}

extension InputEffect {
  /// First-order and total indices from a sample of `SampleMethod.saltelli`.
  ///
  /// M. J. W. Jansen, Comput. Phys. Commun. 117, 35 (1999), in the design of A. Saltelli et al., Comput. Phys. Commun. 181, 259
  /// (2010), doi 10.1016/j.cpc.2009.09.018.
  ///
  /// - Parameters:
  ///   - results: of every point of the sample in its order; nil where one failed, whose whole block is then left out.
  ///   - columns: how many inputs the sample has.
  /// - Returns: one for each input; nil when no block is whole or nothing varies.
  public static func saltelliIndices(_ results: [Double?], columns: Int) -> [(firstOrder: Double, total: Double)]? {
    let size = columns + 2
    let blocks = stride(from: 0, to: results.count - size + 1, by: size).compactMap { start -> [Double]? in
      let block = results[start..<(start + size)].compactMap { $0 }
      return block.count == size ? block : nil
    }
    let both = blocks.flatMap { $0[..<2] }
    guard blocks.count > 1 else { return nil }
    let deviation = SampleStatistics(both).standardDeviation
    let variance = deviation * deviation
    guard variance > 0 else { return nil }
    return (0..<columns).map { column in
      func half(_ base: Int) -> Double {
        blocks.reduce(0) { sum, block in
          let difference = block[base] - block[2 + column]
          return sum + difference * difference
        } / (2 * Double(blocks.count))
      }
      return (firstOrder: 1 - half(1) / variance, total: half(0) / variance)
    }
  }
}
