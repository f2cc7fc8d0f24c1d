import ArgumentParser
import DesignHistory
import HostSystem
import Notation
import ProcessDesign
import Studies

/// The parts of a definition as options.
struct DesignOptions: ParsableArguments {
  @Option(
    name: .customLong("parameter"),
    help: ArgumentHelp(
      "What can be chosen: name=from:to:step unit, of which the step may be left out, or words: atmosphere=argon|vacuum.",
      valueName: "range"))
  var parameters: [String] = []

  @Option(
    name: .customLong("maximise"), help: ArgumentHelp("What is to be large: name [unit].", valueName: "outcome"))
  var maximised: [String] = []

  @Option(
    name: .customLong("minimise"), help: ArgumentHelp("What is to be small: name [unit].", valueName: "outcome"))
  var minimised: [String] = []

  @Option(
    name: .customLong("constraint"),
    help: ArgumentHelp(
      "What holds for every suggestion, as in 'temperature + 2 * hold <= 700'.", valueName: "comparison"))
  var constraints: [String] = []

  @Option(help: ArgumentHelp("Seed of all chance. (default: 1)", valueName: "number"))
  var seed: UInt64?

  var isEmpty: Bool { (parameters + maximised + minimised + constraints).isEmpty && seed == nil }

  var goals: [(goal: DesignOutcome.Goal, text: String)] {
    maximised.map { (.maximise, $0) } + minimised.map { (.minimise, $0) }
  }

  /// Constraints and seed, when parameters and outcomes are there.
  func finish(_ draft: inout DesignDraft, example: String) throws -> DesignDefinition {
    for text in constraints { try draft.add(constraint: text) { InputError(.use, "--constraint: \($0)") } }
    draft.seed = seed ?? draft.seed
    return try draft.definition { InputError(.use, "\($0): \(example)") }
  }
}

extension DesignDraft {
  /// `heating_rate=10:200:0.1 C/min`
  mutating func add(rangeOption text: String) throws {
    func fail(_ reason: String) -> InputError { InputError(.use, "--parameter '\(text)': \(reason)") }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
    if parts.count == 2, parts[1].contains("|") {
      let words = parts[1].split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      return try add(parameter: parts[0], choices: words, fail: fail)
    }
    let values = parts.count == 2 ? parts[1].split(separator: ":", omittingEmptySubsequences: false).map(trimmed) : []
    guard (2...3).contains(values.count) else {
      throw fail("write name=from:to:step unit, as in heating_rate=10:200:0.1 C/min")
    }
    let unit: String
    do throws(QuantityError) {
      unit = try ProcessUnit.split(values[values.count - 1], example: "0.1 C/min").unit
    } catch {
      throw fail(error.description)
    }
    // The unit behind the last number is that of all.
    let withUnit = values.dropLast().map { "\($0) \(unit)" } + values.suffix(1)
    try add(
      parameter: parts[0], from: withUnit[0], to: withUnit[1], step: withUnit.count > 2 ? withUnit[2] : nil, fail: fail)
  }
}
