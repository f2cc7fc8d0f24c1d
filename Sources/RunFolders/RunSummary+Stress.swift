internal import BulkSimulation
public import Notation

/// Stresses in the summary.
extension RunSummary {
  /// (r, z) [m]
  public struct Place: Codable, Sendable, Equatable {
    public var r, z: JSONNumber

    enum CodingKeys: String, CodingKey {
      case r = "r_m"
      case z = "z_m"
    }
  }

  /// In bulks, at the end of a stage [Pa].
  public struct Stress: Codable, Sendable, Equatable {
    public var hoop: JSONNumber
    public var hoopAt: Place
    public var radial: JSONNumber
    public var radialAt: Place
    public var principal: JSONNumber
    public var principalAt: Place
    /// Estimated numerical error of the largest hoop stress.
    public var error: JSONNumber
    /// Strength over the largest tension; null without either.
    public var margin: JSONNumber?
    public var failureProbability: JSONNumber?
    /// Largest of each support, and their least margin.
    public var vonMises: [String: JSONNumber]?
    public var supportMargin: JSONNumber?
    /// Largest radial displacement of a rim, and axial one of a face [m].
    public var rim, face: JSONNumber

    enum CodingKeys: String, CodingKey {
      case hoop = "hoop_max_Pa"
      case hoopAt = "hoop_max_at"
      case radial = "radial_max_Pa"
      case radialAt = "radial_max_at"
      case principal = "principal_max_Pa"
      case principalAt = "principal_max_at"
      case error = "error_Pa"
      case margin
      case failureProbability = "failure_probability"
      case vonMises = "support_von_mises_max_Pa"
      case supportMargin = "support_margin"
      case rim = "rim_displacement_m"
      case face = "face_displacement_m"
    }
  }

  /// When the hoop stress in bulks was largest.
  public struct StressPeak: Codable, Sendable, Equatable {
    public var hoop: JSONNumber
    public var time: Double
    public var place: Place
    public var stage: Int
    public var bulk: String
    public var appliedField, radial, principal, error: JSONNumber
    public var margin, failureProbability: JSONNumber?
    /// Within this distance [m] of edges where stress has no bound none is reported; nil where there are none.
    public var distance: JSONNumber?
    /// Without the supports; nil where there are none.
    public var alone: StressAlone?

    enum CodingKeys: String, CodingKey {
      case stage, margin, bulk
      case alone = "without_supports"
      case hoop = "hoop_max_Pa"
      case time = "time_s"
      case place = "at"
      case appliedField = "applied_field_T"
      case radial = "radial_max_Pa"
      case principal = "principal_max_Pa"
      case error = "error_Pa"
      case failureProbability = "failure_probability"
      case distance = "distance_from_edges_m"
    }
  }
}

extension RunSummary {
  /// The largest hoop stress of bulks that nothing holds.
  public struct StressAlone: Codable, Sendable, Equatable {
    public var hoop: JSONNumber
    public var time: Double
    public var place: Place
    public var bulk: String
    public var appliedField, error: JSONNumber
    public var margin: JSONNumber?

    enum CodingKeys: String, CodingKey {
      case bulk, margin
      case hoop = "hoop_max_Pa"
      case time = "time_s"
      case place = "at"
      case appliedField = "applied_field_T"
      case error = "error_Pa"
    }
  }
}

extension RunSummary.Place {
  init(_ extreme: StressResult.Extreme) { self.init(r: JSONNumber(extreme.r), z: JSONNumber(extreme.z)) }
}

extension RunSummary.StressPeak {
  init(_ result: StressResult) {
    let peak = result.peak.state
    hoop = JSONNumber(peak.hoop.value)
    time = peak.time
    place = .init(peak.hoop)
    stage = result.peak.stage
    bulk = result.bodyNames[peak.hoop.body]
    appliedField = JSONNumber(result.peak.appliedField)
    radial = JSONNumber(peak.radial.value)
    principal = JSONNumber(peak.principal.value)
    error = JSONNumber(peak.error)
    margin = peak.margin.map { JSONNumber($0) }
    failureProbability = peak.failureProbability.map { JSONNumber($0) }
    distance = result.distance.map { JSONNumber($0) }
    alone = result.alone.map { own in
      .init(
        hoop: JSONNumber(own.state.hoop.value), time: own.state.time, place: .init(own.state.hoop),
        bulk: result.bodyNames[own.state.hoop.body], appliedField: JSONNumber(own.appliedField),
        error: JSONNumber(own.state.error), margin: own.state.margin.map { JSONNumber($0) })
    }
  }
}

extension RunSummary.Stage {
  /// Adds the stresses at the end of the stage.
  mutating func add(_ state: StressResult.State, _ result: StressResult, probeNames: [String]) {
    let supports = result.bodyNames.suffix(state.vonMises.count)
    stress = .init(
      hoop: JSONNumber(state.hoop.value), hoopAt: .init(state.hoop), radial: JSONNumber(state.radial.value),
      radialAt: .init(state.radial), principal: JSONNumber(state.principal.value), principalAt: .init(state.principal),
      error: JSONNumber(state.error), margin: state.margin.map { JSONNumber($0) },
      failureProbability: state.failureProbability.map { JSONNumber($0) },
      vonMises: supports.isEmpty ? nil : byName(Array(supports), state.vonMises) { JSONNumber($0.value) },
      supportMargin: state.supportMargin.map { JSONNumber($0) }, rim: JSONNumber(state.rimDisplacement),
      face: JSONNumber(state.faceDisplacement))
    for (name, value) in zip(probeNames, state.probes) {
      guard let value, var probe = probes[name] else { continue }
      probe.hoop = JSONNumber(value.hoop)
      probe.radial = JSONNumber(value.radial)
      probe.axial = JSONNumber(value.axial)
      probe.displacementR = JSONNumber(value.displacementR)
      probe.displacementZ = JSONNumber(value.displacementZ)
      probes[name] = probe
    }
  }
}
