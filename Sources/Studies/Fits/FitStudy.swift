internal import BulkSimulation
internal import CaseFiles
package import Fitting
internal import HostSystem
package import Magnets
internal import Superconductors

/// What a fit found.
public struct FitReport: Sendable {
  package var problem: FitProblem
  package var result: FitResult
  package var statistics: FitStatistics
  /// For each set of data, at the fitted values.
  package var simulated: [[Double]]
  /// Estimated numerical errors of these: what the two meshes of the fit say, or what a finer discretisation changes if that is
  /// more.
  package var simulationErrors: [[Double]]
  /// The same at the values that the fit began with.
  package var startingValues: [[Double]]
  /// What a finer discretisation changes each parameter by [its unit]: how far numerical errors move the fit.
  package var numericalShifts: [Double]
  package var fittedCase: SimulationCase
  /// Current cells of the mesh of the fit.
  package var cells: Int
  package var sigmaIsKnown: Bool

  package var values: [Double] { result.values }

  package var degreesOfFreedom: Int { statistics.degreesOfFreedom }

  /// (simulated - measured) for each datum of a set.
  package func differences(_ index: Int) -> [Double] {
    zip(simulated[index], problem.data[index].points).map { $0 - $1.value }
  }

  /// Of the simulation in one set of data.
  package func rootMeanSquareError(_ index: Int) -> Double { rootMeanSquare(simulationErrors[index]) }

  package func rootMeanSquareDifference(_ index: Int) -> Double { rootMeanSquare(differences(index)) }
}

private func rootMeanSquare(_ values: [Double]) -> Double {
  (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot()
}

/// How much finer the discretisation is by which numerical errors are judged.
let checkRefinement = 1.5

extension FitProblem {
  /// The smallest sum of squares, and nothing about its meaning.
  ///
  /// - Throws: `StudyError` when the case refuses a value or a simulation fails.
  func minimum() throws(StudyError) -> FitResult {
    var model = FitModel(editable: editable, quantities: quantities, data: data)
    do {
      return try minimum(&model)
    } catch {
      throw self.error(error)
    }
  }

  fileprivate func minimum(_ model: inout FitModel) throws(FitError<FitModelError>) -> FitResult {
    try LeastSquaresFit(parameters: parameters).run(count: data.reduce(0) { $0 + $1.points.count }) {
      values throws(FitModelError) in residuals(try model.simulated(values))
    }
  }

  /// (simulated - measured) / sigma, or the difference itself when sigma is not known.
  fileprivate func residuals(_ simulated: [[Double]]) -> [Double] {
    zip(simulated.joined(), data.flatMap(\.points)).map { ($0 - $1.value) / ($1.sigma ?? 1) }
  }
}

/// Fits and judges the result: statistics, and a step of the fit on a finer discretisation.
///
/// - Throws: `StudyError` when the case refuses a value or a simulation fails.
public func runFit(_ problem: FitProblem) throws(StudyError) -> FitReport {
  var model = FitModel(editable: problem.editable, quantities: problem.quantities, data: problem.data)
  var finer = FitModel(
    editable: problem.editable, quantities: problem.quantities, data: problem.data, refinement: checkRefinement)
  do throws(FitError<FitModelError>) {
    let result = try problem.minimum(&model)
    let statistics = result.statistics(sigmaIsKnown: problem.sigmaIsKnown)
    do throws(FitModelError) {
      let evaluated = try model.evaluated(result.values)
      let simulated = evaluated.map { $0.map(\.value) }
      let startingValues = try model.simulated(problem.parameters.map(\.start))
      let finerValues = try finer.simulated(result.values)
      let finerResiduals = problem.residuals(finerValues)
      let changes = zip(finerResiduals, result.residuals).map { $0 - $1 }
      return FitReport(
        problem: problem, result: result, statistics: statistics, simulated: simulated,
        simulationErrors: zip(evaluated, finerValues).map { values, finer in
          zip(values, finer).map { max($0.error ?? 0, abs($1 - $0.value)) }
        },
        startingValues: startingValues, numericalShifts: statistics.shift(residualChanges: changes),
        fittedCase: try fittedCase(problem, result.values), cells: model.cells, sigmaIsKnown: problem.sigmaIsKnown)
    } catch {
      throw .model(error, values: result.values)
    }
  } catch {
    throw problem.error(error)
  }
}

/// The case at the fitted values, which says what was fitted.
private func fittedCase(_ problem: FitProblem, _ values: [Double]) throws(FitModelError) -> SimulationCase {
  let changes = zip(problem.quantities, values).map { $0.change(to: $1) }
  var fitted: SimulationCase
  do throws(CaseChangeError) {
    fitted = try problem.editable.setting(changes).simulationCase
  } catch {
    throw .refused(error)
  }
  let count = problem.data.reduce(0) { $0 + $1.points.count }
  let source = "fitted to \(count) measured value\(count == 1 ? "" : "s")"
  fitted.summary = "\(problem.editable.base.name), \(source): \(changes.map(\.description).joined(separator: ", "))."
  fitted.note(changes, source: source)
  return fitted
}

extension FitProblem {
  fileprivate func error(_ failure: FitError<FitModelError>) -> StudyError {
    func at(_ values: [Double]) -> String {
      zip(quantities, values).map { $0.change(to: $1).description }.joined(separator: ", ")
    }
    switch failure {
    case .model(.refused(let error), _):
      return StudyError.refused("\(source): the fit went where the case does not: \(error); set lower and upper")
    case .model(.failed(let error), let values):
      return StudyError.failed("\(source): with \(at(values)): \(error)")
    case .notFinite(let index, let values):
      let points = data.flatMap(\.points)
      return StudyError.failed("\(source): with \(at(values)) the value for \(points[index].place) is not finite")
    }
  }
}
