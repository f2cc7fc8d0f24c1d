internal import FoundationEssentials
internal import HostSystem

/// A `.npz` file: arrays by names as NumPy reads them, each a `.npy` document in a ZIP archive without compression. Every number is
/// exact, and the same arrays give the same bytes.
struct NumpyArchive {
  enum Values: Equatable {
    case doubles([Double])
    case integers([Int64])
  }

  struct Array: Equatable {
    var name: String
    /// The last index runs fastest.
    var shape: [Int]
    var values: Values
  }

  var arrays: [Array] = []

  mutating func add(_ name: String, _ values: [Double], shape: [Int]? = nil) {
    arrays.append(Array(name: name, shape: shape ?? [values.count], values: .doubles(values)))
  }

  mutating func add(_ name: String, _ values: [Int]) {
    arrays.append(Array(name: name, shape: [values.count], values: .integers(values.map(Int64.init))))
  }

  /// The file.
  var bytes: [UInt8] {
    var (file, directory) = ([UInt8](), [UInt8]())
    for array in arrays {
      let (name, content) = ([UInt8]("\(array.name).npy".utf8), Self.document(array))
      // Version 2.0, no flags, stored, the first day that the format knows.
      let common =
        littleEndianBytes([UInt16](arrayLiteral: 20, 0, 0, 0, 0x21))
        + littleEndianBytes([crc32(content), UInt32(content.count), UInt32(content.count)])
        + littleEndianBytes([UInt16(name.count), 0])
      let place = UInt32(file.count)
      file += littleEndianBytes([UInt32(0x0403_4b50)]) + common + name + content
      directory +=
        littleEndianBytes([UInt32(0x0201_4b50)]) + littleEndianBytes([UInt16(20)]) + common
        + littleEndianBytes([UInt16](repeating: 0, count: 3)) + littleEndianBytes([UInt32(0), place]) + name
    }
    let (start, count) = (UInt32(file.count), UInt16(arrays.count))
    return file + directory + littleEndianBytes([UInt32(0x0605_4b50)]) + littleEndianBytes([0, 0, count, count])
      + littleEndianBytes([UInt32(directory.count), start]) + littleEndianBytes([UInt16(0)])
  }

  private static func document(_ array: Array) -> [UInt8] {
    let shape = array.shape.map(String.init).joined(separator: ", ") + (array.shape.count == 1 ? "," : "")
    let (type, data) =
      switch array.values {
      case .doubles(let values): ("<f8", littleEndianBytes(values.map(\.bitPattern)))
      case .integers(let values): ("<i8", littleEndianBytes(values))
      }
    var head = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }"
    // With its ten bytes before and the line's end a multiple of 64.
    head += String(repeating: " ", count: 63 - (head.utf8.count + 10) % 64) + "\n"
    return [0x93] + "NUMPY".utf8 + [1, 0] + littleEndianBytes([UInt16(head.utf8.count)]) + head.utf8 + data
  }
}

extension NumpyArchive {
  /// Reads an archive as `bytes` writes it; others, which may be compressed, are refused.
  ///
  /// - Throws: `RecordError` with what is wrong.
  init(_ bytes: [UInt8], file: String) throws(RecordError) {
    var place = 0
    func fail(_ reason: String) -> RecordError { .wrong(path: file, reason: "is damaged: \(reason)") }
    func take(_ count: Int) throws(RecordError) -> ArraySlice<UInt8> {
      guard count >= 0, count <= bytes.count - place else { throw fail("it ends early") }
      defer { place += count }
      return bytes[place..<place + count]
    }
    func number(_ width: Int) throws(RecordError) -> UInt64 {
      try take(width).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    while try number(4) == 0x0403_4b50 {
      guard try take(10).elementsEqual(littleEndianBytes([UInt16](arrayLiteral: 20, 0, 0, 0, 0x21))) else {
        throw fail("it is compressed")
      }
      let (sum, size, whole) = (try number(4), try number(4), try number(4))
      let (nameLength, extra) = (Int(try number(2)), try number(2))
      guard size == whole, extra == 0 else { throw fail("it is compressed") }
      let name = String(decoding: try take(nameLength), as: UTF8.self)
      let content = try take(Int(size))
      guard name.hasSuffix(".npy"), UInt64(crc32(content)) == sum else { throw fail("a checksum is wrong") }
      guard let array = Self.array(String(name.dropLast(4)), [UInt8](content)) else {
        throw fail("\(name) is not an array of this program")
      }
      arrays.append(array)
    }
  }

  private static func array(_ name: String, _ content: [UInt8]) -> Array? {
    guard content.count > 10 else { return nil }
    let length = Int(content[8]) | Int(content[9]) << 8
    guard content.count >= 10 + length else { return nil }
    let head = String(decoding: content[10..<10 + length], as: UTF8.self)
    guard let open = head.firstIndex(of: "("), let close = head.firstIndex(of: ")"), open < close else { return nil }
    let shape = head[head.index(after: open)..<close].split(whereSeparator: { $0 == "," || $0 == " " }).map {
      Int($0) ?? -1
    }
    let isReal = head.contains("'<f8'")
    let words = stride(from: 10 + length, to: content.count - 7, by: 8).map { start in
      (0..<8).reduce(UInt64(0)) { $0 | UInt64(content[start + $1]) << (8 * UInt64($1)) }
    }
    let values: Values =
      isReal ? .doubles(words.map { Double(bitPattern: $0) }) : .integers(words.map { Int64(bitPattern: $0) })
    let array = Array(name: name, shape: shape, values: values)
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      count = product
    }
    // Whatever the head says, only what this program writes.
    guard count == words.count, document(array) == content else { return nil }
    return array
  }

  /// - Throws: `RecordError` when there is no such array of numbers.
  func doubles(_ name: String, file: String) throws(RecordError) -> (shape: [Int], values: [Double]) {
    guard let array = arrays.first(where: { $0.name == name }), case .doubles(let values) = array.values else {
      throw .wrong(path: file, reason: "has no array \(name)")
    }
    return (array.shape, values)
  }

  /// - Throws: `RecordError` when there is no such array of whole numbers.
  func integers(_ name: String, file: String) throws(RecordError) -> [Int] {
    guard let array = arrays.first(where: { $0.name == name }), case .integers(let values) = array.values else {
      throw .wrong(path: file, reason: "has no array \(name)")
    }
    return values.map { Int(clamping: $0) }
  }
}
