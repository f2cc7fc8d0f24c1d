internal import Notation
public import FoundationEssentials
internal import BulkSimulation

/// Where a result comes from. It names no host, no user and no absolute path, so a run folder can be handed on as it is.
public struct Provenance: Sendable {
  public var version: String
  /// Commit of the program's source, when the build knows it.
  public var commit: String?
  /// As given, without the program's own name; absolute paths are cut to their last component when written.
  public var arguments: [String]
  public var start: Date
  /// When the run was gone on with; nil for one that was not stopped.
  public var resumed: Date?
  public var swiftVersion: String

  public init(
    version: String, commit: String? = nil, arguments: [String], start: Date, resumed: Date? = nil,
    swiftVersion: String = Provenance.compilerVersion
  ) {
    self.version = version
    self.commit = commit
    self.arguments = arguments
    self.start = start
    self.resumed = resumed
    self.swiftVersion = swiftVersion
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

  func json(_ numerics: SimulationResult.Numerics) -> String {
    encodeJSON(
      Document(
        version: version, commit: commit, arguments: arguments.map(withoutAbsolutePath),
        started: start.formatted(.iso8601), resumed: resumed?.formatted(.iso8601), swift: swiftVersion,
        total: JSONNumber(numerics.total),
        runs: numerics.runs.map {
          Document.Run(purpose: $0.purpose, setup: JSONNumber($0.setup), solve: JSONNumber($0.solve))
        }))
  }

  private struct Document: Encodable {
    struct Run: Encodable {
      var purpose: String
      var setup: JSONNumber
      var solve: JSONNumber

      enum CodingKeys: String, CodingKey {
        case purpose
        case setup = "setup_s"
        case solve = "solve_s"
      }
    }

    var schema = "fem-bulk/provenance/1"
    var program = "fem-bulk"
    var version: String
    var commit: String?
    var arguments: [String]
    var started: String
    var resumed: String?
    var swift: String
    var total: JSONNumber
    var runs: [Run]

    enum CodingKeys: String, CodingKey {
      case schema, program, version, commit, arguments, started, resumed, swift, runs
      case total = "total_s"
    }
  }
}

/// `--output=/home/someone/runs` becomes `--output=runs`: an absolute path would tell the user's name.
private func withoutAbsolutePath(_ argument: String) -> String {
  if argument.hasPrefix("/") { return argument.split(separator: "/").last.map(String.init) ?? "/" }
  guard argument.hasPrefix("-"), let equals = argument.firstIndex(of: "=") else { return argument }
  let value = argument[argument.index(after: equals)...]
  return value.hasPrefix("/") ? argument[...equals] + withoutAbsolutePath(String(value)) : argument
}
