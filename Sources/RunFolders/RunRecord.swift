public import BulkSimulation
public import Magnets

/// What a run leaves in its folder, as a value: made from a result, or read again from the files. Both are equal, and every number
/// of a report comes from it.
public struct RunRecord: Sendable {
  /// A field map and the stage at whose end it was taken.
  public struct StageMap: Sendable, Equatable {
    /// Index in `summary.stages`.
    public var stage: Int
    public var fields: FieldSnapshot
  }

  /// Stresses at one time.
  public struct StressMap: Sendable, Equatable {
    /// Index in `summary.stages`; nil for the peak of the run.
    public var stage: Int?
    public var field: StressField
  }

  /// The path of the folder, as it was given.
  public var folder: String
  public var summary: RunSummary
  public var history: HistoryTable
  /// Where the protocol sweeps the applied field there and back.
  public var loop: ColumnTable?
  /// Where the protocol has a hold.
  public var decay: ColumnTable?
  /// In the order of the stages.
  public var maps: [StageMap]
  /// In the order of the stages, then that of the peak; empty where no stresses were computed or no maps are written.
  public var stresses: [StressMap]
  /// From which the field anywhere follows; nil in folders of earlier versions.
  public var currents: RunCurrents?
  /// The text of `case.yaml`.
  public var caseText: String
  public var provenance: Provenance
  /// The case of the run; nil when `case.yaml` does not read as one, in which case only its text can be shown.
  public var simulationCase: SimulationCase?

  /// - Parameters:
  ///   - result: of the run.
  ///   - simulationCase: that was computed.
  ///   - folder: where it is, or will be, written.
  ///   - caseText: text of a case file with every default filled in.
  ///   - provenance: what ran, and when.
  public init(
    _ result: SimulationResult, of simulationCase: SimulationCase, folder: String, caseText: String,
    provenance: Provenance
  ) {
    self.folder = folder
    summary = RunSummary(result)
    history = HistoryTable(result)
    loop = result.loop.map { ColumnTable($0, probeNames: result.probeNames) }
    decay = result.creep.isEmpty ? nil : ColumnTable(result.creep, probeNames: result.probeNames)
    maps = result.stages.enumerated().compactMap { index, stage in
      stage.fields.map { StageMap(stage: index, fields: $0) }
    }
    stresses = []
    if let stress = result.stress, simulationCase.fieldOutput == .stageEnds {
      stresses = stress.stages.enumerated().map { StressMap(stage: $0, field: $1.field) }
      stresses.append(StressMap(stage: nil, field: stress.peak.state.field))
    }
    currents = result.currents
    self.caseText = caseText.hasSuffix("\n") ? caseText : caseText + "\n"
    self.provenance = provenance
    self.simulationCase = simulationCase
  }

  /// Probes in the order of the history.
  public var probeNames: [String] {
    let known = summary.stages.reduce(into: Set<String>()) { $0.formUnion($1.probes.keys) }
    let ordered = history.probes.filter(known.contains)
    return ordered + known.subtracting(ordered).sorted()
  }

  /// What there is of field at the end of a stage besides that of the currents; the uniform one where the case does not read.
  public func applied(atEndOf stage: Int) -> AppliedField {
    guard let simulationCase, simulationCase.stages.count == summary.stages.count else {
      return AppliedField(uniform: summary.stages[stage].appliedField)
    }
    return AppliedField(simulationCase, atEndOf: stage)
  }

  public var lastStage: RunSummary.Stage { summary.stages[summary.stages.count - 1] }

  /// `ramp` or, where a protocol has several, `ramp 2`.
  public func stageLabel(_ index: Int) -> String {
    let name = summary.stages[index].stage
    guard summary.stages.filter({ $0.stage == name }).count > 1 else { return name }
    return "\(name) \(summary.stages[...index].filter { $0.stage == name }.count)"
  }
}
