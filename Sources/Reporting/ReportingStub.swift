// Stands in for the run folder until it is merged; replace this file.
public import BulkSimulation
public import FoundationEssentials

public struct OutputError: Error, CustomStringConvertible {
  public var description: String
}

public struct Provenance: Sendable {
  public init(version: String, commit: String? = nil, arguments: [String], start: Date) {}
}

public struct RunFolder: Sendable {
  public var path: String

  public init(parent: String, name: String) throws(OutputError) {
    path = parent + "/" + name
    var number = 1
    while FileManager.default.fileExists(atPath: path) {
      number += 1
      path = parent + "/\(name)-\(number)"
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw OutputError(description: "\(path): cannot create the folder")
    }
  }

  public func write(
    _ result: SimulationResult, resolvedCase: String, provenance: Provenance
  ) throws(OutputError) {}
}

public func summaryJSON(_ result: SimulationResult, folder: String?) -> String { "{}" }
