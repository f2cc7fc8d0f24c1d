internal import BulkSimulation
internal import CaseFiles
internal import FoundationEssentials
internal import HostSystem
internal import Magnets
internal import Meshing
internal import Notation
internal import RunFolders
internal import Synchronization

/// The methods of a session. Each reads its parameters, asks the library, and gives a document.
final class SessionMethods: Sendable {
  private let program: RunProgram
  private let runs = Mutex(KeptRuns())
  private let meshes = Mutex(MeshCache())

  init(program: RunProgram) { self.program = program }

  /// - Throws: `RequestError`, or an error of the library, which has a code of its own.
  func perform(_ method: String, _ call: Call) throws -> any Encodable {
    switch method {
    case "initialize": try initialize(call)
    case "shutdown": Nothing()
    case "case/check": try check(call)
    case "case/schema": caseSchema()
    case "solve": try solve(call)
    case "run/open": try open(call)
    case "run/save": try save(call)
    case "run/release": try release(call)
    case "run/table": try table(call)
    case "run/map": try map(call)
    case "run/field": try field(call)
    default:
      throw RequestError(
        .unknownMethod,
        "there is no method \(method); known are initialize, case/check, case/schema, solve, run/open, run/save, run/release, run/table,"
          + " run/map, run/field, shutdown")
    }
  }

  private struct Nothing: Encodable {}

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

    private enum CodingKeys: String, CodingKey {
      case files, folder
      case document = "case"
    }

    func read() throws -> ReadCase {
      try readCase(text: document.text, file: "case", tableText: reader(or: noTable), meshText: reader(or: noMesh))
    }

    private func reader(or missing: @escaping FileReader) -> FileReader {
      { name in
        if let text = files?[name] { return (name, text) }
        guard let folder else { return try missing(name) }
        return (name, try readAnyText("\(folder)/\(name)", what: "file", limit: largestMesh))
      }
    }
  }

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
    let read = try call.parameters(CaseParameters.self).read()
    let plan = RunPlan(read.checked)
    return Checked(
      text: caseFileText(read.simulationCase), json: read.json, remarks: read.remarks, readings: read.readings,
      cells: plan.finalCells,
      seconds: plan.time)
  }

  // MARK: Solving

  private func solve(_ call: Call) throws -> any Encodable {
    struct Options: Decodable {
      /// True to begin on meshes that serve all cases of these shapes.
      var sharesMeshes: Bool?
      var progress: Bool?
    }
    let (parameters, options) = (try call.parameters(CaseParameters.self), try call.parameters(Options.self))
    guard !call.isCancelled() else { throw RequestError(.cancelled, "cancelled") }
    let checked = try parameters.read().checked
    if let refusal = RunPlan(checked).refusal { throw RequestError(.wrongCase, "\(refusal)") }
    let shared = options.sharesMeshes == true ? try meshes.withLock { try $0.meshes(for: checked) } : nil
    let result = try simulate(
      checked, on: shared, progress: options.progress == true ? progress(call) : nil,
      checkpoints: Checkpoints(request: { call.isCancelled() ? .stop : .goOn }, save: { _, _ in }))
    let record = RunRecord(
      result, of: checked.simulationCase, folder: "", caseText: caseFileText(checked.simulationCase),
      provenance: Provenance(
        version: program.version, commit: program.commit, arguments: ["session"], start: Date(),
        numerics: result.numerics))
    return keep(KeptRun(record: record, solved: (result, checked)), RunSummary(result, withTimes: true))
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

  private struct Solved: Encodable {
    var run: Int
    var caseText: String
    var summary: RunSummary
  }

  private func keep(_ run: KeptRun, _ summary: RunSummary) -> Solved {
    Solved(run: runs.withLock { $0.keep(run) }, caseText: run.record.caseText, summary: summary)
  }

  // MARK: Runs

  private struct RunParameters: Decodable {
    var run: Int
    var arrays: ArrayForm?
  }

  private func run(_ number: Int) throws(RequestError) -> KeptRun {
    try runs.withLock { runs throws(RequestError) in try runs.run(number) }
  }

  private func open(_ call: Call) throws -> any Encodable {
    struct Place: Decodable { var folder: String }
    let folder = try call.parameters(Place.self).folder
    let record = try RunRecord(
      folder: folder, simulationCase: try? readCase(path: "\(folder)/case.yaml").simulationCase)
    return keep(KeptRun(record: record), record.summary)
  }

  private func save(_ call: Call) throws -> any Encodable {
    struct Place: Decodable {
      var run: Int
      /// In which the run's folder is made.
      var parent: String
    }
    struct Saved: Encodable { var folder: String }
    let place = try call.parameters(Place.self)
    guard let (result, checked) = try run(place.run).solved else {
      throw RequestError(.invalidParameters, "run \(place.run) was read from a folder; copy that")
    }
    let recorded = try RecordedRun(parent: place.parent, name: checked.name, program: program, arguments: ["session"])
    try recorded.write(result, of: checked)
    return Saved(folder: recorded.folder.path)
  }

  private func release(_ call: Call) throws -> any Encodable {
    let number = try call.parameters(RunParameters.self).run
    runs.withLock { $0.release(number) }
    return Nothing()
  }

  private func table(_ call: Call) throws -> any Encodable {
    enum Name: String, Decodable { case history, loop, decay }
    struct Wanted: Decodable { var table: Name }
    struct Columns: Encodable {
      /// As in the CSV file of this name, with units.
      var names: [String]
      /// A row for each name.
      var values: NumberArray
    }
    let parameters = try call.parameters(RunParameters.self)
    let (record, name) = (try run(parameters.run).record, try call.parameters(Wanted.self).table)
    let table: ColumnTable? =
      switch name {
      case .history: record.history.table
      case .loop: record.loop
      case .decay: record.decay
      }
    guard let table else {
      throw RequestError(.invalidParameters, "run \(parameters.run) has no \(name.rawValue): its protocol has none")
    }
    let columns = table.names.compactMap(table.column)
    return Columns(
      names: table.names,
      values: NumberArray(
        columns.flatMap { $0 }, shape: [columns.count, table.count], form: parameters.arrays ?? .base64))
  }

  private func field(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable {
      var stage: Int
      /// (r, z) of each [m].
      var points: ReceivedArray
    }
    struct Values: Encodable {
      /// (Br, Bz) [T], A_phi [T m] and the error of both components of B [T] at each point.
      var field, potential, error: NumberArray
    }
    let parameters = try call.parameters(RunParameters.self)
    let wanted = try call.parameters(Wanted.self)
    let numbers = wanted.points.values
    guard numbers.count.isMultiple(of: 2), numbers.allSatisfy(\.isFinite),
      stride(from: 0, to: numbers.count, by: 2).allSatisfy({ numbers[$0] >= 0 })
    else {
      throw RequestError(.invalidParameters, "points are pairs (r, z) of finite numbers [m], r not negative")
    }
    let points = stride(from: 0, to: numbers.count, by: 2).map { SIMD2(numbers[$0], numbers[$0 + 1]) }
    let values = try run(parameters.run).field(atEndOf: wanted.stage).values(at: points)
    let form = parameters.arrays ?? .base64
    return Values(
      field: NumberArray(values.flatMap { [$0.br, $0.bz] }, shape: [values.count, 2], form: form),
      potential: NumberArray(values.map(\.aPhi), form: form), error: NumberArray(values.map(\.error), form: form))
  }

  private func map(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable { var stage: Int }
    struct Cells: Encodable {
      /// (r, z) of the nodes [m]; the nodes of each cell, -1 as the fourth of a triangle; the region of each cell.
      var nodes, cells, regions: NumberArray
      var regionNames: [String]
      /// [A/m²], (Br, Bz) at the centre [T], [A/m²], [V/m].
      var currentDensity, fluxDensity, criticalCurrentDensity, electricField: NumberArray
    }
    let parameters = try call.parameters(RunParameters.self)
    let stage = try call.parameters(Wanted.self).stage
    let record = try run(parameters.run).record
    guard let fields = record.maps.first(where: { $0.stage == stage })?.fields else {
      throw RequestError(
        .invalidParameters,
        "run \(parameters.run) has no map of stage \(stage); the case says when there are maps: output: {fields: stage-ends}"
      )
    }
    let form = parameters.arrays ?? .base64
    let mesh = fields.mesh
    func array(_ values: [Double], _ columns: Int? = nil) -> NumberArray {
      NumberArray(values, shape: columns.map { [values.count / $0, $0] }, form: form)
    }
    return Cells(
      nodes: array(mesh.nodes.flatMap { [$0.x, $0.y] }, 2),
      cells: array(mesh.cells.flatMap { cell in (0..<4).map { Double(cell[$0]) } }, 4),
      regions: array(mesh.cellRegions.map(Double.init)), regionNames: mesh.regionNames,
      currentDensity: array(fields.currentDensity), fluxDensity: array(fields.fluxDensity.flatMap { [$0.x, $0.y] }, 2),
      criticalCurrentDensity: array(fields.criticalCurrentDensity), electricField: array(fields.electricField))
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
      default: RequestError(.computationFailed, "\(error)")
      }
  }
}
