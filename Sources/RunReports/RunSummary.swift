/// `summary.json` of a run folder, schema `fem-bulk/summary/1`, as far as reports use it. What is not finite is null there
/// and nil here. SI units but for the drift.
public struct RunSummary: Decodable, Sendable {
  public struct Probe: Decodable, Sendable {
    public var br: Double?
    public var bz: Double?
    public var error: Double?

    enum CodingKeys: String, CodingKey {
      case br = "Br_T"
      case bz = "Bz_T"
      case error = "error_T"
    }
  }

  public struct Stage: Decodable, Sendable {
    public var stage: String
    public var time: Double
    public var appliedField: Double
    public var temperature: Double
    public var probes: [String: Probe]
    public var moment: Double?
    public var momentError: Double?
    public var momentByBulk: [String: Double?]
    public var trappedFlux: Double?
    public var trappedFluxError: Double?
    /// [ppm/h]
    public var drift: [String: Double?]

    enum CodingKeys: String, CodingKey {
      case stage, probes
      case time = "time_s"
      case appliedField = "applied_field_T"
      case temperature = "temperature_K"
      case moment = "moment_A_m2"
      case momentError = "moment_error_A_m2"
      case momentByBulk = "moment_by_bulk_A_m2"
      case trappedFlux = "trapped_flux_Wb"
      case trappedFluxError = "trapped_flux_error_Wb"
      case drift = "drift_ppm_per_h"
    }
  }

  public struct Numerics: Decodable, Sendable {
    public var system: String
    public var mirrored: Bool
    public var cells: Int
    public var unknowns: Int
    public var steps: Int
    public var rejected: Int
    public var factorisations: Int
    public var runs: [Run]

    public struct Run: Decodable, Sendable {
      public var purpose: String
      public var cells: Int
      public var steps: Int
    }
  }

  public var schema: String
  public var name: String
  public var accuracy: Double
  public var stages: [Stage]
  public var numerics: Numerics
  public var warnings: [String]
  public var loop: Loop?
  public var decay: [Decay]?

  /// Of a sweep of the applied field there and back.
  public struct Loop: Decodable, Sendable {
    /// [J] and [J/m³]
    public var loss: Double?
    public var lossDensity: Double?
    /// Of the bulks [m³].
    public var volume: Double?
    public var remanence: Remanence?

    /// Where the applied field is zero on its way down.
    public struct Remanence: Decodable, Sendable {
      /// [A/m]
      public var magnetisation: Double?
      /// At the probes [T].
      public var field: [String: Double?]?

      enum CodingKeys: String, CodingKey {
        case magnetisation = "magnetisation_A_m"
        case field = "Bz_minus_Ba_T"
      }
    }

    enum CodingKeys: String, CodingKey {
      case remanence
      case volume = "volume_m3"
      case loss = "loss_per_cycle_J"
      case lossDensity = "loss_per_cycle_J_m3"
    }
  }

  /// Of one hold.
  public struct Decay: Decodable, Sendable {
    public struct Probe: Decodable, Sendable {
      /// At `time` [T].
      public var bz: [Double?]
      /// [s]
      public var quietAfter: Double?
      public var isExtrapolated: Bool?

      enum CodingKeys: String, CodingKey {
        case bz = "Bz_T"
        case quietAfter = "quiet_after_s"
        case isExtrapolated = "quiet_after_is_extrapolated"
      }
    }

    public var stage: Int
    /// Since the start of the hold, in equal ratios [s].
    public var time: [Double]
    public var probes: [String: Probe]
    /// [ppm/h]
    public var quietDrift: Double?

    enum CodingKeys: String, CodingKey {
      case stage, probes
      case time = "hold_time_s"
      case quietDrift = "quiet_drift_ppm_per_h"
    }
  }

  static let knownSchema = "fem-bulk/summary/1"
}

/// `provenance.json` of a run folder.
public struct RunProvenance: Decodable, Sendable {
  public var version: String
  public var commit: String?
  public var arguments: [String]
  public var started: String
  public var swift: String
  /// [s]
  public var total: Double?

  enum CodingKeys: String, CodingKey {
    case version, commit, arguments, started, swift
    case total = "total_s"
  }
}
