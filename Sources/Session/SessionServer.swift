internal import Dispatch
internal import FoundationEssentials
internal import Notation
public import RunFolders
internal import Synchronization

/// One client: reads requests until the channel ends, answers each when it is done.
///
/// Requests run beside each other, as many as the machine has cores; answers come in the order in which they are ready. A request is
/// cancelled by the notification `$/cancelRequest`, and all of them by the end of the channel.
public final class SessionServer: Sendable {
  /// Of the protocol: a new one only where something old stops working.
  public static let protocolVersion = 1

  private let channel: any MessageChannel
  private let requestLimit: Int
  private let methods: SessionMethods
  private let running = Mutex<[RequestID: Cancellation]>([:])

  /// - Parameters:
  ///   - opened: what the client is to see; then it reads and writes no other file. nil for a client that may do what the user may.
  ///   - requestLimit: running and waiting; more are refused.
  public init(
    _ channel: any MessageChannel, program: RunProgram, opened: OpenedWork? = nil, requestLimit: Int = 100_000
  ) {
    self.channel = channel
    self.requestLimit = requestLimit
    methods = SessionMethods(program: program, opened: opened)
  }

  /// Serves until the client says `exit` or closes its side.
  public func run() {
    let queue = DispatchQueue(label: "session", attributes: .concurrent)
    let group = DispatchGroup()
    reading: while true {
      let message: [UInt8]
      do throws(BrokenFrame) {
        guard let read = try channel.read() else { break }
        message = read
      } catch {
        channel.refuse(nil, RequestError(.parseError, "\(error)"))
        break
      }
      guard let request = request(message) else { continue }
      guard let id = request.id else {
        switch request.method {
        case "exit": break reading
        case "$/cancelRequest": cancel(message)
        // Other notifications are for other versions.
        default: continue
        }
        continue
      }
      let cancellation = Cancellation()
      let objection = running.withLock { running -> RequestError? in
        guard running[id] == nil else {
          return RequestError(.invalidRequest, "a request with this id is still running; count up")
        }
        guard running.count < requestLimit else {
          return RequestError(.invalidRequest, "\(requestLimit) requests are running; wait for an answer")
        }
        running[id] = cancellation
        return nil
      }
      if let objection {
        channel.refuse(id, objection)
        continue
      }
      queue.async(group: group) { [self] in
        let outcome = outcome(request.method, id, message, cancellation)
        // First, so that the client may take the id again as soon as it has the answer.
        running.withLock { $0[id] = nil }
        switch outcome {
        case .success(let result): channel.answer(id, with: result)
        case .failure(let error): channel.refuse(id, error)
        }
      }
    }
    running.withLock { running in running.values.forEach { $0.cancel() } }
    group.wait()
  }

  /// nil where it is none, which the client has then been told.
  private func request(_ message: [UInt8]) -> Request? {
    let data = Data(message)
    if let request = try? JSONDecoder().decode(Request.self, from: data), request.jsonrpc == "2.0" { return request }
    let isJSON = (try? JSONDecoder().decode(JSONValue.self, from: data)) != nil
    channel.refuse(
      nil,
      isJSON
        ? RequestError(.invalidRequest, #"a request has jsonrpc: "2.0", method and id"#)
        : RequestError(.parseError, "the message is not JSON"))
    return nil
  }

  private func cancel(_ message: [UInt8]) {
    struct Target: Decodable { var id: RequestID }
    guard let target = try? JSONDecoder().decode(Parameters<Target>.self, from: Data(message)) else { return }
    running.withLock { $0[target.params.id] }?.cancel()
  }

  private func outcome(
    _ method: String, _ id: RequestID, _ message: [UInt8], _ cancellation: Cancellation
  ) -> Result<any Encodable, RequestError> {
    let call = Call(
      message: message, isCancelled: { cancellation.isCancelled },
      notify: { [channel] content in channel.notify("$/progress", Progress(id: id, content: content)) })
    do {
      let result = try methods.perform(method, call)
      guard !cancellation.isCancelled else { throw RequestError(.cancelled, "cancelled") }
      return .success(result)
    } catch {
      return .failure(RequestError(error, isCancelled: cancellation.isCancelled))
    }
  }
}

/// Whether a request is still wanted.
private final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  var isCancelled: Bool { flag.load(ordering: .relaxed) }

  func cancel() { flag.store(true, ordering: .relaxed) }
}

/// What a method has of its request.
struct Call {
  /// The whole request.
  var message: [UInt8]
  var isCancelled: @Sendable () -> Bool
  var notify: @Sendable (SolveProgress) -> Void

  /// - Throws: `RequestError` that names the parameter.
  func parameters<Value: Decodable>(_: Value.Type = Value.self) throws(RequestError) -> Value {
    do {
      return try JSONDecoder().decode(Parameters<Value>.self, from: Data(message)).params
    } catch let error as DecodingError {
      throw RequestError(.invalidParameters, error.reason)
    } catch {
      throw RequestError(.invalidParameters, "\(error)")
    }
  }
}

/// How far a solve is.
struct SolveProgress: Encodable {
  /// Of all runs of the present round, 0 to 1.
  var fraction: Double
  /// Time in the protocol [s].
  var time: Double
  var step: Int

  private enum CodingKeys: String, CodingKey {
    case fraction, step
    case time = "time_s"
  }
}

private struct Progress: Encodable {
  var id: RequestID
  var content: SolveProgress

  private enum CodingKeys: String, CodingKey {
    case id
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try content.encode(to: encoder)
  }
}

extension DecodingError {
  /// Which parameter, and what is wrong with it.
  fileprivate var reason: String {
    switch self {
    case .keyNotFound(let key, let context):
      "the parameter \((context.codingPath.dropFirst() + [key]).map(\.stringValue).joined(separator: ".")) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      "the parameter \(context.codingPath.dropFirst().map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
    @unknown default: "\(self)"
    }
  }
}
