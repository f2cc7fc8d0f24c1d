/// Something that is measured of a sample: Jc at 0 T, density.
public struct DesignOutcome: Sendable, Equatable, Codable {
  public enum Goal: String, Sendable, Codable, CaseIterable {
    case maximise
    case minimise
  }

  public var name: String
  public var unit: String
  /// nil for what only has limits.
  public var goal: Goal?
  /// Limits [unit] that a good sample keeps.
  public var atLeast: Double?
  public var atMost: Double?

  public init(name: String, unit: String, goal: Goal? = nil, atLeast: Double? = nil, atMost: Double? = nil) {
    self.name = name
    self.unit = unit
    self.goal = goal
    self.atLeast = atLeast
    self.atMost = atMost
  }

  public var hasLimits: Bool { atLeast != nil || atMost != nil }

  /// True for a value within the limits.
  public func keepsLimits(_ value: Double) -> Bool {
    (atLeast.map { value >= $0 } ?? true) && (atMost.map { value <= $0 } ?? true)
  }
}

/// An experiment that was made.
public struct DesignSample: Sendable, Equatable {
  public var id: Int
  /// Of values whose squares a model can sum.
  public static let largest = 1e100

  /// In the parameters' order and units; bounds and steps need not be kept.
  public var parameters: [Double]
  /// In the outcomes' order and units; nil for what was not measured.
  public var outcomes: [Double?]
  /// Standard deviation of each outcome, if known.
  public var sigmas: [Double?]

  /// Of which nothing came that could be measured.
  public var isFailed: Bool { outcomes.allSatisfy { $0 == nil } }

  public init(id: Int, parameters: [Double], outcomes: [Double?], sigmas: [Double?]? = nil) {
    self.id = id
    self.parameters = parameters
    self.outcomes = outcomes
    self.sigmas = sigmas ?? outcomes.map { _ in nil }
  }
}
