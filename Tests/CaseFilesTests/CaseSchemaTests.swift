import CaseSamples
import Foundation
import FoundationEssentials
import HostSystem
import Magnets
import Notation
import Testing

@testable import CaseFiles

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
    let all = lawForms().reduce(into: Set(["law"])) { $0.formUnion($1.keys) }
    #expect(Self.keys(try Self.schema(), ["materials", "*", "jc"]) == all)
  }
}
