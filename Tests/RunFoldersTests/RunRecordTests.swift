import BulkSimulation
import FoundationEssentials
import HostSystem
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import RunFolders

@Suite struct `Files of a run` {
  @Test func `give back the map as it was, bit for bit`() throws {
    let fields = FieldSnapshot(
      mesh: Mesh(
        nodes: [SIMD2(0, 0), SIMD2(0.015, 0), SIMD2(0.015, 0.1 + 0.2), SIMD2(0, 0.3), SIMD2(1.0 / 3.0, 0)],
        cells: [SIMD4(0, 1, 2, 3), SIMD4(1, 4, 2, -1)], cellRegions: [1, 0], regionNames: ["air", "A"]),
      currentDensity: [-4.123456789012345e8, 0], fluxDensity: [SIMD2(1e-3, 2.5), SIMD2(-0.25, 1.0 / 3.0)],
      criticalCurrentDensity: [5e8, 0], electricField: [1e-30, 0])
    let text = vtuText(fields)
    let again = try readFieldMap(text, file: "a.vtu", bulkNames: ["A"])
    #expect(again.mesh == fields.mesh && again.fluxDensity == fields.fluxDensity)
    #expect(again.currentDensity == fields.currentDensity && again.electricField == fields.electricField)
    for (old, new) in [
      ("Name=\"J [A/m^2]\"", "Name=\"j\""), ("format=\"binary\">", "format=\"binary\">%"), ("Int32", "Int8"),
      ("AAAA", "AA"),
    ] {
      #expect(throws: RecordError.self, "\(old)") {
        try readFieldMap(text.replacing(old, with: new), file: "a.vtu", bulkNames: [])
      }
    }
  }

  @Test func `are refused with file and line when they are damaged`() throws {
    let head = "time[s],applied_field[T],temperature[K],moment[A m^2],\"a,\"\"b\"\"_Bz[T]\"\n"
    let table = try HistoryTable(csv: head + "0,7,5,0,7\n1,6,5,0.5,6.9\n", file: "history.csv")
    #expect(table.probes == ["a,\"b\""] && table.bz("a,\"b\"") == [7, 6.9])
    #expect(throws: RecordError.wrong(path: "history.csv:3", reason: "applied_field[T]: x is not a number")) {
      try HistoryTable(csv: head + "0,7,5,0,7\n1,x,5,0,1\n", file: "history.csv")
    }
    #expect(throws: RecordError.wrong(path: "history.csv:2", reason: "1 values for 5 columns")) {
      try HistoryTable(csv: head + "0\n", file: "history.csv")
    }
    #expect(throws: RecordError.self) { try HistoryTable(csv: "", file: "history.csv") }
    #expect(throws: RecordError.self) { try RunRecord(folder: "/absent", simulationCase: nil) }
  }

  /// A pair with two laws, taken around a loop and then kept, with maps at the ends of the stages.
  @Test func `give back the record that was written`() throws {
    var pair = sampleCase
    pair.bulks.append(pair.bulks[0])
    pair.bulks[1].shape = BulkShape(name: "B, lower", outerRadius: 0.008, zMin: -0.006, zMax: -0.001)
    pair.stages = [
      .cool(field: 0, temperature: 5), .ramp(field: 1, pace: .duration(100)), .ramp(field: -1, pace: .duration(200)),
      .ramp(field: 1, pace: .duration(200)), .hold(duration: 1000),
    ]
    pair.probes = [.init(name: "a \"probe\", of two", r: 0, z: 0), .init(name: "b", r: 0.002, z: 0.006)]
    let result = try simulate(pair)
    try withTemporaryFolder { parent in
      let folder = try RunFolder(parent: parent, name: "pair")
      let record = RunRecord(
        result, of: pair, folder: folder.path, caseText: "name: pair", provenance: sampleProvenance(result.numerics))
      #expect(record.maps.count == 5 && record.loop != nil && record.decay != nil)
      try folder.write(record)
      let again = try RunRecord(folder: folder.path, simulationCase: pair)
      #expect(again.summary == record.summary && again.history == record.history)
      #expect(again.loop == record.loop && again.decay == record.decay)
      #expect(again.maps == record.maps)
      #expect(again.caseText == record.caseText && again.provenance == record.provenance)
      #expect(again.probeNames == pair.probes.map(\.name) && record.probeNames == again.probeNames)
    }
  }

  @Test func `give back what is not finite as null, and missing keys too`() throws {
    try withTemporaryFolder { parent in
      let folder = try RunFolder(parent: parent, name: "pair")
      let record = sampleRecord(folder)
      try folder.write(record)
      let summary = try RunRecord(folder: folder.path, simulationCase: nil).summary
      #expect(summary == record.summary && summary.stages[1].momentError.value == nil)
      let file = "\(folder.path)/summary.json"
      let shorter = try contents(file).split(separator: "\n").filter { !$0.contains("moment_error_A_m2") }
      try replaceFile(file, shorter.joined(separator: "\n"))
      #expect(try RunRecord(folder: folder.path, simulationCase: nil).summary == record.summary.withoutMomentErrors)
    }
  }
}

extension RunSummary {
  fileprivate var withoutMomentErrors: RunSummary {
    var summary = self
    for i in summary.stages.indices { summary.stages[i].momentError = JSONNumber(nil) }
    return summary
  }
}
