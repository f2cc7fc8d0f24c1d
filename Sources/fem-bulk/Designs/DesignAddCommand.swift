import ArgumentParser
import DesignHistory
import HostSystem
import Notation
import ProcessDesign
import Studies

struct DesignAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Adds measured samples, proposed ones or your own.",
    discussion: """
      Example: fem-bulk design add furnace.design --experiment 3 jc=6.2e8
               fem-bulk design add furnace.design heating_rate=50 temperature='873 K' hold=5 jc=7.9e8 jc_sigma=2e7
               fem-bulk design add furnace.design --experiment 4 --failed 'cracked'
               fem-bulk design add furnace.design --csv samples.csv

      A bare number is in the unit of the definition. Parameters of a proposed experiment need not be written, or only those \
      that were different in the end; without --experiment, a sample with the parameters of a pending experiment answers it. \
      Repeated samples are welcome: they tell the noise. What failed is kept and never proposed again. CSV files have a header as \
      in heating_rate[C/min],jc[A/m^2], with columns note and failed where there is something to say; lines that are samples \
      already, in every number, are left out. \
      Where the definition has a sample_material, --jc-table, or a column jc_table with names of files beside the CSV file, \
      brings the Jc of the sample, and its simulated outcomes are computed.
      """)

  @OptionGroup var file: DesignFileArgument

  @Argument(help: ArgumentHelp("Values: name=value.", valueName: "values"))
  var values: [String] = []

  @Option(help: ArgumentHelp("Number of the proposed experiment that was made.", valueName: "number"))
  var experiment: Int?

  @Option(
    help: ArgumentHelp(
      "Table of the sample's Jc, B[T],Jc[A/m^2], of which simulated outcomes are computed.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var jcTable: String?

  @Option(help: ArgumentHelp("A remark, kept with the sample.", valueName: "text"))
  var note: String?

  @Option(help: ArgumentHelp("Why nothing could be measured.", valueName: "reason"))
  var failed: String?

  @Option(help: ArgumentHelp("Samples, one a line.", valueName: "file"), completion: .file(extensions: ["csv"]))
  var csv: String?

  func validate() throws {
    if csv != nil, !values.isEmpty || experiment != nil || jcTable != nil || note != nil || failed != nil {
      throw ValidationError("--csv brings values of its own; add the others by another command")
    }
    if csv == nil, values.isEmpty, jcTable == nil, failed == nil {
      throw ValidationError("nothing to add; write name=value, or --csv samples.csv")
    }
  }

  func run() throws {
    let design = try file.open()
    let state = try design.state()
    let pending = state.pending
    let computer = try DesignSampleComputer(design.definition)
    var samples =
      try csv.map { path in
        try readSamples(
          csv: try readTable(path, what: "table of samples"), file: path, definition: design.definition,
          pending: pending, computer: computer, remark: StandardError.warning)
      } ?? [try writtenSample(design, pending, computer)]
    if let csv {
      let count = samples.count
      samples.removeAll { state.repeated($0) != nil }
      if samples.count < count {
        StandardError.warning(
          "\(csv): \(count - samples.count) of \(count) samples are in \(design.path) already, in every number, and are left out; a"
            + " measurement that gave the same again is added by fem-bulk design add without --csv")
      }
      guard !samples.isEmpty else { return try StandardOutput.write("\(design.path): nothing to add") }
    }
    let numbers = try design.add(samples)
    let text = numbers.count == 1 ? "sample \(numbers[0])" : "samples \(numbers[0]) to \(numbers[numbers.count - 1])"
    try StandardOutput.write("\(design.path): added \(text)")
  }

  private func writtenSample(
    _ design: DesignFile, _ pending: [ProposedExperiment], _ computer: DesignSampleComputer
  ) throws -> NewSample {
    let answered = pending.first { $0.id == experiment }
    if let experiment, answered == nil {
      let known = pending.map { "\($0.id)" }.joined(separator: ", ")
      throw ProgramError(
        .wrongUse, "--experiment \(experiment) is not pending; pending are: \(known.isEmpty ? "none" : known)")
    }
    var input = DesignSampleInput(design.definition)
    (input.note, input.failure) = (note, failed)
    for text in values {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
      guard parts.count == 2 else {
        throw ProgramError(.wrongUse, "\(text) is not a value; write name=value, as in temperature=600")
      }
      do throws(QuantityError) {
        try input.set(parts[0], parts[1])
      } catch {
        throw ProgramError(.wrongUse, "\(text): \(error)")
      }
    }
    let (computed, table) = try computer.outcomes(input.parameters(answering: answered), table: jcTable)
    do throws(QuantityError) {
      return try input.sample(answering: answered, computed: computed, table: table)
    } catch {
      throw ProgramError(.wrongUse, error.description)
    }
  }
}
