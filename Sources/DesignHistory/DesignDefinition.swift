public import Notation
public import ProcessDesign

/// What a design file is about: written when it is made. Bounds and steps may be set anew; what they were stays in the file.
public struct DesignDefinition: Sendable, Equatable, Codable {
  public var name: String
  public var parameters: [DesignParameter]
  public var outcomes: [DesignOutcome]
  /// Expressions, as the user wrote them.
  public var constraints: [String]
  public var settings: DesignSettings
  public var seed: UInt64
  /// For outcomes that are computed.
  public var simulation: Simulation?

  /// How a simulation gives outcomes; this target keeps it and does not look into it.
  public struct Simulation: Sendable, Equatable, Codable {
    /// A whole case file that needs no other.
    public var caseText: String
    /// The key of the case that each parameter sets; nil for one that is no part of the magnet.
    public var keys: [String?]
    /// What each outcome is of the simulation, nil for a measured one.
    public var figures: [String?]
    /// The material of which each sample brings its own table of Jc.
    public var sampleMaterial: String?

    public init(caseText: String, keys: [String?], figures: [String?], sampleMaterial: String? = nil) {
      self.caseText = caseText
      self.keys = keys
      self.figures = figures
      self.sampleMaterial = sampleMaterial
    }
  }

  public init(
    name: String, parameters: [DesignParameter], outcomes: [DesignOutcome], constraints: [String] = [],
    settings: DesignSettings, seed: UInt64, simulation: Simulation? = nil
  ) {
    self.name = name
    self.parameters = parameters
    self.outcomes = outcomes
    self.constraints = constraints
    self.settings = settings
    self.seed = seed
    self.simulation = simulation
  }

  /// - Throws: when a constraint does not read.
  public func space() throws(ExpressionError) -> DesignSpace {
    var read: [InputConstraint] = []
    for text in constraints { read.append(try InputConstraint(text, parameters: parameters.map(\.name))) }
    return DesignSpace(parameters: parameters, constraints: read)
  }
}

extension DesignDefinition {
  /// False for what no program has written.
  var isWhole: Bool {
    !parameters.isEmpty && parameters.allSatisfy(\.isValid) && (1...2).contains(outcomes.count { $0.goal != nil })
      && (try? space()) != nil && settings.exploration.isFinite
      && simulation.map { $0.keys.count == parameters.count && $0.figures.count == outcomes.count } ?? true
  }

  /// True for values of the parameters.
  func takes(_ values: [Double]) -> Bool {
    values.count == parameters.count && zip(parameters, values).allSatisfy { $0.isNear($1) }
  }

  func takes(_ sample: DesignSample) -> Bool {
    takes(sample.parameters) && sample.outcomes.count == outcomes.count && sample.sigmas.count == outcomes.count
      && (sample.outcomes + sample.sigmas).allSatisfy { abs($0 ?? 0) <= DesignSample.largest }
  }
}
