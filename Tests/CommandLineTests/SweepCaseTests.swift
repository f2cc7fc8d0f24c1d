import Foundation
import FoundationEssentials
import GRDB
import HostSystem
import Testing

/// Sweeps that once went wrong, and others of their kinds.
@Suite(.serialized) struct `Sweeps that went wrong` {
  private static let disc = outsideCase + "accuracy: 1 %\n"

  private static func folder(_ sweep: String) throws -> TemporaryFolder {
    try SweepFixture.folder("case: case.yaml\n" + sweep, caseText: disc)
  }

  private static func swept(_ sweep: String) throws -> TemporaryFolder {
    let folder = try folder(sweep)
    let run = try Run(["sweep", "sweep.yaml", "--jobs", "1"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    return folder
  }

  private static func rows(_ columns: String, in folder: TemporaryFolder) throws -> [[Double?]] {
    try SweepFixture.query("sweep.sqlite", in: folder) { db in
      try Row.fetchAll(db, sql: "SELECT \(columns) FROM points ORDER BY point").map { row in
        (0..<row.count).map { row[$0] as Double? }
      }
    }
  }

  // MARK: A point without a ramp

  @Test(arguments: [
    "axes: [{key: protocol.0.cool.field, values: [0 T, 1 T, 2 T]}]",
    "axes: [{key: protocol.0.cool.field, from: 0 T, to: 2 T, count: 3}]",
    "axes: [{key: protocol.0.cool.field, factors: [0, 0.5, 1]}]",
    "axes: [{linked: [{key: protocol.0.cool.field, values: [1 T, 1 T, 2 T]}, {key: protocol.1.ramp.field, values: [1 T, 0 T, 0 T]}]}]",
  ])
  func `a point whose ramp takes no time traps nothing and is done`(sweep: String) throws {
    let folder = try Self.swept(sweep)
    let rows = try Self.rows(
      "ramp_centre_Bz_T, ramp_surface_Bz_T, ramp_applied_field_T, ramp_moment_A_m2, accurate, ramp_time_s", in: folder)
    #expect(rows[0][0] == rows[0][2] && rows[0][1] == rows[0][2] && rows[0][3] == 0 && rows[0][5] == 0)
    #expect(rows.allSatisfy { $0[4] == 1 } && (rows[2][0] ?? 0) > 0.5)
  }

  @Test func `the field cooled in traps the same either way round`() throws {
    let folder = try Self.swept("axes: [{key: protocol.0.cool.field, values: [2 T, -2 T]}]")
    let rows = try Self.rows("ramp_centre_Bz_T", in: folder)
    let (up, down) = (try #require(rows[0][0]), try #require(rows[1][0]))
    #expect(up > 0.6 && abs(up + down) < 1e-3)
  }

  // MARK: Shares of nothing

  @Test(arguments: [
    "axes: [{key: protocol.1.ramp.field, factors: [0.8, 1, 1.2]}]",
    "axes: [{linked: [{key: gap, factors: [1]}, {key: protocol.1.ramp.field, factors: [0.8]}]}]",
    "samples: {method: sobol, count: 4, parameters: [{key: protocol.1.ramp.field, sigma: 5 %}]}",
    "samples: {method: monte-carlo, count: 4, parameters: [{key: \"probes.*.r\", sigma: 1 %}]}",
    "axes: [{key: bulks.*.inner_radius, factors: [1, 2]}]",
  ])
  func `a share of 0 is refused, for it varies nothing`(sweep: String) throws {
    let folder = try Self.folder(sweep.replacing("{key: gap, factors: [1]}, ", with: ""))
    let run = try Run(["sweep", "sweep.yaml"], in: folder)
    #expect(run.status == 65 && run.errors.contains("is 0 in the case, and so is every share of it"), "\(run.errors)")
  }

  @Test(arguments: ["protocol.1.ramp.field", "probes.centre.r", "\"probes.*.r\"", "\"protocol[1].ramp.field\""])
  func `in sensitivities too`(key: String) throws {
    let folder = try Self.folder("")
    try folder.write(
      """
      case: case.yaml
      outputs: [{name: c, probe: centre, stage: ramp}]
      assumptions: [{key: \(key), low: -20 %, high: +20 %, why: the power supply is good to 20 %}]
      """, to: "s.yaml")
    let run = try Run(["sensitivity", "s.yaml"], in: folder)
    #expect(run.status == 65 && run.errors.contains("is 0 in the case, and so is every share of it"), "\(run.errors)")
  }

  @Test func `a share of no gap is refused`() throws {
    let folder = try Self.folder("axes: [{key: gap, factors: [1, 2]}]")
    try folder.write(
      Self.disc.replacing(
        "  - {name: A, material: m, outer_radius: 10 mm, z_min: -4 mm, z_max: 4 mm}",
        with: """
            - {name: A, material: m, outer_radius: 10 mm, z_min: 0 mm, z_max: 4 mm}
            - {name: B, material: m, outer_radius: 10 mm, z_min: -4 mm, z_max: 0 mm}
          """), to: "case.yaml")
    let run = try Run(["sweep", "sweep.yaml"], in: folder)
    #expect(
      run.status == 65 && run.errors.contains("gap is 0 in the case, and so is every share of it"), "\(run.errors)")
  }

  // MARK: Scale and Jc

  @Test(arguments: [
    ("{key: materials.m.jc.jc0, values: [1e8 A/m^2, 1.5e8 A/m^2]}", "{key: scale, values: [1, 2]}"),
    ("{key: materials.m.jc.jc0, factors: [1, 1.5]}", "{key: scale, values: [1, 2]}"),
    ("{key: \"materials.*.jc.jc0\", values: [10 kA/cm^2, 15 kA/cm^2]}", "{key: scale, from: 1, to: 2, step: 1}"),
    ("{keys: [materials.m.jc.jc0], from: 1e8 A/m^2, to: 1.5e8 A/m^2, count: 2}", "{key: scale, factors: [1, 2]}"),
  ])
  func `Jc and its scale both count, in any order`(density: String, scale: String) throws {
    // Fully penetrated: what is trapped goes with Jc.
    let expected = [0.6365, 1.2731, 0.9548, 1.9096]
    for (axes, order) in [("[\(density), \(scale)]", [0, 1, 2, 3]), ("[\(scale), \(density)]", [0, 2, 1, 3])] {
      let folder = try Self.swept("axes: \(axes)")
      let rows = try Self.rows("ramp_centre_Bz_T, ramp_centre_Bz_T_error", in: folder)
      for (row, index) in zip(rows, order) {
        let (value, error) = (try #require(row[0]), try #require(row[1]))
        #expect(abs(value - expected[index]) <= error + 1e-4 && error < 0.02, "\(value) ± \(error)")
      }
    }
  }

  // MARK: Nothing left for Slurm

  @Test(arguments: [
    ("axes: [{key: materials.m.n, values: [21]}]", "sweep.yaml", []),
    ("axes: [{key: materials.m.n, values: [21]}]", "sweep.sqlite", []),
    ("axes: [{key: materials.m.n, values: [21, 30]}]", "sweep.yaml", ["--chunk", "1"]),
    ("axes: [{key: protocol.0.cool.field, values: [1 T, 2 T]}]", "sweep.sqlite", ["--time", "1:00:00"]),
  ])
  func `a complete sweep has no script for Slurm, and says so`(sweep: String, file: String, options: [String]) throws {
    let folder = try Self.folder(sweep)
    let before = try Run(["sweep", "sweep.yaml", "--engine", "slurm", "--dry-run"] + options, in: folder)
    #expect(before.status == 0 && before.output.contains("--array=0-"), "\(before.errors)")
    #expect(try Run(["sweep", "sweep.yaml", "--jobs", "1"], in: folder).status == 0)
    let run = try Run(["sweep", file, "--engine", "slurm", "--dry-run"] + options, in: folder)
    #expect(run.status == 0 && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains("nothing is left to hand in"), "\(run.errors)")
  }

  // MARK: Stores that may not be written

  @Test(arguments: [["status"], ["results", "--json"], ["results", "--failed"], ["export"]])
  func `a finished store is read where nothing may be written`(command: [String]) throws {
    let folder = try Self.swept("axes: [{key: materials.m.n, values: [21, 30]}]")
    let manager = FileManager.default
    let (place, store) = (folder.url.appending(path: "ro"), folder.url.appending(path: "ro/a store.sqlite"))
    try manager.createDirectory(at: place, withIntermediateDirectories: false)
    try manager.copyItem(at: folder.url.appending(path: "sweep.sqlite"), to: store)
    try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: store.path)
    try manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: place.path)
    try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    defer { try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path) }
    let arguments = ["sweep", command[0], store.path] + command.dropFirst()
    let here = try Run(["sweep", command[0], "sweep.sqlite"] + command.dropFirst(), in: folder)
    // The superuser may write anywhere: then as nobody.
    let run =
      getuid() == 0
      ? try Run(
        ["--reuid=65534", "--regid=65534", "--clear-groups", Run.program.path] + arguments, in: folder,
        program: URL(filePath: "/usr/bin/setpriv"))
      : try Run(arguments, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let (expected, printed) = (
      here.output.replacing("sweep.sqlite", with: ""), run.output.replacing(store.path, with: "")
    )
    #expect(printed == expected)
    #expect(try manager.contentsOfDirectory(atPath: place.path) == ["a store.sqlite"])
  }

  @Test func `reading leaves no trace, and a store in use can be read`() throws {
    let folder = try Self.swept("axes: [{key: materials.m.n, values: [21, 30]}]")
    func owners() throws -> Int? {
      try SweepFixture.query("sweep.sqlite", in: folder) { try Int.fetchOne($0, sql: "SELECT count(*) FROM owners") }
    }
    #expect(try owners() == 1)
    #expect(try Run(["sweep", "status", "sweep.sqlite"], in: folder).status == 0)
    #expect(try owners() == 1)
    let missing = try Run(["sweep", "status", "none.sqlite"], in: folder)
    #expect(missing.status != 0 && missing.errors.contains("no such store"))
  }

  // MARK: What a sweep tells

  @Test func `a plateau is called one, and every value has its error`() throws {
    let folder = try Self.swept("axes: [{key: protocol.0.cool.field, values: [0.3 T, 1.5 T, 1.7 T, 2 T]}]")
    let status = try Run(["sweep", "status", "sweep.sqlite"], in: folder)
    #expect(
      status.output.contains("largest on a plateau of 3 points") && status.output.contains("field = 1.5000 T to 2 T"),
      "\(status.output)")
    let document = try #require(
      try JSONSerialization.jsonObject(
        with: Data(Run(["sweep", "status", "sweep.sqlite", "--json"], in: folder).output.utf8)) as? [String: Any])
    let target = try #require(document["target"] as? [String: Any])
    #expect(target["plateau"] as? [Int] == [2, 3, 4] && (target["best_error"] as? Double ?? 0) > 0)
    let lines = try Run(["sweep", "export", "sweep.sqlite"], in: folder).output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    for (index, name) in lines[0].enumerated() {
      guard ["_Br_T", "_Bz_T", "_A_m2", "_per_h"].contains(where: name.hasSuffix) else { continue }
      #expect(lines[0][index + 1] == name + "_error")
      for line in lines.dropFirst() where !line[index].isEmpty {
        #expect((Double(line[index + 1]) ?? -1) >= 0, "\(name)")
      }
    }
  }

  @Test func `a point that misses the accuracy or cannot run says why in its row`() throws {
    let text = Self.disc.replacing("10 mm,", with: "10 mm, inner_radius: 6 mm,")
      .replacing("accuracy: 1 %", with: "accuracy: 0.1 %\nmesh: {cells_r: 4, cells_z: 4}")
      .replacing("jc0: 1e8", with: "jc0: 1e9")
    let folder = try SweepFixture.folder(
      """
      case: case.yaml
      axes:
        - {key: bulks.A.outer_radius, values: [8 mm, 10 mm]}
        - {key: bulks.A.inner_radius, values: [6 mm, 9 mm]}
      """, caseText: text)
    let run = try Run(["sweep", "sweep.yaml", "--jobs", "1"], in: folder)
    // A thin ring is accurate on any mesh, the widest is not.
    #expect(run.status == 70 && run.output.contains("1 point misses the accuracy asked for"), "\(run.output)")
    let rows = try SweepFixture.query("sweep.sqlite", in: folder) { db in
      try Row.fetchAll(db, sql: "SELECT status, accurate, warnings, error FROM points ORDER BY point")
    }
    #expect(rows.map { $0["status"] as String } == ["done", "failed", "done", "done"])
    let flagged = rows.filter { ($0["accurate"] as Bool?) == false }
    #expect(flagged.count == 1)
    for row in rows where (row["status"] as String) == "done" {
      let isTold = (row["warnings"] as String?)?.contains("was not reached") == true
      #expect(isTold == ((row["accurate"] as Bool?) == false))
    }
    let reason = rows[1]["error"] as String?
    #expect(reason?.contains("inner_radius = ") == true && reason?.contains("0.009") == true, "\(reason ?? "")")
    let listed = try Run(["sweep", "results", "sweep.sqlite"], in: folder).output
    #expect(listed.contains("accurate") && listed.contains("was not reached"), "\(listed)")
  }
}
