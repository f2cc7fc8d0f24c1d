import Foundation
import FoundationEssentials
import Notation
import Testing

/// `fem-bulk design` as its users meet it.
@Suite struct `Program that designs` {
  @Test func `proposes, takes samples and their own, and shows what it knows`() throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    let first = try design("suggest", "f.design", "-n", "3")
    #expect(
      first.status == 0 && first.output.hasPrefix("experiment  rate [C/min]  temperature [C]\n"), "\(first.errors)")
    #expect(try design("add", "f.design", "--experiment", "2", "jc=3e8").output == "f.design: added sample 1\n")
    // In other units, and off the grid; the same twice.
    for _ in 0..<2 {
      let own = try design(
        "add", "f.design", "rate=0.83333 K/s", "temperature=873.15 K", "jc=7.9e4 A/cm^2", "jc_sigma=2e7")
      #expect(own.status == 0, "\(own.errors)")
    }
    try design.folder.write(DesignRuns.samples(20), to: "samples.csv")
    #expect(try design("add", "f.design", "--csv", "samples.csv").output == "f.design: added samples 4 to 23\n")
    let document = try design.document("show", "f.design", "--json")
    #expect(document["schema"] as? String == "fem-bulk/design/1")
    let samples = try #require(document["samples"] as? [[String: Any]])
    let own = try #require(samples[1]["parameters"] as? [String: Double])
    #expect(own["temperature"] == 600 && abs((own["rate"] ?? 0) - 49.9998) < 1e-9)
    #expect((samples[1]["outcomes"] as? [String: Double])?["jc"] == 7.9e8)
    #expect((document["pending"] as? [Any])?.count == 2)
    let model = try #require((document["models"] as? [[String: Any]])?.first)
    #expect((model["predicted_share"] as? Double ?? 0) > 0.8)
    let text = try design("show", "f.design").output
    for part in ["Best so far, all alike:", "Length scales", "Least known:", "Pending:"] {
      #expect(text.contains(part), "\(part)")
    }
    let next = try design.document("suggest", "f.design", "--json", "--acquisition", "ucb", "--kernel", "matern32")
    let expected = (next["experiments"] as? [[String: Any]])?.first?["expected"] as? [String: [String: Double]]
    #expect((expected?["jc"]?["deviation"] ?? 0) > 0)
    try design("drop", "f.design", "--experiment", "1", "--sample", "2")
    let after = try design.document("show", "f.design", "--json")
    #expect((after["pending"] as? [Any])?.count == 2)
    #expect((after["samples"] as? [[String: Any]])?[1]["dropped"] as? Bool == true)
    // Also those rounds are the same to the byte that saw what was dropped since.
    let replay = try design("replay", "f.design")
    #expect(replay.status == 0 && replay.output.components(separatedBy: ": the same").count == 3, "\(replay.output)")
  }

  @Test func `a replay tells when the history was changed`() throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    try design.folder.write(DesignRuns.samples(12), to: "samples.csv")
    try design("add", "f.design", "--csv", "samples.csv")
    try design("suggest", "f.design", "-n", "2")
    // The same length, so that the file stays whole.
    let url = design.folder.url.appending(path: "f.design")
    var data = try Data(contentsOf: url)
    let values = try #require(data.range(of: Data("[10,400]".utf8)))
    data.replaceSubrange(values, with: Data("[99,400]".utf8))
    try data.write(to: url)
    let replay = try design("replay", "f.design")
    #expect(replay.status == 70 && replay.errors.contains("round 1 gives other experiments now"), "\(replay.output)")
  }

  @Test(arguments: [
    (["suggest", "absent.design"], 66, "absent.design: no such design file; fem-bulk design init makes one"),
    (["suggest", "samples.csv"], 65, "samples.csv: is not a design file"),
    (
      ["add", "f.design", "rate=50", "jc=1e8"], 64,
      "temperature is missing; write temperature=400, or name the experiment"
    ),
    (["add", "f.design", "rate=50", "temperature=500"], 64, "nothing was measured; write jc=, in A/m^2"),
    (
      ["add", "f.design", "rte=50", "jc=1"], 64, "rte=50: rte is neither a parameter nor an outcome; did you mean rate?"
    ),
    (
      ["add", "f.design", "rate=50 mm", "jc=1"], 64,
      "rate=50 mm: 50 mm is not in C/min, nor in a unit that is converted"
    ),
    (["add", "f.design", "--experiment", "9", "jc=1"], 64, "--experiment 9 is not pending; pending are: none"),
    (["add", "f.design", "--csv", "wrong.csv"], 65, "wrong.csv:3: jc: "),
    (["add", "f.design"], 64, "nothing to add; write name=value, or --csv samples.csv"),
    (["suggest", "f.design", "-n", "0"], 64, "-n 0: 1 to 100 experiments"),
    (["drop", "f.design", "--sample", "5"], 64, "f.design: there is no sample 5"),
    (["init", "f.design", "--parameter", "x=1:2 m", "--maximise", "y [T]"], 73, "f.design: exists already"),
    (["init", "g.design", "--parameter", "x=1:2 m"], 64, "no objective; write what is to be maximised"),
    (
      ["init", "g.design", "--parameter", "x=2:1 m", "--maximise", "y"], 64,
      "--parameter 'x=2:1 m': 2 m is not below 1 m"
    ),
    (
      ["init", "g.design", "--parameter", "x=1 m", "--maximise", "y"], 64,
      "--parameter 'x=1 m': write name=from:to:step unit"
    ),
    (
      ["init", "g.design", "--parameter", "x=0:1:1e-300 m", "--maximise", "y"], 64,
      "--parameter 'x=0:1:1e-300 m': the step, 1e-300 m, is too fine for the range"
    ),
    (
      ["add", "f.design", "rate=1e30", "temperature=500", "jc=1"], 64,
      "rate=1e30: 1e30 is nowhere near the range from 10 to 200 C/min"
    ),
    (
      ["add", "f.design", "rate=50", "temperature=500", "jc=1e300"], 64,
      "jc=1e300: 1e300 is beyond all that is measured"
    ),
    (["init", "g.design", "wrong.yaml"], 65, "wrong.yaml:2: parameters.x: to is missing"),
    (["run", "f.design"], 64, "f.design: its samples are measured, not simulated"),
  ])
  func `says what is wrong`(arguments: [String], status: Int32, message: String) throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    try design.folder.write(DesignRuns.samples(3), to: "samples.csv")
    try design.folder.write("rate,temperature,jc\n50,500,1e8\n50,500,much\n", to: "wrong.csv")
    try design.folder.write("parameters:\n  x: {from: 1 m}\noutcomes: {y: {maximise: T}}\n", to: "wrong.yaml")
    let run = try Run(["design"] + arguments, in: design.folder)
    #expect(run.status == status && run.output.isEmpty)
    #expect(
      run.errors.hasPrefix("fem-bulk: \(message)") || run.errors.hasPrefix("fem-bulk: wrong.csv:3: "), "\(run.errors)")
    #expect(try design.sampleCount() == 0)
    #expect(!(try design.folder.contents().contains { $0.hasSuffix(".part") || $0.hasSuffix("-journal") }))
  }

  @Test func `a definition with limits and constraints is kept`() throws {
    let design = try DesignRuns()
    try design.folder.write(
      """
      name: furnace
      parameters:
        rate: {from: 10 C/min, to: 200 C/min, step: 1 C/min}
        temperature: {from: 400 C, to: 800 C, step: 50 K}
      outcomes:
        jc: {maximise: A/m^2}
        density: {unit: "%", at_least: 90 %}
      constraints: [(temperature - 20) / rate <= 20]
      initial_samples: 4
      """, to: "furnace.yaml")
    #expect(try design("init", "f.design", "furnace.yaml").status == 0)
    let document = try design.document("suggest", "f.design", "-n", "12", "--json")
    for experiment in try #require(document["experiments"] as? [[String: Any]]) {
      let values = try #require(experiment["parameters"] as? [String: Double])
      let (rate, temperature) = (values["rate"] ?? 0, values["temperature"] ?? 0)
      #expect((temperature - 20) / rate <= 20 && temperature.truncatingRemainder(dividingBy: 50) == 0)
    }
  }

  // MARK: Kills and crowds

  @Test func `kill -9 during add loses nothing that was acknowledged`() throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    var acknowledged = 0
    // From before the file is opened to after the answer is printed, however busy the machine is.
    let whole = try ContinuousClock().measure { _ = try design.document("show", "f.design", "--json") }
    for step in 0..<60 {
      let process = Process()
      let output = Pipe()
      process.executableURL = Run.program
      process.arguments = ["design", "add", "f.design", "rate=\(10 + step)", "temperature=500", "jc=\(step)"]
      process.currentDirectoryURL = design.folder.url
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(1e6 * (0.1 + 0.05 * Double(step)) * (whole / .seconds(1))))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      if answer.hasPrefix("f.design: added sample") { acknowledged += 1 }
      let document = try design.document("show", "f.design", "--json")
      let samples = try #require(document["samples"] as? [[String: Any]])
      // What was not acknowledged may or may not have been written; nothing is half there.
      #expect(samples.count >= acknowledged)
      #expect(samples.allSatisfy { ($0["parameters"] as? [String: Double])?.count == 2 })
    }
    #expect(acknowledged > 0 && acknowledged < 60, "\(acknowledged): the kills came too late or too early")
  }

  @Test func `several processes at once lose nothing and are given different experiments`() throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    try design.folder.write(DesignRuns.samples(10), to: "samples.csv")
    try design("add", "f.design", "--csv", "samples.csv")
    let processes = try (0..<12).map { index in
      let process = Process()
      process.executableURL = Run.program
      process.arguments =
        ["design"]
        + (index % 2 == 0
          ? ["suggest", "f.design", "-n", "2"]
          : ["add", "f.design", "rate=\(20 + index)", "temperature=450", "jc=1e7"])
      process.currentDirectoryURL = design.folder.url
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      return process
    }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let document = try design.document("show", "f.design", "--json")
    #expect((document["samples"] as? [Any])?.count == 16)
    let pending = try #require(document["pending"] as? [[String: Any]])
    #expect(Set(pending.compactMap { $0["parameters"] as? [String: Double] }).count == 12)
    #expect(try design("replay", "f.design").status == 0)
  }
}
