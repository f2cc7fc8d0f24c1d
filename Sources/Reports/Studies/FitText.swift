internal import BulkSimulation
internal import CaseFiles
internal import Fitting
internal import Magnets
internal import Notation
internal import RealModule
package import Studies

/// The result of a fit as people read it.
package func fitText(_ report: FitReport, folder: String, seconds: Double) -> String {
  var parts = [report.problem.editable.base.summary].filter { !$0.isEmpty }
  parts.append(parameterTable(report))
  if report.values.count > 1 { parts.append("Correlations:\n" + correlationTable(report)) }
  parts.append("Data:\n" + dataTable(report))
  parts.append(goodness(report))
  parts.append(
    "Numerics: \(report.result.evaluations) simulations on \(report.cells) cells in \(significant(seconds, digits: 2)) s"
  )
  parts.append("Folder: \(folder)")
  return parts.joined(separator: "\n\n")
}

private func parameterTable(_ report: FitReport) -> String {
  var rows = [["parameter", "unit", "fitted", "start", "numerical error"]]
  for (index, quantity) in report.problem.quantities.enumerated() {
    let error = report.statistics.standardErrors[index]
    let value = report.values[index]
    // A common power of ten for numbers that nobody could count the digits of: (4.55 ± 0.24)e8.
    let exponent = value == 0 ? 0 : Int(Double.log10(abs(value)).rounded(.down))
    let power = (-3...3).contains(exponent) ? 0 : exponent
    let unit = Double.pow(10, Double(power))
    func scaled(_ text: String) -> String { power == 0 ? text : "(\(text))e\(power)" }
    rows.append([
      quantity.key, quantity.unit.isEmpty ? "-" : quantity.unit,
      scaled(error.map { measured(value / unit, error: $0 / unit) } ?? "\(significant(value / unit, digits: 5)) ± ?"),
      "\(plain(report.problem.parameters[index].start))",
      error == nil ? "?" : significant(abs(report.numericalShifts[index]), digits: 2),
    ])
  }
  return aligned(rows)
}

private func correlationTable(_ report: FitReport) -> String {
  let keys = report.problem.quantities.map(\.key)
  return aligned(
    keys.enumerated().map { row, key in
      [key] + report.statistics.correlations[row].prefix(row + 1).map { $0.map { fixed($0, decimals: 3) } ?? "?" }
    })
}

private func dataTable(_ report: FitReport) -> String {
  var rows = [["data", "values", "rms difference", "largest", "simulation's error", "unit"]]
  for (index, data) in report.problem.data.enumerated() {
    let differences = report.differences(index)
    rows.append([
      data.name, "\(differences.count)", significant(report.rootMeanSquareDifference(index), digits: 2),
      significant(differences.max { abs($0) < abs($1) } ?? 0, digits: 2),
      significant(report.rootMeanSquareError(index), digits: 2), data.unit,
    ])
  }
  return aligned(rows)
}

private func goodness(_ report: FitReport) -> String {
  let degrees = report.degreesOfFreedom
  let count =
    "\(report.result.residuals.count) data, \(report.values.count) parameter"
    + (report.values.count == 1 ? "" : "s")
  guard report.sigmaIsKnown else { return "Goodness: \(count); sigma is not given, so their scatter stands for it" }
  guard degrees > 0 else { return "Goodness: \(count); nothing left to judge the fit by" }
  return "Goodness: chi2/dof = \(significant(report.result.chiSquare / Double(degrees), digits: 3)) (\(count))"
}

/// Every datum with what was simulated: one line each, units in the header.
package func residualsCSV(_ report: FitReport) -> String {
  var lines = ["data,place,unit,measured,sigma,simulated,difference,simulation_error"]
  for (index, data) in report.problem.data.enumerated() {
    for (point, (simulated, error)) in zip(data.points, zip(report.simulated[index], report.simulationErrors[index])) {
      let sigma = point.sigma.map(plain) ?? ""
      lines.append(
        "\(data.name),\(point.place),\(data.unit),\(plain(point.value)),\(sigma),\(plain(simulated)),"
          + "\(plain(simulated - point.value)),\(plain(error))")
    }
  }
  return lines.joined(separator: "\n") + "\n"
}
