internal import BulkSimulation
public import Notation

/// What only some protocols have: a loop, holds.
extension RunSummary {
  public struct Loop: Codable, Sendable, Equatable {
    /// One sweep of the cycle.
    public struct Branch: Codable, Sendable, Equatable {
      public var appliedField: [JSONNumber]
      public var magnetisation: [JSONNumber]

      enum CodingKeys: String, CodingKey {
        case appliedField = "applied_field_T"
        case magnetisation = "magnetisation_A_m"
      }
    }

    /// The falling branch where Ba = 0 [A m²], [A/m], [T].
    public struct Remanence: Codable, Sendable, Equatable {
      public var moment: JSONNumber
      public var magnetisation: JSONNumber
      public var meanField: JSONNumber
      public var probes: [String: JSONNumber]

      enum CodingKeys: String, CodingKey {
        case moment = "moment_A_m2"
        case magnetisation = "magnetisation_A_m"
        case meanField = "mean_B_minus_Ba_T"
        case probes = "Bz_minus_Ba_T"
      }
    }

    public var startField: JSONNumber
    public var reversalField: JSONNumber
    public var volume: JSONNumber
    public var loss: JSONNumber
    public var lossDensity: JSONNumber
    public var closure: JSONNumber
    public var remanence: Remanence?
    /// The cycle's first sweep and its second.
    public var branches: [Branch]
    /// Of the first branch's fields.
    public var width: [JSONNumber]

    enum CodingKeys: String, CodingKey {
      case remanence, branches, closure
      case startField = "start_field_T"
      case reversalField = "reversal_field_T"
      case volume = "volume_m3"
      case loss = "loss_per_cycle_J"
      case lossDensity = "loss_per_cycle_J_m3"
      case width = "width_A_m"
    }
  }

  public struct Decay: Codable, Sendable, Equatable {
    public struct Probe: Codable, Sendable, Equatable {
      public var start: JSONNumber
      public var bz: [JSONNumber]
      /// null where Bz is 0.
      public var drift: [JSONNumber]
      public var exponent: [JSONNumber]
      public var quietAfter: JSONNumber?
      public var quietAfterIsExtrapolated: Bool

      enum CodingKeys: String, CodingKey {
        case start = "Bz_start_T"
        case bz = "Bz_T"
        case drift = "drift_ppm_per_h"
        case exponent = "creep_exponent"
        case quietAfter = "quiet_after_s"
        case quietAfterIsExtrapolated = "quiet_after_is_extrapolated"
      }
    }

    public var stage: Int
    public var start: JSONNumber
    /// Since the start of the hold, in equal ratios [s].
    public var times: [Double]
    public var quietDrift = JSONNumber(FluxCreep.quietDrift)
    public var probes: [String: Probe]

    enum CodingKeys: String, CodingKey {
      case stage, probes
      case start = "start_s"
      case times = "hold_time_s"
      case quietDrift = "quiet_drift_ppm_per_h"
    }
  }
}

extension RunSummary.Loop {
  init(_ loop: HysteresisLoop, probeNames: [String]) {
    let cycle = (0..<2).map { i in loop.points.filter { $0.sweep == loop.firstSweepOfCycle + i } }
    startField = JSONNumber(cycle[0].first?.appliedField ?? .nan)
    reversalField = JSONNumber(cycle[0].last?.appliedField ?? .nan)
    volume = JSONNumber(loop.volume)
    loss = JSONNumber(loop.loss)
    lossDensity = JSONNumber(loop.loss / loop.volume)
    closure = JSONNumber(loop.closure)
    remanence = loop.remanence.map {
      Remanence(
        moment: JSONNumber($0.moment), magnetisation: JSONNumber($0.magnetisation), meanField: JSONNumber($0.meanField),
        probes: byName(probeNames, $0.probes, JSONNumber.init))
    }
    branches = cycle.map { points in
      Branch(
        appliedField: points.map { JSONNumber($0.appliedField) },
        magnetisation: points.map { JSONNumber($0.magnetisation) })
    }
    width = cycle[0].map { JSONNumber($0.width ?? .nan) }
  }
}

extension RunSummary.Decay {
  init(_ creep: FluxCreep, probeNames: [String]) {
    stage = creep.stage
    start = JSONNumber(creep.start)
    times = creep.times
    probes = byName(probeNames, creep.probes) { probe in
      Probe(
        start: JSONNumber(probe.start), bz: probe.bz.map(JSONNumber.init),
        drift: probe.drift.map(JSONNumber.init), exponent: probe.exponent.map(JSONNumber.init),
        quietAfter: probe.quietAfter.map(JSONNumber.init), quietAfterIsExtrapolated: probe.quietAfterIsExtrapolated)
    }
  }
}
