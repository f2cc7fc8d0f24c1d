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
    /// Largest and mean temperature of all bulks [K], and Joule heat since the start [J], where heat is computed.
    case largestTemperature
    case meanTemperature
    case heat
    /// Largest less smallest Bz on the line through a probe along the axis, `within` [m] to both sides, relative to its mean
    /// [ppm]. `line` are the probes of that line.
    case inhomogeneity(line: [Int])
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
      case .inhomogeneity: "ppm"
      case .hoopMax, .hoopPeak: "Pa"
      case .strengthUsed: "%"
      }
    }

    /// True for what the case itself says, which no computation makes an error in.
    public var isGiven: Bool {
      switch self {
      case .time, .appliedField, .temperature: true
      case .br, .bz, .drift, .moment, .force, .largestTemperature, .meanTemperature, .heat, .inhomogeneity, .hoopMax,
        .hoopPeak, .strengthUsed:
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
      case .hoopMax: "largest hoop stress"
      case .hoopPeak: "largest hoop stress from the start on"
      case .strengthUsed: "share of the strength"
      }
    return "\(what), \(stage)"
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
      let label = names.count { $0 == names[stage] } > 1 ? "\(names[stage])\(stage)" : names[stage]
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
      return given + probes + moment + forces(quantity) + stresses(stage, quantity) + heat(quantity)
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
  fileprivate static func inhomogeneity(_ bz: [Double]) -> Value? {
    let mean = bz.reduce(0, +) / Double(max(1, bz.count))
    guard let least = bz.min(), let most = bz.max(), mean != 0 else { return nil }
    return Value(value: 1e6 * (most - least) / abs(mean))
  }
}

extension ReportedQuantity.Observable {
  /// A number of the stresses; nil where there is none, as a share of a strength that nobody gave.
  fileprivate func value(in stress: StressResult, stage: Int) -> ReportedQuantity.Value? {
    let (state, peak) = (stress.stages[stage], stress.peak.state)
    switch self {
    case .hoopMax: return .init(value: state.hoop.value, error: state.error)
    case .hoopPeak: return .init(value: peak.hoop.value, error: peak.error)
    case .strengthUsed:
      let margins = [state.margin, peak.margin].compactMap { $0 }
      guard let margin = margins.min() else { return nil }
      let share = 100 / margin
      return .init(value: share, error: share * peak.error / max(abs(peak.hoop.value), .leastNormalMagnitude))
    default: return nil
    }
  }

  /// Its value in a row of a history; nil for a drift, of which a row knows nothing.
  ///
  /// - Throws: `UnknownQuantity` for a probe that the row has not.
  public func value(in row: SimulationResult.HistoryRow) throws(UnknownQuantity) -> ReportedQuantity.Value? {
    func probe(_ index: Int) throws(UnknownQuantity) -> (field: SIMD2<Double>, error: Double?) {
      guard row.probes.indices.contains(index) else {
        throw UnknownQuantity("no probe \(index); the run has \(row.probes.count)")
      }
      return (row.probes[index], row.probeErrors.indices.contains(index) ? row.probeErrors[index] : nil)
    }
    switch self {
    case .time: return .init(value: row.time, error: 0)
    case .appliedField: return .init(value: row.appliedField, error: 0)
    case .temperature: return .init(value: row.temperature, error: 0)
    case .br(let index):
      let value = try probe(index)
      return .init(value: value.field.x, error: value.error)
    case .bz(let index):
      let value = try probe(index)
      return .init(value: value.field.y, error: value.error)
    case .drift: return nil
    case .hoopMax, .hoopPeak, .strengthUsed: throw UnknownQuantity("stresses are known at the ends of stages alone")
    case .moment: return .init(value: row.moment, error: row.probeErrors.isEmpty ? nil : row.momentError)
    case .force(let index):
      guard row.forces.indices.contains(index) else {
        throw UnknownQuantity("no force on body \(index); the run has \(row.forces.count)")
      }
      return .init(value: row.forces[index].force, error: row.forces[index].error)
    case .largestTemperature: return row.heat.map { .init(value: $0.largest.temperature, error: $0.largest.error) }
    case .meanTemperature: return row.heat.map { .init(value: $0.mean.temperature, error: $0.mean.error) }
    case .heat: return row.heat.map { .init(value: $0.dissipated, error: $0.dissipatedError) }
    case .inhomogeneity(let line):
      return ReportedQuantity.inhomogeneity(
        try line.map { index throws(UnknownQuantity) in try probe(index).field.y })
    }
  }
}

/// A quantity that a run does not have, with those that there are.
public struct UnknownQuantity: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }

  static let noStress =
    "no stresses were computed; young and poisson in the material of every bulk would give them"

  init(_ quantity: ReportedQuantity, stages: [String]) {
    description = "\(quantity.name): no stage \(quantity.stage)" + Self.known(stages)
  }

  init(_ quantity: ReportedQuantity, probes: [String]) {
    description = "\(quantity.name): no such probe" + Self.known(probes)
  }

  init(_ quantity: ReportedQuantity, bodies: [String]) {
    description = "\(quantity.name): no such force" + Self.known(bodies)
  }

  private static func known(_ names: [String]) -> String { " (known: \(names.joined(separator: ", ")))" }
}
