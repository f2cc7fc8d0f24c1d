internal import Algorithms
internal import BulkSimulation
internal import Notation
internal import RealModule
internal import RunFolders
internal import Sweeps

/// What is drawn of a sweep: the result against each input, over two of them, and its distribution.
struct SweepPictures {
  let analysis: SweepAnalysis

  private let result: String
  private let columns: [SweepColumn]

  /// Points of a scatter plot; more would only fill it.
  private static let scatterLimit = 2000

  init(_ analysis: SweepAnalysis) {
    self.analysis = analysis
    columns = analysis.plan.evaluation.columns
    result = "\(analysis.output.label) (\(analysis.output.unit))"
  }

  var all: [Figure] {
    guard analysis.statistics != nil else { return [] }
    let small = columns.indices.filter { $0 != leadColumn }.compactMap { curves($0)?.picture ?? against($0) }
    return [lead].compactMap { $0 }
      + (small + [leadColumn.flatMap(against), heatMap, distribution].compactMap { $0 }).map(Figure.init)
  }

  /// As people are shown them; nil for words.
  private func numbers(_ column: Int) -> [Double]? {
    let numbers = analysis.table.inputs[column].compactMap(\.number)
    return numbers.count == analysis.table.points.count ? numbers.map(columns[column].shown) : nil
  }

  /// 0 where nothing is known of it.
  private func error(_ index: Int) -> Double { analysis.errors[index].isFinite ? analysis.errors[index] : 0 }

  // MARK: Against one input

  /// Every point, and the mean over all other inputs.
  private func against(_ column: Int) -> Picture? {
    guard let inputs = numbers(column), let (least, largest) = inputs.minAndMax(), least < largest else {
      return nil
    }
    let effect = analysis.effects[column]
    let every = max(1, inputs.count / Self.scatterLimit)
    let means = effect.levels.compactMap { level in level.value.number.map { [columns[column].shown($0), level.mean] } }
    let isLogarithmic = self.isLogarithmic(means.map { $0[0] })
    // Few points are drawn larger.
    let size = inputs.count > 200 ? 0.004 : 0.007
    let height = 1.25 * size * ((analysis.results.max() ?? 0) - (analysis.results.min() ?? 0))
    // Squares of our own: the page drops gnuplot's definitions of points.
    let points = stride(from: 0, to: inputs.count, by: every).map { index in
      let (x, y) = (inputs[index], analysis.results[index])
      let (left, right) =
        isLogarithmic
        ? (x * Double.pow(least / largest, size), x * Double.pow(largest / least, size))
        : (x - size * (largest - least), x + size * (largest - least))
      return [x, y, left, right, y - height, y + height, y - error(index), 2 * error(index)]
    }
    var lines = Picture.frame(canvas: 320)
    lines += [
      "set xlabel \(gnuplotString(columns[column].label)) offset 0,0.5", Picture.yLabel(gnuplotString(result)),
      "set grid xtics ytics lw 0.4 lc rgb '#c8c8c8'", "unset key",
      "set offsets graph 0.02,graph 0.02,graph 0.05,graph 0.05",
    ]
    if isLogarithmic { lines.append("set logscale x") }
    lines += [dataBlock("points", points), dataBlock("means", means)]
    lines.append(
      "plot $points using 1:7:(0):8 with vectors nohead lw 1 lc rgb '#\(CurvePicture.colours[4])', "
        + "$points using 1:2:3:4:5:6 with boxxyerror fs solid 0.6 noborder lc rgb '#\(CurvePicture.colours[4])', "
        + "$means using 1:2 with lines lw 2 lc rgb '#\(CurvePicture.colours[0])'")
    return Picture(
      name: "against-\(columns[column].name)",
      caption: "\(analysis.output.label) against \(columns[column].name): all points with their errors (light), "
        + "and their mean (dark).",
      alternative: "\(analysis.output.label) against \(columns[column].name); its mean changes by "
        + "\(significant(effect.range, digits: 3)) \(analysis.output.unit).",
      height: 320, script: lines.joined(separator: "\n"))
  }

  /// True for values whose ratios, and not differences, are equal: more than a decade of a logarithmic range.
  private func isLogarithmic(_ values: [Double]) -> Bool {
    guard values.count > 2, let first = values.first, let last = values.last, first > 0, last > 5 * first else {
      return false
    }
    let middle = values[values.count / 2]
    let share = Double(values.count / 2) / Double(values.count - 1)
    let arithmetic = first + share * (last - first)
    return middle < 0.75 * arithmetic
  }

  /// The answer: over the input with most values.
  var lead: Figure? { analysis.statistics == nil ? nil : leadColumn.flatMap { curves($0, isLead: true)?.figure } }

  /// The input with most values, of a grid: samples have no values in common.
  private var leadColumn: Int? {
    guard !analysis.isSample else { return nil }
    func levels(_ column: Int) -> Int { analysis.effects[column].levels.count }
    return columns.indices.filter { levels($0) > 1 && numbers($0) != nil }
      .max { (levels($0), $1) < (levels($1), $0) }
  }

  /// On a grid, a curve for each value of another input: temperatures, or what matters most besides. nil where there is none, but for
  /// the leading picture, which then has a single curve.
  private func curves(_ column: Int, isLead: Bool = false) -> CurvePicture? {
    guard !analysis.isSample, let inputs = numbers(column) else { return nil }
    let other = parameter(besides: column)
    guard isLead || other != nil else { return nil }
    let levels: [SweepValue?] = other.map { analysis.effects[$0].levels.map(\.value) } ?? [nil]
    let curves = levels.enumerated().map { index, level -> CurvePicture.Curve in
      var sums: [Double: (result: Double, error: Double, count: Double)] = [:]
      for point in inputs.indices where other.map({ analysis.table.inputs[$0][point] }) == level {
        let old = sums[inputs[point]] ?? (0, 0, 0)
        sums[inputs[point]] = (old.result + analysis.results[point], old.error + error(point), old.count + 1)
      }
      let sorted = sums.sorted { $0.key < $1.key }
      return CurvePicture.Curve(
        label: other.flatMap { other in level.map { "\(columns[other].name) \(columns[other].readable($0))" } } ?? "",
        points: sorted.map { SIMD2($0.key, $0.value.result / $0.value.count) },
        errors: sorted.map { $0.value.error / $0.value.count }, colour: index)
    }
    guard curves.contains(where: { $0.points.count > 1 }) else { return nil }
    let values = Set(inputs).sorted()
    let marks = values.enumerated().filter { $0.offset % max(1, values.count / 6) == 0 }.map(\.element)
    let rest = columns.count > (other == nil ? 1 : 2) ? "; mean over the other inputs" : ""
    let family = other.map { ", a curve for each \(columns[$0].name)" } ?? ""
    return CurvePicture(
      name: isLead ? "answer" : "against-\(columns[column].name)",
      caption: "\(analysis.output.label) against \(columns[column].name)\(family), with its numerical errors\(rest).",
      alternative: "\(analysis.output.label) against \(columns[column].name)\(family).",
      xLabel: gnuplotString(columns[column].label), yLabel: gnuplotString(result), curves: curves,
      logarithmicMarks: isLogarithmic(values) ? marks.map { (label: plainNumber($0), x: $0) } : nil, isPadded: true)
  }

  /// The input that curves against another one are drawn for: of few values, and not linked to it.
  private func parameter(besides column: Int) -> Int? {
    var first = 0
    let linked = analysis.plan.design.parts.map { part in
      defer { first += part.columns.count }
      return first..<first + part.columns.count
    }.first { $0.contains(column) }
    let candidates = columns.indices.filter {
      linked?.contains($0) == false && (2...CurvePicture.colours.count).contains(analysis.effects[$0].levels.count)
    }
    return candidates.first { columns[$0].unit == "K" && !columns[$0].isFactor }
      ?? candidates.max { analysis.effects[$0].firstOrder < analysis.effects[$1].firstOrder }
  }

  // MARK: Over two inputs

  /// Of the two inputs with several values each that matter most; the mean over all others.
  private var heatMap: Picture? {
    let candidates = columns.indices.filter { column in
      analysis.effects[column].levels.count > 1 && analysis.effects[column].levels.allSatisfy { $0.value.number != nil }
        && numbers(column) != nil
    }
    // Two samples leave most cells empty when the cells are as fine as each input's levels.
    let ranked = candidates.sorted { analysis.effects[$0].firstOrder > analysis.effects[$1].firstOrder }.prefix(2)
      .sorted()
    guard ranked.count == 2, let xs = numbers(ranked[0]), let ys = numbers(ranked[1]) else { return nil }
    let limit = analysis.isSample ? max(3, Int(Double(xs.count).squareRoot() / 4)) : 200
    let (x, y) = (Bins(xs, limit: limit), Bins(ys, limit: limit))
    var sums = [Int: (sum: Double, count: Int)]()
    for index in xs.indices {
      let cell = x.bin(of: xs[index]) * y.count + y.bin(of: ys[index])
      let old = sums[cell] ?? (0, 0)
      sums[cell] = (old.sum + analysis.results[index], old.count + 1)
    }
    let rows = sums.sorted { $0.key < $1.key }.map { cell, value in
      let (i, j) = (cell / y.count, cell % y.count)
      return [
        0.5 * (x.edges[i] + x.edges[i + 1]), 0.5 * (y.edges[j] + y.edges[j + 1]), x.edges[i], x.edges[i + 1],
        y.edges[j],
        y.edges[j + 1], value.sum / Double(value.count),
      ]
    }
    var lines = Picture.frame(canvas: 340, hasColourBar: true)
    lines += [
      "set xlabel \(gnuplotString(columns[ranked[0]].label)) offset 0,0.5",
      Picture.yLabel(gnuplotString(columns[ranked[1]].label)), "unset key", ColourMap.viridis.palette,
      "set style fill solid noborder",
      "set xrange [\(gnuplotNumber(x.edges[0])):\(gnuplotNumber(x.edges[x.count]))]",
      "set yrange [\(gnuplotNumber(y.edges[0])):\(gnuplotNumber(y.edges[y.count]))]",
    ]
    lines += Picture.colourBar(gnuplotString(result), canvas: 340)
    lines += [
      dataBlock("cells", rows), "plot $cells using 1:2:3:4:5:6:7 with boxxyerror lc palette",
    ]
    let names = ranked.map { columns[$0].name }
    let others = columns.count > 2 ? ", mean over the other inputs" : ""
    return Picture(
      name: "map", caption: "\(analysis.output.label) over \(names[0]) and \(names[1])\(others).",
      alternative: "Heat map of \(analysis.output.label) over \(names[0]) and \(names[1]).", height: 340,
      script: lines.joined(separator: "\n"))
  }

  // MARK: Distribution

  private var distribution: Picture? {
    guard analysis.isSample, let statistics = analysis.statistics, statistics.count > 9,
      statistics.least < statistics.largest
    else { return nil }
    let bins = min(60, max(8, Int(Double(statistics.count).squareRoot())))
    let width = (statistics.largest - statistics.least) / Double(bins)
    let rows = statistics.histogram(bins: bins).enumerated().map { bin, count in
      [statistics.least + (Double(bin) + 0.5) * width, Double(count)]
    }
    var lines = Picture.frame(canvas: 320)
    lines += [
      "set xlabel \(gnuplotString(result)) offset 0,0.5", Picture.yLabel("'points'"), "unset key",
      "set yrange [0:*]", "set style fill solid 0.6 noborder", "set boxwidth \(gnuplotNumber(width))",
    ]
    for (share, dash) in [(0.05, "dt (6,4)"), (0.5, "dt solid"), (0.95, "dt (6,4)")] {
      let x = gnuplotNumber(statistics.percentile(share))
      lines.append(
        "set arrow from \(x),graph 0 to \(x),graph 1 nohead lw 1.4 \(dash) lc rgb '#\(CurvePicture.colours[1])' front")
    }
    lines += [
      dataBlock("counts", rows), "plot $counts using 1:2 with boxes lc rgb '#\(CurvePicture.colours[0])'",
    ]
    return Picture(
      name: "distribution", caption: "Distribution of \(analysis.output.label); lines at 5 %, 50 % and 95 %.",
      alternative:
        "Histogram of \(analysis.output.label), 5 to 95 % between \(significant(statistics.percentile(0.05), digits: 4)) "
        + "and \(significant(statistics.percentile(0.95), digits: 4)) \(analysis.output.unit).",
      height: 320, script: lines.joined(separator: "\n"))
  }
}

/// Intervals around values, or of equal width where there are too many.
private struct Bins {
  /// One more than there are intervals.
  let edges: [Double]

  init(_ values: [Double], limit: Int) {
    let distinct = Set(values).sorted()
    guard distinct.count > limit else {
      let middles = distinct.adjacentPairs().map { 0.5 * ($0 + $1) }
      guard let first = middles.first, let last = middles.last else {
        edges = distinct + distinct
        return
      }
      edges = [2 * distinct[0] - first] + middles + [2 * distinct[distinct.count - 1] - last]
      return
    }
    let (least, largest) = (distinct[0], distinct[distinct.count - 1])
    edges = (0...limit).map { least + (largest - least) * Double($0) / Double(limit) }
  }

  var count: Int { edges.count - 1 }

  func bin(of value: Double) -> Int {
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if value < edges[middle] { high = middle } else { low = middle }
    }
    return low
  }
}
