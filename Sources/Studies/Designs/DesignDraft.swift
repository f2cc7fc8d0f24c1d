package import DesignHistory
package import HostSystem
internal import Notation
package import ProcessDesign

/// The parts of a design's definition as a user writes them, in a file or in options; what is wrong is told by `fail`, which knows the
/// place.
package struct DesignDraft {
  package var name: String
  package var parameters: [DesignParameter] = []
  package var outcomes: [DesignOutcome] = []
  package var constraints: [String] = []
  package var kernel = Kernel.matern52
  package var acquisition = DesignSettings.Acquisition.expectedImprovement
  package var exploration = 2.0
  package var initialSamples: Int?
  package var seed: UInt64 = 1
  package var simulation: DesignDefinition.Simulation?

  package init(name: String) { self.name = name }

  package typealias Complaint = (String) -> InputError

  /// - Parameters:
  ///   - from, to, step: as written; the unit of the first is that of the parameter.
  package mutating func add(parameter name: String, from: String, to: String, step: String?, fail: Complaint) throws {
    try check(name, fail)
    do throws(QuantityError) {
      let unit = try ProcessUnit.split(from, example: "10 C/min").unit
      parameters.append(try DesignParameter(name: name, unit: unit, from: from, to: to, step: step))
    } catch {
      throw fail(error.description)
    }
  }

  /// One of a few words.
  package mutating func add(parameter name: String, choices: [String], fail: Complaint) throws {
    try check(name, fail)
    let words = choices.map(trimmed)
    if let wrong = words.first(where: { $0.isEmpty || $0.contains { "|,;\"\t".contains($0) } }) {
      throw fail("\"\(wrong)\" is no choice; write words without commas, as in argon|vacuum")
    }
    guard (2...100).contains(words.count) else {
      throw fail("\(words.count) choices; write 2 to 100, as in argon|vacuum")
    }
    guard Set(words.map { $0.lowercased() }).count == words.count else {
      throw fail("a choice is there twice; keep one")
    }
    guard simulation == nil else { throw fail("a simulation takes numbers; write a range") }
    parameters.append(DesignParameter(name: name, choices: words))
  }

  package mutating func add(
    outcome name: String, unit: String, goal: DesignOutcome.Goal?, atLeast: String?, atMost: String?, fail: Complaint
  ) throws {
    try check(name, fail)
    do throws(QuantityError) {
      let least: Double? = if let atLeast { try ProcessUnit.value(atLeast, in: unit) } else { nil }
      let most: Double? = if let atMost { try ProcessUnit.value(atMost, in: unit) } else { nil }
      if let least, let most, least >= most {
        throw QuantityError(description: "nothing lies between \(least) and \(most); write the lower limit at_least")
      }
      outcomes.append(DesignOutcome(name: name, unit: unit, goal: goal, atLeast: least, atMost: most))
    } catch {
      throw fail(error.description)
    }
  }

  package mutating func add(constraint text: String, fail: Complaint) throws {
    do {
      // Words have no size.
      _ = try InputConstraint(text, parameters: parameters.filter { $0.choices == nil }.map(\.name))
      _ = try InputConstraint(text, parameters: parameters.map(\.name))
    } catch {
      throw fail(error.description)
    }
    constraints.append(text)
  }

  /// The definition, if it is whole.
  package func definition(fail: Complaint) throws -> DesignDefinition {
    guard !parameters.isEmpty else { throw fail("no parameter; write what can be chosen, its bounds and its step") }
    let goals = outcomes.count { $0.goal != nil }
    guard goals > 0 else { throw fail("no objective; write what is to be maximised or minimised") }
    guard goals <= 2 else { throw fail("\(goals) objectives; two are the most that can be weighed against each other") }
    guard goals == 1 || acquisition == .expectedImprovement else {
      throw fail("the acquisition \(acquisition.rawValue) knows one objective; with two, write ei")
    }
    let idle = outcomes.first { $0.goal == nil && !$0.hasLimits }
    if let idle { throw fail("\(idle.name) has neither a goal nor a limit; write one, or leave it out") }
    return DesignDefinition(
      name: name, parameters: parameters, outcomes: outcomes, constraints: constraints,
      settings: DesignSettings(
        kernel: kernel, acquisition: acquisition, exploration: exploration,
        initialSamples: initialSamples ?? DesignSettings.standardInitialSamples(dimensions: parameters.count)),
      seed: seed, simulation: simulation)
  }

  /// Names stand in expressions and as columns.
  private func check(_ name: String, _ fail: Complaint) throws {
    let isWord = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard let first = name.first, isWord, first.isLetter || first == "_" else {
      throw fail("the name \"\(name)\" must consist of letters, digits and _, and not begin with a digit")
    }
    let taken = parameters.map(\.name) + outcomes.map(\.name)
    guard !taken.contains(name) else { throw fail("\(name) is there already; keep one") }
    guard !reservedNames.contains(name), !name.hasSuffix("_sigma") else {
      throw fail("the name \(name) has a meaning of its own; write another")
    }
  }

  private var reservedNames: [String] {
    ["experiment", "abs", "sqrt", "exp", "log", "min", "max", "jc_table", "note", "failed"]
  }
}
