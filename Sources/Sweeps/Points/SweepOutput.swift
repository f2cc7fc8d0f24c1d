public import BulkSimulation
internal import Superconductors

/// A result that a sweep keeps of every point.
public struct SweepOutput: Codable, Sendable, Equatable {
  public enum Quantity: Codable, Sendable, Equatable {
    /// [s], [T], [K] of the first bulk.
    case time
    case appliedField
    case temperature
    /// At the probe of that index [T], [ppm/h].
    case br(Int)
    case bz(Int)
    case drift(Int)
    /// [A m²]
    case moment
  }

  /// Names the column in the store, its unit included: `ramp_centre_Bz_T`.
  public var name: String
  public var unit: String
  /// Index in the protocol.
  public var stage: Int
  public var quantity: Quantity

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
      }
    return "\(what), \(stage)"
  }

  /// Everything at the end of every stage. A stage goes by its name, and by its index too where several have the same.
  public static func all(of simulationCase: SimulationCase) -> [SweepOutput] {
    let names = simulationCase.stages.map(\.name)
    return names.indices.flatMap { stage in
      let label = names.count { $0 == names[stage] } > 1 ? "\(names[stage])\(stage)" : names[stage]
      func output(_ name: String, _ unit: String, _ quantity: Quantity) -> SweepOutput {
        SweepOutput(name: "\(label)_\(name)", unit: unit, stage: stage, quantity: quantity)
      }
      return [
        output("time_s", "s", .time), output("applied_field_T", "T", .appliedField),
        output("temperature_K", "K", .temperature),
      ]
        + simulationCase.probes.enumerated().flatMap { index, probe in
          [
            output("\(probe.name)_Br_T", "T", .br(index)), output("\(probe.name)_Bz_T", "T", .bz(index)),
            output("\(probe.name)_drift_ppm_per_h", "ppm/h", .drift(index)),
          ]
        } + [output("moment_A_m2", "A m^2", .moment)]
    }
  }

  /// Its value in a run; nil for a drift where Bz is 0.
  func value(in run: PreparedMagnet.Run) -> Double? {
    let end = run.stageEnds[stage]
    return switch quantity {
    case .time: end.time
    case .appliedField: end.appliedField
    case .temperature: end.temperature
    case .br(let probe): end.probes[probe].x
    case .bz(let probe): end.probes[probe].y
    case .drift(let probe): run.drifts[stage][probe]
    case .moment: end.moment
    }
  }
}
