import Foundation
import FoundationEssentials
import Testing

/// Designs with ties, failures, notes, words and tables that come twice.
@Suite struct `Designs as laboratories have them` {
  private func numbers(_ document: [String: Any], _ key: String = "experiments") -> [[String: Any]] {
    (document[key] as? [[String: Any]] ?? []).compactMap { $0["parameters"] as? [String: Any] }
  }

  @Test func `equal samples are answered by four experiments far apart`() throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    try design.folder.write(
      "rate[C/min],temperature[C],jc[A/m^2]\n50,600,0\n20,420,0\n180,780,0\n100,500,0\n150,450,0\n", to: "samples.csv")
    #expect(try design("add", "f.design", "--csv", "samples.csv").status == 0)
    func share(_ rate: Double, _ temperature: Double) -> [Double] { [(rate - 10) / 190, (temperature - 400) / 400] }
    let proposed = numbers(try design.document("suggest", "f.design", "-n", "4", "--json")).map { place in
      share(place["rate"] as? Double ?? 0, place["temperature"] as? Double ?? 0)
    }
    var all = [share(50, 600), share(20, 420), share(180, 780), share(100, 500), share(150, 450)]
    for place in proposed {
      let isApart = all.allSatisfy { other in abs(other[0] - place[0]) > 0.05 || abs(other[1] - place[1]) > 0.05 }
      #expect(isApart, "\(proposed)")
      all.append(place)
    }
    #expect(proposed.count == 4)
    let shown = try design("show", "f.design").output
    #expect(shown.contains("Best so far, all alike:"), "\(shown)")
  }

  @Test func `a dropped experiment and a failed one stay away and are told`() throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    try design.folder.write(DesignRuns.samples(12), to: "samples.csv")
    try design("add", "f.design", "--csv", "samples.csv")
    let first = numbers(try design.document("suggest", "f.design", "--json"))
    #expect(try design("drop", "f.design", "--experiment", "1", "--because", "the crucible is too small").status == 0)
    let second = numbers(try design.document("suggest", "f.design", "--json"))
    #expect(NSArray(array: first) != NSArray(array: second))
    #expect(
      try design("add", "f.design", "--experiment", "2", "--failed", "cracked").output == "f.design: added sample 13\n")
    let third = numbers(try design.document("suggest", "f.design", "--json"))
    #expect(NSArray(array: third) != NSArray(array: first) && NSArray(array: third) != NSArray(array: second))
    let shown = try design("show", "f.design").output
    #expect(shown.contains("Not proposed again:"))
    #expect(shown.contains("sample 13, failed: ") && shown.contains("; cracked"))
    #expect(shown.contains("experiment 1, dropped: ") && shown.contains("; the crucible is too small"))
    let document = try design.document("show", "f.design", "--json")
    #expect((document["dropped"] as? [[String: Any]])?.first?["note"] as? String == "the crucible is too small")
    #expect((document["samples"] as? [[String: Any]])?.last?["note"] as? String == "cracked")
    // What each round saw, it sees again.
    let replay = try design("replay", "f.design")
    #expect(replay.status == 0 && replay.output.components(separatedBy: ": the same").count == 4, "\(replay.output)")
    let both = try design("add", "f.design", "rate=50", "temperature=500", "jc=1e8", "--failed", "cracked")
    #expect(both.status == 64 && both.errors.contains("write one of both"), "\(both.errors)")
    try design("report", "f.design", "--plots", "none")
    let page = try design.folder.text(of: "f.html")
    let (next, best) = (page.range(of: "<h2>Make these next</h2>"), page.range(of: "<h2>Best so far"))
    #expect(next != nil && best != nil && next!.lowerBound < best!.lowerBound)
    #expect(page.components(separatedBy: "<h2>").dropFirst().first?.hasPrefix("Make these next") == true)
    #expect(page.contains("Not proposed again") && page.contains("cracked"))
  }

  @Test(arguments: [("6:10:3", "6, 9", 3, 2), ("0:1:0.5", "", 5, 3), ("1:4:1 T", "", 9, 4)])
  func `a batch beyond the grid is what is left, with a word`(range: String, values: String, asked: Int, count: Int)
    throws
  {
    let design = try DesignRuns()
    let made = try design("init", "x.design", "--parameter", "x=\(range)", "--maximise", "y")
    #expect(made.status == 0)
    #expect(made.errors.contains("end at 9, so that 10 is never proposed") == !values.isEmpty, "\(made.errors)")
    let run = try design("suggest", "x.design", "-n", "\(asked)")
    #expect(run.status == 0 && run.output.contains("No more are left"), "\(run.output)")
    #expect(try design.document("show", "x.design", "--json")["pending"].map { ($0 as? [Any])?.count } == count)
    let more = try design("suggest", "x.design")
    #expect(more.status != 0 && more.errors.contains("no experiment is left"), "\(more.errors)")
  }

  @Test(arguments: ["same", "reordered", "other unit", "partly new"]) func `a table that comes twice is recognised`(
    kind: String
  ) throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    try design.folder.write("rate[C/min],temperature[C],jc[A/m^2]\n50,600,1e8\n60,500,2e8\n60,500,2.1e8\n", to: "a.csv")
    #expect(try design("add", "f.design", "--csv", "a.csv").output == "f.design: added samples 1 to 3\n")
    let again: [String: String] = [
      "same": "rate[C/min],temperature[C],jc[A/m^2]\n50,600,1e8\n60,500,2e8\n60,500,2.1e8\n",
      "reordered": "jc[A/m^2];temperature[C];rate[C/min];note\n2.1e8;500;60;x\n1e8;600;50;\n2e8;500;60;\n",
      "other unit": "rate[C/min],temperature[C],jc[A/cm^2]\n50,600,1e4\n60,500,2e4\n60,500,2.1e4\n",
      "partly new": "rate[C/min],temperature[C],jc[A/m^2]\n50,600,1e8\n60,500,2e8\n60,500,2.1e8\n70,500,3e8\n",
    ]
    try design.folder.write(again[kind] ?? "", to: "b.csv")
    let run = try design("add", "f.design", "--csv", "b.csv")
    #expect(run.status == 0)
    #expect(
      run.errors.contains("b.csv: 3 of \(kind == "partly new" ? 4 : 3) samples are in f.design already"),
      "\(run.errors)")
    #expect(run.output == (kind == "partly new" ? "f.design: added sample 4\n" : "f.design: nothing to add\n"))
    // One that was measured again and gave the same is another sample.
    #expect(try design("add", "f.design", "rate=50", "temperature=600", "jc=1e8").status == 0)
  }

  @Test(arguments: [
    ("note", "cracked at the rim"), ("Notes", "one, two"), ("remark", "heiß"), ("Comments", "\"quoted\""),
  ])
  func `a column of notes is kept`(head: String, note: String) throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    let quoted = note.replacingOccurrences(of: "\"", with: "\"\"")
    try design.folder.write(
      "rate[C/min],temperature[C],jc[A/m^2],\(head),failed\n50,600,1e8,\"\(quoted)\",\n60,500,,,burst\n70,510,3e8,,\n",
      to: "n.csv")
    let run = try design("add", "f.design", "--csv", "n.csv")
    #expect(run.status == 0 && run.errors.isEmpty && run.output == "f.design: added samples 1 to 3\n", "\(run.errors)")
    let samples = try #require(try design.document("show", "f.design", "--json")["samples"] as? [[String: Any]])
    #expect(samples.map { $0["note"] as? String } == [note, "burst", nil])
    let text = try design("show", "f.design").output
    #expect(
      text.contains("sample 1: \(note)")
        && text.contains("sample 2, failed: rate = 60 C/min, temperature = 500 C; burst"))
  }

  @Test func `words are chosen like numbers`() throws {
    let design = try DesignRuns()
    let made = try design(
      "init", "o.design", "--parameter", "temperature=400:800 C", "--parameter", "atmosphere=argon|vacuum|oxygen",
      "--maximise",
      "jc [A/m^2]")
    #expect(made.status == 0 && made.output.contains("atmosphere argon or vacuum or oxygen"), "\(made.errors)")
    // Without a step a round one: no more digits than anybody would set.
    let first = numbers(try design.document("suggest", "o.design", "-n", "5", "--json"))
    #expect(first.allSatisfy { (($0["temperature"] as? Double ?? 0.1) * 2).remainder(dividingBy: 1) == 0 }, "\(first)")
    #expect(Set(first.compactMap { $0["atmosphere"] as? String }).isSubset(of: ["argon", "vacuum", "oxygen"]))
    #expect(Set(first.compactMap { $0["atmosphere"] as? String }).count > 1)
    var lines = ["temperature[C],Atmosphere,jc[A/m^2]"]
    for i in 0..<12 {
      let (word, height) = [("argon", 1.0), ("vacuum", 3), ("Oxygen", 0.1)][i % 3]
      let temperature = 400 + Double(i * 97 % 400)
      lines.append("\(temperature),\(word),\(1e8 * height * exp(-pow((temperature - 620) / 100, 2)))")
    }
    try design.folder.write(lines.joined(separator: "\n") + "\n", to: "s.csv")
    #expect(try design("add", "o.design", "--csv", "s.csv").output == "o.design: added samples 1 to 12\n")
    #expect(try design("add", "o.design", "temperature=600", "atmosphere=vacuum", "jc=2.9e8").status == 0)
    let best = numbers(try design.document("suggest", "o.design", "--json"))
    #expect(best.first?["atmosphere"] as? String == "vacuum", "\(best)")
    let text = try design("show", "o.design").output
    #expect(text.contains("vacuum") && !text.contains("atmosphere = 1"), "\(text)")
    let wrong = try design("add", "o.design", "temperature=600", "atmosphere=helium", "jc=1")
    #expect(wrong.status == 64 && wrong.errors.contains("helium is none of argon, vacuum, oxygen"), "\(wrong.errors)")
    #expect(try design("report", "o.design").status == 0)
    let page = try design.folder.text(of: "o.html")
    #expect(page.contains("by atmosphere, the rest as in the best sample: argon "))
    #expect(try design("replay", "o.design").status == 0)
  }

  @Test(arguments: [
    (["--parameter", "a=argon|argon", "--maximise", "y"], "a choice is there twice"),
    (["--parameter", "a=argon|", "--maximise", "y"], "\"\" is no choice"),
    (["--parameter", "a=x|y", "--maximise", "y", "--constraint", "a + 1 < 2"], "--constraint"),
  ])
  func `choices that are none are refused`(arguments: [String], message: String) throws {
    let design = try DesignRuns()
    let run = try Run(["design", "init", "o.design"] + arguments, in: design.folder)
    #expect(run.status == 64 && run.errors.contains(message), "\(run.errors)")
  }

  @Test func `a definition file has choices, too`() throws {
    let design = try DesignRuns()
    try design.folder.write(
      "parameters:\n  t: {from: 400 C, to: 800 C}\n  gas: {choices: [argon, vacuum]}\noutcomes: {jc: {maximise: A/m^2}}\n",
      to: "d.yaml")
    #expect(try design("init", "d.design", "d.yaml").output.contains("gas argon or vacuum"))
    try design.folder.write(
      "parameters:\n  gas: {choices: [argon, vacuum], from: 1 K}\noutcomes: {jc: {maximise: A/m^2}}\n", to: "e.yaml")
    let run = try design("init", "e.design", "e.yaml")
    #expect(run.status == 65 && run.errors.contains("a choice of words has no range"), "\(run.errors)")
  }
}
