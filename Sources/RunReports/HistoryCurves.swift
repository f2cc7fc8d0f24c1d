internal import Reporting

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
    guard decay != nil, let hold, hold.start > 0, hold.end > 3 * hold.start,
      hold.stage == record.summary.stages.count - 1
    else {
      return (0..<history.count, false)
    }
    let end = history.time.firstIndex { $0 > 1.1 * hold.start } ?? history.count
    return (0..<end, end < history.count)
  }

  /// The last hold: where it is among the stages, its start and end [s].
  var hold: (stage: Int, start: Double, end: Double)? {
    let stages = record.summary.stages
    guard let stage = stages.lastIndex(where: { $0.stage == "hold" }), stage > 0 else { return nil }
    return (stage, stages[stage - 1].time, stages[stage].time)
  }

  private func overTime(
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
      }, zeroLine: true, isPadded: padded, xRange: history.time[0] / unit.seconds...history.time[last] / unit.seconds
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
      yLabel: "'{/:Italic T} (K)'", [("temperature", history.temperature, 1)])
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
      }, zeroLine: true
    ).picture
  }

  /// Moment against applied field, when that turns round.
  var loop: Picture? {
    let steps = zip(history.appliedField.dropFirst(), history.appliedField).map { $0 - $1 }
    let largest = history.appliedField.map(abs).max() ?? 0
    guard largest > 0, steps.contains(where: { $0 > 0 }), steps.contains(where: { $0 < 0 }) else { return nil }
    return CurvePicture(
      name: "loop", caption: "Magnetic moment against the applied field.",
      alternative: "Loop of the magnetic moment in ampere square metre over the applied field in tesla.",
      xLabel: "'{/:Italic B}_a (T)'", yLabel: "'{/:Italic m} (A m^2)'",
      curves: [
        CurvePicture.Curve(
          label: "moment", points: history.time.indices.map { SIMD2(history.appliedField[$0], history.moment[$0]) },
          colour: 0)
      ], zeroLine: true
    ).picture
  }

  /// Relative change of Bz during the last hold over the logarithm of time.
  var decay: Picture? {
    guard let hold else { return nil }
    let rows = history.time.indices.filter { history.time[$0] > hold.start && history.time[$0] <= hold.end }
    guard let start = history.time.lastIndex(where: { $0 <= hold.start }), rows.count > 2 else { return nil }
    var curves: [CurvePicture.Curve] = []
    for (i, probe) in probes.enumerated() {
      guard let values = history.bz(probe), values[start] != 0 else { continue }
      curves.append(
        CurvePicture.Curve(
          label: probe, points: rows.map { SIMD2(history.time[$0] - hold.start, values[$0] / values[start] - 1) },
          isDashed: i % 2 == 1, colour: i))
    }
    let changes = curves.flatMap { $0.points.map { abs($0.y) } }
    guard let largest = changes.max(), largest > 0 else { return nil }
    let (factor, unit) = largest < 1e-4 ? (1e6, "ppm") : (100.0, "%")
    for i in curves.indices { for k in curves[i].points.indices { curves[i].points[k].y *= factor } }
    let first = history.time[rows[0]] - hold.start
    return CurvePicture(
      name: "decay",
      caption: "Change of Bz at the probes during \(record.stageLabel(hold.stage)), since its start; logarithmic time.",
      alternative: "Curves of the relative change of the axial flux density over the logarithm of time.",
      xLabel: "'time since the start of the hold'",
      yLabel: "'{/Symbol D}{/:Italic B_z} / {/:Italic B_z} (\(unit))'".replacing("{/Symbol D}", with: "Δ"),
      curves: curves,
      logarithmicMarks: Self.timeMarks.filter { $0.x >= 0.99 * first && $0.x <= 1.01 * (hold.end - hold.start) },
      xRange: first...hold.end - hold.start
    ).picture
  }

  private static let timeMarks: [(label: String, x: Double)] = [
    ("1 ms", 1e-3), ("10 ms", 1e-2), ("0.1 s", 0.1), ("1 s", 1), ("10 s", 10), ("1 min", 60), ("10 min", 600),
    ("1 h", 3600),
    ("10 h", 36e3), ("3 d", 259_200), ("30 d", 2_592_000), ("1 y", 31_557_600),
  ]
}
