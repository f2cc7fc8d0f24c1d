public import BulkSimulation
public import FoundationEssentials
public import Notation

/// `provenance.json` of a run folder, schema `fem-bulk/provenance/1`: where a result comes from. It names no host, no user and no
/// absolute path, so a run folder can be handed on as it is.
public struct Provenance: Codable, Sendable, Equatable {
  /// Wall times of one run [s].
  public struct Run: Codable, Sendable, Equatable {
    public var purpose: SimulationResult.RunPurpose
    public var setup, solve: JSONNumber

    enum CodingKeys: String, CodingKey {
      case purpose
      case setup = "setup_s"
      case solve = "solve_s"
    }
  }

  public var schema = "fem-bulk/provenance/1"
  public var program = "fem-bulk"
  public var version: String
  /// Commit of the program's source, when the build knows it.
  public var commit: String?
  /// Without the program's own name; absolute paths are cut to their last component.
  public var arguments: [String]
  /// ISO 8601, to a second.
  public var started: String
  /// When the run was gone on with; nil for one that was not stopped.
  public var resumed: String?
  /// The compiler's version.
  public var swift: String
  /// Wall time [s].
  public var total: JSONNumber
  public var runs: [Run]

  enum CodingKeys: String, CodingKey {
    case schema, program, version, commit, arguments, started, resumed, swift, runs
    case total = "total_s"
  }

  /// - Parameters:
  ///   - version: of the program.
  ///   - commit: of its source; nil when the build does not know it.
  ///   - arguments: as given.
  ///   - start: of the run's first start.
  ///   - resumed: when it was gone on with; nil for a run that was not stopped.
  ///   - numerics: of the result.
  public init(
    version: String, commit: String? = nil, arguments: [String], start: Date, resumed: Date? = nil,
    numerics: SimulationResult.Numerics
  ) {
    self.version = version
    self.commit = commit
    self.arguments = arguments.map(withoutAbsolutePath)
    started = start.formatted(.iso8601)
    self.resumed = resumed?.formatted(.iso8601)
    swift = Self.compilerVersion
    total = JSONNumber(numerics.total)
    runs = numerics.runs.map {
      Run(purpose: $0.purpose, setup: JSONNumber($0.setup), solve: JSONNumber($0.solve))
    }
  }

  /// The compiler's version as far as a program can know it: major and minor.
  public static var compilerVersion: String {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}

/// `--output=/home/someone/runs` becomes `--output=runs`: an absolute path would tell the user's name.
private func withoutAbsolutePath(_ argument: String) -> String {
  if argument.hasPrefix("/") { return argument.split(separator: "/").last.map(String.init) ?? "/" }
  guard argument.hasPrefix("-"), let equals = argument.firstIndex(of: "=") else { return argument }
  let value = argument[argument.index(after: equals)...]
  return value.hasPrefix("/") ? argument[...equals] + withoutAbsolutePath(String(value)) : argument
}
