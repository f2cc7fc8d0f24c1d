internal import Algorithms
internal import BulkSimulation
internal import CaseFiles
public import HostSystem
internal import Magnets
internal import Meshing
internal import Notation
public import RunFolders
internal import Superconductors

/// Writes one page that compares runs: their answers, where their cases differ, and their curves in common pictures.
///
/// - Throws: `OutputError` with the file that cannot be written; that nothing can be drawn is in the outcome.
public func writeComparison(
  _ records: [RunRecord], page: String, files: PictureFiles
) async throws(OutputError) -> ReportOutcome {
  let comparison = Comparison(records: records)
  let pictures = files == .none ? [] : comparison.pictures
  let folder = page.lastIndex(of: "/").map { String(page[..<$0]) } ?? "."
  let (figures, problem) = try await draw(pictures, files: files, folder: folder)
  try replaceFile(page, comparison.text(figures: figures, remark: problem?.description))
  return ReportOutcome(page: page, problem: problem)
}

struct Comparison {
  let records: [RunRecord]
  private let comparison: RunComparison

  init(records: [RunRecord]) {
    self.records = records
    comparison = RunComparison(records)
  }

  /// The folder's own name: several runs may be of one case.
  private func label(_ record: RunRecord) -> String {
    record.folder.split(separator: "/").last.map(String.init) ?? record.folder
  }

  /// Probes that all runs have, in the order of the first.
  private var probes: [String] {
    (records.first?.probeNames ?? []).filter { name in records.allSatisfy { $0.probeNames.contains(name) } }
  }

  func text(figures: [String], remark: String?) -> String {
    var parts = [
      "<header><h1>Comparison of \(records.count) runs</h1></header>", "<main>",
      "<p class=\"soft\">At the end of the last stage of each. Ba is the applied field; ± is the program's own estimate of its "
        + "numerical error.</p>",
      answers, "<h2>Results side by side</h2>", results,
      "<p class=\"soft\">The error of a difference is the sum of both errors.</p>", "<h2>Where the cases differ</h2>",
      differences, "<h2>Pictures</h2>",
    ]
    if let remark { parts.append("<p class=\"soft\">\(html(remark))</p>") }
    if !figures.isEmpty { parts.append("<div class=\"pictures\">\n\(figures.joined(separator: "\n"))\n</div>") }
    parts.append("</main>")
    return htmlPage(title: "Comparison of \(records.count) runs - fem-bulk", parts)
  }

  private var answers: String {
    let heads =
      ["run", "t (h)", "Ba (T)", "T (K)"] + probes.map { "Bz \($0) (T)" } + probes.map { "drift \($0) (ppm/h)" }
      + ["moment (A m²)"]
    return htmlTable(
      heads: heads,
      records.map { record in
        let stage = record.lastStage
        let fields = probes.map { name in
          stage.probes[name].flatMap { p in p.bz.value.map { typeset(measured($0, error: p.error.value ?? .nan)) } }
            ?? "–"
        }
        let drifts = probes.map { name in stage.drift[name]?.value.map(driftNumber) ?? "–" }
        let moment = stage.moment.value.map { typeset(measured($0, error: stage.momentError.value ?? .nan)) } ?? "–"
        return [
          label(record), plainNumber(stage.time / 3600), typeset(plainNumber(stage.appliedField)),
          plainNumber(stage.temperature),
        ] + fields + drifts + [moment]
      })
  }

  /// Results of the stages that all have, each beside the first run's.
  private var results: String {
    let others = records.dropFirst().map(label)
    let heads =
      ["at the end of", "quantity"] + records.map(label)
      + (others.count == 1 ? ["difference", "(%)"] : others.map { "\($0) less the first" })
    func number(_ value: JSONNumber, _ error: JSONNumber) -> String {
      value.value.map { typeset(measured($0, error: error.value ?? .nan)) } ?? "–"
    }
    return htmlTable(
      heads: heads,
      comparison.results.map { row in
        let relative = row.relative.prefix(others.count == 1 ? 1 : 0).map { share in
          share.value.map { typeset(significant(100 * $0, digits: 3)) } ?? "–"
        }
        return [row.stage, "\(row.quantity) (\(typeset(row.unit)))"] + zip(row.values, row.errors).map(number)
          + zip(row.differences, row.differenceErrors).map(number) + relative
      })
  }

  /// One row for each key in which not all cases agree, and for what ran otherwise.
  private var differences: String {
    guard let found = comparison.caseDifferences else { return "<p>Not all cases read.</p>" }
    var rows = found.map { [$0.place] + $0.values.map { $0.map(typeset) ?? "–" } }
    let versions = records.map { $0.provenance.version + ($0.provenance.commit.map { ", \($0)" } ?? "") }
    for (name, values) in [("current cells", records.map { "\($0.summary.numerics.cells)" }), ("version", versions)]
    where Set(values).count > 1 {
      rows.append([name] + values)
    }
    return rows.isEmpty
      ? "<p>Nowhere.</p>" : htmlTable(heads: ["key"] + records.map(label), rows, breaksWords: true)
  }

  // MARK: Pictures

  var pictures: [Picture] { profiles + histories }

  private var profiles: [Picture] {
    let states = records.compactMap { record -> (label: String, profiles: [FieldProfile])? in
      guard let map = record.maps.last else { return nil }
      return (label(record), fieldProfiles(map.fields, applied: record.applied(atEndOf: map.stage)))
    }
    guard !states.isEmpty else { return [] }
    return FieldProfile.Line.allCases.map { line in
      let isAxis = line == .axis
      let place =
        switch line {
        case .middle: "in the mid-plane"
        case .above: "1 mm above the upper face"
        case .axis: "on the axis"
        }
      return CurvePicture(
        name: "profile-\(line.rawValue)", caption: "Bz \(place), at the end of the last stage.",
        alternative: "Curves of the axial flux density in tesla \(place), one for each run.",
        xLabel: isAxis ? "'{/:Italic z} (mm)'" : "'{/:Italic r} (mm)'", yLabel: "'{/:Italic B_z} (T)'",
        curves: states.enumerated().map { i, state in
          let profile = state.profiles.first { $0.line == line }
          return CurvePicture.Curve(
            label: state.label,
            points: zip(profile?.points ?? [], profile?.fluxDensity ?? []).map {
              SIMD2(1e3 * (isAxis ? $0.y : $0.x), $1.y)
            },
            isDashed: i % 2 == 1, colour: i)
        }, includesZero: true, xRange: Self.range(states.flatMap { $0.profiles.filter { $0.line == line } })
      ).picture
    }
  }

  /// As far as the longest of the profiles [mm].
  private static func range(_ profiles: [FieldProfile]) -> ClosedRange<Double>? {
    let places = profiles.flatMap { profile in profile.points.map { 1e3 * (profile.line == .axis ? $0.y : $0.x) } }
    guard let (low, high) = places.minAndMax(), low < high else { return nil }
    return low...high
  }

  private var histories: [Picture] {
    let longest = records.compactMap(\.history.time.last).max() ?? 0
    guard longest > 0 else { return [] }
    let unit = TimeUnit.suitable(for: longest)
    var pictures = probes.enumerated().compactMap { i, probe -> Picture? in
      CurvePicture(
        name: "history-\(i)", caption: "Bz at \(probe).",
        alternative: "Curves of the axial flux density at \(probe) in tesla over time, one for each run.",
        xLabel: "'time (\(unit.symbol))'", yLabel: "'{/:Italic B_z} (T)'",
        curves: records.enumerated().map { k, record in
          CurvePicture.Curve(
            label: label(record),
            points: zip(record.history.time, record.history.bz(probe) ?? []).map { SIMD2($0 / unit.seconds, $1) },
            isDashed: k % 2 == 1, colour: k)
        }, zeroLine: true, isSmooth: true, xRange: 0...longest / unit.seconds
      ).picture
    }
    pictures.append(
      CurvePicture(
        name: "moment", caption: "Magnetic moment against the applied field.",
        alternative:
          "Curves of the magnetic moment in ampere square metre over the applied field in tesla, one for each run.",
        xLabel: "'{/:Italic B}_a (T)'", yLabel: "'{/:Italic m} (A m^2)'",
        curves: records.enumerated().map { k, record in
          CurvePicture.Curve(
            label: label(record), points: zip(record.history.appliedField, record.history.moment).map { SIMD2($0, $1) },
            isDashed: k % 2 == 1, colour: k)
        }, zeroLine: true
      ).picture)
    return pictures
  }
}
