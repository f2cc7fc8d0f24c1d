import Foundation
import GRDB
import HostSystem

/// A folder with a small sweep of a coarse case: 240 points, a few milliseconds each.
enum SweepFixture {
  static let caseText = """
    name: disc
    bulks: [{name: A, material: kim, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}]
    materials: {kim: {jc: {law: kim, jc0: 3e8 A/m^2, b0: 1.5 T}, n: 21}}
    protocol: [{cool: {field: 4 T, temperature: 5 K}}, {ramp: {field: 0 T, rate: 4.8 T/h}}]
    accuracy: 1 %
    """
  static let sweep = """
    case: case.yaml
    axes:
      - {key: materials.kim.jc.jc0, from: 2e8 A/m^2, to: 6e8 A/m^2, count: 40}
      - {key: protocol.0.cool.field, from: 2 T, to: 4 T, step: 1 T}
      - {key: bulks.A.outer_radius, values: [15 mm, 20 mm]}
    """
  static let count = 240

  static func folder(_ sweep: String = sweep, caseText: String = caseText) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(caseText, to: "case.yaml")
    try folder.write(sweep, to: "sweep.yaml")
    return folder
  }

  /// Everything that must not depend on how points were computed.
  static func points(of store: String, in folder: TemporaryFolder) throws -> [[String]] {
    try query(store, in: folder) { db in
      let names = try String.fetchAll(
        db, sql: "SELECT name FROM columns ORDER BY role, position")
      let columns = (["point", "status"] + names).map { "\"\($0)\"" }.joined(separator: ", ")
      return try Row.fetchAll(db, sql: "SELECT \(columns) FROM points ORDER BY point").map { row in
        row.databaseValues.map { value in
          if case .double(let number) = value.storage { return "\(number.bitPattern)" }
          return value.description
        }
      }
    }
  }

  static func query<Value>(
    _ store: String, in folder: TemporaryFolder, _ body: (Database) throws -> Value
  ) throws -> Value {
    try DatabaseQueue(path: folder.url.appending(path: store).path).read(body)
  }

  /// Points that are done, after a check of the whole file.
  static func checkedCount(_ store: String, in folder: TemporaryFolder) throws -> (integrity: String?, done: Int) {
    try query(store, in: folder) { db in
      let integrity = try String.fetchOne(db, sql: "PRAGMA integrity_check")
      guard try db.tableExists("points") else { return (integrity, 0) }
      return (integrity, try Int.fetchOne(db, sql: "SELECT count(*) FROM points WHERE status = 'done'") ?? 0)
    }
  }
}
