import Foundation
import RunFolders
import Testing

@testable import Session

/// What a page asks for.
@Suite struct `Methods of a page` {
  private static let disc = """
    bulks: [{name: A, material: kim, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}]
    materials: {kim: {jc: {law: kim, jc0: 3e8 A/m^2, b0: 1.5 T}, n: 21}}
    protocol: [{cool: {field: 4 T, temperature: 5 K}}, {ramp: {field: 0 T, rate: 4.8 T/h}}]
    probes: {centre: {r: 0 mm, z: 0 mm}}
    accuracy: 3 %
    """

  /// A channel that hears everything at once and keeps the answers.
  private final class Once: MessageChannel, @unchecked Sendable {
    private let lock = NSLock()
    private var requests: [[UInt8]]
    private var written: [[UInt8]] = []
    private let count: Int

    init(_ requests: [[UInt8]]) { (self.requests, count) = (requests, requests.count) }

    func read() -> [UInt8]? {
      while true {
        let next: [UInt8]?? = lock.withLock {
          if !requests.isEmpty { return .some(requests.removeFirst()) }
          // The end cancels what is running: it comes after the last answer.
          return written.count >= count ? .some(nil) : nil
        }
        if let next { return next }
        Thread.sleep(forTimeInterval: 0.002)
      }
    }

    func write(_ message: [UInt8]) { lock.withLock { written.append(message) } }

    var answers: [[String: Any]] {
      lock.withLock {
        written.compactMap { try? JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] }
      }
    }
  }

  private static func ask(_ requests: [(String, [String: Any])], _ methods: SessionMethods) throws -> [Result<
    Any, RequestError
  >] {
    try requests.map { method, parameters in
      let message = try JSONSerialization.data(withJSONObject: [
        "jsonrpc": "2.0", "id": 1, "method": method, "params": parameters,
      ])
      do {
        let result = try methods.perform(
          method, Call(message: Array(message), isCancelled: { false }, notify: { _ in }))
        return .success(try JSONSerialization.jsonObject(with: try JSONEncoder().encode(AnyDocument(result))))
      } catch {
        return .failure(RequestError(error, isCancelled: false))
      }
    }
  }

  private struct AnyDocument: Encodable {
    let value: any Encodable
    init(_ value: any Encodable) { self.value = value }
    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
  }

  private static var methods: SessionMethods {
    SessionMethods(program: RunProgram(version: "0", commit: nil), opened: OpenedWork())
  }

  @Test func `a picture has the field and the currents of a time`() throws {
    let methods = Self.methods
    let window: [String: Any] = ["r": 0.02, "zMin": -0.02, "zMax": 0.02, "columns": 9, "rows": 11]
    let solved = try Self.ask([("solve", ["case": Self.disc, "course": true])], methods)[0].get()
    let (run, summary) = try (
      #require((solved as? [String: Any])?["run"] as? Int),
      #require((solved as? [String: Any])?["summary"] as? [String: Any])
    )
    let stages = try #require(summary["stages"] as? [[String: Any]])
    let centre = try #require((stages[1]["probes"] as? [String: [String: Any]])?["centre"]?["Bz_T"] as? Double)
    for (time, applied, stage) in [(0.0, 4.0, 0), (1500, 2, nil), (3000, 0, 1), (1e9, 0, 1)] {
      let picture = try #require(
        try Self.ask(
          [
            (
              "run/picture",
              ["run": run, "time": time, "window": window, "line": [[-0.01, 0], [0.01, 0]], "arrays": "numbers"]
            )
          ],
          methods)[0].get() as? [String: Any])
      #expect(abs((picture["applied"] as? Double ?? -1) - applied) < 1e-9 && picture["stage"] as? Int == stage)
      let bz = try #require((picture["bz"] as? [String: Any])?["numbers"] as? [Double])
      #expect(bz.count == 99)
      // In the middle of the axis what the probe has, but for what a map is good to.
      if stage == 1 { #expect(abs(bz[5 * 9] - centre) < 0.05 * centre) }
      if time == 0 { #expect(bz.allSatisfy { abs($0 - 4) < 1e-9 }) }
      let line = try #require((picture["line"] as? [String: Any])?["numbers"] as? [Double])
      #expect(line.count == 4 && line[1] == line[3])
      let bulk = try #require((picture["bulks"] as? [[String: Any]])?.first)
      let (current, share) = try (
        #require((bulk["currentDensity"] as? [String: Any])?["numbers"] as? [Double]),
        #require((bulk["share"] as? [String: Any])?["numbers"] as? [Double])
      )
      #expect(current.count == share.count && share.allSatisfy { (-1e-9...1.6).contains($0) })
      if time > 0 { #expect((current.max() ?? 0) > 1e8) }
    }
    for wrong in [["columns": 1], ["columns": 1_000_000], ["zMax": -1.0], ["r": 0.0]] as [[String: Any]] {
      let refused = try Self.ask(
        [("run/picture", ["run": run, "time": 0, "window": window.merging(wrong) { $1 }])], methods)[0]
      guard case .failure(let error) = refused else { Issue.record("\(wrong) is taken"); continue }
      #expect(error.code == .invalidParameters)
    }
    let plain = try Self.ask([("solve", ["case": Self.disc])], methods)[0].get() as? [String: Any]
    guard
      case .failure(let error) = try Self.ask(
        [("run/picture", ["run": plain?["run"] ?? 0, "time": 0, "window": window])], methods)[0]
    else { Issue.record("a run without its course has no picture"); return }
    #expect(error.message.contains("course: true"))
  }

  @Test func `a picture comes with the solution, and is the same`() throws {
    let methods = Self.methods
    let view: [String: Any] = [
      "window": ["r": 0.02, "zMin": -0.02, "zMax": 0.02, "columns": 9, "rows": 11], "line": [[0, 0], [0.01, 0]],
    ]
    for (stage, share, time) in [(1, 1.0, 3000.0), (1, 0.5, 1500), (7, 1, 3000), (0, 0, 0)] {
      let wish = view.merging(["stage": stage, "share": share]) { $1 }
      let solved = try #require(
        try Self.ask([("solve", ["case": Self.disc, "picture": wish])], methods)[0].get()
          as? [String: Any])
      let run = try #require(solved["run"] as? Int)
      let asked = try Self.ask(
        [
          ("run/picture", view.merging(["run": run, "time": time]) { $1 }),
          ("run/table", ["run": run, "table": "history"]),
        ], methods)
      #expect(NSDictionary(dictionary: try #require(solved["picture"] as? [String: Any])).isEqual(try asked[0].get()))
      #expect(NSDictionary(dictionary: try #require(solved["history"] as? [String: Any])).isEqual(try asked[1].get()))
      // The field alone, in singles.
      let lean = try #require(
        try Self.ask(
          [
            ("run/picture", view.merging(["run": run, "time": time, "bodies": false, "arrays": "float32"]) { $1 }),
            ("solve", ["case": "bulks: none", "releases": [run]]),
          ], methods)[0].get() as? [String: Any])
      #expect((lean["bulks"] as? [Any])?.isEmpty == true && (lean["bz"] as? [String: Any])?["float32"] is String)
      guard case .failure(let error) = try Self.ask([("run/table", ["run": run, "table": "history"])], methods)[0]
      else { Issue.record("run \(run) was released"); return }
      #expect(error.code == .unknownRun)
    }
    for wrong in [["stage": 1], ["share": 1], ["stage": 1, "share": 1, "time": 0], [:]] as [[String: Any]] {
      guard
        case .failure(let error) = try Self.ask(
          [("solve", ["case": Self.disc, "picture": view.merging(wrong) { $1 }])], methods)[0]
      else { Issue.record("\(wrong) is taken"); continue }
      #expect(error.code == .invalidParameters)
    }
  }

  @Test func `columns that say nothing are named by the user`() throws {
    let methods = Self.methods
    let text = "Nr;Feld;Wert\n1;0;60\n2;1000;34\n3;7000;10\n"
    let layout = try #require(
      try Self.ask([("table/columns", ["name": "jc.csv", "text": text, "kinds": ["jc", "loop"]])], methods)[0].get()
        as? [String: Any])
    #expect((layout["columns"] as? [[String: Any]])?.map { $0["head"] as? String } == ["Nr", "Feld", "Wert"])
    #expect(layout["count"] as? Int == 3 && (layout["rows"] as? [[String]])?.first == ["1", "0", "60"])
    let names = (layout["kinds"] as? [[String: Any]])?.map { kind in
      (kind["columns"] as? [[String: Any]])?.compactMap { $0["name"] as? String } ?? []
    }
    #expect(names == [["B", "T", "Jc"], ["Ba", "m"]])
    let columns: [[String: Any]] = [
      ["column": 1, "name": "B", "unit": "mT"], ["column": 2, "name": "Jc", "unit": "kA/cm^2"],
    ]
    let table = try #require(
      try Self.ask([("table/read", ["name": "jc.csv", "text": text, "kind": "jc", "columns": columns])], methods)[0]
        .get() as? [String: Any])
    #expect(table["x"] as? [Double] == [0, 1, 7] && (table["y"] as? [Double])?.first == 6e8)
    // Its text needs no user any more.
    let again = try #require(
      try Self.ask([("table/read", ["name": "jc.csv", "text": table["text"] ?? "", "kind": "jc"])], methods)[0].get()
        as? [String: Any])
    #expect(NSDictionary(dictionary: again).isEqual(table))
  }

  @Test func `what was measured is compared by the code that fits it`() throws {
    let methods = Self.methods
    let data =
      "case: shown\nparameters: [{key: scale, start: 1, lower: 0.1, upper: 10}]\ndata:\n  - loop: {file: m.csv, stage: 1}\n"
    let compared = try #require(
      try Self.ask(
        [("data/compare", ["case": Self.disc, "fit": data, "files": ["m.csv": "Ba[T],m[A m^2]\n3,0\n1,0\n0,0\n"]])],
        methods)[0].get() as? [String: Any])
    let simulated = try #require((compared["simulated"] as? [[Double]])?.first)
    let solved = try #require(try Self.ask([("solve", ["case": Self.disc])], methods)[0].get() as? [String: Any])
    let stages = try #require((solved["summary"] as? [String: Any])?["stages"] as? [[String: Any]])
    let moment = try #require(stages[1]["moment_A_m2"] as? Double)
    // The moment grows while the field falls; at the end it is that of the run, but for its mesh.
    #expect(simulated.count == 3 && simulated[0] < simulated[1] && abs(simulated[2] - moment) < 0.03 * moment)
    guard
      case .failure(let error) = try Self.ask(
        [("data/compare", ["case": Self.disc, "fit": data, "files": ["m.csv": "Ba[T],m[A m^2]\n9,0\n"]])], methods)[0]
    else { Issue.record("9 T are reached"); return }
    #expect(error.message.contains("m.csv:2"))
  }

  @Test func `tables are read as the program reads them`() throws {
    let methods = Self.methods
    let jc = "mu0H (mT);Jc 5 K (kA/cm2);Jc 20 K (kA/cm2)\n0;60;31\n1000;34;15\n7000;10;2\n"
    let table = try #require(
      try Self.ask([("table/read", ["name": "jc.csv", "text": jc])], methods)[0].get() as? [String: Any])
    #expect(
      table["kind"] as? String == "jc" && table["starts"] as? [Int] == [0, 3]
        && table["temperatures"] as? [Double] == [5, 20])
    #expect((table["y"] as? [Double])?.first == 6e8 && (table["reading"] as? String)?.contains("B 0 to 7 T") == true)
    let scan = try #require(
      try Self.ask(
        [("table/read", ["name": "hall.csv", "text": "r (mm),Bz (mT),what\n-3,1000,a\n4,500,b\n", "kind": "scan-r"])],
        methods)[0]
        .get() as? [String: Any])
    #expect(
      scan["x"] as? [Double] == [-0.003, 0.004] && scan["y"] as? [Double] == [1, 0.5]
        && scan["leftOut"] as? [String] == ["what"])
    guard
      case .failure(let error) = try Self.ask([("table/read", ["name": "x.csv", "text": "a,b\n1,2\n"])], methods)[0]
    else {
      Issue.record("no table is read")
      return
    }
    #expect(error.message.contains("x.csv"))
  }

  @Test func `a fit is that of the command`() throws {
    let methods = Self.methods
    let fit =
      "case: shown\nparameters: [{key: scale, start: 1, lower: 0.1, upper: 10}]\ndata:\n  - trapped: {value: 1.5 T, probe: centre, stage: ramp}\n"
    let fitted = try #require(
      try Self.ask([("fit", ["case": Self.disc, "fit": fit])], methods)[0].get() as? [String: Any])
    let text = try #require(fitted["caseText"] as? String)
    let solved = try #require(try Self.ask([("solve", ["case": text])], methods)[0].get() as? [String: Any])
    let stages = try #require((solved["summary"] as? [String: Any])?["stages"] as? [[String: Any]])
    let trapped = try #require((stages[1]["probes"] as? [String: [String: Any]])?["centre"]?["Bz_T"] as? Double)
    #expect(abs(trapped - 1.5) < 0.03)
  }

  @Test func `more requests than are allowed are refused, and the others answered`() throws {
    let requests = try (0..<6).map { id in
      Array(
        try JSONSerialization.data(
          withJSONObject: [
            "jsonrpc": "2.0", "id": id, "method": "solve",
            "params": ["case": Self.disc.replacing("3 %", with: "0.3 %")],
          ]))
    }
    let channel = Once(requests)
    SessionServer(channel, program: RunProgram(version: "0", commit: nil), opened: OpenedWork(), requestLimit: 2).run()
    let answers = channel.answers
    #expect(answers.count == 6)
    let refused = answers.filter {
      (($0["error"] as? [String: Any])?["message"] as? String)?.contains("2 requests are running") == true
    }
    #expect(
      refused.count >= 1 && refused.count <= 4 && answers.filter { $0["result"] != nil }.count == 6 - refused.count)
  }
}
