public import BulkSimulation

/// All that defines a sweep; two with equal plans have the same points and the same results.
public struct SweepPlan: Codable, Sendable, Equatable {
  /// What it takes to compute a point.
  public struct Evaluation: Codable, Sendable, Equatable {
    /// The base case, resolved, in SI units; the sweep's own keys are set in it.
    public var caseText: String
    /// The imported mesh of the case, if it has one.
    public var meshText: String?
    public var columns: [SweepColumn]
    public var outputs: [ReportedQuantity]

    /// Names of the results, each with that of its error next to it.
    var resultNames: [String] { outputs.flatMap { [$0.name] + ($0.errorName.map { [$0] } ?? []) } }
  }

  public var name: String
  public var evaluation: Evaluation
  public var design: SweepDesign
  /// The name of the output that reports look at first.
  public var target: String

  public init(
    name: String, caseText: String, meshText: String?, design: SweepDesign, outputs: [ReportedQuantity], target: String
  ) {
    self.name = name
    self.design = design
    self.target = target
    evaluation = Evaluation(caseText: caseText, meshText: meshText, columns: design.columns, outputs: outputs)
  }
}

/// A point of a sweep.
public struct SweepPoint: Codable, Sendable, Equatable {
  /// From 1, in the order of the design.
  public var point: Int
  /// In the order of the columns.
  public var values: [SweepValue]

  public init(point: Int, values: [SweepValue]) {
    self.point = point
    self.values = values
  }
}

/// What became of a point.
public struct PointOutcome: Codable, Sendable {
  /// What was computed, in the order of the outputs.
  public struct Results: Codable, Sendable, Equatable {
    /// nil for what has no value, as the drift of no field.
    public var values: [Double?]
    /// Estimated numerical errors; nil for what the case itself says, and for what has no value.
    public var errors: [Double?]
    /// False when an estimated error is above the accuracy asked for.
    public var isAccurate: Bool
    /// Sentences that the user must read.
    public var warnings: [String]

    public init(values: [Double?], errors: [Double?], isAccurate: Bool, warnings: [String]) {
      self.values = values
      self.errors = errors
      self.isAccurate = isAccurate
      self.warnings = warnings
    }
  }

  public var point: Int
  /// nil when the point failed.
  public var results: Results?
  /// Why it failed.
  public var error: String?
  /// Wall time to set the first meshes up, 0 when these were there already, and for the rest [s].
  public var setup: Double
  public var solve: Double

  public init(point: Int, results: Results? = nil, error: String? = nil, setup: Double = 0, solve: Double = 0) {
    self.point = point
    self.results = results
    self.error = error
    self.setup = setup
    self.solve = solve
  }
}
