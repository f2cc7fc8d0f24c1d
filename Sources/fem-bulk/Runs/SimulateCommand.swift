import ArgumentParser
import BulkSimulation
import CaseFiles
import HostSystem
import Magnets
import Notation
import RunFolders
import Superconductors

extension SimulationCase.System: ExpressibleByArgument {}

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "simulate", "Computes the field that a magnet traps, and how it drifts.",
    example: "fem-bulk simulate --fcm 7T --hold 72h",
    """
    Without a case file the built-in pair of Ba122 bulks is charged: field-cooled and the field ramped to zero (--fcm), or \
    zero-field-cooled and taken around a loop 0 -> F -> -F -> F (--zfc-loop). Then, in this order and where asked for: it is \
    left alone for 1 h and cooled further at 1 K/min (--subcool), kept (--hold), warmed (--warm). With a case file bulks, materials, protocol and probes come from there; without probes in it, "centre" \
    lies on the axis at mid-height of the magnet and "surface" on the axis 1 mm above its upper face.

    With a table of Jc and the size of a disc, that disc is charged: fem-bulk simulate jc.csv --disc 30mmx10mm --fcm 7T \
    --temperature 20K. Columns are B, Jc and, for several temperatures, T, with their units: B (mT), Jc (A/cm2). Its n is \
    \(plain(DiscOfTable.assumedN)) unless it is set: --set materials.a.n=25.

    Results go to a new folder and, as a table or with --json as one JSON document, to standard output. A run that is \
    stopped (Ctrl-C, SIGTERM) or killed goes on with fem-bulk resume.
    """)

  @Argument(
    help: "Case file, or with --disc a table of Jc; a case file excludes the options of the built-in pair.",
    completion: .file(extensions: ["yaml", "yml", "csv"]))
  var caseFile: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Diameter and thickness of a disc whose Jc the table has, as in 30mmx10mm.", valueName: "size"))
  var disc: [String] = []

  @OptionGroup var changes: CaseChanges

  @Option(help: PairOption.fcm.help, transform: PairOption.fcm.value)
  var fcm: Double?

  @Option(help: PairOption.zfcLoop.help, transform: PairOption.zfcLoop.value)
  var zfcLoop: Double?

  @Option(help: PairOption.temperature.help, transform: PairOption.temperature.value)
  var temperature: Double?

  @Option(help: PairOption.rampRate.help, transform: PairOption.rampRate.value)
  var rampRate: Double?

  @Option(help: PairOption.subcool.help, transform: PairOption.subcool.value)
  var subcool: Double?

  @Option(help: PairOption.hold.help, transform: PairOption.hold.value)
  var hold: Double?

  @Option(help: PairOption.warm.help, transform: PairOption.warm.value)
  var warm: Double?

  @Option(help: PairOption.warmRate.help, transform: PairOption.warmRate.value)
  var warmRate: Double?

  @Option(help: PairOption.gap.help, transform: PairOption.gap.value)
  var gap: Double?

  @Option(help: PairOption.diameter.help, transform: PairOption.diameter.value)
  var diameter: Double?

  @Option(help: PairOption.thickness.help, transform: PairOption.thickness.value)
  var thickness: Double?

  @Option(
    help: ArgumentHelp(
      "Material of both bulks: \(MaterialCardName.known.joined(separator: " or ")). (default: the first above the second)",
      valueName: "card"),
    completion: .list(MaterialCardName.known), transform: materialCard)
  var material: MaterialCardName?

  @Option(help: PairOption.accuracy.help, transform: PairOption.accuracy.value)
  var accuracy: Double?

  @Option(
    help: ArgumentHelp(
      "Equations to solve: condensed or banded; same numbers. (default: the faster one)", valueName: "system"))
  var system: SimulationCase.System?

  @Option(
    help: ArgumentHelp("Folder in which the folder of the run is made.", valueName: "folder"), completion: .directory)
  var output = "runs"

  @OptionGroup var runOutput: RunOutput

  func validate() throws {
    let pairOptions = [
      ("--fcm", fcm != nil), ("--zfc-loop", zfcLoop != nil), ("--subcool", subcool != nil), ("--warm", warm != nil),
      ("--warm-rate", warmRate != nil), ("--temperature", temperature != nil), ("--ramp-rate", rampRate != nil),
      ("--hold", hold != nil), ("--gap", gap != nil), ("--diameter", diameter != nil),
      ("--thickness", thickness != nil), ("--material", material != nil),
    ]
    if !disc.isEmpty {
      _ = try discOption
      if let option = pairOptions.suffix(4).first(where: \.1)?.0 {
        throw ValidationError("\(option) belongs to the built-in pair; leave it out with --disc")
      }
      if fcm == nil, zfcLoop == nil {
        throw ValidationError("--disc needs a field, as in --fcm 7T, or a loop, as in --zfc-loop 7T")
      }
    } else if let caseFile, let option = pairOptions.first(where: \.1)?.0 {
      throw ValidationError(
        isTable(caseFile)
          ? "\(caseFile) is a table; say what it is of, as in --disc 30mmx10mm"
          : "\(option) belongs to the built-in pair; with a case file, change \(caseFile) instead, or by --set")
    } else if let caseFile, isTable(caseFile) {
      throw ValidationError(
        "\(caseFile) is a table; say what it is of, as in --disc 30mmx10mm --fcm 7T --temperature 20K")
    }
    if let gap, gap < 0 { throw ValidationError("--gap is negative; the bulks would overlap") }
    if fcm != nil, zfcLoop != nil {
      throw ValidationError("--fcm and --zfc-loop are two ways to begin; keep one")
    }
    if zfcLoop != nil, subcool != nil {
      throw ValidationError("--subcool keeps a charged magnet, and --zfc-loop ends in its field; use --fcm with it")
    }
    let charged = temperature ?? BuiltInPair().temperature
    if let subcool, subcool >= charged {
      throw ValidationError(
        "--subcool \(plain(subcool))K is not below the \(plain(charged)) K of charging; raise --temperature or lower it"
      )
    }
    if let warm, warm <= subcool ?? charged {
      throw ValidationError("--warm \(plain(warm))K is not above the \(plain(subcool ?? charged)) K before; raise it")
    }
    if warmRate != nil, warm == nil { throw ValidationError("--warm-rate needs --warm, as in --warm 40K") }
    if fcm == 0 { throw ValidationError("--fcm 0T traps nothing; write a field as in --fcm 7T") }
  }

  func run() async throws {
    let checked = try checkedCase()
    let recorded = try RecordedRun(parent: output, name: checked.name)
    let result = try recorded.keepingFolder {
      try recorded.simulate(checked, checkpointInterval: runOutput.checkpoint)
    }
    try await runOutput.finish(result, of: checked, in: recorded)
  }

  private func checkedCase() throws -> ValidCase {
    if !disc.isEmpty { return try discCase() }
    guard let caseFile else {
      var simulationCase = pair.simulationCase
      simulationCase.solver.system = system
      return try ValidCase(simulationCase).setting(changes.changes)
    }
    let read = try readRunnableCase(path: caseFile, setting: changes)
    guard accuracy != nil || system != nil else { return read.checked }
    var simulationCase = read.simulationCase
    simulationCase.accuracy = accuracy ?? simulationCase.accuracy
    simulationCase.solver.system = system ?? simulationCase.solver.system
    return try read.checking(simulationCase)
  }

  /// The size, and the table, which the parser takes for a part of it where it stands behind.
  private var discOption: (size: DiscSize, table: String) {
    get throws {
      let words = caseFile == nil && disc.count > 1 ? disc.dropLast() : disc[...]
      guard let table = caseFile ?? (disc.count > 1 ? disc.last : nil) else {
        throw ValidationError("--disc needs a table of Jc, as in fem-bulk simulate jc.csv --disc 30mmx10mm --fcm 7T")
      }
      do throws(QuantityError) {
        return (try DiscSize(words.joined(separator: " ")), table)
      } catch {
        throw ValidationError("--disc: \(error)")
      }
    }
  }

  private func discCase() throws -> ValidCase {
    let (size, file) = try discOption
    let table = try DiscOfTable(file: file)
    StandardError.message(table.reading)
    var protocolOfPair = pair
    if temperature == nil, table.temperatures.count > 1 {
      throw ProgramError(
        .wrongUse,
        "--temperature is missing; \(file) has Jc at \(table.temperatures.map(plain).joined(separator: ", ")) K")
    }
    protocolOfPair.temperature = temperature ?? table.onlyTemperature ?? protocolOfPair.temperature
    var simulationCase = table.simulationCase(size, stages: protocolOfPair.stages, accuracy: protocolOfPair.accuracy)
    simulationCase.solver.system = system
    let checked = try ValidCase(simulationCase).setting(changes.changes)
    if let refusal = RunPlan(checked).refusal { throw InputError(.wrong, "\(file): \(refusal)") }
    return checked
  }

  private func isTable(_ file: String) -> Bool {
    ["csv", "tsv", "txt", "dat"].contains { file.lowercased().hasSuffix(".\($0)") }
  }

  /// The built-in pair with what the options change.
  var pair: BuiltInPair {
    var pair = BuiltInPair()
    if let fcm { pair.charge = .fieldCooled(fcm) }
    if let zfcLoop { pair.charge = .loop(zfcLoop) }
    pair.temperature = temperature ?? pair.temperature
    pair.rampRate = rampRate ?? pair.rampRate
    pair.subcool = subcool
    pair.hold = hold
    pair.warm = warm
    pair.warmRate = warmRate ?? pair.warmRate
    pair.gap = gap ?? pair.gap
    pair.diameter = diameter ?? pair.diameter
    pair.thickness = thickness ?? pair.thickness
    pair.card = material?.name
    pair.accuracy = accuracy ?? pair.accuracy
    return pair
  }
}
