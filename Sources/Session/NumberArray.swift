internal import FoundationEssentials

/// How a client wants arrays.
enum ArrayForm: String, Decodable {
  /// `{"shape": [2, 3], "float64": "..."}`: little-endian doubles, the last index fastest, in base64.
  case base64
  /// `{"shape": [2, 3], "float32": "..."}`: the same with singles, half as long, for what is only looked at.
  case float32
  /// `{"shape": [2, 3], "numbers": [...]}`; null is what is not finite.
  case numbers
}

/// An array of numbers with its shape.
struct NumberArray: Encodable {
  var shape: [Int]
  var values: [Double]
  var form: ArrayForm

  init(_ values: [Double], shape: [Int]? = nil, form: ArrayForm) {
    self.values = values
    self.shape = shape ?? [values.count]
    self.form = form
    precondition(self.shape.reduce(1, *) == values.count, "\(values.count) values for the shape \(self.shape)")
  }

  private enum CodingKeys: String, CodingKey {
    case shape, float64, float32, numbers
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shape, forKey: .shape)
    switch form {
    case .base64: try container.encode(Self.base64(values.map(\.bitPattern.littleEndian)), forKey: .float64)
    case .float32:
      try container.encode(Self.base64(values.map { Float($0).bitPattern.littleEndian }), forKey: .float32)
    case .numbers: try container.encode(values.map { $0.isFinite ? $0 : nil }, forKey: .numbers)
    }
  }

  private static func base64(_ words: [some FixedWidthInteger]) -> String {
    unsafe words.withUnsafeBytes { unsafe Data($0) }.base64EncodedString()
  }
}

/// An array as a client sends it: in one of the two forms, or as a plain list.
struct ReceivedArray: Decodable {
  var values: [Double]

  private enum CodingKeys: String, CodingKey {
    case float64, numbers
  }

  init(from decoder: any Decoder) throws {
    if let list = try? decoder.singleValueContainer().decode([Double].self) {
      values = list
      return
    }
    if let rows = try? decoder.singleValueContainer().decode([[Double]].self) {
      values = rows.flatMap { $0 }
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let text = try container.decodeIfPresent(String.self, forKey: .float64) {
      guard let data = Data(base64Encoded: text), data.count.isMultiple(of: 8) else {
        throw DecodingError.dataCorruptedError(
          forKey: .float64, in: container, debugDescription: "float64 is no base64 of doubles")
      }
      let bytes = Array(data)
      values = stride(from: 0, to: bytes.count, by: 8).map { start in
        Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) })
      }
    } else {
      values = try container.decode([Double].self, forKey: .numbers)
    }
  }
}
