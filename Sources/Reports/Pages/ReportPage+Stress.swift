internal import Notation
internal import RunFolders

extension ReportPage {
  /// What the bulks bear: empty for a run without stresses.
  var stressParts: [String] {
    guard let peak = record.summary.stressPeak, let hoop = peak.hoop.value else { return [] }
    let unit = TimeUnit.suitable(for: peak.time)
    func megapascals(_ value: JSONNumber?) -> String {
      value?.value.map { typeset(significant(1e-6 * $0, digits: 4)) } ?? "–"
    }
    func place(_ place: RunSummary.Place) -> String {
      "\(plainNumber(1e3 * (place.r.value ?? 0), digits: 3)), \(typeset(plainNumber(1e3 * (place.z.value ?? 0), digits: 3)))"
    }
    let rows = record.summary.stages.enumerated().compactMap { index, stage -> [String]? in
      guard let stress = stage.stress, let own = stress.hoop.value else { return nil }
      return [
        record.stageLabel(index), typeset(measured(1e-6 * own, error: 1e-6 * (stress.error.value ?? .nan))),
        place(stress.hoopAt), megapascals(stress.radial), megapascals(stress.principal),
        stress.margin?.value.map { typeset(significant($0, digits: 3)) } ?? "–",
      ]
    }
    var sentences = [
      "Largest hoop stress of the run: \(measured(1e-6 * hoop, error: 1e-6 * (peak.error.value ?? .nan))) MPa in \(peak.bulk) at r, z = "
        + "\(place(peak.place)) mm, \(plainNumber(peak.time / unit.seconds)) \(unit.symbol) after the start, "
        + "\(plainNumber(peak.appliedField.value ?? 0)) T applied."
    ]
    if let margin = peak.margin?.value {
      sentences.append("The strength is \(significant(margin, digits: 3)) times the largest tension then.")
    }
    if let alone = peak.alone, let hoop = alone.hoop.value {
      let own = TimeUnit.suitable(for: alone.time)
      sentences.append(
        "Without the supports it would be \(measured(1e-6 * hoop, error: 1e-6 * (alone.error.value ?? .nan))) MPa in \(alone.bulk) at r, z = "
          + "\(place(alone.place)) mm, \(plainNumber(alone.time / own.seconds)) \(own.symbol) after the start, "
          + "\(plainNumber(alone.appliedField.value ?? 0)) T applied"
          + (alone.margin?.value.map {
            "; the strength is \(significant($0, digits: 3)) times the largest tension then"
          } ?? "")
          + ".")
    }
    if let distance = peak.distance?.value {
      sentences.append(
        "Where bodies end on each other stress has no bound: within \(significant(1e3 * distance, digits: 2)) mm of there none is reported."
      )
    }
    return ["<h2>Stress</h2>", htmlList(sentences.map(typeset))]
      + [
        htmlTable(
          heads: ["stage", "hoop (MPa)", "at r, z (mm)", "radial (MPa)", "tension (MPa)", "strength/tension"], rows)
          + "<p class=\"soft\">The largest in any bulk at the end of each stage, tension positive.</p>"
      ]
  }
}
