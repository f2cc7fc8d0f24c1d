public import Notation
public import ProcessDesign

/// An experiment that was proposed.
public struct ProposedExperiment: Sendable, Equatable {
  public enum State: Sendable, Equatable {
    case pending
    /// By the sample of this number.
    case answered(Int)
    case dropped
  }

  /// From 1, in the order of the proposals.
  public var id: Int
  public var round: Int
  /// In the parameters' order and units.
  public var parameters: [Double]
  public var state: State
  /// Why it was dropped.
  public var note: String?
}

/// A sample as it is kept.
public struct RecordedSample: Sendable, Equatable {
  public var sample: DesignSample
  /// When it was added, in UTC.
  public var time: String
  /// The proposed experiment that it answers.
  public var experiment: Int?
  /// Says that the sample does not count any more.
  public var isDropped: Bool
  /// The table of its Jc, as read.
  public var table: String?
  /// What its maker remarked; of a failed one why it failed.
  public var note: String?
}

/// Everything that a design file holds at one moment, rounds aside.
public struct DesignState: Sendable {
  public var definition: DesignDefinition
  public var samples: [RecordedSample]
  public var experiments: [ProposedExperiment]
  public var rounds: Int

  public var pending: [ProposedExperiment] { experiments.filter { $0.state == .pending } }

  /// Samples that count.
  public var used: [RecordedSample] { samples.filter { !$0.isDropped } }

  public var dropped: [ProposedExperiment] { experiments.filter { $0.state == .dropped } }

  /// The sample that counts and says the same in every number: what is imported a second time.
  public func repeated(_ sample: NewSample) -> RecordedSample? {
    // But for the rounding of another unit.
    func areSame(_ a: Double?, _ b: Double?) -> Bool {
      guard let a, let b else { return a == nil && b == nil }
      return abs(a - b) <= 1e-12 * max(abs(a), abs(b))
    }
    func areSame(_ a: [Double?], _ b: [Double?]) -> Bool { zip(a, b).allSatisfy { areSame($0, $1) } }
    return used.first {
      areSame($0.sample.parameters, sample.parameters) && areSame($0.sample.outcomes, sample.outcomes)
        && areSame($0.sample.sigmas, sample.sigmas)
    }
  }

  /// The study as it stands.
  ///
  /// - Throws: `ExpressionError` for a constraint that cannot be read.
  public func study() throws(ExpressionError) -> DesignStudy {
    DesignStudy(
      space: try definition.space(), outcomes: definition.outcomes, settings: definition.settings,
      samples: used.map(\.sample), pending: pending.map(\.parameters),
      dropped: dropped.map(\.parameters))
  }
}

/// A sample to be added.
public struct NewSample: Sendable {
  /// In the definition's order and units.
  public var parameters: [Double]
  public var outcomes: [Double?]
  public var sigmas: [Double?]
  /// The proposed experiment that it answers; nil to take the pending one with the same parameters, if any.
  public var experiment: Int?
  public var table: String?
  /// A remark; why it failed where nothing was measured.
  public var note: String?

  public init(
    parameters: [Double], outcomes: [Double?], sigmas: [Double?], experiment: Int? = nil, table: String? = nil,
    note: String? = nil
  ) {
    self.parameters = parameters
    self.outcomes = outcomes
    self.sigmas = sigmas
    self.experiment = experiment
    self.table = table
    self.note = note
  }
}

/// A round of suggestions with everything that it came from.
public struct SuggestionRound: Sendable, Equatable {
  /// From 1.
  public var id: Int
  public var time: String
  public var version: String
  public var settings: DesignSettings
  public var count: Int
  /// What was known: numbers of samples, and of pending and dropped experiments.
  public var samples: [Int]
  public var pending: [Int]
  public var dropped: [Int]
  /// The suggestions as they were written down, to the byte.
  public var result: String
}
