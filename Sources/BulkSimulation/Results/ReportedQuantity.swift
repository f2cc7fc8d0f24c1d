public import Magnets
internal import Meshing
import Superconductors

/// What can be asked of a run: an observable at the end of a stage.
///
/// One type for columns of sweeps, outcomes of designs, data of fits and rows of sensitivity tables.
public struct ReportedQuantity: Codable, Sendable, Hashable {
  /// A number of the magnet at one time. Probes go by their index in the case.
  public enum Observable: Codable, Sendable, Hashable {
    /// [s], [T], [K] of the first bulk.
    case time
    case appliedField
    case temperature
    /// Components of B at a probe [T].
    case br(Int)
    case bz(Int)
    /// Relative drift of Bz at a probe with field and temperature held [ppm/h].
    case drift(Int)
    /// Of all bulks [A m²].
    case moment
    /// Axial force on a bulk or, counted on behind them, a source [N].
    case force(Int)
    /// Axial, between the bulks and the source that the stage moves [N/m].
    case stiffness
    /// Largest and mean temperature of all bulks [K], and Joule heat since the start [J], where heat is computed.
    case largestTemperature
    case meanTemperature
    case heat
    /// Largest less smallest Bz on the line through a probe along the axis, `within` [m] to both sides, relative to its mean
    /// [ppm]. `line` are the probes of that line.
    case inhomogeneity(line: [Int])
    /// Largest less smallest Bz over a sample on the axis, with its middle at z [m], relative to its mean [ppm].
    case homogeneity(Homogeneity.Sample, z: Double)
    /// Largest hoop stress in bulks, and the largest of it from the start of the run on [Pa].
    case hoopMax, hoopPeak
    /// The larger of the tensions then and at the peak in terms of the bulk's strength [%].
    case strengthUsed

    public var unit: String {
      switch self {
      case .time: "s"
      case .appliedField, .br, .bz: "T"
      case .temperature, .largestTemperature, .meanTemperature: "K"
      case .heat: "J"
      case .drift: "ppm/h"
      case .moment: "A m^2"
      case .force: "N"
      case .stiffness: "N/m"
      case .inhomogeneity, .homogeneity: "ppm"
      case .hoopMax, .hoopPeak: "Pa"
      case .strengthUsed: "%"
      }
    }

    /// True for what the case itself says, which no computation makes an error in.
    public var isGiven: Bool {
      switch self {
      case .time, .appliedField, .temperature: true
      case .br, .bz, .drift, .moment, .force, .stiffness, .largestTemperature, .meanTemperature, .heat, .inhomogeneity,
        .homogeneity, .hoopMax, .hoopPeak, .strengthUsed:
        false
      }
    }
  }

  /// A value with its estimated numerical error, both in the observable's unit; nil where nothing is known of the error.
  public struct Value: Sendable, Hashable {
    public var value: Double
    public var error: Double?

    public init(value: Double, error: Double? = nil) {
      self.value = value
      self.error = error
    }
  }

  /// Names the column in tables, its unit included: `ramp_centre_Bz_T`.
  public var name: String
  public var unit: String
  /// Index in the protocol.
  public var stage: Int
  public var quantity: Observable

  /// - Parameters:
  ///   - name: of the column.
  ///   - stage: its index in the protocol.
  ///   - quantity: what is asked for.
  public init(name: String, stage: Int, quantity: Observable) {
    self.name = name
    self.stage = stage
    self.quantity = quantity
    unit = quantity.unit
  }

  /// Names the column of its error, in the same unit: `ramp_centre_Bz_T_error`; nil for what has none.
  public var errorName: String? { quantity.isGiven ? nil : "\(name)_error" }

  /// What stands for it in heads of tables.
  public var symbol: String {
    switch quantity {
    case .bz: "Bz"
    case .br: "Br"
    case .force: "force"
    case .stiffness: "stiffness"
    case .moment: "moment"
    default: name
    }
  }

  /// As people read it: `Bz centre, ramp`.
  public var label: String {
    let stage = name.prefix { $0 != "_" }
    func probe(_ suffix: String) -> Substring { name.dropFirst(stage.count + 1).dropLast(suffix.count) }
    let what =
      switch quantity {
      case .time: "time"
      case .appliedField: "applied field"
      case .temperature: "temperature"
      case .br: "Br \(probe("_Br_T"))"
      case .bz: "Bz \(probe("_Bz_T"))"
      case .drift: "drift \(probe("_drift_ppm_per_h"))"
      case .moment: "moment"
      case .force: "force on \(probe("_force_N"))"
      case .largestTemperature: "largest temperature"
      case .meanTemperature: "mean temperature"
      case .heat: "heat"
      case .inhomogeneity: "inhomogeneity"
      case .homogeneity: "inhomogeneity"
      case .stiffness: "stiffness"
      case .hoopMax: "largest hoop stress"
      case .hoopPeak: "largest hoop stress from the start on"
      case .strengthUsed: "share of the strength"
      }
    return "\(what), \(stage)"
  }

  /// What columns of a stage begin with: its name, with its index where several have the same.
  public static func stageLabel(_ stage: Int, in simulationCase: SimulationCase) -> String {
    let names = simulationCase.stages.map(\.name)
    return names.count { $0 == names[stage] } > 1 ? "\(names[stage])\(stage)" : names[stage]
  }

  /// Everything at the end of every stage. A stage goes by its name, and by its index too where several have the same.
  public static func all(of simulationCase: SimulationCase) -> [ReportedQuantity] {
    let names = simulationCase.stages.map(\.name)
    // Between bulks alone forces are worked out where they are asked for.
    let bodies =
      simulationCase.sources.isEmpty ? [] : simulationCase.bulks.map(\.shape.name) + simulationCase.sources.map(\.name)
    func forces(_ quantity: (String, Observable) -> ReportedQuantity) -> [ReportedQuantity] {
      bodies.enumerated().map { quantity("\($0.element)_force_N", .force($0.offset)) }
    }
    let hasStrength = simulationCase.bulks.contains { $0.material.elastic.strength != nil }
    func stresses(_ stage: Int, _ quantity: (String, Observable) -> ReportedQuantity) -> [ReportedQuantity] {
      guard simulationCase.computesStress else { return [] }
      let own = [quantity("hoop_max_Pa", .hoopMax)]
      guard stage == names.count - 1 else { return own }
      return own + [quantity("hoop_peak_Pa", .hoopPeak)]
        + (hasStrength ? [quantity("strength_used_percent", .strengthUsed)] : [])
    }
    func heat(_ quantity: (String, Observable) -> ReportedQuantity) -> [ReportedQuantity] {
      guard simulationCase.isHeated else { return [] }
      return [
        quantity("temperature_max_K", .largestTemperature), quantity("temperature_mean_K", .meanTemperature),
        quantity("heat_J", .heat),
      ]
    }
    return names.indices.flatMap { stage -> [ReportedQuantity] in
      let label = stageLabel(stage, in: simulationCase)
      func quantity(_ name: String, _ quantity: Observable) -> ReportedQuantity {
        ReportedQuantity(name: "\(label)_\(name)", stage: stage, quantity: quantity)
      }
      let given = [
        quantity("time_s", .time), quantity("applied_field_T", .appliedField), quantity("temperature_K", .temperature),
      ]
      let probes = simulationCase.probes.enumerated().flatMap { index, probe in
        [
          quantity("\(probe.name)_Br_T", .br(index)), quantity("\(probe.name)_Bz_T", .bz(index)),
          quantity("\(probe.name)_drift_ppm_per_h", .drift(index)),
        ]
      }
      let moment = [quantity("moment_A_m2", .moment)]
      let isMove = if case .move = simulationCase.stages[stage] { true } else { false }
      let stiffness = isMove ? [quantity("stiffness_N_per_m", .stiffness)] : []
      return given + probes + moment + forces(quantity) + stiffness + stresses(stage, quantity) + heat(quantity)
    }
  }

  /// Its value in a full simulation, with the estimate of its error; nil for what has no value, as the drift of no field.
  ///
  /// - Throws: `UnknownQuantity` for a stage or a probe that the run has not.
  public func value(in result: SimulationResult) throws(UnknownQuantity) -> Value? {
    guard result.stages.indices.contains(stage) else { throw UnknownQuantity(self, stages: result.stages.map(\.stage)) }
    let state = result.stages[stage]
    func probe(_ index: Int) throws(UnknownQuantity) -> SimulationResult.ProbeValue {
      guard state.probes.indices.contains(index) else { throw UnknownQuantity(self, probes: result.probeNames) }
      return state.probes[index]
    }
    switch quantity {
    case .time: return Value(value: state.time, error: 0)
    case .appliedField: return Value(value: state.appliedField, error: 0)
    case .temperature: return Value(value: state.temperature, error: 0)
    case .br(let index):
      let value = try probe(index)
      return Value(value: value.br, error: value.error)
    case .bz(let index):
      let value = try probe(index)
      return Value(value: value.bz, error: value.error)
    case .drift(let index):
      let value = try probe(index)
      return value.drift.map { Value(value: $0, error: value.driftError) }
    case .moment: return Value(value: state.moment, error: state.momentError)
    case .force(let index):
      guard state.forces.indices.contains(index) else { throw UnknownQuantity(self, bodies: result.bodyNames) }
      return Value(value: state.forces[index].force, error: state.forces[index].error)
    case .largestTemperature: return try Self.heat(state.heat, self) { ($0.largest.temperature, $0.largest.error) }
    case .meanTemperature: return try Self.heat(state.heat, self) { ($0.mean.temperature, $0.mean.error) }
    case .heat: return try Self.heat(state.heat, self) { ($0.dissipated, $0.dissipatedError) }
    case .inhomogeneity(let line):
      return Self.inhomogeneity(try line.map { index throws(UnknownQuantity) in try probe(index).bz })
    case .stiffness: return state.stiffness.map { Value(value: $0.value, error: $0.error) }
    case .homogeneity(let sample, let z):
      guard let field = result.field(atEndOf: stage) else {
        throw UnknownQuantity(self, stages: result.stages.map(\.stage))
      }
      return (try? Homogeneity(field, sample: sample, z: z)).map {
        Value(value: $0.peakToPeak.value, error: $0.peakToPeak.error)
      }
    case .hoopMax, .hoopPeak, .strengthUsed:
      guard let stress = result.stress else { throw UnknownQuantity("\(name): " + UnknownQuantity.noStress) }
      return quantity.value(in: stress, stage: stage)
    }
  }

  /// Its value in a run on the meshes of a prepared magnet; nil likewise. The error is that of the mesh, of a drift nothing is
  /// known.
  ///
  /// - Throws: `UnknownQuantity` for a stage or a probe that the run has not.
  public func value(in run: PreparedMagnet.Run) throws(UnknownQuantity) -> Value? {
    guard run.stageEnds.indices.contains(stage) else {
      throw UnknownQuantity("\(name): no stage \(stage); the run has \(run.stageEnds.count)")
    }
    if case .drift(let probe) = quantity {
      guard run.drifts[stage].indices.contains(probe) else {
        throw UnknownQuantity("\(name): no probe \(probe); the run has \(run.drifts[stage].count)")
      }
      return run.drifts[stage][probe].map { Value(value: $0) }
    }
    switch quantity {
    case .hoopMax, .hoopPeak, .strengthUsed:
      guard let stress = run.stress else { throw UnknownQuantity("\(name): " + UnknownQuantity.noStress) }
      return quantity.value(in: stress, stage: stage)
    case .stiffness: return run.stiffness[stage].map { Value(value: $0.value, error: $0.error) }
    case .homogeneity(let sample, let z): return run.currents?.homogeneity(sample, z: z, stage: stage)
    default: break
    }
    return try quantity.value(in: run.stageEnds[stage])
  }

  private static func heat(
    _ state: SimulationResult.HeatState?, _ quantity: ReportedQuantity,
    _ number: (SimulationResult.HeatState) -> (value: Double, error: Double)
  ) throws(UnknownQuantity) -> Value {
    guard let state else {
      throw UnknownQuantity("\(quantity.name): the temperatures of the run are those of its protocol")
    }
    return Value(value: number(state).value, error: number(state).error)
  }

  // Errors of neighbouring points have the same sign and nearly cancel; what is left of them is not known.
  static func inhomogeneity(_ bz: [Double]) -> Value? {
    let mean = bz.reduce(0, +) / Double(max(1, bz.count))
    guard let least = bz.min(), let most = bz.max(), mean != 0 else { return nil }
    return Value(value: 1e6 * (most - least) / abs(mean))
  }
}
