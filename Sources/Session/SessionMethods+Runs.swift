internal import BulkSimulation
internal import CaseFiles
internal import Magnets
internal import Meshing
internal import RunFolders
internal import Synchronization

// Methods that ask about runs.

extension SessionMethods {
  private struct RunParameters: Decodable {
    var run: Int
    var arrays: ArrayForm?
  }

  func run(_ number: Int) throws(RequestError) -> KeptRun {
    try runs.withLock { runs throws(RequestError) in try runs.run(number) }
  }

  func open(_ call: Call) throws -> any Encodable {
    struct Place: Decodable { var folder: String }
    let folder = try call.parameters(Place.self).folder
    guard opened == nil else { throw RequestError(.invalidParameters, "folders are not read here") }
    let record = try RunRecord(
      folder: folder, simulationCase: try? readCase(path: "\(folder)/case.yaml").simulationCase)
    return keep(KeptRun(record: record), record.summary)
  }

  func save(_ call: Call) throws -> any Encodable {
    struct Place: Decodable {
      var run: Int
      /// In which the run's folder is made.
      var parent: String
    }
    struct Saved: Encodable { var folder: String }
    let place = try call.parameters(Place.self)
    guard opened == nil else { throw RequestError(.invalidParameters, "no files are written here") }
    guard let (result, checked) = try run(place.run).solved else {
      throw RequestError(.invalidParameters, "run \(place.run) was read from a folder; copy that")
    }
    let recorded = try RecordedRun(parent: place.parent, name: checked.name, program: program, arguments: ["session"])
    try recorded.write(result, of: checked)
    return Saved(folder: recorded.folder.path)
  }

  func release(_ call: Call) throws -> any Encodable {
    let number = try call.parameters(RunParameters.self).run
    runs.withLock { $0.release(number) }
    return Nothing()
  }

  func table(_ call: Call) throws -> any Encodable {
    enum Name: String, Decodable { case history, loop, decay }
    struct Wanted: Decodable { var table: Name }
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
    return Columns(table, form: parameters.arrays ?? .base64)
  }

  struct Columns: Encodable {
    /// As in the CSV file of this name, with units.
    var names: [String]
    /// A row for each name.
    var values: NumberArray

    init(_ table: ColumnTable, form: ArrayForm) {
      let columns = table.names.compactMap(table.column)
      names = table.names
      values = NumberArray(columns.flatMap { $0 }, shape: [columns.count, table.count], form: form)
    }
  }

  func field(_ call: Call) throws -> any Encodable {
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

  func homogeneity(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable {
      var stage: Int
      /// Diameter [m].
      var sphere: Double?
      /// Length along the axis [m].
      var line: Double?
      /// Diameter and height [m].
      var cylinder: [Double]?
      /// Of the centre [m].
      var z: Double?
    }
    let run = try run(try call.parameters(RunParameters.self).run)
    let wanted = try call.parameters(Wanted.self)
    let sizes = [wanted.sphere, wanted.line].compactMap { $0 } + (wanted.cylinder ?? [])
    guard sizes.count == (wanted.cylinder == nil ? 1 : 2), sizes.allSatisfy({ $0 > 0 && $0.isFinite }),
      (wanted.z ?? 0).isFinite
    else {
      throw RequestError(
        .invalidParameters,
        "sphere is a positive diameter [m], line a positive length, or cylinder a list of positive diameter and height")
    }
    let sample: Homogeneity.Sample =
      wanted.cylinder != nil
      ? .cylinder(diameter: sizes[0], height: sizes[1])
      : wanted.line == nil ? .sphere(diameter: sizes[0]) : .line(length: sizes[0])
    let homogeneity = try Homogeneity(run.field(atEndOf: wanted.stage), sample: sample, z: wanted.z ?? 0)
    return HomogeneityDocument(homogeneity, stage: run.record.summary.stages[wanted.stage].stage)
  }

  func map(_ call: Call) throws -> any Encodable {
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
