public import BulkSimulation
internal import Magnets
public import Notation

/// `summary.json` of a run folder and the document of `--json`, schema `fem-bulk/summary/1`. SI units but for the drift. Keys
/// carry their units; they are a promise to users: add some, never rename one.
public struct RunSummary: Codable, Sendable, Equatable {
  public struct Probe: Codable, Sendable, Equatable {
    public var br, bz, error: JSONNumber
    /// Only for a probe that lies in a body whose stresses were computed.
    public var hoop, radial, axial, displacementR, displacementZ: JSONNumber?
    /// Of a probe within a bulk whose temperature is computed.
    public var temperature, temperatureError: JSONNumber?

    enum CodingKeys: String, CodingKey {
      case br = "Br_T"
      case bz = "Bz_T"
      case error = "error_T"
      case hoop = "hoop_Pa"
      case radial = "radial_Pa"
      case axial = "axial_Pa"
      case displacementR = "displacement_r_m"
      case displacementZ = "displacement_z_m"
      case temperature = "temperature_K"
      case temperatureError = "temperature_error_K"
    }
  }

  public struct Energy: Codable, Sendable, Equatable {
    public var stored, dissipated, work: JSONNumber
    /// Only where a source moves: the part of the work that is done by whoever moves it.
    public var mechanical: JSONNumber?
    /// Only where temperatures are computed: heat that the bulks have more than at the start, and what has left through cooled faces.
    public var storedHeat, removedHeat: JSONNumber?

    enum CodingKeys: String, CodingKey {
      case stored, dissipated, work, mechanical
      case storedHeat = "stored_heat"
      case removedHeat = "removed_heat"
    }
  }

  public struct Stage: Codable, Sendable, Equatable {
    public var stage: String
    public var time, appliedField, temperature: Double
    /// Only where the bulks' temperatures differ.
    public var temperatureByBulk: [String: JSONNumber]?
    public var probes: [String: Probe]
    public var moment, momentError: JSONNumber
    public var momentByBulk: [String: JSONNumber]
    public var trappedFlux, trappedFluxError: JSONNumber
    public var energy: Energy
    /// null where Bz is 0.
    public var drift: [String: JSONNumber]
    /// Axial, on bulks and sources; only where there is more than a bulk in the uniform field.
    public var forces, forceErrors: [String: JSONNumber]?
    /// Only of a stage that moves a source: `-dF/dz` of the force on it over the stage.
    public var stiffness, stiffnessError: JSONNumber?
    /// Only where there are any.
    public var sources: [String: Source]?
    /// Only of a case with elastic materials.
    public var stress: Stress?
    /// Only where temperatures are computed: the largest, the mean, and the error of both; by bulk where there are several; Joule heat
    /// since the start.
    public var temperatureMax, temperatureMean, temperatureError, heat, heatError: JSONNumber?
    /// Heat that has left through each cooled face, by bulk and face as in `A.bottom` [J].
    public var faceHeat, faceHeatError: [String: JSONNumber]?
    public var temperatureMaxByBody, temperatureMeanByBody, temperatureErrorByBody: [String: JSONNumber]?

    enum CodingKeys: String, CodingKey {
      case stage, probes
      case time = "time_s"
      case appliedField = "applied_field_T"
      case temperature = "temperature_K"
      case temperatureByBulk = "temperature_by_bulk_K"
      case moment = "moment_A_m2"
      case momentError = "moment_error_A_m2"
      case momentByBulk = "moment_by_bulk_A_m2"
      case trappedFlux = "trapped_flux_Wb"
      case trappedFluxError = "trapped_flux_error_Wb"
      case energy = "energy_J"
      case drift = "drift_ppm_per_h"
      case sources, stress
      case forces = "forces_N"
      case forceErrors = "force_errors_N"
      case stiffness = "stiffness_N_per_m"
      case stiffnessError = "stiffness_error_N_per_m"
      case temperatureMax = "temperature_max_K"
      case temperatureMean = "temperature_mean_K"
      case temperatureError = "temperature_error_K"
      case temperatureMaxByBody = "temperature_max_by_bulk_K"
      case temperatureMeanByBody = "temperature_mean_by_bulk_K"
      case temperatureErrorByBody = "temperature_error_by_bulk_K"
      case heat = "heat_J"
      case heatError = "heat_error_J"
      case faceHeat = "face_heat_J"
      case faceHeatError = "face_heat_error_J"
    }
  }

  /// A source at the end of a stage: its field, of a coil alone, its current, of a coil with turns, and its lower face.
  public struct Source: Codable, Sendable, Equatable {
    public var field, current: JSONNumber?
    public var zMin: JSONNumber

    enum CodingKeys: String, CodingKey {
      case field = "field_T"
      case current = "current_A"
      case zMin = "z_min_m"
    }
  }

  public struct Run: Codable, Sendable, Equatable {
    public var purpose: SimulationResult.RunPurpose
    public var cells, unknowns, steps, rejected, factorisations, newtonIterations: Int
    public var tolerance: JSONNumber
    /// What this run gives by itself for the end of the last stage; nil in folders of earlier versions.
    public var bz: [String: JSONNumber]?
    public var moment: JSONNumber?

    enum CodingKeys: String, CodingKey {
      case purpose, cells, unknowns, steps, rejected, factorisations, tolerance
      case newtonIterations = "newton_iterations"
      case bz = "Bz_T"
      case moment = "moment_A_m2"
    }
  }

  /// Counts are those of the run whose values are reported, times the sum over all runs.
  public struct Numerics: Codable, Sendable, Equatable {
    public var system, formulation: String
    public var mirrored: Bool
    public var cells, unknowns, steps, rejected, factorisations, newtonIterations: Int
    public var runs: [Run]
    public var setup, solve, total: JSONNumber?

    enum CodingKeys: String, CodingKey {
      case system, formulation, mirrored, cells, unknowns, steps, rejected, factorisations, runs
      case newtonIterations = "newton_iterations"
      case setup = "setup_s"
      case solve = "solve_s"
      case total = "total_s"
    }
  }

  /// A warning in parts, of which `warnings` has the sentence.
  public struct Warning: Codable, Sendable, Equatable {
    /// The word by which a program knows it.
    public var kind: String
    public var message, remedy: String
    /// What it is about, where that is one thing.
    public var stage: Int?
    public var bulk, material: String?
  }

  /// Flux that jumped for heat: when, at which applied field, in which bulk.
  public struct FluxJump: Codable, Sendable, Equatable {
    public var time, timeError, appliedField, fieldAfter, fieldError: JSONNumber
    public var body: String
    public var temperatureBefore, temperatureAfter: JSONNumber

    enum CodingKeys: String, CodingKey {
      case body
      case time = "time_s"
      case timeError = "time_error_s"
      case appliedField = "applied_field_T"
      case fieldAfter = "applied_field_after_T"
      case fieldError = "applied_field_error_T"
      case temperatureBefore = "temperature_before_K"
      case temperatureAfter = "temperature_after_K"
    }
  }

  public var schema = RunSummary.knownSchema
  public var name: String
  public var accuracy: Double
  public var stages: [Stage]
  public var loop: Loop?
  public var decay: [Decay]?
  /// When the hoop stress was largest; only of a case with elastic materials.
  public var stressPeak: StressPeak?
  /// Only where temperatures are computed.
  public var fluxJumps: [FluxJump]?
  public var numerics: Numerics
  public var warnings: [String]
  /// nil in folders of earlier versions.
  public var warningDetails: [Warning]?
  public var folder: String?

  enum CodingKeys: String, CodingKey {
    case schema, name, accuracy, stages, loop, decay, numerics, warnings, folder
    case warningDetails = "warning_details"
    case stressPeak = "stress_peak"
    case fluxJumps = "flux_jumps"
  }

  public static let knownSchema = "fem-bulk/summary/1"
}

extension RunSummary {
  /// - Parameters:
  ///   - result: of the run.
  ///   - withTimes: the file is without wall times and folder: the same bytes on every run of the same case.
  ///   - folder: of the run.
  public init(_ result: SimulationResult, withTimes: Bool = false, folder: String? = nil) {
    name = result.caseName
    accuracy = result.accuracy
    stages = result.stages.map { Stage($0, result) }
    if let stress = result.stress {
      for (index, state) in stress.stages.enumerated() {
        stages[index].add(state, stress, probeNames: result.probeNames)
      }
      stressPeak = StressPeak(stress)
    }
    loop = result.loop.map { Loop($0, probeNames: result.probeNames) }
    if !result.creep.isEmpty { decay = result.creep.map { Decay($0, probeNames: result.probeNames) } }
    if result.stages.contains(where: { $0.heat != nil }) { fluxJumps = result.fluxJumps.map(FluxJump.init) }
    numerics = Numerics(result.numerics, probeNames: result.probeNames, withTimes: withTimes)
    warnings = result.warnings.map(\.description)
    warningDetails = result.warnings.map {
      Warning(
        kind: $0.kind, message: $0.message, remedy: $0.remedy, stage: $0.stage?.index, bulk: $0.bulk,
        material: $0.material)
    }
    self.folder = folder
  }
}

extension RunSummary.Stage {
  init(_ state: SimulationResult.StageState, _ result: SimulationResult) {
    let (probeNames, bulkNames) = (result.probeNames, result.bulkNames)
    stage = state.stage
    time = state.time
    appliedField = state.appliedField
    temperature = state.temperature
    if !state.temperatureByBulk.isEmpty {
      temperatureByBulk = byName(bulkNames, state.temperatureByBulk, JSONNumber.init)
    }
    probes = byName(probeNames, state.probes) {
      RunSummary.Probe(
        br: JSONNumber($0.br), bz: JSONNumber($0.bz), error: JSONNumber($0.error),
        temperature: $0.temperature.map { JSONNumber($0.temperature) },
        temperatureError: $0.temperature.map { JSONNumber($0.error) })
    }
    moment = JSONNumber(state.moment)
    momentError = JSONNumber(state.momentError)
    momentByBulk = byName(bulkNames, state.momentByBulk, JSONNumber.init)
    trappedFlux = JSONNumber(state.trappedFlux)
    trappedFluxError = JSONNumber(state.trappedFluxError)
    energy = RunSummary.Energy(
      stored: JSONNumber(state.energy.stored), dissipated: JSONNumber(state.energy.dissipated),
      work: JSONNumber(state.energy.work),
      mechanical: result.sourceNames.isEmpty ? nil : JSONNumber(state.energy.mechanical),
      storedHeat: state.heat.map { _ in JSONNumber(state.energy.storedHeat) },
      removedHeat: state.heat.map { _ in JSONNumber(state.energy.removedHeat) })
    if let heat = state.heat {
      temperatureMax = JSONNumber(heat.largest.temperature)
      temperatureMean = JSONNumber(heat.mean.temperature)
      temperatureError = JSONNumber(max(heat.largest.error, heat.mean.error))
      self.heat = JSONNumber(heat.dissipated)
      heatError = JSONNumber(heat.dissipatedError)
      if !heat.faces.isEmpty {
        let names = heat.faces.map { "\($0.body).\($0.face.rawValue)" }
        faceHeat = byName(names, heat.faces) { JSONNumber($0.heat) }
        faceHeatError = byName(names, heat.faces) { JSONNumber($0.error) }
      }
      if result.heatedNames.count > 1 {
        let names = result.heatedNames
        temperatureMaxByBody = byName(names, heat.largestByBody) { JSONNumber($0.temperature) }
        temperatureMeanByBody = byName(names, heat.meanByBody) { JSONNumber($0.temperature) }
        temperatureErrorByBody = byName(names, zip(heat.largestByBody, heat.meanByBody).map { max($0.error, $1.error) })
        {
          JSONNumber($0)
        }
      }
    }
    drift = byName(probeNames, state.probes) { JSONNumber($0.drift) }
    if !state.forces.isEmpty {
      forces = byName(result.bodyNames, state.forces) { JSONNumber($0.force) }
      forceErrors = byName(result.bodyNames, state.forces) { JSONNumber($0.error) }
    }
    stiffness = state.stiffness.map { JSONNumber($0.value) }
    stiffnessError = state.stiffness.map { JSONNumber($0.error) }
    if !state.sources.isEmpty {
      sources = byName(result.sourceNames, state.sources) {
        RunSummary.Source(
          field: $0.field.map { JSONNumber($0) }, current: $0.current.map { JSONNumber($0) }, zMin: JSONNumber($0.zMin))
      }
    }
  }
}

extension RunSummary.FluxJump {
  init(_ jump: SimulationResult.FluxJump) {
    time = JSONNumber(jump.time)
    timeError = JSONNumber(jump.timeError)
    appliedField = JSONNumber(jump.appliedField)
    fieldAfter = JSONNumber(jump.fieldAfter)
    fieldError = JSONNumber(jump.fieldError)
    body = jump.bulk
    temperatureBefore = JSONNumber(jump.temperatureBefore)
    temperatureAfter = JSONNumber(jump.temperatureAfter)
  }
}

extension RunSummary.Numerics {
  init(_ numerics: SimulationResult.Numerics, probeNames: [String], withTimes: Bool) {
    precondition(
      numerics.runs.indices.contains(numerics.finest), "run \(numerics.finest) of \(numerics.runs.count) is reported")
    let reported = numerics.runs[numerics.finest]
    system = numerics.system.rawValue
    formulation = numerics.formulation.name
    mirrored = numerics.mirrored
    cells = reported.cells
    unknowns = reported.unknowns
    steps = reported.steps
    rejected = reported.rejected
    factorisations = reported.factorisations
    newtonIterations = reported.newtonIterations
    runs = zip(numerics.runs, numerics.ownValues).map { run, own in
      RunSummary.Run(
        purpose: run.purpose, cells: run.cells, unknowns: run.unknowns, steps: run.steps, rejected: run.rejected,
        factorisations: run.factorisations, newtonIterations: run.newtonIterations,
        tolerance: JSONNumber(run.tolerance),
        bz: byName(probeNames, own.probes, JSONNumber.init), moment: JSONNumber(own.moment))
    }
    if withTimes {
      setup = JSONNumber(numerics.runs.reduce(0) { $0 + $1.setup })
      solve = JSONNumber(numerics.runs.reduce(0) { $0 + $1.solve })
      total = JSONNumber(numerics.total)
    }
  }
}

/// Case files refuse a name that occurs twice; a result made otherwise keeps the first.
func byName<Value, Entry>(_ names: [String], _ values: [Value], _ entry: (Value) -> Entry) -> [String: Entry] {
  precondition(names.count == values.count, "\(values.count) values for \(names.count) names")
  return Dictionary(zip(names, values.map(entry)), uniquingKeysWith: { first, _ in first })
}
