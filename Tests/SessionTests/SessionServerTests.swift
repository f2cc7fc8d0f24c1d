import Dispatch
import Foundation
import RunFolders
import SystemPackage
import Testing

@testable import Session

/// A session over pipes, as its clients have it.
@Suite struct `A session` {
  private static let disc = """
    bulks: [{name: A, material: kim, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}]
    materials: {kim: {jc: {law: kim, jc0: 3e8 A/m^2, b0: 1.5 T}, n: 21}}
    protocol: [{cool: {field: 4 T, temperature: 5 K}}, {ramp: {field: 0 T, rate: 4.8 T/h}}]
    accuracy: 3 %
    """

  /// A client and the server that it talks to.
  private final class Client {
    private let stream: MessageStream
    private let toServer: FileDescriptor
    private let done = DispatchSemaphore(value: 0)

    init() throws {
      let (requests, answers) = (try FileDescriptor.pipe(), try FileDescriptor.pipe())
      stream = MessageStream(input: answers.readEnd, output: requests.writeEnd)
      toServer = requests.writeEnd
      let server = SessionServer(
        MessageStream(input: requests.readEnd, output: answers.writeEnd), program: RunProgram(version: "0", commit: nil)
      )
      Thread.detachNewThread { [done] in
        server.run()
        done.signal()
      }
    }

    func send(_ message: [String: Any]) throws {
      let message = message.merging(["jsonrpc": "2.0"]) { first, _ in first }
      stream.write(Array(try JSONSerialization.data(withJSONObject: message)))
    }

    func receive() throws -> [String: Any] {
      let bytes = try #require(try stream.read())
      return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    func call(_ method: String, _ parameters: [String: Any]) throws -> [String: Any] {
      try send(["id": 1, "method": method, "params": parameters])
      return try receive()
    }

    /// Whether the server ends within 10 s of the end of its input.
    func close() throws -> Bool {
      try toServer.close()
      return done.wait(timeout: .now() + 10) == .success
    }
  }

  @Test func `solves a case, keeps the run and answers about it`() throws {
    let client = try Client()
    let solved = try #require(try client.call("solve", ["case": Self.disc])["result"] as? [String: Any])
    let run = try #require(solved["run"] as? Int)
    let history = try #require(
      try client.call("run/table", ["run": run, "table": "history", "arrays": "numbers"])["result"] as? [String: Any])
    let names = try #require(history["names"] as? [String])
    let values = try #require(history["values"] as? [String: Any])
    #expect(names.first == "time[s]" && (values["shape"] as? [Int])?.first == names.count)
    let numbers = try #require(values["numbers"] as? [Double])
    #expect(abs((numbers[(values["shape"] as? [Int])?[1] ?? 0]) - 4) < 1e-12)
    #expect(try client.call("run/release", ["run": run])["error"] == nil)
    let error = try #require(try client.call("run/map", ["run": run, "stage": 0])["error"] as? [String: Any])
    #expect(error["code"] as? Int == 4)
    #expect(try client.close())
  }

  @Test func `tells findings by key path and line`() throws {
    let client = try Client()
    let wrong = Self.disc.replacing("n: 21", with: "n: 0.5").replacing("15 mm", with: "-15 mm")
    let error = try #require(try client.call("case/check", ["case": wrong])["error"] as? [String: Any])
    let findings = try #require((error["data"] as? [String: Any])?["findings"] as? [[String: Any]])
    #expect(error["code"] as? Int == 1)
    #expect(Set(findings.compactMap { $0["path"] as? String }).isSuperset(of: ["materials.kim.n"]))
    #expect(findings.contains { $0["line"] as? Int == 2 })
    #expect(try client.close())
  }

  @Test func `cancels what is not wanted any more`() throws {
    let client = try Client()
    let slow = Self.disc.replacing("3 %", with: "0.1 %\noutput: {every: 10 s}")
    try client.send(["id": "slow", "method": "solve", "params": ["case": slow, "progress": true]])
    #expect(try client.receive()["method"] as? String == "$/progress")
    try client.send(["method": "$/cancelRequest", "params": ["id": "slow"]])
    var answer = try client.receive()
    while answer["method"] != nil { answer = try client.receive() }
    #expect((answer["error"] as? [String: Any])?["code"] as? Int == -32800 && answer["id"] as? String == "slow")
    // The next one is answered.
    #expect(try client.call("shutdown", [:])["result"] != nil)
    #expect(try client.close())
  }

  @Test func `ends in the midst of a solve when its client goes`() throws {
    let client = try Client()
    let slow = Self.disc.replacing("3 %", with: "0.1 %\noutput: {every: 10 s}")
    try client.send(["id": 1, "method": "solve", "params": ["case": slow]])
    #expect(try client.close())
  }
}
