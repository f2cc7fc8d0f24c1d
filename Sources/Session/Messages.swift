internal import FoundationEssentials

/// Of a request, as the client chose it.
enum RequestID: Codable, Hashable, Sendable {
  case number(Int)
  case text(String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    }
  }
}

/// A request, or without `id` a notification; its parameters are read by the method.
struct Request: Decodable {
  var jsonrpc: String
  var id: RequestID?
  var method: String
}

/// The parameters of a request.
struct Parameters<Value: Decodable>: Decodable {
  var params: Value
}

struct NoParameters: Decodable {}

/// Why a request has no result.
struct RequestError: Error, Encodable {
  /// Those below -32000 are JSON-RPC's and the Language Server Protocol's, the others ours.
  enum Code: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case unknownMethod = -32601
    case invalidParameters = -32602
    case cancelled = -32800
    /// The case is wrong; `data.findings` says what, where, and what to write instead.
    case wrongCase = 1
    /// A file is missing or cannot be read.
    case missingInput = 2
    /// The computation failed: what, where, when.
    case computationFailed = 3
    /// A run that is not, or no longer, kept.
    case unknownRun = 4
    /// The output cannot be written.
    case cannotWrite = 5
  }

  /// A finding about the case.
  struct Finding: Encodable {
    /// Key path in the case, `materials.a.n`; empty for the case as a whole.
    var path: String
    /// Line in the text of the case; nil where it has none.
    var line: Int?
    var message: String
  }

  struct Details: Encodable {
    var findings: [Finding]
  }

  var code: Code
  var message: String
  var data: Details?

  init(_ code: Code, _ message: String, findings: [Finding] = []) {
    self.code = code
    self.message = message
    data = findings.isEmpty ? nil : Details(findings: findings)
  }

  private enum CodingKeys: String, CodingKey {
    case code, message, data
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code.rawValue, forKey: .code)
    try container.encode(message, forKey: .message)
    try container.encodeIfPresent(data, forKey: .data)
  }
}

private struct Answer<Result: Encodable>: Encodable {
  var jsonrpc = "2.0"
  var id: RequestID
  var result: Result
}

private struct Refusal: Encodable {
  var jsonrpc = "2.0"
  /// null where the request could not be read.
  var id: RequestID?
  var error: RequestError

  private enum CodingKeys: String, CodingKey {
    case jsonrpc, id, error
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(jsonrpc, forKey: .jsonrpc)
    try container.encode(id, forKey: .id)
    try container.encode(error, forKey: .error)
  }
}

private struct Notification<Content: Encodable>: Encodable {
  var jsonrpc = "2.0"
  var method: String
  var params: Content
}

extension MessageChannel {
  func answer(_ id: RequestID, with result: some Encodable) { write(encoded(Answer(id: id, result: result))) }

  func refuse(_ id: RequestID?, _ error: RequestError) { write(encoded(Refusal(id: id, error: error))) }

  func notify(_ method: String, _ content: some Encodable) {
    write(encoded(Notification(method: method, params: content)))
  }

  private func encoded(_ message: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    // Sorted, so that the same answer has the same bytes.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(message))
    } catch {
      preconditionFailure("\(type(of: message)) does not encode: \(error)")
    }
  }
}
