public import BulkSimulation
internal import Notation

/// A homogeneity for people, as lines.
public func homogeneityText(_ homogeneity: Homogeneity, stage: String) -> String {
  let name =
    switch homogeneity.sample {
    case .sphere(let diameter): "sphere of \(millimetres(diameter))"
    case .cylinder(let diameter, let height): "cylinder of \(millimetres(diameter)) x \(millimetres(height))"
    case .line(let length): "line of \(millimetres(length)) along the axis"
    }
  func ppm(_ number: Homogeneity.Number) -> String { withError(number, unit: "ppm") }
  var lines = [
    "Bz over a \(name) around z = \(millimetres(homogeneity.z)) at the end of \(stage)",
    "",
    "mean          \(withError(homogeneity.mean, unit: "T"))",
    "peak to peak  \(ppm(homogeneity.peakToPeak))",
    "rms           \(ppm(homogeneity.rootMeanSquare))",
  ]
  if let zonal = homogeneity.zonal {
    var rows = [["order", "zonal [T]", "error [T]", "relative [ppm]", ""]]
    for (n, number) in zonal.enumerated() {
      rows.append([
        "\(n)", significant(number.value, digits: 6), significant(number.error, digits: 2),
        significant(1e6 * number.value / zonal[0].value, digits: 4), number.isCancelled ? "cancelled" : "",
      ])
    }
    lines += ["", "Coefficients of (s/a)^n P_n(cos theta), a the radius", aligned(rows)]
    if zonal.contains(where: \.isCancelled) {
      lines += [
        "",
        "Cancelled: what is subtracted leaves less than it is wrong by, so that only a bound is known; run with a smaller"
          + " accuracy.",
      ]
    }
  } else if homogeneity.hasCurrents {
    lines += ["", "Currents flow within, so that there are no zonal coefficients."]
  }
  return lines.joined(separator: "\n")
}

private func withError(_ number: Homogeneity.Number, unit: String) -> String {
  "\(measured(number.value, error: number.error)) \(unit)"
    + (number.isCancelled ? " (cancelled)" : "")
}
