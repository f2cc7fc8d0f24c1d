internal import BulkSimulation
internal import CaseFiles
internal import DesignHistory
internal import HostSystem
internal import Magnets
internal import RunFolders
internal import Sweeps
internal import Synchronization

/// What a user opened for a client that is to read nothing else: a page in the browser.
///
/// Files that a case names are read here, once; afterwards no path that the client sends is followed.
public struct OpenedWork: Sendable {
  enum Kind: String, Encodable {
    case magnet, run, design, sweep
  }

  let kind: Kind
  /// As the user named it; empty for the built-in pair.
  let path: String
  /// Of the case to begin with.
  let caseText: String
  /// Of its tables and meshes, by the names that the case has for them.
  let files: [String: String]

  /// The built-in pair, field-cooled in 7 T.
  public init() {
    (kind, path, files) = (.magnet, "", [:])
    caseText = caseFileText(BuiltInPair().simulationCase)
  }

  /// A case file, the folder of a run, the file of a design, or the store of a sweep.
  ///
  /// - Throws: `InputError` or `RecordError` for what is none of them or cannot be read; a case with findings is opened all the same
  ///   only where it is text of a case file, so that it can be mended.
  public init(path: String) throws {
    self.path = path
    if isSQLite(path) {
      do throws(StoreError) {
        let store = try SweepStore(reading: path)
        defer { store.close() }
        (kind, caseText, files) = (.sweep, store.plan.evaluation.caseText, [:])
        return
      } catch {
        // What else is wrong with it, it may be a design's file.
        if case .unmade(let reason) = error { throw InputError(.wrong, reason) }
      }
      let definition = try DesignFile(path: path).definition
      kind = .design
      (caseText, files) = (
        definition.simulation?.caseText ?? caseFileText(BuiltInPair().simulationCase), [:]
      )
      return
    }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    let recorded = "\(folder)/case.yaml"
    let isRun = isFile("\(folder)/summary.json")
    (kind, self.caseText, self.files) = try Self.read(isRun ? recorded : path, kind: isRun ? .run : .magnet)
  }

  private static func read(_ path: String, kind: Kind) throws -> (Kind, String, [String: String]) {
    let text = try readInput(path, what: "case file")
    let seen = Mutex<[String: String]>([:])
    let keeping: (@escaping FileReader) -> FileReader = { reader in
      { name in
        let found = try reader(name)
        seen.withLock { $0[name] = found.text }
        return found
      }
    }
    // Findings are told by the page, beside the values that they are about.
    do {
      _ = try readCase(
        text: text, file: path, tableText: keeping(tableReader(beside: path)),
        meshText: keeping { name in
          let file = joined(folderOf(path), name)
          return (file, try readAnyText(file, what: "mesh", limit: largestMesh))
        })
    } catch let error as InputError where error.kind == .wrong && !error.findings.isEmpty {
      return (kind, text, seen.withLock { $0 })
    }
    return (kind, text, seen.withLock { $0 })
  }
}
