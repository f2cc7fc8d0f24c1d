import CaseSamples
import Foundation
import FoundationEssentials
import HostSystem
import Magnets
import Testing

@testable import fem_bulk

/// The built program as its users meet it: exit codes, and what goes to which stream.
@Suite struct `Program` {
  @Test(arguments: [
    ["--help"], ["--version"], ["help", "simulate"], ["help", "exit-codes"], ["exit-codes"], ["simulate", "--help"],
    ["mesh", "--help"], ["materials"], ["materials", "--json"], ["materials", "show", "rebco-77k"],
    ["materials", "show", "mgb2-20k", "--json"], ["materials", "--help"], ["verify", "--help"],
    ["fit", "--help"], ["sensitivity", "--help"], ["--generate-completion-script", "bash"],
  ])
  func `answers questions with 0 on standard output`(arguments: [String]) throws {
    let run = try Run(arguments)
    #expect(run.status == 0)
    #expect(!run.output.isEmpty && run.errors.isEmpty)
  }

  @Test(arguments: [
    ["help", "simulate"], ["help", "report"], ["help", "view"], ["help", "check"], ["help", "init"],
    ["help", "schema"],
    ["help", "mesh"], ["help", "materials"], ["help", "materials", "show"],
    ["help", "verify"], ["help", "fit"], ["help", "sensitivity"], ["help", "exit-codes"], ["--help"],
  ])
  func `shows an example first`(arguments: [String]) throws {
    let paragraphs = try Run(arguments).output.split(separator: "\n\n")
    #expect(paragraphs[1].hasPrefix("Example: fem-bulk "))
  }

  @Test func `lists the exit codes as a topic of the help`() throws {
    let text = try Run(["help", "exit-codes"]).output
    for line in Outcome.list.split(separator: "\n") { #expect(text.contains(line)) }
  }

  @Test(arguments: [
    (["simulat"], "fem-bulk: Unexpected argument 'simulat'"),
    (["simulate", "--fcm", "7"], "fem-bulk: The value '7' is invalid for '--fcm <field>': 7 has no unit; write 7 T"),
    (["simulate", "--hold", "-3h"], "fem-bulk: "),
    (["simulate", "--thickness=0mm"], "fem-bulk: The value '0mm' is invalid for '--thickness <length>': 0mm is not"),
    (["simulate", "--gap=-1mm"], "fem-bulk: --gap is negative; the bulks would overlap"),
    (["simulate", "--fcm", "0T"], "fem-bulk: --fcm 0T traps nothing; write a field as in --fcm 7T"),
    (
      ["simulate", "--accuracy", "50%"], "fem-bulk: The value '50%' is invalid for '--accuracy <ratio>': 50% is outside"
    ),
    (
      ["simulate", "--material", "nb3sn"],
      "fem-bulk: The value 'nb3sn' is invalid for '--material <card>': unknown card;"
    ),
    (
      ["simulate", "case.yaml", "--fcm", "7T"],
      "fem-bulk: --fcm belongs to the built-in pair; with a case file, change case.yaml instead"
    ),
    (
      ["simulate", "--fcm", "7T", "--zfc-loop", "7T"],
      "fem-bulk: --fcm and --zfc-loop are two ways to begin; keep one"
    ),
    (
      ["simulate", "--zfc-loop", "7T", "--subcool", "4K"],
      "fem-bulk: --subcool keeps a charged magnet, and --zfc-loop ends in its field; use --fcm with it"
    ),
    (
      ["simulate", "--subcool", "5K"],
      "fem-bulk: --subcool 5K is not below the 5 K of charging; raise --temperature or lower it"
    ),
    (
      ["simulate", "--temperature", "14K", "--subcool", "5K", "--warm", "5K"],
      "fem-bulk: --warm 5K is not above the 5 K before; raise it"
    ),
    (["simulate", "--warm-rate", "1K/min"], "fem-bulk: --warm-rate needs --warm, as in --warm 40K"),
    (["simulate", "case.yaml", "--warm", "40K"], "fem-bulk: --warm belongs to the built-in pair; with a case file,"),
    (["materials", "show", "nb3sn"], "fem-bulk: The value 'nb3sn' is invalid for '<card>': unknown card;"),
    (["verify", "--filter", "crep"], "fem-bulk: --filter crep selects no case; there are: Bean cylinder, "),
    (["mesh", "case.yaml"], "fem-bulk: Missing expected argument '--output <file>'"),
    (["mesh", "case.yaml", "--output", "a.msh", "--format", "3"], "fem-bulk: The value '3' is invalid for '--format"),
  ])
  func `ends with 64 when it is used wrongly`(arguments: [String], message: String) throws {
    let run = try Run(arguments)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix(message), "\(run.errors)")
  }

  @Test func `ends with 65 for a wrong case and names the line`() throws {
    let folder = try TemporaryFolder()
    try folder.write(goodCase.replacing("rate: 4.8 T/h", with: "rate: 4.8"), to: "pair.yaml")
    for command in [["simulate", "pair.yaml"], ["mesh", "pair.yaml", "--output", "part.msh"]] {
      let run = try Run(command, in: folder)
      #expect(run.status == 65)
      #expect(run.output.isEmpty)
      #expect(run.errors == "fem-bulk: pair.yaml:14: protocol[1].ramp.rate: 4.8 has no unit; write 4.8 T/h\n")
    }
    // Nothing is left behind.
    #expect(try folder.contents() == ["pair.yaml"])
  }

  @Test func `ends with 65 for what is not text and for what is too large`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Data([0xFF, 0xFE, 0x00]), to: "binary.yaml")
    try folder.write(String(repeating: "# filling\n", count: 100_001), to: "large.yaml")
    let binary = try Run(["simulate", "binary.yaml"], in: folder)
    #expect(binary.status == 65)
    #expect(binary.errors == "fem-bulk: binary.yaml: is not UTF-8 text; save it in that encoding\n")
    let large = try Run(["simulate", "large.yaml"], in: folder)
    #expect(large.status == 65)
    #expect(large.errors == "fem-bulk: large.yaml: has 1000010 bytes; a case file has at most 1000000\n")
  }

  @Test func `ends with 66 when an input is missing`() throws {
    let folder = try TemporaryFolder()
    let absent = try Run(["simulate", "absent.yaml"], in: folder)
    #expect(absent.status == 66)
    #expect(absent.errors == "fem-bulk: absent.yaml: no such case file\n")
    #expect(try Run(["simulate", "."], in: folder).status == 66)

    try folder.makeFolder("cases")
    try folder.write(
      goodCase.replacing("{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}", with: "{law: table, file: jc.csv}"),
      to: "cases/pair.yaml")
    let table = try Run(["simulate", "cases/pair.yaml"], in: folder)
    #expect(table.status == 66)
    #expect(
      table.errors == "fem-bulk: cases/pair.yaml:8: materials.ba122.jc.file: cases/jc.csv: no such table\n")
  }

  @Test func `simulates on a mesh from a file, and the case of the run again`() throws {
    let folder = try TemporaryFolder()
    try folder.write(goodCase.replacing("cells_r: 20, cells_z: 8", with: "cells_r: 4, cells_z: 4"), to: "pair.yaml")
    try folder.write(meshOnlyCase, to: "meshed.yaml")
    #expect(try Run(["simulate", "meshed.yaml"], in: folder).status == 66)
    #expect(try Run(["mesh", "pair.yaml", "--output", "part.msh", "--format", "2.2"], in: folder).status == 0)
    let run = try Run(["simulate", "meshed.yaml", "--json"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let name = try #require(try folder.contents(of: "runs").first)
    #expect(try folder.contents(of: "runs/\(name)").contains("mesh.msh"))
    let again = try Run(["simulate", "runs/\(name)/case.yaml", "--output", "again"], in: folder)
    #expect(again.status == 0, "\(again.errors)")
    let second = try #require(try folder.contents(of: "again").first)
    #expect(
      try folder.text(of: "runs/\(name)/history.csv") == folder.text(of: "again/\(second)/history.csv"))
  }

  @Test func `ends with 73 when the output cannot be written`() throws {
    let folder = try TemporaryFolder()
    try folder.write("in the way", to: "runs")
    let simulation = try Run(["simulate", "--fcm", "7T"], in: folder)
    #expect(simulation.status == 73)
    #expect(simulation.errors.hasPrefix("fem-bulk: "))

    try folder.write(goodCase, to: "pair.yaml")
    let mesh = try Run(["mesh", "pair.yaml", "--output", "runs"], in: folder)
    #expect(mesh.status == 73)
    #expect(mesh.errors == "fem-bulk: runs: exists already; name another file or remove it\n")
    #expect(try folder.text(of: "runs") == "in the way")
    #expect(try Run(["mesh", "pair.yaml", "--output", "absent/part.msh"], in: folder).status == 73)
  }

  @Test func `prints one JSON document and nothing else on standard output`() throws {
    let folder = try TemporaryFolder()
    let run = try Run(["simulate", "--fcm", "1T", "--accuracy", "1%", "--json"], in: folder)
    guard run.status == 0 else {
      // A computation that failed says so, prints nothing and leaves no folder behind.
      #expect(run.status == 70)
      #expect(run.output.isEmpty && run.errors.hasPrefix("fem-bulk: pair: "))
      #expect(try folder.contents(of: "runs").isEmpty)
      return
    }
    #expect(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) is [String: Any])
    #expect(try folder.contents(of: "runs").count == 1)
  }

  @Test func `verifies itself, every row`() throws {
    let run = try Run(["verify", "--json"])
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "fem-bulk/verification/1")
    #expect(document["pass"] as? Bool == true && document["failed"] as? Int == 0)
    let rows = try #require(document["rows"] as? [[String: Any]])
    #expect(rows.count > 100)
    for row in rows {
      let numbers = ["reference", "computed", "difference", "tolerance"].compactMap { row[$0] as? Double }
      #expect(numbers.count == 4 && row["pass"] as? Bool == true, "\(row)")
      #expect(numbers.count == 4 && abs(numbers[2]) <= numbers[3])
      for key in ["case", "quantity", "unit", "source", "tolerance_reason"] { #expect(row[key] is String, "\(key)") }
    }
  }

  @Test func `shows a part of the verification as a table`() throws {
    let run = try Run(["verify", "--filter", "gap 1.0 mm"])
    #expect(run.status == 0 && run.errors.isEmpty)
    let lines = run.output.split(separator: "\n")
    #expect(lines[0].hasPrefix("case ") && lines[0].contains("reference") && lines[0].contains("tolerance [%]"))
    #expect(lines[1].hasPrefix("two discs, gap 1.0 mm") && lines[1].contains("  pass  "))
    #expect(lines.last?.hasPrefix("2 of 2 numbers pass in ") == true)
  }

  @Test func `sweeps a loop, holds and warms`() throws {
    let folder = try TemporaryFolder()
    let run = try Run(
      ["simulate", "--zfc-loop", "2T", "--hold", "1h", "--warm", "40K", "--accuracy", "3%", "--json"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let summary = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let stages = try #require(summary["stages"] as? [[String: Any]])
    #expect(
      stages.compactMap { $0["stage"] as? String } == ["cool", "ramp", "ramp", "ramp", "hold", "temperature"])
    let loop = try #require(summary["loop"] as? [String: Any])
    #expect(loop["start_field_T"] as? Double == 2 && loop["reversal_field_T"] as? Double == -2)
    #expect((loop["loss_per_cycle_J"] as? Double ?? 0) > 1)
    let decay = try #require(summary["decay"] as? [[String: Any]])
    #expect(decay.count == 1 && decay[0]["stage"] as? Int == 4)
    // Nothing is left above Tc.
    #expect(abs(stages[5]["moment_A_m2"] as? Double ?? 1) < 1e-2)
    let name = try #require(try folder.contents(of: "runs").first)
    #expect(try folder.text(of: "runs/\(name)/loop.csv").hasPrefix("sweep,time[s],applied_field[T],moment[A m^2],"))
    #expect(try folder.text(of: "runs/\(name)/decay.csv").hasPrefix("stage,hold_time[s],time[s],centre_Bz[T],"))
  }

  @Test(arguments: ["4.1", "2.2"])
  func `writes a mesh`(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(goodCase, to: "pair.yaml")
    let run = try Run(["mesh", "pair.yaml", "--output", "part.msh", "--format", format], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("part.msh: "))
    #expect(try folder.text(of: "part.msh").hasPrefix("$MeshFormat\n\(format) 0 8\n"))
  }
}

/// Two bulks in a mesh.
private let meshOnlyCase = """
  bulks: [{name: A, material: m}, {name: B, material: m}]
  materials: {m: {jc: {law: constant, jc0: 5e8 A/m^2}, n: 15}}
  protocol: [{cool: {field: 1 T, temperature: 5 K}}, {ramp: {field: 0 T, duration: 10 min}}]
  accuracy: 10 %
  mesh: {file: part.msh}
  """
