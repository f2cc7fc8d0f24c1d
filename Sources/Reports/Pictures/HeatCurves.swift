internal import Algorithms
internal import RunFolders

/// What a run with heat did in the course of milliseconds and seconds: over the logarithm of time.
extension HistoryCurves {
  /// Largest and mean temperature.
  var computedTemperature: Picture? {
    guard let largest = record.history.largestTemperature, let mean = record.history.meanTemperature else { return nil }
    return overLogarithmOfTime(
      "computed-temperature",
      caption: "Temperature: at the warmest place, and the mean over the bulks; logarithmic time.",
      alternative: "Curves of the largest and the mean temperature in kelvins over the logarithm of time.",
      yLabel: "'{/:Italic T} (K)'", [("largest", largest), ("mean", mean)])
  }

  /// Bz at the probes and the applied field, where temperatures are computed.
  var fieldWithHeat: Picture? {
    guard record.history.largestTemperature != nil else { return nil }
    let probes = record.probeNames.compactMap { name in record.history.bz(name).map { (name, $0) } }
    return overLogarithmOfTime(
      "field-logarithmic", caption: "Bz at the probes, and the applied field; logarithmic time.",
      alternative: "Curves of the axial flux density at the probes in teslas over the logarithm of time.",
      yLabel: "'{/:Italic B_z} (T)'", [("applied", record.history.appliedField)] + probes)
  }

  private func overLogarithmOfTime(
    _ name: String, caption: String, alternative: String, yLabel: String, _ curves: [(String, [Double])]
  ) -> Picture? {
    let times = record.history.time
    let rows = times.indices.filter { times[$0] > 0 }
    guard rows.count > 2, let first = rows.first, let last = rows.last, times[last] > 10 * times[first] else {
      return nil
    }
    // Before a thousandth of the time in which most happens nothing is seen.
    let range = max(times[first], 1e-6 * times[last])...times[last]
    return CurvePicture(
      name: name, caption: caption, alternative: alternative, xLabel: "'time'", yLabel: yLabel,
      curves: curves.enumerated().map { k, curve in
        CurvePicture.Curve(
          label: curve.0, points: rows.filter { range.contains(times[$0]) }.map { SIMD2(times[$0], curve.1[$0]) },
          isDashed: k % 2 == 1, colour: k)
      }, logarithmicMarks: Self.marks(from: range.lowerBound, to: range.upperBound), isPadded: true, xRange: range
    ).picture
  }
}
