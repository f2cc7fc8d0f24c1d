public import Notation

/// How Jc differs from place to place: a factor f(r, z) on a rectangular grid, bilinear between its points.
///
/// ```
/// r[mm],z[mm],factor
/// 0,-3,0.8
/// 15,-3,1
/// 0,3,0.9
/// 15,3,1.1
/// ```
///
/// r counts from the axis and z from the middle of the bulk's height, so that one map serves every bulk of its kind. The
/// factor multiplies the Jc of the material; 0 counts as a millionth, as above Tc.
public struct CriticalCurrentMap: Sendable, Hashable, Codable {
  /// [m], ascending; at least two of each.
  public let radii: [Double]
  public let heights: [Double]
  /// One row of radii after the other, from the lowest height.
  public let factors: [Double]

  /// - Parameters:
  ///   - radii: [m], ascending.
  ///   - heights: [m], ascending, from the middle of the bulk's height.
  ///   - factors: one row of radii after the other, from the lowest height.
  public init(radii: [Double], heights: [Double], factors: [Double]) {
    self.radii = radii
    self.heights = heights
    self.factors = factors
  }

  /// The map in the format that `init(csv:file:units:)` reads, in metres and full precision. A map with findings has those points
  /// for which there is a factor.
  public var csv: String {
    let points = heights.lazy.flatMap { z in radii.lazy.map { r in (r, z) } }
    return zip(points, factors).reduce(into: "r[m],z[m],factor\n") { text, point in
      text += "\(point.0.0),\(point.0.1),\(point.1)\n"
    }
  }

  /// What is wrong with a map that was not read from a file; `place` is its path in the case.
  public func findings(at place: CasePath) -> [Finding] {
    for (axis, grid) in [("r", radii), ("z", heights)] {
      guard grid.count >= 2 else {
        return [
          Finding(
            place, "the map has \(grid.count) values of \(axis)", remedy: "give at least two, the ends of the bulk")
        ]
      }
      guard grid.allSatisfy(\.isFinite), zip(grid, grid.dropFirst()).allSatisfy({ $0 < $1 }) else {
        return [Finding(place, "the values of \(axis) do not ascend", remedy: "sort them, and give each once")]
      }
    }
    let (count, overflow) = radii.count.multipliedReportingOverflow(by: heights.count)
    guard !overflow, factors.count == count else {
      return [
        Finding(place, "the map has \(factors.count) factors", remedy: "give one for each r at each z, in all \(count)")
      ]
    }
    if radii[0] < 0 { return [Finding(place, "the map has a negative r", remedy: "r is the distance from the axis")] }
    guard factors.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return [Finding(place, "a factor is negative or not finite", remedy: "write 0 or more")]
    }
    return []
  }

  /// The factor at a place [m]; beyond the grid that of its edge.
  public func callAsFunction(r: Double, z: Double) -> Double {
    let ((i, x), (j, y)) = (Self.place(radii, r), Self.place(heights, z))
    let row = j * radii.count + i
    let lower = factors[row] + x * (factors[row + 1] - factors[row])
    let upper = factors[row + radii.count] + x * (factors[row + radii.count + 1] - factors[row + radii.count])
    return max(TemperatureFactor.floor, lower + y * (upper - lower))
  }

  /// The mean of the factor over a rectangle [m], exact: that of the product of two broken lines, point by point.
  public func mean(r: ClosedRange<Double>, z: ClosedRange<Double>) -> Double {
    let (across, along) = (Self.weights(radii, r), Self.weights(heights, z))
    // Differences from one of the factors, so that a constant map gives its constant to the last bit.
    let base = factors[0]
    var mean = base
    for (j, b) in along.enumerated() where b != 0 {
      for (i, a) in across.enumerated() where a != 0 { mean += a * b * (factors[j * radii.count + i] - base) }
    }
    return max(TemperatureFactor.floor, mean)
  }

  /// True when it is its own reflection in the middle of the bulk's height, to rounding; false for a map with findings.
  public var isSymmetric: Bool {
    guard findings(at: CasePath()).isEmpty else { return false }
    let slack = 1e-12 * (factors.max() ?? 0)
    return heights.allSatisfy { z in radii.allSatisfy { abs(self(r: $0, z: z) - self(r: $0, z: -z)) <= slack } }
  }

  /// Which part of a bulk the map leaves out, in words; nil when it covers the whole bulk. z counts from the bulk's middle.
  public func uncovered(r: ClosedRange<Double>, z: ClosedRange<Double>) -> String? {
    for (name, grid, range) in [("r", radii, r), ("z", heights, z)] {
      let (first, last) = (grid[0], grid[grid.count - 1])
      let slack = 1e-9 * (range.upperBound - range.lowerBound)
      func millimetres(_ length: Double) -> Double { (length * 1e9).rounded() / 1e6 }
      func gap(_ low: Double, _ high: Double) -> String {
        "the map leaves out \(name) from \(millimetres(low)) to \(millimetres(high)) mm"
      }
      if first > range.lowerBound + slack { return gap(range.lowerBound, first) }
      if last < range.upperBound - slack { return gap(last, range.upperBound) }
    }
    return nil
  }

  /// The interval of a grid that holds x, and the share of it below x, 0 to 1.
  private static func place(_ grid: [Double], _ x: Double) -> (index: Int, share: Double) {
    let i = min(bracket(grid, x), grid.count - 2)
    return (i, min(1, max(0, (x - grid[i]) / (grid[i + 1] - grid[i]))))
  }

  /// The share of each grid point in the mean of the broken line over a range.
  private static func weights(_ grid: [Double], _ range: ClosedRange<Double>) -> [Double] {
    var weights = [Double](repeating: 0, count: grid.count)
    let width = range.upperBound - range.lowerBound
    // Beyond its ends the line is level.
    let last = grid.count - 1
    weights[0] += max(0, min(range.upperBound, grid[0]) - range.lowerBound) / width
    weights[last] += max(0, range.upperBound - max(range.lowerBound, grid[last])) / width
    for i in 0..<last {
      let (low, high) = (max(grid[i], range.lowerBound), min(grid[i + 1], range.upperBound))
      guard high > low else { continue }
      let share = (0.5 * (low + high) - grid[i]) / (grid[i + 1] - grid[i])
      weights[i] += (1 - share) * (high - low) / width
      weights[i + 1] += share * (high - low) / width
    }
    return weights
  }
}

/// The last grid point that is not above x; the first when there is none.
func bracket(_ grid: [Double], _ x: Double) -> Int {
  var (low, high) = (0, grid.count)
  while high - low > 1 {
    let middle = (low + high) / 2
    if grid[middle] <= x { low = middle } else { high = middle }
  }
  return low
}
