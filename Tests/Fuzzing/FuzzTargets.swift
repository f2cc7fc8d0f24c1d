import BulkSimulation
import CaseFiles
import FoundationEssentials
import HostSystem
import Magnets
import Meshing
import Notation
import RunFolders
import Studies
import Superconductors
import Tables

/// What is done with the bytes that libFuzzer makes up. An error of the kinds that users are meant to see is a good answer;
/// anything else ends the process, which libFuzzer reports with the bytes.
enum FuzzTarget {
  typealias Body = @Sendable ([UInt8]) -> Void

  static let all: [String: Body] = [
    "case": { fuzz($0, caseFile) },
    "checkpoint": { fuzzCheckpoint($0) },
    "design": { fuzz($0, designFile) },
    "fit": { fuzz($0, fitFile) },
    "mesh": { fuzz($0, meshFile) },
    "run": { fuzz($0, wholeRun) },
    "sensitivity": { fuzz($0, sensitivityFile) },
    "stores": { fuzzStores($0) },
    "sweep": { fuzz($0, sweepFile) },
    "table": { fuzz($0, table) },
    "units": { fuzz($0, units) },
    "value": { fuzzValue($0) },
  ]

  /// Runs a reader on a text; what is not UTF-8 never comes past `readInput`.
  private static func fuzz(_ bytes: [UInt8], _ reader: (String) throws -> Void) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    do {
      try reader(text)
    } catch let error as InputError {
      precondition(error.kind == .wrong || error.kind == .missing, error.message)
      // A message is one line of a terminal, whatever names it repeats.
      precondition(!error.message.isEmpty)
    } catch {
      preconditionFailure("an error that no user should see: \(error)")
    }
  }

  /// A case that is read can be written, and reads as itself again.
  private static func caseFile(_ text: String) throws {
    let read = try readCase(text: text, file: "case.yaml", tableText: neighbour, meshText: neighbour)
    let written = caseFileText(read.simulationCase)
    let mesh = read.simulationCase.importedMesh.map { gmshText($0, format: .v4_1) }
    do {
      let again = try readCase(
        text: written, file: "case.yaml", tableText: neighbour, meshText: { ($0, mesh ?? "") })
      precondition(caseFileText(again.simulationCase) == written, "reads otherwise than it was written:\n\(written)")
    } catch {
      preconditionFailure("\(error) in what was written:\n\(written)")
    }
  }

  /// A case that is read runs, or says why not; the first steps of it.
  private static func wholeRun(_ text: String) throws {
    var simulationCase = try readCase(
      text: text, file: "case.yaml", tableText: neighbour, meshText: neighbour
    ).simulationCase
    // Cheap enough for thousands a minute.
    simulationCase.accuracy = 0.1
    let checked = try ValidCase(simulationCase)
    guard RunPlan(checked).cells <= 200, simulationCase.stages.count < 10 else { return }
    simulate(simulationCase, steps: 300)
  }

  private static func simulate(_ simulationCase: SimulationCase, from state: SimulationState? = nil, steps: Int) {
    var left = steps
    let checkpoints = Checkpoints {
      left -= 1
      return left > 0 ? .goOn : .stop
    } save: { _, _ in
    }
    do throws(SimulationError) {
      let result = try BulkSimulation.simulate(simulationCase, from: state, checkpoints: checkpoints)
      precondition(result.stages.allSatisfy { $0.moment.isFinite && $0.probes.allSatisfy { $0.bz.isFinite } })
    } catch {
      precondition(!error.description.isEmpty)
    }
  }

  /// The bytes are changes of a checkpoint that is whole: three for a place, one for what is written there. First with the
  /// checksum of the unchanged one, which has to refuse it; then without, as a forger would have it.
  private static func fuzzCheckpoint(_ changes: [UInt8]) {
    let bytes = changed(wholeCheckpoint, by: changes)
    // Where the whole one's head ends: its line break may have been changed.
    let head = wholeCheckpoint.prefix { $0 != UInt8(ascii: "\n") }.count + 1
    let isWhole = (try? CheckpointFile(bytes, path: "checkpoint")) != nil
    precondition(isWhole == (bytes == wholeCheckpoint))
    guard let file = try? CheckpointFile.document(Data(bytes[head...]), path: "checkpoint") else { return }
    simulate(tinyCase, from: file.state, steps: 2)
  }

  static func changed(_ whole: [UInt8], by changes: [UInt8]) -> [UInt8] {
    var bytes = whole
    for change in 0..<changes.count / 4 {
      let four = changes[(4 * change)..<(4 * change + 4)].map(Int.init)
      bytes[(four[0] << 16 | four[1] << 8 | four[2]) % bytes.count] = UInt8(four[3])
    }
    return bytes
  }

  private static let tinyCase: SimulationCase = {
    let material = Material(name: "m", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 15)
    let disc = BulkShape(name: "A", outerRadius: 0.01, zMin: 0, zMax: 0.005)
    return SimulationCase(
      name: "tiny", bulks: [.init(shape: disc, material: material)],
      stages: [.cool(field: 1, temperature: 5), .ramp(field: 0, pace: .duration(100)), .hold(duration: 100)],
      probes: [.init(name: "centre", r: 0, z: 0)], accuracy: 0.1, cells: .init(radial: 4, axial: 3))
  }()

  private static let wholeCheckpoint: [UInt8] = {
    var saved: SimulationState?
    var left = 10
    let checkpoints = Checkpoints {
      left -= 1
      return left > 0 ? .goOn : .stop
    } save: { state, _ in
      saved = state
    }
    _ = try? BulkSimulation.simulate(tinyCase, checkpoints: checkpoints)
    guard let saved else { preconditionFailure("the tiny case is not stopped") }
    let origin = CheckpointFile.Origin(version: "1", commit: nil, caseText: "", meshText: nil)
    return CheckpointFile(origin: origin, arguments: [], started: Date(timeIntervalSince1970: 0), state: saved).bytes
  }()

  private static func fitFile(_ text: String) throws {
    _ = try readFit(text: text, file: "fit.yaml", readCase: anyCase, tableText: neighbour)
  }

  private static func sensitivityFile(_ text: String) throws {
    _ = try readSensitivity(text: text, file: "sensitivity.yaml", readCase: anyCase)
  }

  private static func meshFile(_ text: String) throws {
    do {
      let mesh = try Mesh(gmsh: text, file: "part.msh")
      try mesh.checkInvariants()
      let again = try Mesh(gmsh: gmshText(mesh, format: .v2_2), file: "again.msh")
      // Names may have quotes, which the format cannot write, and those of no cell are not written at all.
      precondition(again.nodes == mesh.nodes && again.cells == mesh.cells)
      precondition(again.cellRegions.map { $0 == Mesh.air } == mesh.cellRegions.map { $0 == Mesh.air })
      precondition(mesh.boundingShapes().allSatisfy { $0.outerRadius.isFinite && $0.zMin.isFinite })
    } catch is GmshError {}
  }

  /// The first byte says which kind of table.
  private static func table(_ text: String) throws {
    guard let kind = text.utf8.first else { return }
    let csv = String(text.unicodeScalars.dropFirst())
    do throws(TableError) {
      switch kind % 3 {
      case 0:
        let law = TableLaw(table: try CriticalCurrentTable(csv: csv, file: "jc.csv"))
        check(law)
      case 1:
        let map = try CriticalCurrentMap(csv: csv, file: "map.csv")
        precondition(map(r: 0.01, z: 0).isFinite && map.mean(r: 0...0.015, z: -0.003...0.003).isFinite)
        _ = (map.isSymmetric, map.uncovered(r: 0...0.015, z: -0.003...0.003))
      default: measured(csv)
      }
    } catch {
      precondition(!error.description.isEmpty)
    }
  }

  private static func measured(_ csv: String) {
    do throws(InputError) {
      let table = try measuredTable(csv, file: "hall.csv", TableColumn("r", .length), .fluxDensity("Bz"))
      precondition(table.rows.allSatisfy { $0.values.count == 3 && $0.values.compactMap { $0 }.allSatisfy(\.isFinite) })
    } catch {
      precondition(error.kind == .wrong, "\(error)")
    }
  }

  /// Jc is positive and finite, whatever the field.
  private static func check(_ law: TableLaw) {
    let fields = [0, 1e-3, 1, 7, 1e3]
    var (value, slope) = ([Double](repeating: 0, count: 5), [Double](repeating: 0, count: 5))
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    let places = fields.map { _ in SIMD2<Double>.zero }
    law.evaluate(
      0..<5, fluxDensity: fields.span, temperature: 20, places: places.span, value: &values, slope: &slopes)
    precondition(value.allSatisfy { $0 > 0 && $0.isFinite } && slope.allSatisfy(\.isFinite), "\(value) \(slope)")
  }

  private static func units(_ text: String) throws {
    for dimension in Dimension.allCases {
      if let value = try? parseQuantity(text, dimension) { precondition(value.isFinite) }
    }
    _ = try? parseNumber(text)
    _ = try? parseInteger(text)
    do throws(CaseChangeError) { _ = try keys.quantity(text) } catch { precondition(!error.description.isEmpty) }
  }

  private static let keys: EditableCase = {
    guard let pair = try? ValidCase(BuiltInPair().simulationCase) else { preconditionFailure("the pair is wrong") }
    return EditableCase(pair)
  }()

  static func anyCase(_ name: String) throws -> ValidCase { try ValidCase(BuiltInPair().simulationCase) }

  /// A file next to the one that is read: all of them exist.
  private static func neighbour(_ name: String) throws -> (name: String, text: String) {
    (name, name.hasSuffix(".msh") ? meshText : name.contains("map") ? mapText : tableText)
  }

  private static let tableText = "B[T],T[K],Jc[A/m^2]\n0,5,5e8\n1,5,3e8\n0,20,2e8\n1,20,1e8\n"
  private static let mapText = "r[mm],z[mm],factor\n0,-3,0.9\n15,-3,1.1\n0,3,0.8\n15,3,1\n"
  private static let meshText: String = {
    var pair = BuiltInPair().simulationCase
    pair.cells = .init(radial: 4, axial: 3)
    guard let checked = try? ValidCase(pair) else { preconditionFailure("the pair is wrong") }
    return gmshText(sectionMesh(of: checked), format: .v4_1)
  }()
}
