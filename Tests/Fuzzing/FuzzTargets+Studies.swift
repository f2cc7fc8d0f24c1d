import BulkSimulation
import CaseFiles
import DesignHistory
import FoundationEssentials
import GRDB
import HostSystem
import Notation
import ProcessDesign
import Reports
import Studies
import Sweeps

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FuzzTarget {
  // MARK: As users write them

  /// A sweep that is read is refused for its size or has the points that it counts, all of them numbers.
  static func sweepFile(_ text: String) throws {
    let problem = try readSweep(text: text, file: "sweep.yaml", readCase: anyCase) { name in
      (name, "protocol.0.cool.field[T],gap[mm]\n1,1\n2,2\n")
    }
    let plan = try problem.plan()
    guard let count = plan.design.count, count <= 300 else { return }
    let points = plan.design.points()
    precondition(points.count == count && points.allSatisfy { $0.count == plan.design.columns.count })
    precondition(points.joined().allSatisfy { $0.number?.isFinite ?? true })
    let makeCase = try plan.evaluation.caseMaker()
    // A few: each is a case written and read.
    for point in [points.first, points.last].compactMap({ $0 }) {
      do throws(CaseChangeError) { _ = try makeCase(point) } catch { precondition(!error.description.isEmpty) }
    }
  }

  /// A definition, then with a blank line before it a table of samples; without one, values as in `name=value`.
  static func designFile(_ text: String) throws {
    let parts = text.split(separator: "\n\n", maxSplits: 1)
    let definition = try readDesignDefinition(
      text: parts.first.map(String.init) ?? "", file: "design.yaml", readCase: anyCase)
    let space = try definition.space()
    for place in [0.0, 0.3, 1] {
      let values = definition.parameters.map { $0.value(at: Int(Double($0.lastIndex) * place)) }
      precondition(values.allSatisfy(\.isFinite))
      _ = space.constraints.map { $0.holds(values) }
    }
    guard parts.count > 1 else { return }
    let samples = try readSamples(
      csv: String(parts[1]), file: "samples.csv", definition: definition, pending: [],
      computer: DesignSampleComputer(definition)
    ) { precondition(!$0.isEmpty) }
    try study(definition, samples)
  }

  private static func study(_ definition: DesignDefinition, _ samples: [NewSample]) throws {
    precondition(samples.flatMap { $0.parameters + $0.outcomes.compactMap { $0 } }.allSatisfy(\.isFinite))
    guard definition.parameters.count <= 3, samples.count <= 8 else { return }
    let study = DesignStudy(
      space: try definition.space(), outcomes: definition.outcomes, settings: definition.settings,
      samples: samples.enumerated().map { index, sample in
        DesignSample(id: index + 1, parameters: sample.parameters, outcomes: sample.outcomes, sigmas: sample.sigmas)
      })
    do throws(DesignError) {
      for suggestion in try study.suggest(1, seed: definition.seed, round: 1) {
        precondition(suggestion.parameters.allSatisfy(\.isFinite))
      }
    } catch {
      precondition(!error.description.isEmpty)
    }
  }

  // MARK: As the program keeps them

  /// The first byte says which file, and whether it is changed, cut off or something else entirely; the rest are changes as in
  /// `fuzzCheckpoint`, or the bytes.
  static func fuzzStores(_ input: [UInt8]) {
    guard let kind = input.first else { return }
    let isSweep = kind % 2 == 0
    let rest = Array(input.dropFirst())
    let whole = isSweep ? wholeSweep : wholeDesign
    let bytes =
      switch kind / 2 % 8 {
      case 0: rest
      case 1: Array(whole.prefix(rest.reduce(0) { ($0 << 8 | Int($1)) % whole.count }))
      default: changed(whole, by: rest)
      }
    let path = scratch("changed")
    write(bytes, to: path)
    do {
      if isSweep { try readStore(path) } else { try readDesign(path) }
    } catch let error as StoreError {
      precondition(!error.description.isEmpty)
    } catch let error as HistoryError {
      precondition(!error.description.isEmpty)
    } catch let error as InputError {
      precondition(!error.message.isEmpty)
    } catch {
      preconditionFailure("an error that no user should see: \(error)")
    }
  }

  /// What `status`, `results` and `export` read.
  private static func readStore(_ path: String) throws {
    let store = try SweepStore(path: path, plan: nil, version: "fuzzing")
    defer { store.close() }
    let summary = try SweepSummary(store)
    _ = (summary.text, encodeJSON(summary.document))
    let count = store.plan.design.count ?? 0
    var rows = 0
    try store.forEachPoint(columns: store.exportColumns) { _ in rows += 1 }
    let counted = try store.counts().total
    precondition(rows == count && counted == count, "\(rows) rows of \(count)")
    _ = try store.retryFailed()
    _ = try store.plan.evaluation.caseMaker()
  }

  /// What `show`, `suggest` and `replay` read.
  private static func readDesign(_ path: String) throws {
    let design = try DesignFile(path: path)
    let state = try design.state()
    let insight = try state.study().insight(seed: state.definition.seed)
    _ = (designText(state, insight), encodeJSON(DesignDocument(state, insight)))
    _ = try DesignSampleComputer(design.definition)
    for round in try design.rounds().prefix(2) where round.count <= 4 { _ = try design.replay(round) }
    _ = try design.suggest(1, settings: design.definition.settings, version: "fuzzing")
  }

  private static let wholeSweep: [UInt8] = {
    whole("sweep") { path in
      let problem = try readSweep(
        text: "axes: [{key: gap, values: [1 mm, 2 mm]}, {key: protocol.0.cool.field, from: 1 T, to: 3 T, step: 1 T}]",
        file: "s.yaml", readCase: anyCase, tableText: { ($0, "") })
      let store = try SweepStore(path: path, plan: try problem.plan(), version: "fuzzing")
      store.close()
      let database = try DatabaseQueue(path: path)
      let results = store.plan.evaluation.outputs.map { "\"\($0.name)\" = point * 0.5" }.joined(separator: ", ")
      try database.write { db in
        try db.execute(
          sql: "UPDATE points SET status = 'done', setup_s = 1, solve_s = 1, version = '1', \(results) WHERE point < 5")
        try db.execute(sql: "UPDATE points SET status = 'failed', error = 'none' WHERE point = 5")
      }
      try database.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
      try database.close()
    }
  }()

  private static let wholeDesign: [UInt8] = {
    whole("design") { path in
      let definition = try readDesignDefinition(
        text: """
          parameters: {rate: {from: 10 C/min, to: 200 C/min, step: 10 C/min}, hold: {from: 2 min, to: 30 min, step: 1 min}}
          outcomes: {jc: {maximise: A/m^2}}
          constraints: [rate * hold <= 3000]
          initial_samples: 3
          """, file: "d.yaml", readCase: anyCase)
      let design = try DesignFile.create(path: path, definition: definition, version: "fuzzing")
      _ = try design.suggest(1, settings: definition.settings, version: "fuzzing")
      _ = try design.add(
        [[20.0, 10, 1], [40, 17, 4], [60, 4, 9], [80, 11, 16]].map { values in
          NewSample(parameters: Array(values[..<2]), outcomes: [values[2]], sigmas: [nil])
        })
      _ = try design.suggest(1, settings: definition.settings, version: "fuzzing")
    }
  }()

  /// The bytes of a file that `make` makes.
  private static func whole(_ name: String, _ make: (String) throws -> Void) -> [UInt8] {
    let path = scratch(name)
    do { try make(path) } catch { preconditionFailure("\(error)") }
    guard let data = FileManager.default.contents(atPath: path) else { preconditionFailure("no \(path)") }
    return Array(data)
  }

  /// A file of this process that is not there.
  private static func scratch(_ name: String) -> String {
    let path = FileManager.default.temporaryDirectory.path + "/fem-bulk-fuzzing-\(getpid())-\(name)"
    for suffix in ["", "-wal", "-shm", "-journal", "-owners"] { _ = unsafe unlink(path + suffix) }
    return path
  }

  private static func write(_ bytes: [UInt8], to path: String) {
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      preconditionFailure("\(path): cannot be written")
    }
  }
}
