import Foundation
import FoundationEssentials
import HostSystem

/// Runs of `fem-bulk design` in a folder.
struct DesignRuns {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @discardableResult func callAsFunction(_ arguments: String...) throws -> Run {
    try Run(["design"] + arguments, in: folder)
  }

  /// A furnace with two parameters.
  func makeFurnace(_ name: String = "f.design") throws {
    let run = try self(
      "init", name, "--parameter", "rate=10:200:0.1 C/min", "--parameter", "temperature=400:800:1 C", "--maximise",
      "jc [A/m^2]")
    guard run.status == 0 else { throw DesignRunFailed(errors: run.errors) }
  }

  /// Samples on a curved surface, as CSV.
  static func samples(_ count: Int) -> String {
    var lines = ["rate[C/min],temperature[C],jc[A/m^2]"]
    for i in 0..<count {
      let (rate, temperature) = (10 + Double(i * 37 % 190), 400 + Double(i * 101 % 400))
      let jc = 1e9 * exp(-pow((rate - 60) / 80, 2) - pow((temperature - 560) / 90, 2))
      lines.append("\(rate),\(temperature),\(jc)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func document(_ arguments: String...) throws -> [String: Any] {
    let run = try Run(["design"] + arguments, in: folder)
    let object = try? JSONSerialization.jsonObject(with: Data(run.output.utf8))
    guard run.status == 0, let document = object as? [String: Any] else { throw DesignRunFailed(errors: run.errors) }
    return document
  }

  func sampleCount(_ name: String = "f.design") throws -> Int {
    (try document("show", name, "--json")["samples"] as? [Any])?.count ?? -1
  }
}

struct DesignRunFailed: Error {
  var errors: String
}
