import Magnets
internal import Meshing

extension ErrorEstimate {
  /// A temperature at the end of a stage, by its place among the values.
  func temperature(atEndOf stage: Int, _ index: Int) -> SimulationResult.TemperatureValue {
    let value = value(stage) { $0.temperatures[index] }
    return .init(temperature: value.value, error: value.error)
  }

  /// Joule heat at the end of a stage [J], and what meshes and tolerances leave open of it.
  func dissipated(atEndOf stage: Int) -> (value: Double, error: Double) {
    func heat(_ run: Transient) -> Double { run.stageEnds[stage].energy.dissipated }
    let value = Self.extrapolate(heat(fine), heat(medium))
    let change = coarse.map { value - Self.extrapolate(heat(tightMedium), heat($0)) } ?? (heat(fine) - heat(medium))
    return (value, 0.5 * abs(change) + 1.5 * abs(heat(medium) - heat(tightMedium)))
  }

  /// What jumped, as the fine run saw it; the other runs tell how well that is known.
  func fluxJumps(_ bulks: [String]) -> [SimulationResult.FluxJump] {
    let others = [medium, tightMedium] + [coarse].compactMap { $0 }
    return fine.course.jumps.enumerated().map { index, jump in
      // The same jump of another run is that of the same bulk by the same number.
      let number = fine.course.jumps[..<index].count { $0.bulk == jump.bulk }
      let twins = others.compactMap { run in run.course.jumps.filter { $0.bulk == jump.bulk }.dropFirst(number).first }
      func spread(_ path: KeyPath<ThermalJumps.Jump, Double>) -> Double {
        twins.reduce(0) { max($0, abs($1[keyPath: path] - jump[keyPath: path])) }
      }
      return SimulationResult.FluxJump(
        time: jump.time, timeError: spread(\.time), appliedField: jump.appliedField, fieldAfter: jump.fieldAfter,
        fieldError: spread(\.appliedField), bulk: bulks[jump.bulk], temperatureBefore: jump.before,
        temperatureAfter: jump.after)
    }
  }
}

extension SimulationResult.HeatState {
  init(_ layout: TemperatureObservables.Layout, _ estimate: ErrorEstimate, faces: CooledFaces, stage: Int) {
    let heat = estimate.dissipated(atEndOf: stage)
    let bodies = 0..<layout.bodies
    self.init(
      largest: estimate.temperature(atEndOf: stage, TemperatureObservables.Layout.largest),
      mean: estimate.temperature(atEndOf: stage, TemperatureObservables.Layout.mean),
      largestByBody: bodies.map { estimate.temperature(atEndOf: stage, layout.largest(ofBody: $0)) },
      meanByBody: bodies.map { estimate.temperature(atEndOf: stage, layout.mean(ofBody: $0)) },
      dissipated: heat.value, dissipatedError: heat.error,
      faces: faces.heats(
        estimate.fine.stageEnds[stage].exchanged, estimate.medium.stageEnds[stage].exchanged,
        estimate.tightMedium.stageEnds[stage].exchanged))
  }

  /// - Parameter errors: of the row's values.
  init(
    _ layout: TemperatureObservables.Layout, _ estimate: ErrorEstimate, faces: CooledFaces, row: Int,
    errors: Observables.Values
  ) {
    let fine = estimate.fine.history[row]
    let medium = estimate.hasJumped(before: fine.time) ? fine : estimate.medium.history[row]
    func value(_ index: Int) -> SimulationResult.TemperatureValue {
      .init(
        temperature: ErrorEstimate.extrapolate(fine.values.temperatures[index], medium.values.temperatures[index]),
        error: errors.temperatures[index])
    }
    let bodies = 0..<layout.bodies
    self.init(
      largest: value(TemperatureObservables.Layout.largest), mean: value(TemperatureObservables.Layout.mean),
      largestByBody: bodies.map { value(layout.largest(ofBody: $0)) },
      meanByBody: bodies.map { value(layout.mean(ofBody: $0)) },
      dissipated: ErrorEstimate.extrapolate(fine.heat, medium.heat), dissipatedError: abs(fine.heat - medium.heat),
      faces: faces.heats(fine.exchanged, medium.exchanged, medium.exchanged))
  }
}

/// The faces that heat leaves through, by name.
struct CooledFaces {
  private let faces: [(exchange: Int, body: String, face: FaceCooling.Face, share: Double)]

  init(_ magnet: Magnet, from start: TimelineSegment) {
    let names = magnet.heatedNames
    faces = magnet.cooledFaces(from: start).enumerated().flatMap { index, parts in
      parts.map { (index, names[$0.body], $0.face, $0.share) }
    }
  }

  /// Of what has left by each exchange in the fine, the medium and the medium run with shorter steps [J].
  func heats(_ fine: [Double], _ medium: [Double], _ tight: [Double]) -> [SimulationResult.FaceHeat] {
    faces.map { own in
      // Before the first step nothing has left yet.
      func heat(_ run: [Double]) -> Double { run.indices.contains(own.exchange) ? run[own.exchange] : 0 }
      let (a, b, c) = (heat(fine), heat(medium), heat(tight))
      return .init(
        body: own.body, face: own.face, heat: own.share * ErrorEstimate.extrapolate(a, b),
        error: own.share * (0.5 * abs(a - b) + 1.5 * abs(b - c)))
    }
  }
}
