public import LinearAlgebra
internal import Meshing
import Notation

/// The magnetic energy of the edge space, `1/2 u' M u` with `M = ∫ mu0 w·w' r dr dz` (2 pi divided out), in unknowns.
public struct MagneticEnergy: ~Copyable {
  /// P' M P, not yet factored.
  public var matrix: BorderedCholesky
  /// P' M g: what a unit applied field puts on the right-hand side, with its sign turned.
  public var applied: [Double]

  public init(space: borrowing EdgeSpace) {
    let map = space.map
    let bandedCount = map.unknownCount - map.ringCount
    var matrix = BorderedCholesky(
      bandedOrder: bandedCount, bandwidth: Self.bandwidth(of: space, first: bandedCount), borderWidth: map.ringCount)
    var applied = [Double](repeating: 0, count: map.unknownCount)
    Self.forEachTerm(space) { edgeA, edgeB, value in
      map.forEachEntry(ofEdge: edgeA) { row, rowCoefficient in
        applied[row] += rowCoefficient * value * map.applied[edgeB]
        map.forEachEntry(ofEdge: edgeB) { column, columnCoefficient in
          matrix.add(rowCoefficient * value * columnCoefficient, row: row, column: column)
        }
      }
    }
    self.matrix = matrix
    self.applied = applied
  }

  /// The contributions of all cells to M: from a pair of edges, one of them twice on the diagonal.
  @inline(__always)
  public static func forEachTerm(
    _ space: borrowing EdgeSpace, _ body: (_ edgeA: Int, _ edgeB: Int, _ value: Double) -> Void
  ) {
    for cell in space.mesh.cells.indices {
      let local = elementMatrix(space.mesh, cell: cell)
      let (edges, signs) = (space.cellEdges[cell], space.cellSigns[cell])
      for a in 0..<4 {
        for b in 0..<4 where local[a][b] != 0 {
          body(Int(edges[a]), Int(edges[b]), local[a][b] * signs[a] * signs[b])
        }
      }
    }
  }

  /// Of the first unknowns, without the rings' net currents.
  public static func bandwidth(of space: borrowing EdgeSpace, first count: Int) -> Int {
    var widest = 0
    for edges in space.cellEdges {
      var (low, high) = (Int.max, -1)
      for k in 0..<4 where edges[k] >= 0 {
        space.map.forEachEntry(ofEdge: Int(edges[k])) { unknown, _ in
          guard unknown < count else { return }
          low = min(low, unknown)
          high = max(high, unknown)
        }
      }
      if high >= 0 { widest = max(widest, high - low) }
    }
    return widest
  }

  /// `∫ mu0 w·w' r dr dz` of one cell, edges counter-clockwise; exact for triangles and rectangles.
  static func elementMatrix(_ mesh: borrowing Mesh, cell: Int) -> [4 of SIMD4<Double>] {
    var m: [4 of SIMD4<Double>]
    switch CellShape(mesh, cell: cell) {
    case .rectangle(let low, let high): return rectangleMatrix(low: low, high: high)
    case .triangle(let triangle): m = triangle.mass
    case .quadrilateral(let quadrilateral): m = quadrilateral.mass
    }
    for a in 0..<4 { m[a] *= vacuumPermeability }
    return m
  }

  /// Exact; from the lower left corner on.
  private static func rectangleMatrix(low: SIMD2<Double>, high: SIMD2<Double>) -> [4 of SIMD4<Double>] {
    let (dr, dz) = (high.x - low.x, high.y - low.y)
    let centre = low.x + 0.5 * dr
    let radial = vacuumPermeability * centre * dz / dr
    let axial = vacuumPermeability * dr / dz
    var m: [4 of SIMD4<Double>] = [.zero, .zero, .zero, .zero]
    m[0][0] = radial / 3
    m[2][2] = radial / 3
    m[0][2] = -radial / 6
    m[2][0] = -radial / 6
    m[1][1] = axial * (low.x / 3 + dr / 4)
    m[3][3] = axial * (low.x / 3 + dr / 12)
    m[1][3] = -axial * (low.x / 6 + dr / 12)
    m[3][1] = -axial * (low.x / 6 + dr / 12)
    return m
  }
}
