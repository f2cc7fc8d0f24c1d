import Foundation
import Testing

@testable import Session

@Suite struct `Arrays of the session protocol` {
  private static let values = [0, -1.5, 1e-300, Double.pi, -0.0, .greatestFiniteMagnitude]

  @Test(arguments: [ArrayForm.base64, .numbers])
  func `come back to the last bit`(form: ArrayForm) throws {
    let data = try JSONEncoder().encode(NumberArray(Self.values, shape: [2, 3], form: form))
    let read = try JSONDecoder().decode(ReceivedArray.self, from: data)
    #expect(read.values.map(\.bitPattern) == Self.values.map(\.bitPattern))
  }

  @Test func `are singles where they are only looked at`() throws {
    let data = try JSONEncoder().encode(NumberArray(Self.values, shape: [2, 3], form: .float32))
    let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let bytes = Array(try #require(Data(base64Encoded: document["float32"] as? String ?? "")))
    let read = (0..<6).map { i in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[4 * i + $1]) << UInt32(8 * $1) })
    }
    #expect(bytes.count == 24 && read.map(\.bitPattern) == Self.values.map { Float($0).bitPattern })
  }

  @Test(arguments: ["[1, 2, 3, 4]", "[[1, 2], [3, 4]]", #"{"numbers": [1, 2, 3, 4]}"#])
  func `are taken as lists too`(text: String) throws {
    #expect(try JSONDecoder().decode(ReceivedArray.self, from: Data(text.utf8)).values == [1, 2, 3, 4])
  }

  @Test(arguments: [#"{"float64": "AAAA"}"#, #"{"float64": "!"}"#, "{}", #""text""#])
  func `are refused when they are none`(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(ReceivedArray.self, from: Data(text.utf8)) }
  }
}
