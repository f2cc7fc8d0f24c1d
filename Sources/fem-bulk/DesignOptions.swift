import ArgumentParser
import BulkSimulation
import DesignHistory
import ProcessDesign
import Superconductors

/// The parts of a definition as options.
struct DesignOptions: ParsableArguments {
  @Option(
    name: .customLong("parameter"),
    help: ArgumentHelp("What can be chosen: name=from:to:step unit; the step may be left out.", valueName: "range"))
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
    for text in constraints { try draft.add(constraint: text) { ProgramError(.wrongUse, "--constraint: \($0)") } }
    draft.seed = seed ?? draft.seed
    return try draft.definition { ProgramError(.wrongUse, "\($0): \(example)") }
  }
}

/// Those of a design that is simulated.
struct SimulatedDesignOptions: ParsableArguments {
  @OptionGroup var parts: DesignOptions

  @Option(help: ArgumentHelp("File of the design. (default: the case's name with .design)", valueName: "design"))
  var design: String?

  @Option(help: ArgumentHelp("Samples that the design has in the end.", valueName: "count"))
  var samples = 30

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  var isEmpty: Bool { parts.isEmpty && design == nil && !json }

  func validate() throws {
    guard (1...10000).contains(samples) else { throw ValidationError("--samples \(samples): write 1 to 10000") }
  }

  func definition(caseFile: String) throws -> DesignDefinition {
    let read = try readCase(path: caseFile)
    for remark in read.remarks { StandardError.warning(remark) }
    let simulation = try DesignSimulation.Draft(read.simulationCase)
    var draft = DesignDraft(name: read.simulationCase.name)
    for text in parts.parameters {
      // In expressions and tables, materials.kim.n goes by the name materials_kim_n.
      let key = trimmed(text.prefix { $0 != "=" })
      try draft.add(rangeOption: identifier(key) + text.drop { $0 != "=" })
      try simulation.addKey(key, of: draft.parameters[draft.parameters.count - 1]) {
        ProgramError(.wrongUse, "--parameter '\(text)': \($0)")
      }
    }
    for (goal, text) in parts.goals {
      let fail = { (reason: String) in ProgramError(.wrongUse, "--\(goal.rawValue) '\(text)': \(reason)") }
      guard let (words, unit) = splitHead(text) else { throw fail("a bracket is missing") }
      let figure = try figure(words, simulation.base, fail: fail)
      try draft.add(outcome: identifier(words), unit: unit, goal: goal, atLeast: nil, atMost: nil, fail: fail)
      try simulation.add(figure, of: draft.outcomes[draft.outcomes.count - 1], fail: fail)
    }
    draft.simulation = try simulation.simulation
    return try parts.finish(&draft, example: "--parameter 'gap=1:10:0.5 mm' --maximise 'bz centre hold [T]'")
  }

  /// `bz centre hold`
  private func figure(
    _ text: String, _ base: SimulationCase, fail: (String) -> ProgramError
  ) throws -> DesignFigure {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    let known = DesignFigure.Quantity.allCases.map(\.rawValue)
    guard let quantity = words.first.flatMap(DesignFigure.Quantity.init) else {
      throw fail("a simulation gives \(known.joined(separator: ", ")); write one as in 'bz centre hold [T]'")
    }
    let pattern: [String] =
      switch quantity {
      case .moment: ["stage"]
      case .inhomogeneity: ["probe", "length", "stage"]
      case .bz, .drift: ["probe", "stage"]
      }
    guard words.count == pattern.count + 1 else {
      throw fail("write \(quantity.rawValue) \(pattern.map { $0.uppercased() }.joined(separator: " ")) and the unit in brackets")
    }
    let probes = base.probes.map(\.name)
    if pattern[0] == "probe", !probes.contains(words[1]) {
      throw fail("unknown probe \(words[1]) (known: \(probes.joined(separator: ", ")))")
    }
    let stages = base.stages.map(\.name)
    let last = words[words.count - 1]
    guard let stage = Int(last).flatMap({ stages.indices.contains($0) ? $0 : nil }) ?? stages.lastIndex(of: last) else {
      throw fail("unknown stage \(last) (known: \(stages.joined(separator: ", ")), or a number from 0)")
    }
    var within: Double?
    if quantity == .inhomogeneity {
      do throws(QuantityError) {
        within = try parseQuantity(words[2], .length)
      } catch {
        throw fail(error.description)
      }
    }
    return DesignFigure(quantity: quantity, probe: pattern[0] == "probe" ? words[1] : nil, stage: stage, within: within)
  }

  /// A key or a phrase as a name.
  private func identifier(_ text: String) -> String {
    let word = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return word.replacing("__", with: "_")
  }
}

extension DesignDraft {
  /// `heating_rate=10:200:0.1 C/min`
  mutating func add(rangeOption text: String) throws {
    func fail(_ reason: String) -> ProgramError { ProgramError(.wrongUse, "--parameter '\(text)': \(reason)") }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
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
