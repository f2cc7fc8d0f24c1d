internal import Algorithms
internal import BulkSimulation
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
      answers, "<h2>Where the cases differ</h2>", differences, "<h2>Pictures</h2>",
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

  /// One row for each property in which not all runs agree.
  private var differences: String {
    let properties = records.map(Self.properties)
    let found = properties.flatMap { $0.map(\.name) }.uniqued()
    // As in a case: bulks, stages, probes, the rest.
    func rank(_ name: String) -> Int {
      name.contains(": ") ? 0 : name.hasPrefix("stage ") ? 1 : name.hasPrefix("probe ") ? 2 : 3
    }
    let names = (0...3).flatMap { kind in found.filter { rank($0) == kind } }
    let rows = names.compactMap { name -> [String]? in
      let values = properties.map { entries in entries.first { $0.name == name }?.value ?? "–" }
      return Set(values).count > 1 ? [name] + values : nil
    }
    return rows.isEmpty
      ? "<p>Nowhere.</p>" : htmlTable(heads: ["property"] + records.map(label), rows, breaksWords: true)
  }

  private static func properties(_ record: RunRecord) -> [(name: String, value: String)] {
    var entries: [(name: String, value: String)] = []
    if let simulationCase = record.simulationCase {
      for bulk in simulationCase.bulks {
        let (shape, material) = (bulk.shape, bulk.material)
        entries.append(
          ("\(shape.name): r", "\(millimetreText(shape.innerRadius)) to \(millimetreText(shape.outerRadius))"))
        entries.append(("\(shape.name): z", "\(millimetreText(shape.zMin)) to \(millimetreText(shape.zMax))"))
        entries.append(("\(shape.name): Jc(B)", typeset(shortened(material.criticalCurrent.summary))))
        entries.append(("\(shape.name): n", plain(material.n)))
        entries.append(("\(shape.name): E0", typeset("\(powerText(material.e0)) V/m")))
        entries.append(
          (
            "\(shape.name): Jc(T)",
            material.temperatureFactor.map {
              "Tc \(plain($0.criticalTemperature)) K, exponent \(plain($0.exponent))"
            } ?? "–"
          ))
      }
      for (i, stage) in simulationCase.stages.enumerated() { entries.append(("stage \(i + 1)", stage.sentence)) }
      for probe in simulationCase.probes {
        entries.append(("probe \(probe.name)", "r \(millimetreText(probe.r)), z \(millimetreText(probe.z))"))
      }
    }
    entries.append(("accuracy", "\(significant(100 * record.summary.accuracy, digits: 2)) %"))
    entries.append(("current cells", "\(record.summary.numerics.cells)"))
    let provenance = record.provenance
    entries.append(("version", provenance.version + (provenance.commit.map { ", \($0)" } ?? "")))
    return entries
  }

  // MARK: Pictures

  var pictures: [Picture] { profiles + histories }

  private var profiles: [Picture] {
    let states = records.compactMap { record -> (label: String, profiles: [FieldProfile])? in
      guard let map = record.maps.last else { return nil }
      let applied = record.summary.stages[map.stage].appliedField
      return (label(record), fieldProfiles(map.fields, appliedField: applied))
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
