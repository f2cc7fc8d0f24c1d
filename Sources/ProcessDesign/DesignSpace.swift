/// The experiments that can be made: every parameter on its grid, and what must hold between them.
public struct DesignSpace: Sendable {
  public var parameters: [DesignParameter]
  public var constraints: [InputConstraint]

  public init(parameters: [DesignParameter], constraints: [InputConstraint] = []) {
    precondition(!parameters.isEmpty, "a design has at least one parameter")
    self.parameters = parameters
    self.constraints = constraints
  }

  public var dimensions: Int { parameters.count }

  /// Values [the parameters' units] of a point of the grid.
  public func values(_ indices: [Int]) -> [Double] { zip(parameters, indices).map { $0.value(at: $1) } }

  /// Places in the unit intervals of all parameters.
  public func scaled(_ values: [Double]) -> [Double] { zip(parameters, values).map { $0.scaled($1) } }

  func scaled(indices: [Int]) -> [Double] { zip(parameters, indices).map { $0.scaled(index: $1) } }

  func nearest(_ scaled: [Double]) -> [Int] { zip(parameters, scaled).map { $0.nearestIndex($1) } }

  /// The point of the grid that values are; nil for values beside it.
  func gridPoint(_ values: [Double]) -> [Int]? {
    zip(parameters, values).allSatisfy { $0.isOnGrid($1) } ? nearest(scaled(values)) : nil
  }

  /// Which parameters are words.
  var isChoice: [Bool] { parameters.map { $0.choices != nil } }

  func isAllowed(_ values: [Double]) -> Bool { constraints.allSatisfy { $0.holds(values) } }

  func isAllowed(indices: [Int]) -> Bool { constraints.isEmpty || isAllowed(values(indices)) }

  /// True for values within all bounds.
  func contains(_ scaled: [Double]) -> Bool { scaled.allSatisfy { (0...1).contains($0) } }

  /// The scaled place of the last value of each grid.
  var corner: [Double] { parameters.map { $0.scaled(index: $0.lastIndex) } }

  /// How many points the grid has; nil when more than the limit.
  func count(upTo limit: Int) -> Int? {
    var count = 1
    for parameter in parameters {
      let (product, overflow) = count.multipliedReportingOverflow(by: parameter.lastIndex + 1)
      guard !overflow, product <= limit else { return nil }
      count = product
    }
    return count
  }

  /// All points of the grid, the last parameter running fastest.
  func allPoints() -> [[Int]] {
    parameters.reduce([[]]) { points, parameter in
      points.flatMap { point in (0...parameter.lastIndex).map { point + [$0] } }
    }
  }
}
