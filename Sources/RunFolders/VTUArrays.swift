internal import FoundationEssentials

/// The arrays of a VTU file, a line each: base64 of a byte count and little-endian values.
struct VTUArrays {
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

  /// Whether there is an array of numbers of this name.
  func has(_ name: String) -> Bool {
    lines.contains { $0.tag.hasPrefix("<DataArray type=\"Float64\" Name=\"\(name)\"") }
  }

  /// - Throws: `RecordError`, as the others, when there is no such array or it is damaged.
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
