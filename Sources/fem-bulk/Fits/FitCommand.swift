import ArgumentParser
import BulkSimulation
import CaseFiles
import Fitting
import HostSystem
import Magnets
import Notation
import Reports
import RunFolders
import Studies

struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "fit", "Fits keys of a case to measured values.", example: "fem-bulk fit --fcm 7T --trapped 2.83T --sigma 0.02T",
    """
    fits the scale of the critical currents of the built-in pair so that it traps this field at its centre. Other \
    parameters and other data, of any case, go into a fit file: fem-bulk fit fit.yaml

      case: pair.yaml                          # without it, the built-in pair
      parameters:                              # any numbers of the case, by their keys; * is every entry; gap; scale
        - {key: materials.ba122.jc.jc0, start: 4e8 A/m^2, lower: 1e8 A/m^2, upper: 2e9 A/m^2}
        - {key: materials.ba122.n, lower: 5, upper: 200, transform: log}
      data:                                    # CSV files have units in their header, and a column sigma if you like
        - trapped: {value: 2.83 T, probe: centre, stage: ramp, sigma: 0.02 T}
        - scan: {file: hall.csv, z: 7.5 mm, stage: ramp, sigma: 5 mT}         # r[mm],Bz[T], or z[mm],Bz[T] at an r
        - warming: {file: warming.csv, probe: centre, stage: temperature}     # T[K],Bz[T]
        - decay: {file: decay.csv, probe: centre, stage: hold}                # t[s],Bz[T], from the stage's start
        - loop: {file: loop.csv, stage: 1}                                    # Ba[T],m[A m^2], in order, from stage 1 on

    Printed are the parameters with standard errors and correlations, and warnings when the data cannot tell them apart. \
    The run folder has the fitted case, ready to run, its simulation, residuals.csv and fit.json.
    """)

  @Argument(
    help: "Fit file; excludes the options of the built-in pair.", completion: .file(extensions: ["yaml", "yml"]))
  var fitFile: String?

  @Option(help: PairOption.fcm.help, transform: PairOption.fcm.value)
  var fcm: Double?

  @Option(
    help: ArgumentHelp("Field that the pair traps at its centre when the applied field is zero.", valueName: "field"),
    transform: quantity(.field))
  var trapped: Double?

  @Option(
    help: ArgumentHelp("Standard deviation of the trapped field. (default: not known)", valueName: "field"),
    transform: positiveQuantity(.field))
  var sigma: Double?

  @Option(help: PairOption.temperature.help, transform: PairOption.temperature.value)
  var temperature: Double?

  @Option(help: PairOption.gap.help, transform: PairOption.gap.value)
  var gap: Double?

  @OptionGroup var changes: CaseChanges

  @Option(
    help: ArgumentHelp(
      "Target for the relative error of the simulations. (default: that of the case)", valueName: "ratio"),
    transform: accuracyOption)
  var accuracy: Double?

  @Option(
    help: ArgumentHelp("Folder in which the folder of the run is made.", valueName: "folder"), completion: .directory)
  var output = "runs"

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  func validate() throws {
    let pairOptions = [
      ("--fcm", fcm != nil), ("--trapped", trapped != nil), ("--sigma", sigma != nil), ("--gap", gap != nil),
      ("--temperature", temperature != nil),
    ]
    if let fitFile, let option = pairOptions.first(where: \.1)?.0 {
      throw ValidationError("\(option) belongs to the built-in pair; with a fit file, change \(fitFile) instead")
    }
    if fitFile == nil, trapped == nil {
      throw ValidationError("nothing to fit to; write --trapped 2.83T, or name a fit file")
    }
    if let trapped, trapped == 0 { throw ValidationError("--trapped 0T: no field, no fit; write one as in 2.83T") }
    if let gap, gap < 0 { throw ValidationError("--gap is negative; the bulks would overlap") }
    if fcm == 0 { throw ValidationError("--fcm 0T traps nothing; write a field as in --fcm 7T") }
  }

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    var problem =
      try fitFile.map { try readFit(path: $0, setting: changes.changes, remark: StandardError.warning) } ?? pairProblem
    if let accuracy {
      problem.editable = try problem.editable.changed([.init(key: "accuracy", setting: .number(accuracy))])
    }
    let recorded = try RecordedRun(parent: output, name: "fit-\(problem.editable.base.name)")
    let (report, fitted, simulation) = try recorded.keepingFolder {
      let report = try runFit(problem)
      let fitted = try ValidCase(report.fittedCase)
      return (report, fitted, try recorded.simulate(fitted))
    }
    let warnings = report.warnings + simulation.warnings.map(\.description)
    let seconds = (clock.now - start) / .seconds(1)
    try recorded.write(
      simulation, of: fitted,
      files: [
        "residuals.csv": residualsCSV(report), "fit.json": encodeJSON(FitDocument(report, warnings: warnings)) + "\n",
      ])
    for warning in warnings { StandardError.warning(warning) }
    if json {
      let document = FitDocument(report, warnings: warnings, seconds: seconds, folder: recorded.folder.path)
      try StandardOutput.write(encodeJSON(document))
    } else {
      try StandardOutput.write(fitText(report, folder: recorded.folder.path, seconds: seconds))
    }
  }

  /// The scale of the built-in pair, and the field at its centre after the ramp.
  private var pairProblem: FitProblem {
    get throws {
      var pair = BuiltInPair()
      if let fcm { pair.charge = .fieldCooled(fcm) }
      pair.temperature = temperature ?? pair.temperature
      pair.gap = gap ?? pair.gap
      return try FitProblem(
        trapped: trapped ?? 0, sigma: sigma, of: ValidCase(pair.simulationCase).setting(changes.changes),
        source: "--trapped")
    }
  }
}
