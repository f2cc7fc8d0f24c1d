import Notation
import Superconductors

/// What a reader of a result must know about it: where the numbers, the data or the model end. Each has a sentence on what is so
/// (`message`) and one on what to do (`remedy`).
///
/// ```swift
/// for warning in result.warnings { print(warning) }
/// let heat = result.warnings.contains { if case .heat = $0 { true } else { false } }
/// ```
public enum RunWarning: Sendable, Equatable {
  // Of the numbers.

  /// The estimated error stayed above the accuracy asked for; both are shares. `fixesMesh` where the case leaves no choice.
  case accuracyMissed(asked: Double, reached: Double, fixesMesh: Bool)
  /// Steps over which flux jumped, of all steps.
  case fluxJumps(count: Int, steps: Int)
  /// The share of the largest energy that is missing at the end of a stage.
  case energyImbalance(stage: Stage, share: Double)
  /// What an imported mesh's outline adds to the error: its distance in the magnet's radius, and a share of the field.
  case nearOutline(distance: Double, share: Double)

  // Of the case.

  /// A bulk of more than a metre [m]; `isDrawn` where it comes from an imported mesh.
  case oversizedBulk(name: String, width: Double, height: Double, isDrawn: Bool)
  /// A stage at a given rate that has nothing to change.
  case idleStage(Stage, at: IdleValue)
  /// A table's points scatter by this share around the curve that was used.
  case scatteringTable(material: String, share: Double)

  // Of the model and of what is known about a material.

  /// Fields up to `field` [T] where a table's curve ends at `end`.
  case fieldBeyondTable(material: String, field: Double, end: Double)
  /// Fields up to `field` [T] where a table has Jc = 0 from `end` on: above the irreversibility field.
  case fieldBeyondIrreversibility(material: String, field: Double, end: Double)
  /// Temperatures of the run and of the table [K].
  case temperatureBeyondTable(material: String, run: ClosedRange<Double>, table: ClosedRange<Double>)
  /// Fields up to `field` [T] and temperatures of the run [K], of which a table of n does not have all.
  case beyondExponentTable(
    material: String, field: Double, temperatures: ClosedRange<Double>, table: ExponentTable)
  /// A law that has no sense in the magnet's own field.
  case lawBeyondSense(material: String, finding: Finding)
  /// Fields up to `field` [T] where a material's numbers hold up to `limit`.
  case fieldBeyondValidity(material: String, field: Double, limit: Double)
  /// Temperatures of the run and those for which a material's numbers hold [K].
  case temperatureBeyondValidity(material: String, run: ClosedRange<Double>, valid: ClosedRange<Double>)
  /// A bulk that is not below its Tc [K] in a stage that should magnetise it, nor later.
  case aboveCriticalTemperature(Stage, bulk: String, temperature: Double, criticalTemperature: Double)
  /// A hold whose drift is still that of the change before; times [s], and the share of the drift at its end.
  case shortHold(Stage, duration: Double, change: Double, share: Double)
  /// Bulks that are cooled in no field but that of a magnet which comes nearer later: its largest field in them [T], and about how
  /// much further away [m] zero-field cooling begins.
  case frozenFlux(Stage, source: String, field: Double, further: Double)
  /// Flux jumped for heat in a bulk, first at a time [s] and an applied field [T], in so many of the runs on several meshes.
  case thermalJump(bulk: String, time: Double, field: Double, runs: Int, of: Int)
  /// A stage in which a bulk's own heat would change its Jc.
  case heat(Stage, Warming)
  /// A support without heat capacity and conductivity in a run with heat.
  case supportWithoutHeat(support: String)
  /// A stage in which eddy currents in a support, which are not computed, would matter if it were a metal.
  case eddyCurrents(Stage, EddyCurrents)
  /// A principal tension [Pa] beyond the strength of a bulk, of which the margin is the share; at a time [s].
  case mayCrack(Stage, tension: Double, margin: Double, time: Double)
  /// Supports beyond their strength.
  case supportYields(Stage, margin: Double)
  /// A contact without friction that goes into tension [Pa] from a time [s] on.
  case contactOpens(first: String, second: String, time: Double, tension: Double)

  /// What a support would do to a stage if it were a metal.
  public struct EddyCurrents: Sendable, Equatable {
    public var support: String
    /// The least resistivity of a metal of its conductivity at a temperature [ohm m], [K].
    public var resistivity, temperature: Double
    /// By how much the field in it would lag behind [s], and as a share of all that the field changes by.
    public var lag, share: Double
    /// By how much it would warm up [K].
    public var warming: Double
  }

  /// A stage by its index in the protocol and its key.
  public struct Stage: Sendable, Equatable {
    public var index: Int
    public var name: String
  }

  /// What a stage without a change is at already.
  public enum IdleValue: Sendable, Equatable {
    /// [T]
    case field(Double)
    /// [A]
    case current(Double)
    /// [K]
    case temperature(Double)
    case temperaturesOfBulks
  }

  /// By how much a bulk would warm up in a stage, which the equations leave out.
  public struct Warming: Sendable, Equatable {
    public var bulk: String
    /// Rise of the temperature on average and where it is largest [K].
    public var mean, largest: Double
    /// The rise that lowers Jc by a tenth [K].
    public var allowed: Double
    /// How long the stage takes, and how long heat takes to leave the bulk [s].
    public var duration, cooling: Double
    /// How long a stage of the same change would have to take, about [s].
    public var slowEnough: Double
  }
}

extension RunWarning {
  /// The word for it in files.
  public var kind: String {
    switch self {
    case .accuracyMissed: "accuracy_missed"
    case .fluxJumps: "flux_jumps"
    case .energyImbalance: "energy_imbalance"
    case .nearOutline: "near_outline"
    case .oversizedBulk: "oversized_bulk"
    case .idleStage: "idle_stage"
    case .scatteringTable: "scattering_table"
    case .fieldBeyondTable: "field_beyond_table"
    case .fieldBeyondIrreversibility: "field_beyond_irreversibility"
    case .temperatureBeyondTable: "temperature_beyond_table"
    case .beyondExponentTable: "beyond_exponent_table"
    case .lawBeyondSense: "law_beyond_sense"
    case .fieldBeyondValidity: "field_beyond_validity"
    case .temperatureBeyondValidity: "temperature_beyond_validity"
    case .aboveCriticalTemperature: "above_critical_temperature"
    case .shortHold: "short_hold"
    case .frozenFlux: "frozen_flux"
    case .heat: "heat"
    case .supportWithoutHeat: "support_without_heat"
    case .eddyCurrents: "eddy_currents"
    case .mayCrack: "may_crack"
    case .supportYields: "support_yields"
    case .contactOpens: "contact_opens"
    case .thermalJump: "thermal_jump"
    }
  }

  /// The stage that it is about; nil where it is about the whole run.
  public var stage: Stage? {
    switch self {
    case .energyImbalance(let stage, _), .idleStage(let stage, _), .aboveCriticalTemperature(let stage, _, _, _),
      .shortHold(let stage, _, _, _), .frozenFlux(let stage, _, _, _), .heat(let stage, _),
      .mayCrack(let stage, _, _, _), .supportYields(let stage, _), .eddyCurrents(let stage, _):
      stage
    default: nil
    }
  }

  /// The bulk that it is about; nil where it is about more than one.
  public var bulk: String? {
    switch self {
    case .oversizedBulk(let name, _, _, _), .aboveCriticalTemperature(_, let name, _, _): name
    case .heat(_, let warming): warming.bulk
    case .thermalJump(let bulk, _, _, _, _): bulk
    default: nil
    }
  }

  /// The material that it is about.
  public var material: String? {
    switch self {
    case .scatteringTable(let material, _), .fieldBeyondTable(let material, _, _),
      .fieldBeyondIrreversibility(let material, _, _), .temperatureBeyondTable(let material, _, _),
      .beyondExponentTable(let material, _, _, _), .lawBeyondSense(let material, _),
      .fieldBeyondValidity(let material, _, _), .temperatureBeyondValidity(let material, _, _):
      material
    default: nil
    }
  }
}
