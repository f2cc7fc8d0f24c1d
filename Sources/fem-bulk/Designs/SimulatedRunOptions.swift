import ArgumentParser

/// How far a simulated design is run, and how that is shown.
struct SimulatedRunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Samples that the design has in the end.", valueName: "count"))
  var samples = 30

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  func validate() throws {
    guard (1...10000).contains(samples) else { throw ValidationError("--samples \(samples): write 1 to 10000") }
  }
}
