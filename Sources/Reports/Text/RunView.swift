internal import Algorithms
internal import BulkSimulation
internal import Magnets
internal import Notation
public import RunFolders

/// How the terminal is that shows a run.
public struct TerminalStyle: Sendable {
  /// Characters in a line.
  public var columns: Int
  /// `isUnicode` is false where braille cannot be shown.
  public var isUnicode, isColoured: Bool

  public init(columns: Int, isUnicode: Bool, isColoured: Bool) {
    self.columns = columns
    self.isUnicode = isUnicode
    self.isColoured = isColoured
  }
}

/// Histories, decay and profiles of a run as text.
public func runView(_ record: RunRecord, _ style: TerminalStyle) -> String {
  var plots: [TerminalPlot] = []
  let history = record.history
  let curves = HistoryCurves(record)
  let rows = curves.window.rows
  let unit = TimeUnit.suitable(for: rows.last.map { history.time[$0] } ?? 0)
  let fields = record.probeNames.compactMap { probe in
    history.bz(probe).map { values in
      TerminalPlot.Curve(label: probe, points: rows.map { SIMD2(history.time[$0] / unit.seconds, values[$0]) })
    }
  }
  plots.append(TerminalPlot(title: "Bz (T) at the probes", xLabel: "time (\(unit.symbol))", curves: fields))
  plots.append(
    TerminalPlot(
      title: "Magnetic moment (A m^2)", xLabel: "time (\(unit.symbol))",
      curves: [.init(label: "moment", points: rows.map { SIMD2(history.time[$0] / unit.seconds, history.moment[$0]) })])
  )
  if let loop = curves.magnetisationLoop {
    plots.append(
      TerminalPlot(title: loop.title, xLabel: "applied field (T)", curves: [.init(label: "loop", points: loop.points)]))
  }
  for decay in curves.decayCurves {
    let lines = decay.curves.map { TerminalPlot.Curve(label: $0.label, points: $0.points) }
    let stage = record.stageLabel(decay.stage)
    var plot = TerminalPlot(
      title: "Change of Bz (\(decay.unit)) during \(stage)", xLabel: "time, logarithmic", curves: lines,
      isLogarithmic: true)
    let times = decay.curves.flatMap { $0.points.map(\.x) }
    if let (first, last) = times.minAndMax() {
      plot.xEnds = [timeText(first, digits: 3), timeText(last, digits: 3)]
    }
    plots.append(plot)
  }
  if let map = record.maps.last {
    for profile in fieldProfiles(map.fields, applied: record.applied(atEndOf: map.stage)) {
      let isAxis = profile.line == .axis
      let place =
        switch profile.line {
        case .middle: "in the mid-plane"
        case .above: "1 mm above the upper face"
        case .axis: "on the axis"
        }
      plots.append(
        TerminalPlot(
          title: "Bz (T) \(place), end of \(record.stageLabel(map.stage))", xLabel: isAxis ? "z (mm)" : "r (mm)",
          curves: [
            .init(
              label: place,
              points: zip(profile.points, profile.fluxDensity).map { SIMD2(1e3 * (isAxis ? $0.y : $0.x), $1.y) })
          ]))
    }
  }
  // Without colour, curves in one plot could not be told apart.
  let shown =
    style.isColoured
    ? plots
    : plots.flatMap { plot in
      plot.curves.map { curve in
        var single = plot
        single.curves = [curve]
        if plot.curves.count > 1 { single.title += ": \(curve.label)" }
        return single
      }
    }
  return shown.map { $0.text(style) }.joined(separator: "\n\n")
}
