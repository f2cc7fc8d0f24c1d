internal import BulkSimulation
internal import CaseFiles
internal import Fitting
internal import Magnets
internal import Notation
internal import Superconductors

/// What varying each assumption does to each result.
public struct SensitivityReport: Sendable {
  /// The results at one end of a range.
  package struct Side: Sendable {
    /// In the order of the outputs, in their units.
    package var values: [Double]
    /// The calibration's parameter, when it was fitted anew.
    package var refitted: Double?
  }

  package var problem: SensitivityProblem
  package var isRefitted: Bool
  package var base: Side
  /// How much a finer discretisation changes the results of the base.
  package var numericalErrors: [Double]
  /// Low and high, in the order of the assumptions.
  package var sides: [(low: Side, high: Side)]

  /// The largest change of a result from its base.
  package func reach(assumption: Int, output: Int) -> Double {
    [sides[assumption].low, sides[assumption].high].map { abs($0.values[output] - base.values[output]) }.max() ?? 0
  }

  /// Results of which numerical errors are larger than what the assumptions do to them.
  package var warnings: [String] {
    problem.outputs.indices.compactMap { output in
      let largest = sides.indices.map { reach(assumption: $0, output: output) }.max() ?? 0
      guard numericalErrors[output] > largest else { return nil }
      return
        "\(problem.outputs[output].name): the numerical error, \(significant(numericalErrors[output], digits: 2))"
        + " \(problem.outputs[output].quantity.unit), is larger"
        + " than what any assumption changes; ask for a smaller --accuracy"
    }
  }

  /// Assumptions in the order of their reach, the largest first.
  package func order(output: Int) -> [Int] {
    sides.indices.sorted { reach(assumption: $0, output: output) > reach(assumption: $1, output: output) }
  }
}

/// Varies one assumption at a time.
///
/// - Parameter refit: fits the calibration's parameter anew for each variation.
///
/// - Throws: `StudyError` when the case refuses a value or a simulation fails.
public func runSensitivity(_ problem: SensitivityProblem, refit: Bool) throws -> SensitivityReport {
  var magnets = MagnetCache()
  let calibration = refit ? problem.calibration : nil
  func side(_ assumption: SensitivityProblem.Assumption? = nil, _ bound: SensitivityProblem.Assumption.Bound? = nil)
    throws
    -> (side: SensitivityReport.Side, editable: EditableCase)
  {
    var editable = problem.editable
    if let assumption, let bound {
      editable = try problem.checked { () throws(CaseChangeError) in
        try editable.changed([.init(key: assumption.key, setting: bound.setting)])
      }
    }
    guard let calibration else { return (.init(values: try problem.values(editable, &magnets)), editable) }
    let value = try problem.calibrate(calibration, editable)
    editable = try problem.checked { () throws(CaseChangeError) in
      try editable.changed([try editable.quantity(calibration.key).change(to: value)])
    }
    return (.init(values: try problem.values(editable, &magnets), refitted: value), editable)
  }
  let base = try side()
  var finer = MagnetCache(refinement: checkRefinement)
  let check = try problem.values(base.editable, &finer)
  return SensitivityReport(
    problem: problem, isRefitted: calibration != nil, base: base.side,
    numericalErrors: zip(check, base.side.values).map { abs($0 - $1) },
    sides: try problem.assumptions.map { assumption in
      (low: try side(assumption, assumption.low).side, high: try side(assumption, assumption.high).side)
    })
}

extension SensitivityProblem {
  /// The value of every output; those of one experiment share its run.
  fileprivate func values(_ editable: EditableCase, _ magnets: inout MagnetCache) throws -> [Double] {
    var runs: [(changes: [EditableCase.Change], run: PreparedMagnet.Run)] = []
    return try outputs.map { output in
      let checked = try checked { () throws(CaseChangeError) in try editable.setting(output.changes) }
      let known = runs.first { $0.changes == output.changes }?.run
      do {
        let run = try known ?? magnets.magnet(for: checked).run(checked)
        if known == nil { runs.append((output.changes, run)) }
        guard let value = try output.quantity.value(in: run) else {
          throw StudyError.failed("\(source): \(output.name): has no value in this case")
        }
        return value.value
      } catch let error as StudyError {
        throw error
      } catch {
        throw StudyError.failed("\(source): \(output.name): \(error)")
      }
    }
  }

  /// The value of the calibration's key with which the case gives the measured value.
  fileprivate func calibrate(_ calibration: Calibration, _ editable: EditableCase) throws -> Double {
    let quantity = try checked { () throws(CaseChangeError) in try editable.quantity(calibration.key) }
    let start = quantity.base[0]
    return try FitProblem(
      source: source, editable: editable, quantities: [quantity],
      parameters: [
        FitParameter(
          name: quantity.key, start: start, lower: 0.01 * start, upper: 100 * start, isLogarithmic: true)
      ],
      data: [calibration.data]
    ).minimum().values[0]
  }

  /// What changing keys gives; a refusal is a fault of the file.
  fileprivate func checked<Value>(_ change: () throws(CaseChangeError) -> Value) throws(StudyError) -> Value {
    do {
      return try change()
    } catch {
      throw StudyError.refused("\(source): \(error)")
    }
  }
}
