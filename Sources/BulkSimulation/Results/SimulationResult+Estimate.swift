import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Superconductors

extension SimulationResult {
  /// Puts together what is reported from the runs on all meshes.
  init(
    _ simulationCase: SimulationCase, estimate: ErrorEstimate, runs: [RunCost], warnings: [RunWarning],
    usesTwoCores: Bool
  ) {
    let magnet = Magnet(simulationCase)
    caseName = simulationCase.name
    probeNames = simulationCase.probes.map(\.name)
    bulkNames = simulationCase.bulks.map(\.shape.name)
    accuracy = simulationCase.accuracy
    let temperaturesDiffer = estimate.fine.stageEnds.contains { end in
      end.segment.temperatures.contains { $0 != end.segment.temperatures[0] }
    }
    sourceNames = simulationCase.sources.map(\.name)
    let sourceStates = SourceStates(simulationCase.sources)
    let thermal = estimate.fine.thermal
    heatedNames = thermal == nil ? [] : magnet.heatedNames
    var fieldAtProbes = magnet.fieldAtProbes(simulationCase.probes)
    let applied = estimate.fine.stageEnds.map { end in
      let bySources = fieldAtProbes.values(end.segment.sourceStates(at: end.segment.end))
      return bySources.map { SIMD2(0, end.segment.field.end) + $0 }
    }
    let pairs = BulkForces(estimate, magnet: magnet, usesTwoCores: usesTwoCores)
    let stiffness = estimate.stiffness(simulationCase)
    appliedFields = estimate.fine.stageEnds.map { end in
      AppliedField(
        uniform: end.segment.field.end, sources: magnet.sources, states: end.segment.sourceStates(at: end.segment.end))
    }
    let faces = CooledFaces(magnet, from: estimate.fine.timeline[0])
    let maps =
      simulationCase.fieldOutput == .stageEnds
      ? FieldSnapshot.all(
        estimate.fine.stageEnds, model: estimate.fine.model, magnet: magnet, usesTwoCores: usesTwoCores) : []
    stages = estimate.fine.stageEnds.indices.map { stage in
      let end = estimate.fine.stageEnds[stage]
      let forces =
        pairs?.stages[stage]
        ?? estimate.scales.forces.indices.map { k in
          let force = estimate.value(stage) { $0.forces[k] }
          return ForceValue(force: force.value, error: force.error)
        }
      let moment = estimate.value(stage) { $0.moment }
      let flux = estimate.value(stage) { $0.flux }
      return StageState(
        stage: end.segment.stage.name, time: end.segment.end, appliedField: end.segment.field.end,
        temperature: end.segment.temperatures[0].end,
        temperatureByBulk: temperaturesDiffer ? end.segment.temperatures.map(\.end) : [],
        probes: simulationCase.probes.indices.map { probe in
          let br = estimate.value(stage) { $0.probes[probe].x }
          let bz = estimate.value(stage) { $0.probes[probe].y }
          let rate = estimate.rate(stage) { $0.probes[probe].y }
          let total = bz.value + applied[stage][probe].y
          let drift = Self.drift(rate: rate.value, field: total)
          return ProbeValue(
            br: br.value + applied[stage][probe].x, bz: total, error: max(br.error, bz.error), drift: drift,
            driftError: drift.map { Self.driftError($0, rateError: rate.error, field: total, fieldError: bz.error) },
            temperature: thermal?.layout.probe(probe).map { estimate.temperature(atEndOf: stage, $0) })
        },
        moment: moment.value, momentError: moment.error,
        momentByBulk: simulationCase.bulks.indices.map { bulk in
          ErrorEstimate.extrapolate(
            end.values.moments[bulk], estimate.medium.stageEnds[stage].values.moments[bulk])
        },
        trappedFlux: flux.value, trappedFluxError: flux.error,
        energy: EnergyBalance(
          stored: estimate.energy(stage, \.stored), dissipated: estimate.energy(stage, \.dissipated),
          work: estimate.energy(stage, \.work), mechanical: estimate.energy(stage, \.mechanical),
          largest: end.energy.largest, storedHeat: estimate.energy(stage, \.storedHeat),
          removedHeat: estimate.energy(stage, \.removedHeat)),
        fields: maps.isEmpty ? nil : maps[stage],
        sources: sourceStates(end.segment.sourceStates(at: end.segment.end)), forces: forces,
        stiffness: stiffness[stage],
        heat: thermal.map { HeatState($0.layout, estimate, faces: faces, stage: stage) })
    }
    let trace = Trace(estimate)
    history = estimate.fine.history.indices.filter { estimate.fine.history[$0].isOutput }.map { row -> HistoryRow in
      let fine = estimate.fine.history[row]
      let medium = estimate.hasJumped(before: fine.time) ? fine.values : estimate.medium.history[row].values
      var result = HistoryRow(
        fine, medium: medium, temperatures: temperaturesDiffer ? fine.temperatures : [])
      let errors = trace.rows[row].errors
      result.momentError = errors.moment
      result.probeErrors = errors.probes.map { max($0.x, $0.y) }
      result.add(sources: fieldAtProbes.values(fine.sources))
      result.sources = sourceStates(fine.sources)
      if let thermal {
        result.heat = HeatState(thermal.layout, estimate, faces: faces, row: row, errors: errors)
        result.probeTemperatures = simulationCase.probes.indices.map { probe in
          thermal.layout.probe(probe).map {
            ErrorEstimate.extrapolate(fine.values.temperatures[$0], medium.temperatures[$0])
          }
        }
      }
      result.forces =
        pairs?.rows[row]
        ?? zip(fine.values.forces, estimate.medium.history[row].values.forces).enumerated().map { k, pair in
          ForceValue(force: ErrorEstimate.extrapolate(pair.0, pair.1), error: errors.forces[k])
        }
      return result
    }
    let segments = estimate.fine.stageEnds.map(\.segment)
    let radius = magnet.fluxDisc.x
    let cells = estimate.fine.model.cells
    // The air of the plain H formulation is no bulk.
    let section = zip(cells.weights, cells.bulks).reduce(0) { $0 + ($1.1 < magnet.meshed.count ? $1.0 : 0) }
    let volume = 2 * .pi * section * (magnet.symmetry == nil ? 1 : 2)
    loop = HysteresisLoop(trace, segments: segments, volume: volume, discArea: .pi * radius * radius)
    creep = segments.enumerated().filter { $0.element.isHold }.map {
      FluxCreep(trace, stage: $0.offset, segment: $0.element, applied: applied[$0.offset].map(\.y))
    }
    numerics = Numerics(
      system: .init(estimate.fine.model.system), formulation: simulationCase.solver.formulation,
      mirrored: magnet.symmetry != nil, runs: runs,
      ownValues: runs.map { (estimate.run($0.purpose) ?? estimate.fine).ownValues(applied: applied.last ?? []) },
      finest: runs.firstIndex { $0.purpose == .fine } ?? 0, total: 0)
    fluxJumps = estimate.fluxJumps(simulationCase.bulks.map(\.shape.name))
    currents = RunCurrents(estimate, magnet: magnet)
    self.warnings = warnings
  }
}

extension Transient {
  /// At the end of the last stage.
  fileprivate func ownValues(applied: [SIMD2<Double>]) -> SimulationResult.OwnValues {
    guard let end = stageEnds.last else { return .init(moment: .nan, probes: []) }
    return .init(moment: end.values.moment, probes: zip(end.values.probes, applied).map { $0.y + $1.y })
  }
}

extension SimulationResult {
  /// Relative drift [ppm/h] of a field [T] that changes at a rate [T/s]; nil where it is 0.
  static func drift(rate: Double, field: Double) -> Double? { field == 0 ? nil : 1e6 * 3600 * rate / field }

  /// Of a drift [ppm/h], from those of the rate and the field that it is the ratio of.
  static func driftError(_ drift: Double, rateError: Double, field: Double, fieldError: Double) -> Double {
    1e6 * 3600 * rateError / abs(field) + abs(drift) * fieldError / abs(field)
  }
}

extension SimulationResult.HistoryRow {
  /// Extrapolated from the values at one time on two meshes.
  init(_ fine: Transient.HistoryPoint, medium: Observables.Values, temperatures: [Double] = []) {
    self.init(
      time: fine.time, appliedField: fine.appliedField, temperature: fine.temperatures[0],
      temperatureByBulk: temperatures,
      moment: ErrorEstimate.extrapolate(fine.values.moment, medium.moment),
      probes: zip(fine.values.probes, medium.probes).map { a, b in
        SIMD2(ErrorEstimate.extrapolate(a.x, b.x), ErrorEstimate.extrapolate(a.y, b.y) + fine.appliedField)
      })
  }
}

extension SimulationResult.HistoryRow {
  /// Adds what sources make at the probes [T].
  mutating func add(sources fields: [SIMD2<Double>]) {
    for k in probes.indices { probes[k] += fields[k] }
  }
}
