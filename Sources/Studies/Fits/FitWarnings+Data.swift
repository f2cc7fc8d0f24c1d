internal import CaseFiles
internal import Fitting
internal import Notation

extension FitReport {
  /// What of the tables went in, and what says that the fit explains nothing: least squares end somewhere whatever the data are of.
  var dataWarnings: [String] {
    let keys = problem.quantities.map(\.key)
    let leftOut = problem.data.filter { !$0.leftOut.isEmpty }.map {
      "\($0.name): left out the column\($0.leftOut.count == 1 ? "" : "s") \($0.leftOut.joined(separator: ", "))"
    }
    let sets = problem.data.indices.compactMap(nothingExplained)
    let parameters = keys.indices.compactMap { index -> String? in
      guard let error = statistics.standardErrors[index], abs(values[index]) < error else { return nil }
      return
        "\(keys[index]) is below its standard error: the data do not tell it from 0; fix it, or add data that depend on it"
    }
    return leftOut + sets + parameters
  }

  /// A set of data to which no magnet at all would be as near, or nearly.
  private func nothingExplained(_ index: Int) -> String? {
    let data = problem.data[index]
    let measured = data.points.map(\.value)
    func size(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    // Scatter and the wrong law leave a tenth or a third of the data; four fifths are what a wrong sign or unit leaves.
    guard size(measured) > 0, size(differences(index)) > 0.8 * size(measured) else { return nil }
    let start = startingValues[index]
    let product = zip(start, measured).reduce(0) { $0 + $1.0 * $1.1 }
    let cause =
      if product < -0.5 * size(start) * size(measured) {
        "the data have the opposite sign throughout: was the probe reversed?"
      } else if size(simulated[index]) < 0.01 * size(measured) {
        "nothing is trapped at the fitted values: see to sign, unit, stage and probe of the data"
      } else {
        "see to sign, unit, stage and probe of the data"
      }
    let count = Double(max(1, measured.count)).squareRoot()
    return
      "the fit explains nothing of \(data.name): it misses it by \(significant(size(differences(index)) / count, digits: 2))"
      + " \(data.unit) (rms), and no magnet at all would by \(significant(size(measured) / count, digits: 2)) \(data.unit); \(cause)"
  }
}
