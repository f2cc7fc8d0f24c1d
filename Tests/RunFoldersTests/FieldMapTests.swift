import BulkSimulation
import FoundationEssentials
import Testing

@testable import RunFolders

/// The bytes of one array of a VTK file, without the length in front of them.
private func arrayBytes(_ name: String, type: String, components: Int = 1, in text: String) throws -> [UInt8] {
  let shape = components == 1 ? "" : " NumberOfComponents=\"\(components)\""
  let head = "<DataArray type=\"\(type)\" Name=\"\(name)\"\(shape) format=\"binary\">"
  let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(head) })
  let end = try #require(line.lastIndex(of: "<"))
  let content = try #require(line.firstIndex(of: ">").map { line[line.index(after: $0)..<end] })
  let bytes = [UInt8](try #require(Data(base64Encoded: String(content))))
  #expect(integers(UInt64.self, Array(bytes.prefix(8))) == [UInt64(bytes.count - 8)])
  return Array(bytes.dropFirst(8))
}

private func integers<Value: FixedWidthInteger>(_: Value.Type, _ bytes: [UInt8]) -> [Value] {
  let size = Value.bitWidth / 8
  return stride(from: 0, to: bytes.count, by: size).map { start in
    bytes[start..<(start + size)].reversed().reduce(Value(0)) { ($0 &<< 8) | Value(truncatingIfNeeded: $1) }
  }
}

private func doubles(_ bytes: [UInt8]) -> [Double] { integers(UInt64.self, bytes).map(Double.init(bitPattern:)) }

struct FieldMapTests {
  @Test func `fields read back as the same numbers`() throws {
    let fields = sampleFields()
    let text = vtuText(fields)
    #expect(try doubles(arrayBytes("J [A/m^2]", type: "Float64", in: text)) == fields.currentDensity)
    #expect(try doubles(arrayBytes("Jc [A/m^2]", type: "Float64", in: text)) == fields.criticalCurrentDensity)
    #expect(try doubles(arrayBytes("E [V/m]", type: "Float64", in: text)) == fields.electricField)
    #expect(
      try doubles(arrayBytes("B [T]", type: "Float64", components: 3, in: text))
        == [1e-3, 2.5, 0, -0.25, 1.0 / 3.0, 0])
    #expect(try integers(Int32.self, arrayBytes("region", type: "Int32", in: text)) == [1, 0])
  }

  @Test func `geometry reads back with both kinds of cells`() throws {
    let text = vtuText(sampleFields())
    #expect(text.contains(#"<Piece NumberOfPoints="5" NumberOfCells="2">"#))
    let points = try doubles(arrayBytes("Points", type: "Float64", components: 3, in: text))
    #expect(points == [0, 0, 0, 0.015, 0, 0, 0.015, 0.1 + 0.2, 0, 0, 0.3, 0, 1.0 / 3.0, 0, 0])
    #expect(try integers(Int64.self, arrayBytes("connectivity", type: "Int64", in: text)) == [0, 1, 2, 3, 1, 4, 2])
    #expect(try integers(Int64.self, arrayBytes("offsets", type: "Int64", in: text)) == [4, 7])
    #expect(try arrayBytes("types", type: "UInt8", in: text) == [9, 5])
  }

  @Test func `a collection lists its files with their times`() {
    let text = pvdText([.init(time: 0, file: "fields/stage-0-cool.vtu"), .init(time: 5250.5, file: "fields/b.vtu")])
    #expect(text.contains(#"<DataSet timestep="0" group="" part="0" file="fields/stage-0-cool.vtu"/>"#))
    #expect(text.contains(#"<DataSet timestep="5250.5" group="" part="0" file="fields/b.vtu"/>"#))
  }
}
