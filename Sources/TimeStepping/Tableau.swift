/// A stiffly accurate, L-stable, singly diagonally implicit Runge-Kutta method: the last stage is the new state.
public struct Tableau: Sendable {
  public let name: String
  public let order: Int
  /// The diagonal coefficient that all stages share.
  public let gamma: Double
  /// Coefficients below the diagonal, row by row.
  public let lower: [[Double]]
  /// Time of each stage as a fraction of the step.
  public let nodes: [Double]

  public var stages: Int { nodes.count }

  /// The weight of a stage's rate in the step: the last stage is the new state.
  func weight(ofStage k: Int) -> Double { k + 1 == stages ? gamma : lower[stages - 1][k] }

  /// Backward Euler.
  public static let euler = Tableau(name: "backward Euler", order: 1, gamma: 1, lower: [[]], nodes: [1])

  /// Two stages, order 2. R. Alexander, SIAM J. Numer. Anal. 14, 1006 (1977).
  public static let sdirk2: Tableau = {
    let gamma = 1 - 0.5.squareRoot()
    return Tableau(name: "SDIRK2", order: 2, gamma: gamma, lower: [[], [1 - gamma]], nodes: [gamma, 1])
  }()

  /// Three stages, order 3. R. Alexander, SIAM J. Numer. Anal. 14, 1006 (1977).
  public static let sdirk3: Tableau = {
    let g = 0.435866521508458999416019
    let middle = 0.5 * (1 + g)
    let b1 = -0.25 * (6 * g * g - 16 * g + 1)
    let b2 = 0.25 * (6 * g * g - 20 * g + 5)
    return Tableau(
      name: "SDIRK3", order: 3, gamma: g, lower: [[], [middle - g], [b1, b2]], nodes: [g, middle, 1])
  }()
}
