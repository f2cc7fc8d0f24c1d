internal import CaseFiles
package import DesignHistory
internal import HostSystem
package import Notation
internal import ProcessDesign

/// A sample as a user writes it: names and values, of which those of a proposed experiment may be left out.
package struct DesignSampleInput {
  package let definition: DesignDefinition
  private var parameters: [Double?]
  private var outcomes: [Double?]
  private var sigmas: [Double?]
  /// A remark on the sample.
  package var note: String?
  /// Why nothing could be measured of it.
  package var failure: String?

  package init(_ definition: DesignDefinition) {
    self.definition = definition
    parameters = definition.parameters.map { _ in nil }
    outcomes = definition.outcomes.map { _ in nil }
    sigmas = outcomes
  }

  /// What a name stands for.
  package enum Place {
    case parameter(Int)
    case outcome(Int)
    case sigma(Int)
  }

  package static func place(_ name: String, in definition: DesignDefinition) throws(QuantityError) -> Place {
    if let index = definition.parameters.firstIndex(where: { $0.name == name }) { return .parameter(index) }
    for (index, outcome) in definition.outcomes.enumerated() {
      if outcome.name == name { return .outcome(index) }
      if "\(outcome.name)_sigma" == name { return .sigma(index) }
    }
    let known = definition.parameters.map(\.name) + definition.outcomes.flatMap { [$0.name, "\($0.name)_sigma"] }
    throw QuantityError(
      description: "\(name) is neither a parameter nor an outcome; did you mean \(nearestFirst(known, to: name)[0])?"
        + " (known: \(known.joined(separator: ", ")))")
  }

  /// Sets a value written with a unit, or bare in the unit of the definition.
  package mutating func set(_ name: String, _ text: String) throws(QuantityError) {
    switch try Self.place(name, in: definition) {
    case .parameter(let index):
      guard parameters[index] == nil else { throw QuantityError(description: "\(name) is given twice; keep one") }
      let parameter = definition.parameters[index]
      if let choices = parameter.choices {
        let word = trimmed(text).lowercased()
        guard let found = choices.firstIndex(where: { $0.lowercased() == word }) else {
          throw QuantityError(description: "\(text) is none of \(choices.joined(separator: ", "))")
        }
        parameters[index] = Double(found)
        return
      }
      let value = try ProcessUnit.value(text, in: parameter.unit)
      guard parameter.isNear(value) else {
        throw QuantityError(
          description: "\(text) is nowhere near the range from \(plain(parameter.lower)) to \(plain(parameter.upper))"
            + " \(parameter.unit); see to number and unit")
      }
      parameters[index] = value
    case .outcome(let index):
      guard outcomes[index] == nil else { throw QuantityError(description: "\(name) is given twice; keep one") }
      outcomes[index] = try ProcessUnit.value(text, in: definition.outcomes[index].unit)
    case .sigma(let index):
      guard sigmas[index] == nil else { throw QuantityError(description: "\(name) is given twice; keep one") }
      let sigma = try ProcessUnit.value(text, in: definition.outcomes[index].unit, isDifference: true)
      guard sigma >= 0 else { throw QuantityError(description: "\(name) is a standard deviation; write 0 or more") }
      sigmas[index] = sigma
    }
  }

  /// The sample, if it is whole.
  ///
  /// - Parameters:
  ///   - experiment: the proposed one that it answers, whose parameters hold where none were given.
  ///   - computed: outcomes that a simulation gave.
  package func sample(
    answering experiment: ProposedExperiment?, computed: [SimulatedOutcome?]? = nil, table: String? = nil
  ) throws(QuantityError) -> NewSample {
    var values: [Double] = []
    for (index, parameter) in definition.parameters.enumerated() {
      guard let value = parameters[index] ?? experiment?.parameters[index] else {
        throw QuantityError(
          description:
            "\(parameter.name) is missing; write \(parameter.name)=\(parameter.word(0) ?? plain(parameter.lower)), or name the"
            + " experiment that was made")
      }
      values.append(value)
    }
    let simulated = outcomes.indices.map { outcomes[$0] == nil ? computed?[$0] : nil }
    let measured = outcomes.indices.map { outcomes[$0] ?? simulated[$0]?.value }
    let isMeasured = measured.contains { $0 != nil }
    if failure == nil, !isMeasured {
      let outcome = definition.outcomes[0]
      throw QuantityError(
        description:
          "nothing was measured; write \(outcome.name)=\(outcome.unit.isEmpty ? "" : ", in \(outcome.unit)"),"
          + " or why it failed")
    }
    if failure != nil, isMeasured {
      throw QuantityError(
        description: "a failed experiment with a measured value; write one of both, or the failure as a note")
    }
    for (index, outcome) in definition.outcomes.enumerated() where sigmas[index] != nil && measured[index] == nil {
      throw QuantityError(description: "\(outcome.name)_sigma without \(outcome.name); write both")
    }
    return NewSample(
      parameters: values, outcomes: measured, sigmas: sigmas.indices.map { sigmas[$0] ?? simulated[$0]?.sigma },
      experiment: experiment?.id, table: table, note: failure ?? note)
  }

  /// The parameters, if all are given.
  package func parameters(answering experiment: ProposedExperiment?) -> [Double]? {
    let values = parameters.indices.compactMap { parameters[$0] ?? experiment?.parameters[$0] }
    return values.count == parameters.count ? values : nil
  }
}
