public import BulkSimulation
public import FoundationEssentials
internal import HostSystem

/// The state of an unfinished run in its folder: a line that says what follows, and a JSON document.
///
/// ```
/// fem-bulk checkpoint 1 crc32 5f3a01c9 bytes 48211
/// {"origin":{...},"state":{...}}
/// ```
///
/// The line is compared as a whole with that which the document would have, so a file that is damaged anywhere, or ends early,
/// is not read at all. Doubles are written in the shortest form that reads as the same bits.
public struct CheckpointFile: Sendable, Codable {
  /// What a checkpoint belongs to; only the program and the case that wrote it go on from it.
  public struct Origin: Sendable, Codable, Equatable {
    public var version: String
    public var commit: String?
    /// Of the text of case.yaml, and of the mesh beside it.
    public var caseChecksum: UInt32
    public var meshChecksum: UInt32?

    public init(version: String, commit: String?, caseText: String, meshText: String?) {
      self.version = version
      self.commit = commit
      caseChecksum = crc32(caseText.utf8)
      meshChecksum = meshText.map { crc32($0.utf8) }
    }
  }

  public var origin: Origin
  /// Of the run's first start.
  public var arguments: [String]
  public var started: Date
  public var state: SimulationState

  public init(origin: Origin, arguments: [String], started: Date, state: SimulationState) {
    self.origin = origin
    self.arguments = arguments
    self.started = started
    self.state = state
  }

  /// The file's bytes.
  public var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let body = try? encoder.encode(self) else { preconditionFailure("a checkpoint does not encode") }
    return Array(Self.head(of: body).utf8) + body
  }

  /// - Parameters:
  ///   - bytes: of the whole file.
  ///   - path: the name to show in errors.
  /// - Throws: `RunFolderError.damaged` when any byte is not as it was written, or the document is of another version.
  public init(_ bytes: [UInt8], path: String) throws(RunFolderError) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
      bytes.starts(with: "fem-bulk checkpoint ".utf8)
    else { throw .damaged(path: path, reason: "is no checkpoint of fem-bulk") }
    let body = bytes[(end + 1)...]
    guard bytes[...end].elementsEqual(Self.head(of: body).utf8) else {
      throw .damaged(path: path, reason: "is damaged: its checksum is wrong")
    }
    self = try Self.document(Data(body), path: path)
  }

  /// The document without its line; what a reader of damaged files never sees.
  package static func document(_ body: Data, path: String) throws(RunFolderError) -> CheckpointFile {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(CheckpointFile.self, from: body)
    } catch {
      throw .damaged(path: path, reason: "is not of this version of the program")
    }
  }

  private static func head(of body: some Collection<UInt8>) -> String {
    let sum = String(crc32(body), radix: 16)
    return "fem-bulk checkpoint 1 crc32 \(String(repeating: "0", count: 8 - sum.count))\(sum) bytes \(body.count)\n"
  }
}
