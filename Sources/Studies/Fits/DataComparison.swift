internal import BulkSimulation
internal import CaseFiles

/// What a case gives where and when something was measured, as a fit computes it, without fitting anything.
package struct DataComparison {
  /// For each set of data and each of its points.
  package var simulated: [[Double]]
  /// Estimated numerical errors; nil where there are none.
  package var errors: [[Double?]]
}

/// - Parameter problem: its parameters count for nothing.
/// - Throws: `StudyError` when a point is outside of the protocol or the simulation fails.
package func compareData(_ problem: FitProblem) throws(StudyError) -> DataComparison {
  var model = FitModel(editable: problem.editable, quantities: [], data: problem.data)
  do throws(FitModelError) {
    let evaluated = try model.evaluated([])
    return DataComparison(
      simulated: evaluated.map { $0.map(\.value) }, errors: evaluated.map { $0.map(\.error) })
  } catch {
    throw
      switch error
    {
    case .refused(let refusal): .refused("\(problem.source): \(refusal)")
    case .failed(let failure): .failed("\(problem.source): \(failure)")
    }
  }
}
