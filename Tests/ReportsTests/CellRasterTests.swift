import Meshing
import Testing

@testable import Reports

@Suite struct `A map smoothed between cells` {
  private func square(_ lines: [Double]) -> Mesh {
    RectangleMesher.mesh(
      r: lines, z: lines, shapes: [BulkShape(name: "bulk", outerRadius: 4, zMin: 0, zMax: 4)])
  }

  private func bulk(_ mesh: Mesh) -> [Int] { mesh.cells.indices.filter { mesh.cellRegions[$0] == 1 } }

  @Test func `covers the bulk to its faces and nothing else`() throws {
    let mesh = square([0, 1, 2.5, 4, 6])
    let values = mesh.cells.indices.map { mesh.cellRegions[$0] == 1 ? 3.0 : 99 }
    let raster = try #require(CellRaster(values, of: bulk(mesh), in: mesh, pitch: 0.1))
    #expect(raster.low == .zero && raster.high == SIMD2(4, 4) && raster.columns == 40 && raster.rows == 40)
    // What is the same everywhere stays so, up to the faces: the air has no part in it.
    #expect(raster.values.allSatisfy { abs($0 - 3) < 1e-12 })
    let first = raster.place(column: 0, row: 39)
    #expect(abs(first.x - 0.05) < 1e-12 && abs(first.y - 3.95) < 1e-12)
  }

  @Test func `follows a slope, stays between the values and turns a step into one of a cell's width`() throws {
    let mesh = square((0...8).map { 0.5 * Double($0) })
    func centre(_ cell: Int) -> SIMD2<Double> { mesh.corners(of: cell).reduce(.zero, +) / 4 }
    let slope = try #require(
      CellRaster(mesh.cells.indices.map { 2 * centre($0).x - centre($0).y }, of: bulk(mesh), in: mesh, pitch: 0.1))
    let step = try #require(
      CellRaster(mesh.cells.indices.map { centre($0).x < 2 ? -1 : 1 }, of: bulk(mesh), in: mesh, pitch: 0.1))
    for row in 0..<slope.rows {
      for column in 0..<slope.columns {
        let place = slope.place(column: column, row: row)
        let (value, jump) = (
          slope.values[row * slope.columns + column], step.values[row * step.columns + column]
        )
        // Beside the faces a cell has neighbours on one side only.
        if place.x > 0.5, place.x < 3.5, place.y > 0.5, place.y < 3.5 {
          #expect(abs(value - (2 * place.x - place.y)) < 1e-9)
        }
        #expect(abs(jump) <= 1 && (abs(place.x - 2) < 0.5 || abs(jump) == 1))
      }
    }
  }

  @Test func `ends at the faces of a bulk of triangles`() throws {
    let mesh = Mesh(
      nodes: [SIMD2(0, 0), SIMD2(4, 0), SIMD2(0, 4)], cells: [SIMD4(0, 1, 2, -1)], cellRegions: [1],
      regionNames: ["air", "bulk"])
    let raster = try #require(CellRaster([7], of: [0], in: mesh, pitch: 0.1))
    for row in 0..<raster.rows {
      for column in 0..<raster.columns {
        let (place, value) = (raster.place(column: column, row: row), raster.values[row * raster.columns + column])
        #expect(place.x + place.y < 4 - 1e-9 ? value == 7 : place.x + place.y > 4 + 1e-3 ? value.isNaN : true)
      }
    }
    #expect(CellRaster([7], of: [], in: mesh, pitch: 0.1) == nil)
  }
}
