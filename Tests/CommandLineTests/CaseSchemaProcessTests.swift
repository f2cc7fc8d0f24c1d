import CaseFiles
import CaseSamples
import Foundation
import FoundationEssentials
import HostSystem
import Magnets
import Notation
import Testing

@Suite struct `Schema of case files as a judge` {
  /// Right cases and wrong ones, judged by an independent program.
  @Test(.enabled(if: python(with: "jsonschema", "yaml") != nil, "python3 with jsonschema and yaml is not installed"))
  func `takes good cases and refuses wrong ones`() throws {
    let folder = try TemporaryFolder()
    try folder.write(encodeJSON(caseSchema()), to: "schema.json")
    var good = [goodCase] + CaseTemplate.allCases.map(\.text)
    // Every case file of the repository, and the ones that runs of the templates leave, every default filled in.
    let files = try #require(FileManager.default.enumerator(at: repository, includingPropertiesForKeys: nil))
    for case let file as URL in files {
      if file.lastPathComponent.hasPrefix(".build") { files.skipDescendants() }
      guard file.pathExtension == "yaml" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      if text.contains("\nbulks:") { good.append(text) }
    }
    #expect(good.count >= 1 + CaseTemplate.allCases.count + 5)
    let resolved = try TemporaryFolder()
    for template in CaseTemplate.allCases {
      try resolved.write(template.text, to: "case.yaml")
      let run = try Run(
        ["simulate", "case.yaml", "--no-report", "--accuracy", "3%", "--output", template.rawValue], in: resolved)
      #expect(run.status == 0, "\(run.errors)")
      let name = try #require(try resolved.contents(of: template.rawValue).first)
      good.append(try resolved.text(of: "\(template.rawValue)/\(name)/case.yaml"))
    }
    let pair = try Run(
      ["simulate", "--fcm", "7T", "--no-report", "--accuracy", "3%", "--output", "built-in"], in: resolved)
    #expect(pair.status == 0)
    good.append(
      try resolved.text(of: "built-in/\(try #require(try resolved.contents(of: "built-in").first))/case.yaml"))
    for (i, text) in good.enumerated() { try folder.write(text, to: "good-\(i).yaml") }
    let slips = [
      ("outer_radius: 15 mm", "outer_radis: 15 mm"), ("rate: 4.8 T/h", "rate: 4.8"),
      ("rate: 4.8 T/h", "rate: 4.8 T/hr"),
      ("rate: 4.8 T/h", "rate: 4.8 T/h, duration: 1 h"), ("n: 21", "n: 0.5"), ("law: kim", "law: kym"),
      ("temperature: 5 K", "temperature: -5 K"), (", b0: 1.5 T", ""), ("fields: stage-ends", "fields: all"),
      ("cells_r: 20", "cells_r: 2"), ("name: pair", "name: a/b"), ("accuracy: 0.1 %", "accuracy: 0.001"),
      ("{r: 0 mm, z: 0 mm}", "{r: 0 mm}"), (", z_min: 1 mm", ""), ("{hold: {duration: 1 h}}", "{}"),
    ]
    for (i, slip) in slips.enumerated() {
      #expect(goodCase.contains(slip.0))
      try folder.write(goodCase.replacing(slip.0, with: slip.1, maxReplacements: 1), to: "wrong-\(i).yaml")
    }
    let script = """
      import glob, json, jsonschema, yaml
      schema = json.load(open("schema.json"))
      jsonschema.Draft202012Validator.check_schema(schema)
      check = jsonschema.Draft202012Validator(schema)
      for path in sorted(glob.glob("*.yaml")):
          # As this program reads YAML: 1e5 is a number, a date is not.
          errors = [e.message[:200] for e in check.iter_errors(yaml.safe_load(open(path)))]
          if bool(errors) != path.startswith("wrong"): print(path, errors)
      """
    let run = try Run(["-c", script], in: folder, program: python(with: "jsonschema", "yaml"))
    #expect(run.status == 0 && run.output.isEmpty, "\(run.output)\(run.errors)")
  }
}

@Suite struct `Cases to start from` {
  @Test(arguments: CaseTemplate.allCases)
  func `are right and say what they are`(template: CaseTemplate) throws {
    let folder = try TemporaryFolder()
    let written = try Run(["init", "--template", template.rawValue], in: folder)
    #expect(written.status == 0)
    #expect(written.output.hasPrefix("\(template.rawValue).yaml: written; "))
    #expect(try readCase(text: folder.text(of: "\(template.rawValue).yaml"), file: "a.yaml").remarks.isEmpty)
    let check = try Run(["check", "\(template.rawValue).yaml"], in: folder)
    #expect(check.status == 0 && check.errors.isEmpty)
    #expect(check.output.contains("# Starts with ") && check.output.contains("# Takes about "))
    // What check prints is a case again, the same.
    let again = try readCase(text: check.output, file: "a.yaml").simulationCase
    #expect(again == (try readCase(text: template.text, file: "a.yaml").simulationCase))
  }

  @Test func `never replace a file`() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "pair.yaml")
    let run = try Run(["init"], in: folder)
    #expect(run.status == 73)
    #expect(run.errors == "fem-bulk: pair.yaml: exists already; name another file or remove it\n")
    #expect(try folder.text(of: "pair.yaml") == "mine")
    #expect(try Run(["init", "--template", "cube"], in: folder).status == 64)
    #expect(try Run(["init", "absent/a.yaml"], in: folder).status == 73)
    #expect(try Run(["check", "absent.yaml"], in: folder).status == 66)
    #expect(try Run(["check", "pair.yaml"], in: folder).status == 65)
  }
}
