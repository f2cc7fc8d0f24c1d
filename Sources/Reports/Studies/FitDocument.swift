internal import BulkSimulation
internal import CaseFiles
internal import Fitting
internal import Magnets
internal import Notation
package import Studies

/// The result of a fit as JSON, schema `fem-bulk/fit/1`. Values are in SI units; keys are a promise: add some, never rename one.
package struct FitDocument: Encodable {
  struct Parameter: Encodable {
    var key, unit: String
    var value: JSONNumber
    var standardError: JSONNumber?
    var numericalError, start, lower, upper: JSONNumber
    var isLogarithmic, isAtBound: Bool

    enum CodingKeys: String, CodingKey {
      case key, unit, value, start, lower, upper
      case standardError = "standard_error"
      case numericalError = "numerical_error"
      case isLogarithmic = "logarithmic"
      case isAtBound = "at_bound"
    }
  }

  struct Data: Encodable {
    var name, unit: String
    var measured, simulated: [JSONNumber]
    var sigma: [JSONNumber?]
    /// Of the simulated values.
    var simulationErrors: [JSONNumber]

    enum CodingKeys: String, CodingKey {
      case name, unit, measured, simulated, sigma
      case simulationErrors = "simulation_errors"
    }
  }

  var schema = "fem-bulk/fit/1"
  var name: String
  var parameters: [Parameter]
  /// In the order of the parameters; null for those that the data do not determine.
  var correlations: [[JSONNumber?]]
  var singularValues: [JSONNumber]
  var conditionNumber: JSONNumber
  var data: [Data]
  var chiSquare: JSONNumber
  var degreesOfFreedom: Int
  var sigmaIsKnown, hasConverged: Bool
  var evaluations, cells: Int
  var warnings: [String]
  var total: JSONNumber?
  var folder: String?

  enum CodingKeys: String, CodingKey {
    case schema, name, parameters, correlations, data, evaluations, cells, warnings, folder
    case singularValues = "singular_values"
    case conditionNumber = "condition_number"
    case chiSquare = "chi_square"
    case degreesOfFreedom = "degrees_of_freedom"
    case sigmaIsKnown = "sigma_given"
    case hasConverged = "converged"
    case total = "total_s"
  }

  /// - Parameters:
  ///   - seconds, folder: for standard output; without them the same fit gives the same bytes.
  package init(_ report: FitReport, warnings: [String], seconds: Double? = nil, folder: String? = nil) {
    name = report.problem.editable.base.name
    parameters = report.problem.quantities.indices.map { index in
      let parameter = report.problem.parameters[index]
      return Parameter(
        key: parameter.name, unit: report.problem.quantities[index].unit, value: JSONNumber(report.values[index]),
        standardError: report.statistics.standardErrors[index].map(JSONNumber.init),
        numericalError: JSONNumber(abs(report.numericalShifts[index])), start: JSONNumber(parameter.start),
        lower: JSONNumber(parameter.lower), upper: JSONNumber(parameter.upper), isLogarithmic: parameter.isLogarithmic,
        isAtBound: report.result.isAtBound(index))
    }
    correlations = report.statistics.correlations.map { $0.map { $0.map(JSONNumber.init) } }
    singularValues = report.statistics.singularValues.map(JSONNumber.init)
    conditionNumber = JSONNumber(report.statistics.conditionNumber)
    data = report.problem.data.enumerated().map { index, data in
      Data(
        name: data.name, unit: data.unit, measured: data.points.map { JSONNumber($0.value) },
        simulated: report.simulated[index].map(JSONNumber.init),
        sigma: data.points.map { $0.sigma.map(JSONNumber.init) },
        simulationErrors: report.simulationErrors[index].map(JSONNumber.init))
    }
    chiSquare = JSONNumber(report.result.chiSquare)
    degreesOfFreedom = report.degreesOfFreedom
    sigmaIsKnown = report.sigmaIsKnown
    hasConverged = report.result.hasConverged
    evaluations = report.result.evaluations
    cells = report.cells
    self.warnings = warnings
    total = seconds.map(JSONNumber.init)
    self.folder = folder
  }
}
