internal import Algorithms
internal import Notation
internal import ProcessDesign
internal import RunFolders

/// The pictures of a design: how far it has come, what its model says along each parameter and over each pair, and all samples at once.
struct DesignPictures {
  let report: DesignReport

  var all: [Picture] { [convergence, parallelCoordinates].compactMap { $0 } + slices + pairs + leaveOneOut }

  private var study: DesignStudy { report.study }

  private var objectives: [Int] { study.objectives }

  /// Parameters along which there is something to draw; of words the page has a sentence.
  private var quantities: [Int] {
    study.space.parameters.indices.filter { study.space.parameters[$0].choices == nil }
  }

  /// Enough for a curve, and for each side of a map.
  private static let sliceCount = 161
  private static let mapCount = 41
  /// Parameters of which pairs are drawn: six pairs, three maps each.
  private static let pairedParameters = 4

  private func label(_ name: String, _ unit: String) -> String {
    gnuplotString(unit.isEmpty ? name : "\(name) (\(unit))")
  }

  private func value(_ parameter: Int, _ place: Double) -> Double {
    let p = study.space.parameters[parameter]
    return p.lower + place * (p.upper - p.lower)
  }

  // MARK: Samples

  /// The best value after each sample, and the samples themselves.
  private var convergence: Picture? {
    guard let objective = objectives.first, study.samples.count > 1, objectives.count == 1 else { return nil }
    let outcome = study.outcomes[objective]
    var best: Double?
    var (line, points) = ([SIMD2<Double>](), [[Double]]())
    for (index, sample) in study.samples.enumerated() {
      guard let value = sample.outcomes[objective] else { continue }
      points.append([Double(index + 1), value])
      let isGood = zip(study.outcomes, sample.outcomes).allSatisfy { outcome, value in
        value.map(outcome.keepsLimits) ?? !outcome.hasLimits
      }
      if isGood { best = best.map { outcome.goal == .minimise ? min($0, value) : max($0, value) } ?? value }
      if let best { line.append(SIMD2(Double(index + 1), best)) }
    }
    var picture = CurvePicture(
      name: "convergence", caption: "Best \(outcome.name) after each sample; dots are the samples.",
      alternative: "The best \(outcome.name) so far over the number of samples.", xLabel: "'sample'",
      yLabel: label(outcome.name, outcome.unit),
      curves: [.init(label: "best", points: line, colour: 0)], isPadded: true
    ).picture
    picture.script =
      dataBlock("samples", points) + "\n\(Self.dots)\n" + picture.script
      + ", \\\n  $samples using 1:2 with circles lc rgb '#\(CurvePicture.colours[1])' notitle"
    return picture
  }

  /// Every sample as a line over its parameters and outcomes, coloured by the first objective.
  private var parallelCoordinates: Picture? {
    guard let objective = objectives.first else { return nil }
    let samples = study.samples.filter { $0.outcomes[objective] != nil }
    guard samples.count > 1 else { return nil }
    let outcomeRanges = study.outcomes.indices.map { index in Self.range(samples.compactMap { $0.outcomes[index] }) }
    let shades = samples.map { $0.outcomes[objective] ?? 0 }
    guard let shadeRange = Self.range(shades) else { return nil }
    // The best on top.
    let sign = study.outcomes[objective].goal == .minimise ? -1.0 : 1.0
    let order = samples.indices.sorted { sign * shades[$0] < sign * shades[$1] }
    let axes: [(name: String, range: ClosedRange<Double>, ends: [String])] =
      study.space.parameters.map { p in
        (p.name, p.lower...p.upper, [p.lower, p.upper].map { p.word($0) ?? significant($0, digits: 3) })
      }
      + zip(study.outcomes, outcomeRanges).compactMap { outcome, range in
        range.map { (outcome.name, $0, [$0.lowerBound, $0.upperBound].map { significant($0, digits: 3) }) }
      }
    let groups = order.map { i -> [[Double]] in
      let sample = samples[i]
      let outcomes = zip(sample.outcomes, outcomeRanges).compactMap { value, range -> Double? in
        range.map { _ in value ?? .nan }
      }
      return zip(axes, sample.parameters + outcomes).enumerated().map { column, pair in
        let range = pair.0.range
        return [Double(column), (pair.1 - range.lowerBound) / (range.upperBound - range.lowerBound), shades[i]]
      }
    }
    var lines = [dataBlock("samples", groups: groups)] + frame(hasColourBar: true)
    lines += colourBar(
      .viridis, shadeRange, label: label(study.outcomes[objective].name, study.outcomes[objective].unit))
    lines += [
      "unset ytics", "set border 0", "set xrange [-0.2:\(gnuplotNumber(Double(axes.count) - 0.8))]",
      "set yrange [-0.05:1.1]",
    ]
    // In two rows in turn, each name as long as there is room between its neighbours in the row.
    lines.append("unset xtics")
    let letters = max(6, Int(2 * 260 / Double(max(1, axes.count - 1)) / 8.5))
    for (column, axis) in axes.enumerated() {
      let name = axis.name.count > letters ? axis.name.prefix(letters - 1) + "…" : axis.name[...]
      let edge = column == 0 ? "left offset -2,0" : column == axes.count - 1 ? "right offset 2,0" : "center"
      lines.append(
        "set label \(gnuplotString(String(name))) at \(column),screen \(gnuplotNumber((column % 2 == 0 ? 40 : 18) / Self.height)) "
          + edge)
    }
    for (column, axis) in axes.enumerated() {
      lines.append("set arrow from \(column),0 to \(column),1 nohead lw 0.8 lc rgb '#777777' back")
      for (text, y) in zip(axis.ends, [-0.035, 1.035]) {
        lines.append("set label \(gnuplotString(text)) at \(column),\(y) center font ',14'")
      }
    }
    lines.append("plot $samples using 1:2:3 with lines lw 1.2 lc palette")
    return picture(
      "parallel",
      "All samples, each a line over parameters and outcomes; each axis goes from its least to its largest value.",
      alternative: "Parallel coordinates of \(samples.count) samples.", lines)
  }

  // MARK: The model

  /// Each objective along each parameter through the best place, with two standard deviations, and the acquisition.
  private var slices: [Picture] {
    guard let landscape = report.landscape else { return [] }
    let best = landscape.bestPlace
    let shares = (0..<Self.sliceCount).map { Double($0) / Double(Self.sliceCount - 1) }
    return quantities.flatMap { parameter -> [Picture] in
      let axis = study.space.parameters[parameter]
      let places = shares.map { share in
        var place = best
        place[parameter] = share
        return place
      }
      let xs = shares.map { value(parameter, $0) }
      func curve(_ label: String, _ values: [Double], isDashed: Bool = false, colour: Int?) -> CurvePicture.Curve {
        .init(label: label, points: zip(xs, values).map { SIMD2($0, $1) }, isDashed: isDashed, colour: colour)
      }
      let models = landscape.outcomes.enumerated().map { index, outcome in
        let predictions = landscape.predictions(index, at: places)
        return CurvePicture(
          name: "slice-\(parameter)-\(index)",
          caption:
            "\(outcome.name) over \(axis.name) through the best sample: mean of the model and two standard deviations.",
          alternative: "The model's mean of \(outcome.name) over \(axis.name) with its uncertainty.",
          xLabel: label(axis.name, axis.unit), yLabel: label(outcome.name, outcome.unit),
          curves: [
            curve("mean", predictions.map(\.mean), colour: 0),
            curve("+ 2σ", predictions.map { $0.mean + 2 * $0.deviation }, isDashed: true, colour: 1),
            curve("- 2σ", predictions.map { $0.mean - 2 * $0.deviation }, isDashed: true, colour: 2),
          ], isPadded: true, xRange: axis.lower...axis.upper
        ).picture
      }
      let acquisition = CurvePicture(
        name: "slice-\(parameter)-acquisition",
        caption: "What an experiment promises over \(axis.name), through the best sample: \(report.acquisitionText).",
        alternative: "The acquisition over \(axis.name).", xLabel: label(axis.name, axis.unit), yLabel: "'acquisition'",
        curves: [curve("acquisition", Self.clipped(landscape.scores(at: places)), colour: 3)], isPadded: true,
        xRange: axis.lower...axis.upper
      ).picture
      return models + [acquisition]
    }
  }

  /// Mean, standard deviation and acquisition over pairs of the parameters that matter most.
  private var pairs: [Picture] {
    guard let landscape = report.landscape, study.space.dimensions > 1,
      let objective = landscape.outcomes.firstIndex(where: { $0.goal != nil })
    else { return [] }
    let chosen = landscape.parametersByWeight.filter(quantities.contains).prefix(Self.pairedParameters).sorted()
    let outcome = landscape.outcomes[objective]
    return chosen.flatMap { first in
      chosen.filter { $0 > first }.flatMap { second -> [Picture] in
        let places = map(first, second, around: landscape.bestPlace)
        let predictions = landscape.predictions(objective, at: places)
        let names = "\(study.space.parameters[first].name) and \(study.space.parameters[second].name)"
        let unit = label(outcome.name, outcome.unit)
        return [
          ("mean", predictions.map(\.mean), ColourMap.viridis, "Mean of \(outcome.name)", unit),
          ("deviation", predictions.map(\.deviation), .cividis, "Standard deviation of \(outcome.name)", unit),
          (
            "acquisition", Self.clipped(landscape.scores(at: places)), .viridis,
            "Acquisition: \(report.acquisitionText)",
            "'acquisition'"
          ),
        ].compactMap { kind, values, colours, title, label in
          mapPicture(
            "pair-\(first)-\(second)-\(kind)", first, second, values, colours,
            "\(title), over \(names) through the best sample. White: samples, projected; red: pending experiments.",
            label)
        }
      }
    }
  }

  private func map(_ first: Int, _ second: Int, around best: [Double]) -> [[Double]] {
    let shares = (0..<Self.mapCount).map { Double($0) / Double(Self.mapCount - 1) }
    return shares.flatMap { y in
      shares.map { x in
        var place = best
        place[first] = x
        place[second] = y
        return place
      }
    }
  }

  private func mapPicture(
    _ name: String, _ first: Int, _ second: Int, _ values: [Double], _ colours: ColourMap, _ caption: String,
    _ unit: String
  ) -> Picture? {
    guard let range = Self.range(values) else { return nil }
    let (x, y) = (study.space.parameters[first], study.space.parameters[second])
    let rows = values.indices.map { index in
      [
        value(first, Double(index % Self.mapCount) / Double(Self.mapCount - 1)),
        value(second, Double(index / Self.mapCount) / Double(Self.mapCount - 1)), values[index],
      ]
    }
    var lines = [
      dataBlock("map", rows),
      dataBlock("samples", study.samples.map { [$0.parameters[first], $0.parameters[second]] }),
    ]
    if !study.pending.isEmpty { lines.append(dataBlock("pending", study.pending.map { [$0[first], $0[second]] })) }
    lines += frame(hasColourBar: true) + colourBar(colours, range, label: unit)
    lines += [
      "set xlabel \(label(x.name, x.unit)) offset 0,0.5", Picture.yLabel(label(y.name, y.unit)),
      "set xrange [\(gnuplotNumber(x.lower)):\(gnuplotNumber(x.upper))]",
      "set yrange [\(gnuplotNumber(y.lower)):\(gnuplotNumber(y.upper))]",
      Self.dots,
      "plot $map using 1:2:3 with image, $samples using 1:2 with circles lc rgb '#ffffff'"
        + (study.pending.isEmpty ? "" : ", $pending using 1:2 with circles lc rgb '#D55E00'"),
    ]
    return picture(name, caption, alternative: "Map. \(caption)", lines)
  }

  /// Each sample as predicted from all others.
  private var leaveOneOut: [Picture] {
    (report.insight?.models ?? []).enumerated().compactMap { index, model in
      guard let range = Self.range(model.leaveOneOut.map(\.measured)) else { return nil }
      // Not on the frame, where a circle would be cut.
      let room = 0.04 * (range.upperBound - range.lowerBound)
      let lines =
        [dataBlock("left", model.leaveOneOut.map { [$0.measured, $0.predicted, 2 * $0.deviation] })]
        + frame(hasColourBar: false)
        + [
          "set xlabel \(label("measured \(model.outcome.name)", model.outcome.unit)) offset 0,0.5",
          Picture.yLabel("'predicted from the others'"),
          "set xrange [\(gnuplotNumber(range.lowerBound - room)):\(gnuplotNumber(range.upperBound + room))]",
          "set grid xtics ytics lw 0.4 lc rgb '#c8c8c8'", "set offsets 0,0,graph 0.05,graph 0.05",
          Self.dots,
          "plot x with lines lw 1 lc rgb '#777777', $left using 1:($2-$3):(0):(2*$3) with vectors nohead lw 1 lc rgb '#56B4E9', "
            + "$left using 1:2 with circles lc rgb '#0072B2'",
        ]
      return picture(
        "left-\(index)",
        "Each sample of \(model.outcome.name) as the model of the others predicts it, with two standard deviations.",
        alternative: "Predicted over measured \(model.outcome.name).", lines)
    }
  }

  // MARK: Parts

  private static let height = 330.0

  /// Circles in place of gnuplot's points, whose definitions a page does not have.
  private static let dots = "set style circle radius screen 0.006\nset style fill solid 1 noborder"

  /// Logarithms fall without end; what promises e⁻²⁰ of the best is nothing.
  private static func clipped(_ scores: [Double]) -> [Double] {
    let best = scores.filter(\.isFinite).max() ?? 0
    return scores.map { max($0, best - 20) }
  }

  private func frame(hasColourBar: Bool) -> [String] {
    Picture.frame(canvas: Self.height, hasColourBar: hasColourBar) + ["unset key"]
  }

  private func colourBar(_ map: ColourMap, _ range: ClosedRange<Double>, label: String) -> [String] {
    [map.palette, "set cbrange [\(gnuplotNumber(range.lowerBound)):\(gnuplotNumber(range.upperBound))]"]
      + Picture.colourBar(label, canvas: Self.height)
  }

  private func picture(_ name: String, _ caption: String, alternative: String, _ lines: [String]) -> Picture {
    Picture(
      name: name, caption: caption, alternative: alternative, height: Self.height, script: lines.joined(separator: "\n")
    )
  }

  /// nil when there is nothing, or only one value, to show.
  private static func range(_ values: [Double]) -> ClosedRange<Double>? {
    let finite = values.filter(\.isFinite)
    guard let (least, most) = finite.minAndMax(), Float(least) < Float(most) else { return nil }
    return least...most
  }
}
