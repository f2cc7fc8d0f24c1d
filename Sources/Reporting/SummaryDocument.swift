internal import Magnets
internal import Notation
internal import BulkSimulation

/// The JSON document of a run. Keys carry their units; they are a promise to users: add some, never rename one.
struct SummaryDocument: Encodable {
  struct Probe: Encodable {
    var br: JSONNumber
    var bz: JSONNumber
    var error: JSONNumber

    enum CodingKeys: String, CodingKey {
      case br = "Br_T"
      case bz = "Bz_T"
      case error = "error_T"
    }
  }

  struct Energy: Encodable {
    var stored: JSONNumber
    var dissipated: JSONNumber
    var work: JSONNumber
  }

  struct Stage: Encodable {
    var stage: String
    var time: JSONNumber
    var appliedField: JSONNumber
    var temperature: JSONNumber
    /// Only where the bulks' temperatures differ.
    var temperatureByBulk: [String: JSONNumber]?
    var probes: [String: Probe]
    var moment: JSONNumber
    var momentError: JSONNumber
    var momentByBulk: [String: JSONNumber]
    var trappedFlux: JSONNumber
    var trappedFluxError: JSONNumber
    var energy: Energy
    /// null where Bz is 0.
    var drift: [String: JSONNumber?]

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
    }
  }

  struct Run: Encodable {
    var purpose: String
    var cells: Int
    var unknowns: Int
    var steps: Int
    var rejected: Int
    var factorisations: Int
    var newtonIterations: Int
    var tolerance: JSONNumber

    enum CodingKeys: String, CodingKey {
      case purpose, cells, unknowns, steps, rejected, factorisations, tolerance
      case newtonIterations = "newton_iterations"
    }
  }

  /// Counts are those of the run whose values are reported, times the sum over all runs.
  struct Numerics: Encodable {
    var system: String
    var formulation: String
    var mirrored: Bool
    var cells: Int
    var unknowns: Int
    var steps: Int
    var rejected: Int
    var factorisations: Int
    var newtonIterations: Int
    var runs: [Run]
    var setup: JSONNumber?
    var solve: JSONNumber?
    var total: JSONNumber?

    enum CodingKeys: String, CodingKey {
      case system, formulation, mirrored, cells, unknowns, steps, rejected, factorisations, runs
      case newtonIterations = "newton_iterations"
      case setup = "setup_s"
      case solve = "solve_s"
      case total = "total_s"
    }
  }

  var schema = "fem-bulk/summary/1"
  var name: String
  var accuracy: JSONNumber
  var stages: [Stage]
  var loop: Loop?
  var decay: [Decay]?
  var numerics: Numerics
  var warnings: [String]
  var folder: String?
}

extension SummaryDocument {
  init(_ result: SimulationResult, withTimes: Bool, folder: String?) {
    name = result.caseName
    accuracy = JSONNumber(result.accuracy)
    stages = result.stages.map { Stage($0, probeNames: result.probeNames, bulkNames: result.bulkNames) }
    loop = result.loop.map { Loop($0, probeNames: result.probeNames) }
    if !result.creep.isEmpty { decay = result.creep.map { Decay($0, probeNames: result.probeNames) } }
    numerics = Numerics(result.numerics, withTimes: withTimes)
    warnings = result.warnings
    self.folder = folder
  }
}

extension SummaryDocument.Stage {
  init(_ state: SimulationResult.StageState, probeNames: [String], bulkNames: [String]) {
    stage = state.stage
    time = JSONNumber(state.time)
    appliedField = JSONNumber(state.appliedField)
    temperature = JSONNumber(state.temperature)
    if !state.temperatureByBulk.isEmpty {
      temperatureByBulk = byName(bulkNames, state.temperatureByBulk, JSONNumber.init)
    }
    probes = byName(probeNames, state.probes) {
      SummaryDocument.Probe(br: JSONNumber($0.br), bz: JSONNumber($0.bz), error: JSONNumber($0.error))
    }
    moment = JSONNumber(state.moment)
    momentError = JSONNumber(state.momentError)
    momentByBulk = byName(bulkNames, state.momentByBulk, JSONNumber.init)
    trappedFlux = JSONNumber(state.trappedFlux)
    trappedFluxError = JSONNumber(state.trappedFluxError)
    energy = SummaryDocument.Energy(
      stored: JSONNumber(state.energy.stored), dissipated: JSONNumber(state.energy.dissipated),
      work: JSONNumber(state.energy.work))
    drift = byName(probeNames, state.probes) { $0.drift.map(JSONNumber.init) }
  }
}

extension SummaryDocument.Numerics {
  init(_ numerics: SimulationResult.Numerics, withTimes: Bool) {
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
    runs = numerics.runs.map {
      SummaryDocument.Run(
        purpose: $0.purpose, cells: $0.cells, unknowns: $0.unknowns, steps: $0.steps, rejected: $0.rejected,
        factorisations: $0.factorisations, newtonIterations: $0.newtonIterations, tolerance: JSONNumber($0.tolerance))
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
