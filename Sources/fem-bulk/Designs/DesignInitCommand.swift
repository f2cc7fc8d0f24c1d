import ArgumentParser
import DesignHistory
import HostSystem
import ProcessDesign
import Reports
import Studies

struct DesignInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "init", "Makes the file of a design.",
    example: "fem-bulk design init furnace.design --parameter 'temperature=400:800:1 C' --maximise 'jc [A/m^2]'",
    """
    or, with more to say, from a definition: fem-bulk design init furnace.design furnace.yaml

      name: furnace
      parameters:                        # a value is a number with a unit; without a step, a round one
        heating_rate: {from: 10 C/min, to: 200 C/min, step: 0.1 C/min}
        temperature: {from: 400 C, to: 800 C, step: 1 C}
        hold: {from: 2 min, to: 120 min, step: 0.5 min}
        atmosphere: {choices: [argon, vacuum]}
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

  @OptionGroup var options: DesignOptions

  func run() throws {
    let definition =
      try definition.map { try readDesignDefinition(path: $0, remark: StandardError.warning) } ?? fromOptions
    if self.definition != nil, !options.isEmpty {
      throw InputError(
        .use, "a definition excludes the options; write them into \(self.definition ?? "") instead")
    }
    let file = try DesignFile.create(path: path, definition: definition, version: FemBulk.version)
    for remark in designRemarks(definition) { StandardError.warning(remark) }
    let count = definition.settings.initialSamples
    try StandardOutput.write(
      "\(file.path): \(designSummary(definition))\n"
        + "The first \(count) suggestions fill the space evenly; then a model of the samples chooses.\n"
        + "Next: fem-bulk design suggest \(file.path)")
  }

  private var fromOptions: DesignDefinition {
    get throws {
      var draft = DesignDraft(name: designName(of: path))
      for text in options.parameters { try draft.add(rangeOption: text) }
      for (goal, text) in options.goals {
        let option = "--\(goal.rawValue) '\(text)'"
        guard let (name, unit) = splitHead(text) else {
          throw InputError(.use, "\(option): a bracket is missing; write it as in 'jc [A/m^2]'")
        }
        try draft.add(
          outcome: name, unit: unit, goal: goal, atLeast: nil, atMost: nil,
          fail: { InputError(.use, "\(option): \($0)") })
      }
      return try options.finish(&draft, example: "--parameter 'temperature=400:800:1 C' --maximise 'jc [A/m^2]'")
    }
  }
}

/// The name of a file without folder and ending.
func designName(of path: String) -> String {
  let file = path.split(separator: "/").last.map(String.init) ?? path
  return file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
}
