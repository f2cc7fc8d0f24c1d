import BulkSimulation
import CoilFields
import Notation
import Testing

@testable import RunFolders

@Suite struct `Currents and points of a run` {
  private static func currents(coarse: Bool) throws -> RunCurrents {
    let fine: [CoilSection] = [
      .rectangle(RectangularCoil(r0: 0, r1: 1e-3, z0: -1e-3, z1: 2e-3)),
      .polygon(PolygonalCoil([[1e-3, 0], [2e-3, 0], [2e-3, 1e-3]])),
      .polygon(PolygonalCoil([[3e-3, 0], [5e-3, 1e-4], [5e-3, 1e-3], [3e-3, 1e-3]])),
    ]
    let whole = [fine[0], fine[2]]
    return try RunCurrents(
      fine: SectionStates(sections: fine, densities: [[1e8, -2.5e8, 1.0 / 3], [0, 1, 2], [3, 4, 5]]),
      medium: SectionStates(sections: whole, densities: [[1, 2], [3, 4], [5, 6], [7, 8]]),
      coarse: coarse ? SectionStates(sections: [fine[0]], densities: [[9], [10]]) : nil, parents: [0, 1, 1],
      stages: [.init(time: 1e-4, mesh: 2e-4, change: 0), .init(time: 3e-4, mesh: 4e-4, change: 5e-4)],
      leastField: 0.25, isLocal: !coarse, hasFront: true)
  }

  @Test(arguments: [true, false]) func `are the same when they are read again`(coarse: Bool) throws {
    let currents = try Self.currents(coarse: coarse)
    let bytes = CurrentsFile.bytes(currents)
    #expect(try CurrentsFile.currents(bytes, file: "currents.npz") == currents)
  }

  /// Not all of the archive's own bytes mean anything: those of its date, for one.
  @Test func `are refused when a byte that matters is wrong or missing`() throws {
    let currents = try Self.currents(coarse: true)
    let bytes = CurrentsFile.bytes(currents)
    var harmless = 0
    for place in stride(from: 0, to: bytes.count - 700, by: 41) {
      var damaged = bytes
      damaged[place] ^= 0x10
      do throws(RecordError) {
        #expect(try CurrentsFile.currents(damaged, file: "f") == currents, "byte \(place)")
        harmless += 1
      } catch {}
    }
    #expect(harmless <= 3)
    for count in [0, 3, 100, 500] {
      #expect(throws: RecordError.self) { try CurrentsFile.currents(Array(bytes.prefix(count)), file: "f") }
    }
  }

  @Test func `are on grids and lines as they are written`() throws {
    let grid = try FieldPoints(grid: "r=0:20mm:0.1mm,z=-10:10mm:0.1mm")
    let axes = try #require(grid.axes)
    #expect(axes.r.count == 201 && axes.z.count == 201 && grid.places.count == 201 * 201)
    #expect(axes.r[3] == 0.0003 && axes.r[200] == 0.02 && axes.z[0] == -0.01 && axes.z[100] == 0)
    #expect(grid.places[1] == SIMD2(0.0001, -0.01))
    let line = try FieldPoints(grid: "r=0, z=-10mm:1cm:0.1mm")
    #expect(line.places.count == 201 && line.places.allSatisfy { $0.x == 0 })
    #expect(try FieldPoints(grid: "r=1mm,z=2mm").places == [SIMD2(0.001, 0.002)])
  }

  @Test(arguments: [
    ("r=0:20mm:0.1mm", "z is missing"), ("r=0:20:0.1,z=0", "no unit"), ("r=-1mm,z=0", "r is negative"),
    ("r=0:20mm:0mm,z=0", "upwards"), ("r=3mm:2mm:1mm,z=0", "upwards"), ("r=0:20mm,z=0", "first:last:step"),
    ("x=0,z=0", "not r="), ("r=0,z=0,r=0", "twice"), ("r=0:1m:1um,z=0:1m:1um", "more than"), ("", "not r="),
    ("r=0:20kg:1kg,z=0", "unknown unit"),
  ]) func `are refused with what is wrong`(text: String, reason: String) {
    let error = #expect(throws: QuantityError.self) { try FieldPoints(grid: text) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }
}
