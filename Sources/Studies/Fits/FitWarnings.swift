internal import CaseFiles
internal import Fitting
internal import HostSystem
internal import Notation

extension FitReport {
  /// What a reader of the result must know, as sentences with a remedy.
  package var warnings: [String] {
    var warnings: [String] = []
    let keys = problem.quantities.map(\.key)
    if !result.hasConverged {
      warnings.append("no minimum found within \(result.evaluations) simulations; begin nearer to it")
    }
    warnings += dataWarnings
    warnings += statistics.idle.map { "\(keys[$0]) changes none of the data; leave it out" }
    warnings += statistics.weakCombinations.map(sentence)
    warnings += keys.indices.filter(result.isAtBound).map {
      "\(keys[$0]) ended at one of its bounds; its standard error means nothing there"
    }
    if !sigmaIsKnown, degreesOfFreedom <= 0 {
      warnings.append("no standard errors: not more data than parameters, and no sigma; write sigma for the data")
    }
    // Chi square has a standard deviation of sqrt(2 dof).
    let reduced = result.chiSquare / Double(max(1, degreesOfFreedom))
    if sigmaIsKnown, degreesOfFreedom > 0, reduced > 1 + 3 * (2 / Double(degreesOfFreedom)).squareRoot() {
      warnings.append(
        "chi2/dof is \(significant(reduced, digits: 2)): the model misses the data by more than sigma says;"
          + " the standard errors are too small by \(significant(reduced.squareRoot(), digits: 2)) at least")
    }
    warnings += problem.data.indices.compactMap(simulationWarning)
    for (index, key) in keys.enumerated() {
      guard let error = statistics.standardErrors[index], abs(numericalShifts[index]) > 0.3 * error else { continue }
      warnings.append(
        "numerical errors move \(key) by \(significant(abs(numericalShifts[index]) / error, digits: 2)) standard errors;"
          + " ask for a better accuracy")
    }
    return warnings
  }

  /// Where the simulation is not good enough for the data that it is compared with.
  private func simulationWarning(_ index: Int) -> String? {
    let (data, error) = (problem.data[index], rootMeanSquareError(index))
    func text(_ value: Double) -> String { "\(significant(value, digits: 2)) \(data.unit)" }
    let sigmas = data.points.compactMap(\.sigma)
    if sigmas.count == data.points.count {
      let sigma = (sigmas.reduce(0) { $0 + $1 * $1 } / Double(max(1, sigmas.count))).squareRoot()
      guard error > sigma else { return nil }
      return "\(data.name): the simulation's error, \(text(error)), is above sigma, \(text(sigma));"
        + " chi2 and standard errors do not count it: ask for a better accuracy"
    }
    let difference = rootMeanSquareDifference(index)
    guard degreesOfFreedom > 0, difference < error else { return nil }
    return "\(data.name): the rms difference, \(text(difference)), is below the simulation's error, \(text(error));"
      + " the fit is as good as the simulation can tell: ask for a better accuracy to tell more"
  }

  /// Which parameters act alike, and how they change together without much happening to the data.
  private func sentence(_ combination: FitStatistics.Combination) -> String {
    let part = combination.direction.indices.filter { abs(combination.direction[$0]) > 0.05 }
    let names = part.map { problem.quantities[$0].key }.joined(separator: " and ")
    let changes = part.map { "\(problem.quantities[$0].key) \(change($0, along: combination.direction[$0]))" }
      .joined(separator: " with ")
    guard !combination.isUndetermined else {
      return "the data cannot tell \(names) apart: \(changes) changes nothing; fix one of them, or add data that tell"
    }
    let value = significant(combination.singularValue, digits: 2)
    return "the data hardly tell \(names) apart (singular value \(value) of 1): \(changes) changes little;"
      + " their errors belong together"
  }

  /// A change by a tenth, signed.
  private func change(_ index: Int, along direction: Double) -> String {
    let parameter = problem.parameters[index]
    let step = 0.1 * direction
    let sign = step < 0 ? "-" : "+"
    if parameter.isLogarithmic || parameter.start != 0 {
      return "\(sign)\(significant(100 * abs(step), digits: 2)) %"
    }
    return sign + problem.quantities[index].text(abs(step) * (parameter.upper - parameter.lower))
  }
}
