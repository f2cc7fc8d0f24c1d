internal import BulkSimulation
internal import CaseFiles
internal import DesignHistory
internal import FoundationEssentials
internal import HostSystem
internal import Magnets
internal import Notation
internal import RunFolders
internal import Synchronization

/// The methods of a session. Each reads its parameters, asks the library, and gives a document.
final class SessionMethods: Sendable {
  let program: RunProgram
  /// nil for a client that may do what the user may.
  let opened: OpenedWork?
  let runs = Mutex(KeptRuns())
  let kernels = Mutex<[PictureKernel]>([])
  private let meshes = Mutex(MeshCache())

  init(program: RunProgram, opened: OpenedWork?) { (self.program, self.opened) = (program, opened) }

  /// What a client may ask for.
  private enum Method: String, CaseIterable {
    case initialize, shutdown, solve, fit, opened
    case check = "case/check"
    case schema = "case/schema"
    case numbers = "case/numbers"
    case materials = "case/materials"
    case cards = "material/cards"
    case tableReading = "table/read"
    case tableColumns = "table/columns"
    case comparison = "data/compare"
    case open = "run/open"
    case save = "run/save"
    case release = "run/release"
    case table = "run/table"
    case map = "run/map"
    case picture = "run/picture"
    case field = "run/field"
    case homogeneity = "run/homogeneity"
    case sweepTable = "sweep/table"
    case showDesign = "design/show"
    case addSamples = "design/add"
    case suggest = "design/suggest"
    case dropFromDesign = "design/drop"
    case sliceDesign = "design/slices"
    case changeDesign = "design/change"
  }

  /// - Throws: `RequestError`, or an error of the library, which has a code of its own.
  func perform(_ name: String, _ call: Call) throws -> any Encodable {
    guard let method = Method(rawValue: name) else {
      let known = Method.allCases.map(\.rawValue).joined(separator: ", ")
      throw RequestError(.unknownMethod, "there is no method \(name); known are \(known)")
    }
    return switch method {
    case .initialize: try initialize(call)
    case .shutdown: Nothing()
    case .check: try check(call)
    case .schema: caseSchema()
    case .solve: try solve(call)
    case .open: try open(call)
    case .save: try save(call)
    case .release: try release(call)
    case .table: try table(call)
    case .map: try map(call)
    case .field: try field(call)
    case .homogeneity: try homogeneity(call)
    case .opened: try opened(call)
    case .numbers: try numbers(call)
    case .materials: try materials(call)
    case .cards: try cards(call)
    case .tableReading: try readTable(call)
    case .tableColumns: try tableColumns(call)
    case .comparison: try compare(call)
    case .fit: try fit(call)
    case .picture: try picture(call)
    case .sweepTable: try sweepTable(call)
    case .showDesign: try showDesign(call)
    case .addSamples: try addSamples(call)
    case .suggest: try suggestExperiments(call)
    case .dropFromDesign: try dropFromDesign(call)
    case .sliceDesign: try sliceDesign(call)
    case .changeDesign: try changeDesign(call)
    }
  }

  struct Nothing: Encodable {}

  // MARK: Beginning

  private func initialize(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable { var protocolVersion: Int }
    struct Served: Encodable {
      var protocolVersion = SessionServer.protocolVersion
      var version: String
      var commit: String?
      var keptRuns = KeptRuns.limit
    }
    let wanted = try call.parameters(Wanted.self).protocolVersion
    guard wanted == SessionServer.protocolVersion else {
      throw RequestError(
        .invalidParameters,
        "version \(wanted) of the protocol is not served; this program serves \(SessionServer.protocolVersion)")
    }
    return Served(version: program.version, commit: program.commit)
  }

  // MARK: Cases

  /// A case and the files that it refers to.
  private struct CaseParameters: Decodable {
    var document: SentCase
    /// Texts of tables and meshes by the names that the case has for them; others are read from `folder`.
    var files: [String: String]?
    /// Beside which tables and meshes are found; without, only `files` are.
    var folder: String?
    /// Values of keys, set beside the case: a text as it would stand in it, or a number in the SI unit.
    var changes: [String: ChangedValue]?

    private enum CodingKeys: String, CodingKey {
      case files, folder
      case document = "case"
      case changes = "set"
    }

    /// - Parameter opened: whose files are at hand, and no others; nil where folders may be read.
    func read(_ opened: OpenedWork?) throws -> ReadCase {
      if opened != nil, folder != nil {
        throw RequestError(.invalidParameters, "folders are not read here; send tables and meshes as files")
      }
      let changes = (changes ?? [:]).sorted { $0.key < $1.key }
        .map { EditableCase.Change(key: $0.key, setting: $0.value.setting) }
      return try readCase(
        text: document.text, file: "case", tableText: reader(opened, or: noTable),
        meshText: reader(opened, or: noMesh)
      ).setting(changes)
    }

    private func reader(_ opened: OpenedWork?, or missing: @escaping FileReader) -> FileReader {
      { name in
        if let text = files?[name] ?? opened?.files[name] { return (name, text) }
        guard let folder else { return try missing(name) }
        return (name, try readAnyText("\(folder)/\(name)", what: "file", limit: largestMesh))
      }
    }
  }

  func caseOf(_ call: Call) throws -> ReadCase { try call.parameters(CaseParameters.self).read(opened) }

  private func check(_ call: Call) throws -> any Encodable {
    struct Checked: Encodable {
      /// In SI units with every default filled in.
      var text: String
      /// The same as JSON, in the same order.
      var json: String
      var remarks, readings: [String]
      var cells: Int
      var seconds: Double
    }
    let read = try caseOf(call)
    let plan = RunPlan(read.checked)
    return Checked(
      text: caseFileText(read.simulationCase), json: read.json, remarks: read.remarks, readings: read.readings,
      cells: plan.finalCells,
      seconds: plan.time)
  }

  // MARK: Solving

  private func solve(_ call: Call) throws -> any Encodable {
    struct Options: Decodable {
      var progress: Bool?
      /// True to keep the currents over time, for `run/picture`.
      var course: Bool?
      /// Comes with the answer, and the history with it: one message for all that is drawn while a hand moves.
      var picture: PictureWish?
      /// Numbers of runs that are not asked about any more.
      var releases: [Int]?
    }
    let options = try call.parameters(Options.self)
    // Also of a request that is cancelled, or of a case that is wrong.
    runs.withLock { runs in options.releases?.forEach { runs.release($0) } }
    try options.picture?.check()
    guard !call.isCancelled() else { throw RequestError(.cancelled, "cancelled") }
    let checked = try caseOf(call).checked
    if let refusal = RunPlan(checked).refusal { throw RequestError(.wrongCase, "\(refusal)") }
    let meshes = try meshes.withLock { try $0.meshes(for: checked) }
    let result = try simulate(
      checked, on: meshes, keepsCourse: options.course == true || options.picture != nil,
      progress: options.progress == true ? progress(call) : nil,
      checkpoints: Checkpoints(request: { call.isCancelled() ? .stop : .goOn }, save: { _, _ in }))
    let record = RunRecord(
      result, of: checked.simulationCase, folder: "", caseText: caseFileText(checked.simulationCase),
      provenance: Provenance(
        version: program.version, commit: program.commit, arguments: ["session"], start: Date(),
        numerics: result.numerics))
    let run = KeptRun(record: record, solved: (result, checked))
    var solved = keep(run, RunSummary(result, withTimes: true))
    if let wish = options.picture {
      solved.picture = try picture(run, wish, call)
      solved.history = Columns(record.history.table, form: wish.arrays ?? .base64)
    }
    return solved
  }

  /// Tells the client at most every 50 ms, for a run takes a step in less than one.
  private func progress(_ call: Call) -> (SimulationProgress) -> Void {
    let clock = ContinuousClock()
    let next = Mutex(clock.now)
    return { state in
      let isDue = next.withLock { next in
        guard clock.now >= next else { return false }
        next = clock.now + .milliseconds(50)
        return true
      }
      if isDue { call.notify(SolveProgress(fraction: state.fraction, time: state.time, step: state.step)) }
    }
  }

  struct Solved: Encodable {
    var run: Int
    var caseText: String
    var summary: RunSummary
    var history: Columns?
    var picture: SectionPicture?
  }

  func keep(_ run: KeptRun, _ summary: RunSummary) -> Solved {
    Solved(run: runs.withLock { $0.keep(run) }, caseText: run.record.caseText, summary: summary)
  }
}

extension RequestError {
  /// An error of the library with its code.
  init(_ error: any Error, isCancelled: Bool) {
    self =
      switch error {
      case let error as RequestError: error
      case let error as InputError:
        RequestError(
          error.kind == .missing ? .missingInput : .wrongCase, error.message,
          findings: error.findings.map { Finding(path: $0.path, line: $0.line, message: $0.message) })
      case SimulationError.stopped where isCancelled: RequestError(.cancelled, "cancelled")
      case let error as SimulationError: RequestError(.computationFailed, "\(error)")
      case let error as OutputError: RequestError(.cannotWrite, "\(error)")
      case let error as RecordError: RequestError(.missingInput, "\(error)")
      case HistoryError.missing(let text), HistoryError.unusable(let text): RequestError(.missingInput, text)
      case HistoryError.cannotWrite(let text): RequestError(.cannotWrite, text)
      case HistoryError.unknown(let text), HistoryError.refused(let text): RequestError(.invalidParameters, text)
      default: RequestError(.computationFailed, "\(error)")
      }
  }
}
