import ArgumentParser
import BulkSimulation
import CaseFiles
import HostSystem
import Notation
import Reports
import Studies

struct SensitivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "sensitivity", "Varies assumptions one at a time, as tornado tables.", example: "fem-bulk sensitivity --refit",
    """
    varies what is assumed about the built-in pair over its plausible range, for the field trapped from 7 T and for the \
    magnet cooled in 2.0 T, and with --refit fits the scale of the critical currents anew each time, so that the former \
    stays 2.83 T. Other assumptions, of any case, go into a file: fem-bulk sensitivity assumptions.yaml

      case: pair.yaml                          # without it, the built-in pair
      outputs:                                 # Bz at a probe at the end of a stage, in the case or with keys set
        - {name: trapped, probe: centre, stage: ramp}
        - {name: partial, probe: surface, stage: ramp, set: {protocol.0.cool.field: 2 T}}
      assumptions:                             # keys as in a fit file; values, or changes in %
        - {key: gap, low: 0.5 mm, high: 2 mm, why: not published}
        - {key: materials.*.jc.b0, low: -20 %, high: +20 %, why: read off a graph}
      refit: {key: scale, value: 2.83 T, probe: centre, stage: ramp}    # for --refit
    """)

  @Argument(help: "Sensitivity file.", completion: .file(extensions: ["yaml", "yml"]))
  var file: String?

  @OptionGroup var changes: CaseChanges

  @Flag(help: "Fit the parameter of the entry refit anew for each variation.")
  var refit = false

  @Option(
    help: ArgumentHelp(
      "Target for the relative error of the simulations. (default: that of the case)", valueName: "ratio"),
    transform: accuracyOption)
  var accuracy: Double?

  @Flag(help: "Print Markdown.")
  var markdown = false

  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    if markdown, json { throw ValidationError("--markdown and --json exclude each other") }
  }

  func run() throws {
    let changes = try changes.changes
    var problem =
      try file.map { try readSensitivity(path: $0, setting: changes, remark: StandardError.warning) }
      ?? readSensitivity(text: builtInAssumptions, file: "built-in assumptions", setting: changes) { name in
        throw InputError(.missing, "\(name): no such case file")
      }
    if refit, problem.calibration == nil {
      throw ProgramError(
        .wrongData,
        "\(problem.source): --refit needs an entry refit: {key: scale, value: 2.83 T, probe: centre, stage: ramp}")
    }
    if let accuracy {
      problem.editable = try problem.editable.changed([.init(key: "accuracy", setting: .number(accuracy))])
    }
    let report = try runSensitivity(problem, refit: refit)
    for warning in report.warnings { StandardError.warning(warning) }
    try StandardOutput.write(
      json ? encodeJSON(SensitivityDocument(report)) : markdown ? sensitivityMarkdown(report) : sensitivityText(report))
  }
}
