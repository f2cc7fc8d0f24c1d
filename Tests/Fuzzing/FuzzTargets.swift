import BulkSimulation
import Meshing
import Superconductors

/// What is done with the bytes that libFuzzer makes up. An error of the kinds that users are meant to see is a good answer;
/// anything else ends the process, which libFuzzer reports with the bytes.
enum FuzzTarget {
  typealias Body = @Sendable ([UInt8]) -> Void

  static let all: [String: Body] = [
    "case": { fuzz($0, caseFile) },
    "fit": { fuzz($0, fitFile) },
    "mesh": { fuzz($0, meshFile) },
    "sensitivity": { fuzz($0, sensitivityFile) },
    "table": { fuzz($0, table) },
    "units": { fuzz($0, units) },
  ]

  /// Runs a reader on a text; what is not UTF-8 never comes past `readInput`.
  private static func fuzz(_ bytes: [UInt8], _ reader: (String) throws -> Void) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    do {
      try reader(text)
    } catch let error as ProgramError {
      precondition(error.status == .wrongData || error.status == .missingInput, error.message)
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
      // Names may have quotes and control characters, which the format cannot write.
      precondition(again.nodes == mesh.nodes && again.cells == mesh.cells && again.cellRegions == mesh.cellRegions)
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
      default: try measured(csv)
      }
    } catch {
      precondition(!error.description.isEmpty)
    }
  }

  private static func measured(_ csv: String) throws(TableError) {
    do {
      let table = try MeasuredTable(
        csv: csv, file: "hall.csv",
        columns: [
          .init(name: "r", dimension: .length), .init(name: "Bz", dimension: .field),
          .init(name: "sigma", dimension: .field, isOptional: true),
        ])
      precondition(table.rows.allSatisfy { $0.values.count == 3 && $0.values.compactMap { $0 }.allSatisfy(\.isFinite) })
    } catch {
      precondition((error as? ProgramError)?.status == .wrongData, "\(error)")
    }
  }

  /// Jc is positive and finite, whatever the field.
  private static func check(_ law: TableLaw) {
    let fields = [0, 1e-3, 1, 7, 1e3]
    var (value, slope) = ([Double](repeating: 0, count: 5), [Double](repeating: 0, count: 5))
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    law.evaluate(0..<5, fluxDensity: fields.span, temperature: 20, value: &values, slope: &slopes)
    precondition(value.allSatisfy { $0 > 0 && $0.isFinite } && slope.allSatisfy(\.isFinite), "\(value) \(slope)")
  }

  private static func units(_ text: String) throws {
    for dimension in Dimension.allCases {
      if let value = try? parseQuantity(text, dimension) { precondition(value.isFinite) }
    }
    _ = try? parseNumber(text)
    _ = try? parseInteger(text)
    do throws(CaseChangeError) { _ = try CasePath(text) } catch { precondition(!error.description.isEmpty) }
  }

  private static func anyCase(_ name: String) throws -> SimulationCase { BuiltInPair().simulationCase }

  /// A file next to the one that is read: all of them exist.
  private static func neighbour(_ name: String) throws -> (name: String, text: String) {
    (name, name.hasSuffix(".msh") ? meshText : name.contains("map") ? mapText : tableText)
  }

  private static let tableText = "B[T],T[K],Jc[A/m^2]\n0,5,5e8\n1,5,3e8\n0,20,2e8\n1,20,1e8\n"
  private static let mapText = "r[mm],z[mm],factor\n0,-3,0.9\n15,-3,1.1\n0,3,0.8\n15,3,1\n"
  private static let meshText: String = {
    var pair = BuiltInPair().simulationCase
    pair.cells = .init(radial: 4, axial: 3)
    return gmshText(sectionMesh(of: pair), format: .v4_1)
  }()
}
