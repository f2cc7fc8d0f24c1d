internal import Algorithms
internal import Magnets
internal import Notation
internal import RealModule
internal import RunFolders

/// Pictures over time, applied field and temperature.
struct HistoryCurves {
  let record: RunRecord
  private let history: HistoryTable
  private let probes: [String]

  init(_ record: RunRecord) {
    self.record = record
    history = record.history
    probes = record.probeNames.filter { record.history.bz($0) != nil }
  }

  /// Rows that a picture over time shows: where a hold is much longer than all before it, only up to its first part; the
  /// decay has a picture of its own.
  var window: (rows: Range<Int>, isCut: Bool) {
    guard !decayCurves.isEmpty, let hold, hold.start > 0, hold.end > 3 * hold.start,
      hold.stage == record.summary.stages.count - 1
    else {
      return (0..<history.count, false)
    }
    let end = history.time.firstIndex { $0 > 1.1 * hold.start } ?? history.count
    return (0..<end, end < history.count)
  }

  /// The last hold: where it is among the stages, its start and end [s].
  private var hold: (stage: Int, start: Double, end: Double)? {
    let stages = record.summary.stages
    guard let stage = stages.lastIndex(where: { $0.stage == "hold" }), stage > 0 else { return nil }
    return (stage, stages[stage - 1].time, stages[stage].time)
  }

  func overTime(
    _ name: String, caption: String, alternative: String, yLabel: String, _ curves: [(String, [Double], Int?)],
    padded: Bool = false
  )
    -> Picture?
  {
    let (rows, isCut) = window
    guard rows.count > 1, let last = rows.last, history.time[last] > history.time[0] else { return nil }
    let unit = TimeUnit.suitable(for: history.time[last])
    return CurvePicture(
      name: name, caption: caption + (isCut ? " The rest of the hold is in the picture of the decay." : ""),
      alternative: alternative, xLabel: "'time (\(unit.symbol))'", yLabel: yLabel,
      curves: curves.map { label, values, colour in
        CurvePicture.Curve(
          label: label, points: rows.map { SIMD2(history.time[$0] / unit.seconds, values[$0]) },
          isDashed: colour == nil,
          colour: colour)
      }, zeroLine: true, isSmooth: true, isPadded: padded,
      xRange: history.time[0] / unit.seconds...history.time[last] / unit.seconds
    ).picture
  }

  var field: Picture? {
    overTime(
      "history", caption: "Bz at the probes, and the applied field.",
      alternative: "Curves of the axial flux density at the probes and of the applied field in tesla over time.",
      yLabel: "'{/:Italic B_z} (T)'",
      probes.enumerated().map { ($0.element, history.bz($0.element) ?? [], $0.offset) }
        + [("applied", history.appliedField, nil)])
  }

  var moment: Picture? {
    overTime(
      "moment", caption: "Magnetic moment of the currents.",
      alternative: "Curve of the magnetic moment in ampere square metre over time.", yLabel: "'{/:Italic m} (A m^2)'",
      [("moment", history.moment, 0)])
  }

  private var temperatureVaries: Bool { Set(history.temperature).count > 1 }

  var temperature: Picture? {
    guard temperatureVaries else { return nil }
    return overTime(
      "temperature", caption: "Temperature of the magnet.",
      alternative: "Curve of the temperature in kelvin over time.",
      yLabel: "'{/:Italic T} (K)'", [("temperature", history.temperature, 1)], padded: true)
  }

  /// Bz against temperature where the temperature changes.
  var warming: Picture? {
    guard temperatureVaries else { return nil }
    let rows = history.time.indices.filter { i in
      (i > 0 && history.temperature[i] != history.temperature[i - 1])
        || (i + 1 < history.count && history.temperature[i] != history.temperature[i + 1])
    }
    return CurvePicture(
      name: "warming", caption: "Bz at the probes against the temperature while that changes.",
      alternative: "Curves of the axial flux density at the probes in tesla over the temperature in kelvin.",
      xLabel: "'{/:Italic T} (K)'", yLabel: "'{/:Italic B_z} (T)'",
      curves: probes.enumerated().map { i, probe in
        let values = history.bz(probe) ?? []
        return CurvePicture.Curve(
          label: probe, points: rows.map { SIMD2(history.temperature[$0], values[$0]) }, colour: i)
      }, zeroLine: true, isPadded: true
    ).picture
  }

  /// Rows of the first ramp and of the rest, when the applied field turns round.
  private var loopRows: (first: [Int], rest: [Int])? {
    let field = history.appliedField
    let steps = field.adjacentPairs().map { $1 - $0 }
    guard steps.contains(where: { $0 > 0 }), steps.contains(where: { $0 < 0 }),
      let sign = steps.first(where: { $0 != 0 }),
      let turn = steps.firstIndex(where: { $0 * sign < 0 })
    else { return nil }
    return (Array(0...turn), Array(turn..<history.count))
  }

  private func againstField(
    _ name: String, caption: String, alternative: String, yLabel: String, _ curves: [(String, [Double])]
  ) -> Picture? {
    guard let (first, rest) = loopRows else { return nil }
    func points(_ rows: [Int], _ values: [Double]) -> [SIMD2<Double>] {
      rows.map { SIMD2(history.appliedField[$0], values[$0]) }
    }
    let loops = curves.enumerated().map { i, curve in
      CurvePicture.Curve(label: curve.0, points: points(rest, curve.1), colour: i)
    }
    let ramps = curves.map { CurvePicture.Curve(label: "first ramp", points: points(first, $0.1), isDashed: true) }
    return CurvePicture(
      name: name, caption: caption, alternative: alternative, xLabel: "'{/:Italic B}_a (T)'", yLabel: yLabel,
      // One name for all first ramps.
      curves: loops
        + ramps.enumerated().map { i, ramp in
          var ramp = ramp
          if i > 0 { ramp.label = "" }
          return ramp
        }, zeroLine: true
    ).picture
  }

  /// Magnetisation, or the moment where the volume is not known, against the applied field [T], when that turns round.
  var magnetisationLoop: (title: String, points: [SIMD2<Double>])? {
    guard loopRows != nil else { return nil }
    let values = loopValues
    return (
      record.summary.loop?.volume.value == nil ? "Magnetic moment (A m^2)" : "Magnetisation (kA/m)",
      history.time.indices.map { SIMD2(history.appliedField[$0], values[$0]) }
    )
  }

  /// [kA/m], or [A m²] where the volume is not known.
  private var loopValues: [Double] {
    let volume = record.summary.loop?.volume.value
    return history.moment.map { m in volume.map { 1e-3 * m / $0 } ?? m }
  }

  /// The same as a picture, the first ramp apart.
  var loop: Picture? {
    let hasVolume = record.summary.loop?.volume.value != nil
    return againstField(
      "loop",
      caption: hasVolume
        ? "Magnetisation, the moment over the volume of the bulks, against the applied field."
        : "Magnetic moment against the applied field.",
      alternative:
        "Loop of the \(hasVolume ? "magnetisation in kiloampere per metre" : "magnetic moment in ampere square metre") "
        + "over the applied field in tesla.",
      yLabel: hasVolume ? "'{/:Italic M} (kA/m)'" : "'{/:Italic m} (A m^2)'", [("loop", loopValues)])
  }

  /// Bz at the probes against applied field: what a Hall sensor there shows.
  var fieldLoop: Picture? {
    againstField(
      "loop-field", caption: "Bz at the probes against the applied field.",
      alternative: "Loops of the axial flux density at the probes over the applied field, both in tesla.",
      yLabel: "'{/:Italic B_z} (T)'", probes.map { ($0, history.bz($0) ?? []) })
  }

  /// Relative changes of Bz at the probes during a hold.
  struct DecayCurves {
    /// Among the stages.
    var stage: Int
    /// `%` or `ppm`
    var unit: String
    /// (time since the start of the hold [s], change)
    var curves: [(label: String, points: [SIMD2<Double>])]
  }

  /// Of each hold in which something changes.
  var decayCurves: [DecayCurves] {
    (record.summary.decay ?? []).compactMap { decay in
      guard decay.stage > 0, record.summary.stages.indices.contains(decay.stage), decay.times.count > 2 else {
        return nil
      }
      var curves = probes.compactMap { probe -> (label: String, points: [SIMD2<Double>])? in
        guard let start = record.summary.stages[decay.stage - 1].probes[probe]?.bz.value, start != 0,
          let values = decay.probes[probe]?.bz
        else { return nil }
        return (probe, zip(decay.times, values).map { SIMD2($0, ($1.value ?? .nan) / start - 1) })
      }
      let largest = curves.flatMap { $0.points.map { abs($0.y) } }.filter(\.isFinite).max() ?? 0
      guard largest > 0 else { return nil }
      let (factor, unit) = largest < 1e-4 ? (1e6, "ppm") : (100.0, "%")
      for i in curves.indices { for k in curves[i].points.indices { curves[i].points[k].y *= factor } }
      return DecayCurves(stage: decay.stage, unit: unit, curves: curves)
    }
  }

  /// Over the logarithm of time, one picture for each hold.
  var decays: [Picture] {
    let decays = decayCurves
    return decays.enumerated().map { number, decay in
      let times = decay.curves.flatMap { $0.points.map(\.x) }
      let (first, last) = times.minAndMax() ?? (1, 1)
      return CurvePicture(
        name: decays.count == 1 ? "decay" : "decay-\(number + 1)",
        caption:
          "Change of Bz at the probes during \(record.stageLabel(decay.stage)), since its start; logarithmic time.",
        alternative:
          "Curves of the relative change of the axial flux density in \(decay.unit) over the logarithm of time, during "
          + "\(record.stageLabel(decay.stage)).",
        xLabel: "'time since the start of the hold'", yLabel: "'Δ{/:Italic B_z} / {/:Italic B_z} (\(decay.unit))'",
        curves: decay.curves.enumerated().map { i, curve in
          CurvePicture.Curve(label: curve.label, points: curve.points, isDashed: i % 2 == 1, colour: i)
        }, logarithmicMarks: Self.marks(from: first, to: last), zeroLine: true, xRange: first...last
      ).picture
    }
  }

  /// Round times that leave room for their names.
  static func marks(from first: Double, to last: Double) -> [(label: String, x: Double)] {
    let least = Double.pow(last / first, 0.13)
    var marks: [(label: String, x: Double)] = []
    for mark in timeMarks where mark.x >= 0.99 * first && mark.x <= 1.01 * last {
      if let previous = marks.last, mark.x < least * previous.x { continue }
      marks.append(mark)
    }
    return marks
  }

  private static let timeMarks: [(label: String, x: Double)] = [
    ("1 ms", 1e-3), ("10 ms", 1e-2), ("0.1 s", 0.1), ("1 s", 1), ("10 s", 10), ("1 min", 60), ("10 min", 600),
    ("1 h", 3600),
    ("10 h", 36e3), ("1 d", 86_400), ("3 d", 259_200), ("10 d", 864_000), ("30 d", 2_592_000), ("100 d", 8_640_000),
    ("1 y", 31_557_600), ("10 y", 315_576_000),
  ]
}
