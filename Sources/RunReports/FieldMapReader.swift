internal import FoundationEssentials
internal import Meshing
internal import BulkSimulation

/// Reads a field map as a run writes it: `vtuText` backwards. Other VTK files use formats that this does not know.
///
/// - Parameters:
///   - file: the name to show in errors.
///   - bulkNames: names of the regions 1, 2, ...; more are made up when there are more regions.
func readFieldMap(_ text: String, file: String, bulkNames: [String]) throws(RecordError) -> FieldSnapshot {
  let arrays = VTUArrays(text: text, file: file)
  let points = try arrays.vectors("Points")
  let connectivity = try arrays.integers("connectivity", as: Int64.self)
  let offsets = try arrays.integers("offsets", as: Int64.self)
  let regions = try arrays.integers("region", as: Int32.self)
  var cells: [SIMD4<Int32>] = []
  var start = 0
  for offset in offsets {
    let end = Int(clamping: offset)
    guard (3...4).contains(end - start), end <= connectivity.count else {
      throw .wrong(path: file, reason: "cell \(cells.count) has neither three nor four corners")
    }
    let corners = connectivity[start..<end].map { Int32(clamping: $0) }
    cells.append(SIMD4(corners[0], corners[1], corners[2], corners.count == 4 ? corners[3] : -1))
    start = end
  }
  let highest = Int(regions.max() ?? 0)
  guard regions.count == cells.count, regions.allSatisfy({ $0 >= 0 }), highest <= cells.count else {
    throw .wrong(path: file, reason: "the regions do not fit the cells")
  }
  let names = (1...max(1, highest)).map { $0 <= bulkNames.count ? bulkNames[$0 - 1] : "bulk \($0)" }
  let snapshot = FieldSnapshot(
    mesh: Mesh(nodes: points, cells: cells, cellRegions: regions, regionNames: ["air"] + names),
    currentDensity: try arrays.scalars("J [A/m^2]"), fluxDensity: try arrays.vectors("B [T]"),
    criticalCurrentDensity: try arrays.scalars("Jc [A/m^2]"), electricField: try arrays.scalars("E [V/m]"))
  for count in [
    snapshot.currentDensity.count, snapshot.fluxDensity.count, snapshot.criticalCurrentDensity.count,
    snapshot.electricField.count,
  ] where count != cells.count {
    throw .wrong(path: file, reason: "\(count) field values for \(cells.count) cells")
  }
  do throws(MeshDefect) {
    try snapshot.mesh.checkInvariants()
  } catch {
    throw .wrong(path: file, reason: error.description)
  }
  return snapshot
}

/// The arrays of a VTU file, a line each: base64 of a byte count and little-endian values.
private struct VTUArrays {
  private var file: String
  /// By their tags up to the name.
  private var lines: [(tag: Substring, content: Substring.UTF8View)] = []

  init(text: String, file: String) {
    self.file = file
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard line.starts(with: "<DataArray ".utf8), let begin = line.firstIndex(of: UInt8(ascii: ">")),
        let end = line.lastIndex(of: UInt8(ascii: "<")), begin < end
      else { continue }
      lines.append((Substring(line[..<begin]), line[line.index(after: begin)..<end]))
    }
  }

  func scalars(_ name: String) throws(RecordError) -> [Double] {
    try integers(name, as: UInt64.self, type: "Float64").map { Double(bitPattern: $0) }
  }

  /// The first two of three components.
  func vectors(_ name: String) throws(RecordError) -> [SIMD2<Double>] {
    let values = try scalars(name)
    guard values.count % 3 == 0 else { throw .wrong(path: file, reason: "\(name) does not have three components") }
    return stride(from: 0, to: values.count, by: 3).map { SIMD2(values[$0], values[$0 + 1]) }
  }

  func integers<Value: FixedWidthInteger>(
    _ name: String, as _: Value.Type, type: String? = nil
  ) throws(RecordError) -> [Value] {
    let opening = "<DataArray type=\"\(type ?? "\(Value.self)")\" Name=\"\(name)\""
    guard let line = lines.first(where: { $0.tag.hasPrefix(opening) && $0.tag.hasSuffix("format=\"binary\"") }) else {
      throw .wrong(path: file, reason: "has no array \(name) in the form that a run writes")
    }
    guard let data = Data(base64Encoded: Data(line.content)), data.count >= 8 else {
      throw .wrong(path: file, reason: "the array \(name) is damaged")
    }
    let bytes = [UInt8](data)
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let width = Value.bitWidth / 8
    guard length == UInt64(bytes.count - 8), (bytes.count - 8) % width == 0 else {
      throw .wrong(path: file, reason: "the array \(name) is cut short")
    }
    return stride(from: 8, to: bytes.count, by: width).map { start in
      var value: Value = 0
      for k in 0..<width { value |= Value(truncatingIfNeeded: bytes[start + k]) << (8 * k) }
      return value
    }
  }
}
