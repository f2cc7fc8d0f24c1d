import Foundation
import Testing

/// A disc of constant Jc, charged in 2 T.
let outsideCase = """
  name: case
  bulks:
    - {name: A, material: m, outer_radius: 10 mm, z_min: -4 mm, z_max: 4 mm}
  materials:
    m: {jc: {law: constant, jc0: 1e8 A/m^2}, n: 21}
  protocol:
    - {cool: {field: 2 T, temperature: 20 K}}
    - {ramp: {field: 0 T, rate: 1 T/h}}

  """

/// Bz [T] at a probe at the end of the last stage, of a run with `--json`.
func bz(_ run: Run, _ probe: String) throws -> Double {
  let document = try #require(
    try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
  let stage = try #require((document["stages"] as? [[String: Any]])?.last)
  return try #require((stage["probes"] as? [String: [String: Double]])?[probe]?["Bz_T"])
}

/// A text with and without byte order mark, with the line ends of Unix and DOS, in UTF-8 and UTF-16.
func encodings(of text: String) -> [Data] {
  let units = Array(text.utf16)
  let little = units.flatMap { unit -> [UInt8] in [UInt8(unit & 255), UInt8(unit >> 8)] }
  let big = units.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 255)] }
  let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
  let dos = text.replacingOccurrences(of: "\n", with: "\r\n")
  return [Data(marked), Data(dos.utf8), Data([0xFF, 0xFE] + little), Data([0xFE, 0xFF] + big)]
}
