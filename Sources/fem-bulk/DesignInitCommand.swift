import ArgumentParser
import DesignHistory
import ProcessDesign

struct DesignInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes the file of a design.",
    discussion: """
      Example: fem-bulk design init furnace.design --parameter 'temperature=400:800:1 C' --maximise 'jc [A/m^2]'

      or, with more to say, from a definition: fem-bulk design init furnace.design furnace.yaml

        name: furnace
        parameters:                        # a value is a number with a unit; without a step, a millionth of the range
          heating_rate: {from: 10 C/min, to: 200 C/min, step: 0.1 C/min}
          temperature: {from: 400 C, to: 800 C, step: 1 C}
          hold: {from: 2 min, to: 120 min, step: 0.5 min}
        outcomes:                          # one or two to maximise or minimise; others with limits
          jc: {maximise: A/m^2}
          density: {unit: "%", at_least: 90 %}
        constraints:                       # in the parameters' units; + - * / ^ ( ) abs sqrt exp log min max
          - (temperature - 20) / heating_rate + hold <= 150
        kernel: matern52                   # matern52, matern32, rbf, linear
        acquisition: ei                    # ei, ucb, pi, thompson
        seed: 1
      """)

  @Argument(help: ArgumentHelp("File to be made.", valueName: "design"), completion: .file())
  var path: String

  @Argument(
    help: ArgumentHelp("Definition in YAML; excludes the options.", valueName: "definition"),
    completion: .file(extensions: ["yaml", "yml"]))
  var definition: String?

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

  func run() throws {
    let definition = try definition.map(readDesignDefinition) ?? fromOptions
    if self.definition != nil, !(parameters + maximised + minimised + constraints).isEmpty || seed != nil {
      throw ProgramError(.wrongUse, "a definition excludes the options; write them into \(self.definition ?? "") instead")
    }
    let file = try designErrors { () throws(HistoryError) in
      try DesignFile.create(path: path, definition: definition, version: FemBulk.version)
    }
    let count = definition.settings.initialSamples
    try StandardOutput.write(
      "\(file.path): \(designSummary(definition))\n"
        + "The first \(count) suggestions fill the space evenly; then a model of the samples chooses.\n"
        + "Next: fem-bulk design suggest \(file.path)")
  }

  private var fromOptions: DesignDefinition {
    get throws {
      var draft = DesignDraft(name: designName(of: path))
      for text in parameters { try draft.add(rangeOption: text) }
      for (goal, texts) in [(DesignOutcome.Goal.maximise, maximised), (.minimise, minimised)] {
        for text in texts {
          let option = "--\(goal.rawValue) '\(text)'"
          guard let (name, unit) = splitHead(text) else {
            throw ProgramError(.wrongUse, "\(option): a bracket is missing; write it as in 'jc [A/m^2]'")
          }
          try draft.add(
            outcome: name, unit: unit, goal: goal, atLeast: nil, atMost: nil,
            fail: { ProgramError(.wrongUse, "\(option): \($0)") })
        }
      }
      for text in constraints {
        try draft.add(constraint: text) { ProgramError(.wrongUse, "--constraint: \($0)") }
      }
      draft.seed = seed ?? draft.seed
      return try draft.definition {
        ProgramError(.wrongUse, "\($0): --parameter 'temperature=400:800:1 C' --maximise 'jc [A/m^2]'")
      }
    }
  }
}

/// The name of a file without folder and ending.
func designName(of path: String) -> String {
  let file = path.split(separator: "/").last.map(String.init) ?? path
  return file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
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
