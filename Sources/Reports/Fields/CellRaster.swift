package import Meshing

/// Values of the cells of one bulk on a regular grid of points over the rectangle that bounds it, smoothed for display: a node
/// gets the mean of the cells around it, by their areas, and within a cell its nodes are interpolated.
///
/// A current density is constant in a cell, and nothing more is known of it; steps between cells are the method's, not the
/// magnet's. Smoothing moves a front by no more than half a cell.
package struct CellRaster {
  /// Of the rectangle [m].
  package let low: SIMD2<Double>
  package let high: SIMD2<Double>
  package let columns: Int
  package let rows: Int
  /// Row by row from below; not a number beyond the bulk.
  package private(set) var values: [Double]

  /// - Parameters:
  ///   - values: of each cell of the mesh.
  ///   - cells: of the bulk.
  ///   - pitch: largest distance of two points [m].
  package init?(_ values: [Double], of cells: [Int], in mesh: Mesh, pitch: Double) {
    guard let first = cells.first else { return nil }
    var (low, high) = (mesh.corners(of: first)[0], mesh.corners(of: first)[0])
    var sums = [SIMD2<Double>](repeating: .zero, count: mesh.nodes.count)
    for cell in cells {
      let area = mesh.signedArea(of: cell)
      for k in 0..<mesh.cornerCount(of: cell) {
        let node = Int(mesh.cells[cell][k])
        sums[node] += SIMD2(area * values[cell], area)
        low = pointwiseMin(low, mesh.nodes[node])
        high = pointwiseMax(high, mesh.nodes[node])
      }
    }
    (self.low, self.high) = (low, high)
    columns = max(2, Int(((high.x - low.x) / pitch).rounded(.up)))
    rows = max(2, Int(((high.y - low.y) / pitch).rounded(.up)))
    self.values = Array(repeating: .nan, count: columns * rows)
    for cell in cells {
      let corners = (0..<mesh.cornerCount(of: cell)).map { k in
        let node = Int(mesh.cells[cell][k])
        return Corner(place: mesh.nodes[node], value: sums[node].x / sums[node].y)
      }
      if mesh.rectangle(of: cell) != nil {
        fillRectangle(corners)
      } else {
        for k in 2..<corners.count { fillTriangle(corners[0], corners[k - 1], corners[k]) }
      }
    }
  }

  private struct Corner {
    var place: SIMD2<Double>
    var value: Double
  }

  /// The place of a point [m]: the middle of its share of the rectangle.
  func place(column: Int, row: Int) -> SIMD2<Double> {
    low + (high - low) * SIMD2((Double(column) + 0.5) / Double(columns), (Double(row) + 0.5) / Double(rows))
  }

  /// Columns and rows whose points lie between two corners.
  private func points(
    _ from: SIMD2<Double>, _ to: SIMD2<Double>
  ) -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>)? {
    let count = SIMD2(Double(columns), Double(rows))
    // A hair of room, so that no point between two cells is left out.
    let (a, b) = ((from - low) / (high - low) * count - 0.5 - 1e-6, (to - low) / (high - low) * count - 0.5 + 1e-6)
    let (i, j) = (max(0, Int(a.x.rounded(.up))), max(0, Int(a.y.rounded(.up))))
    let (m, n) = (min(columns - 1, Int(b.x.rounded(.down))), min(rows - 1, Int(b.y.rounded(.down))))
    return i <= m && j <= n ? (i...m, j...n) : nil
  }

  private mutating func fillRectangle(_ c: [Corner]) {
    guard let points = points(c[0].place, c[2].place) else { return }
    let size = c[2].place - c[0].place
    for row in points.rows {
      for column in points.columns {
        let t = (place(column: column, row: row) - c[0].place) / size
        let (below, above) = (
          c[0].value + t.x * (c[1].value - c[0].value), c[3].value + t.x * (c[2].value - c[3].value)
        )
        values[row * columns + column] = below + t.y * (above - below)
      }
    }
  }

  private mutating func fillTriangle(_ a: Corner, _ b: Corner, _ c: Corner) {
    let (ab, ac) = (b.place - a.place, c.place - a.place)
    let area = ab.x * ac.y - ab.y * ac.x
    let low = pointwiseMin(a.place, pointwiseMin(b.place, c.place))
    guard area > 0, let points = points(low, pointwiseMax(a.place, pointwiseMax(b.place, c.place))) else { return }
    for row in points.rows {
      for column in points.columns {
        let p = place(column: column, row: row) - a.place
        let (u, v) = ((p.x * ac.y - p.y * ac.x) / area, (ab.x * p.y - ab.y * p.x) / area)
        guard u >= -1e-6, v >= -1e-6, u + v <= 1 + 1e-6 else { continue }
        values[row * columns + column] = a.value + u * (b.value - a.value) + v * (c.value - a.value)
      }
    }
  }
}
