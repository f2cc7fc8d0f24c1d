import Magnets
import Notation

import Foundation
import Notation
import Testing

@testable import fem_bulk

@Suite struct `Schema of case files` {
  private static func schema() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(encodeJSON(caseSchema()).utf8)) as? [String: Any])
  }

  /// The keys of `properties` at a place of the schema, those of all its alternatives together.
  private static func keys(_ node: Any?, _ path: [String]) -> Set<String> {
    guard let node = node as? [String: Any] else { return [] }
    if let choices = node["anyOf"] as? [[String: Any]], node["properties"] == nil {
      return choices.reduce(into: []) { $0.formUnion(keys($1, path)) }
    }
    guard let first = path.first else { return Set((node["properties"] as? [String: Any] ?? [:]).keys) }
    let rest = Array(path.dropFirst())
    if first == "[]" { return keys(node["items"], rest) }
    if first == "*" { return keys(node["additionalProperties"], rest) }
    return keys((node["properties"] as? [String: Any])?[first], rest)
  }

  /// What the reader says it knows where an unknown key stands.
  private static func known(_ text: String) -> Set<String> {
    do {
      _ = try read(text)
      return []
    } catch {
      let message = "\(error)"
      guard let start = message.firstRange(of: "(known: ")?.upperBound else { return [message] }
      return Set(message[start...].dropLast().split(separator: ", ").map(String.init))
    }
  }

  @Test(
    arguments: [
      ("name: pair", "name: pair\nzzz: 1", []),
      ("{name: A, ", "{zzz: 1, name: A, ", ["bulks", "[]"]),
      ("n: 21", "zzz: 21", ["materials", "*"]),
      ("temperature: {tc: 38 K", "temperature: {zzz: 38 K", ["materials", "*", "temperature"]),
      ("n: 21", "jc_map: {zzz: 1}\n    n: 21", ["materials", "*", "jc_map"]),
      ("n: 21", "validity: {zzz: 1}\n    n: 21", ["materials", "*", "validity"]),
      ("{cool: {field", "{zzz: {field", ["protocol", "[]"]),
      ("{cool: {field: 7 T", "{cool: {zzz: 7 T", ["protocol", "[]", "cool"]),
      ("{ramp: {field: 0 T", "{ramp: {zzz: 0 T", ["protocol", "[]", "ramp"]),
      ("{hold: {duration", "{hold: {zzz", ["protocol", "[]", "hold"]),
      ("{temperature: {to", "{temperature: {zzz", ["protocol", "[]", "temperature"]),
      ("{r: 0 mm, z: 0 mm}", "{zzz: 0 mm, z: 0 mm}", ["probes", "*"]),
      ("{every: 10 min", "{zzz: 10 min", ["output"]),
      ("{cells_r: 20", "{zzz: 20", ["mesh"]),
      ("accuracy: 0.1 %", "accuracy: 0.1 %\nsolver: {zzz: 1}", ["solver"]),
    ] as [(String, String, [String])])
  func `has the keys that the reader knows`(old: String, new: String, path: [String]) throws {
    #expect(goodCase.contains(old))
    let known = Self.known(goodCase.replacing(old, with: new, maxReplacements: 1))
    #expect(Self.keys(try Self.schema(), path) == known)
  }

  @Test func `has the keys of every law`() throws {
    let all = caseLaws.reduce(into: Set(["law"])) { $0.formUnion($1.caseKeys) }
    #expect(Self.keys(try Self.schema(), ["materials", "*", "jc"]) == all)
  }

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
    #expect(try read(folder.text(of: "\(template.rawValue).yaml")).remarks.isEmpty)
    let check = try Run(["check", "\(template.rawValue).yaml"], in: folder)
    #expect(check.status == 0 && check.errors.isEmpty)
    #expect(check.output.contains("# Starts with ") && check.output.contains("# Takes about "))
    // What check prints is a case again, the same.
    let again = try read(check.output).simulationCase
    #expect(caseFileText(again) == caseFileText(try read(template.text).simulationCase))
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
