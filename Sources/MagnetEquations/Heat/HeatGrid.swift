package import Meshing
internal import RealModule
package import Superconductors

/// The cells of a body that conducts heat and carries no current: rectangles of its own, which need not meet the cells of what it touches.
package struct HeatGrid: Sendable {
  /// Grid lines [m], ascending.
  package let r: [Double]
  package let z: [Double]
  /// How far away along r an outline may be that it touches all the same [m]: what its interference closes.
  package let closes: Double
  /// z through which no heat flows [m], for it is cut there.
  package let mirrorPlane: Double?

  /// Outlines this far apart touch [m].
  static let slack = 1e-10
  /// As that of bulks: cells are finest at faces, which is where heat comes and goes.
  private static let grading = 0.8

  /// - Parameters:
  ///   - faces: of bodies that it touches [m], at which its cells end.
  ///   - mirrorPlane: z below which it is left out [m].
  ///   - cellSize: about as large as its cells are [m]. Their numbers are powers of two between two faces, so that on a mesh of half the
  ///     cell size they are halved as those of bulks are, and results of both can be extrapolated.
  ///   - least: cells between two faces.
  package init(
    _ shape: BulkShape, closes: Double, faces: (r: [Double], z: [Double]), mirrorPlane: Double?, cellSize: Double,
    least: Int
  ) {
    (self.closes, self.mirrorPlane) = (closes, mirrorPlane)
    func lines(from low: Double, to high: Double, _ faces: [Double], plane: Double?) -> [Double] {
      let inner = Set(faces.filter { low + Self.slack < $0 && $0 < high - Self.slack }).sorted()
      let breaks = [low] + inner + [high]
      return zip(breaks, breaks.dropFirst()).reduce(into: [low]) { lines, part in
        let (a, b) = part
        let doublings = max(0, Double.log2((b - a) / cellSize).rounded())
        let cells = max(least, 1 << Int(min(doublings, 10)))
        // A part that begins on the mirror plane is the upper half of one.
        let start = a == plane ? 2 * a - b : a
        let whole = GridLines.graded(
          from: start, to: b, cells: a == plane ? 2 * cells : cells, grading: Self.grading)
        lines += whole.suffix(cells)
      }
    }
    r = lines(from: shape.innerRadius, to: shape.outerRadius, faces.r, plane: nil)
    z = lines(from: max(shape.zMin, mirrorPlane ?? shape.zMin), to: shape.zMax, faces.z, plane: mirrorPlane)
  }

  private var rows: Int { z.count - 1 }
  package var cellCount: Int { (r.count - 1) * rows }

  /// The cell of a place (r, z) [m]; nil outside.
  package func cell(at place: SIMD2<Double>) -> Int? {
    guard let i = Self.interval(of: place.x, in: r), let j = Self.interval(of: place.y, in: z) else { return nil }
    return i * rows + j
  }

  private static func interval(of value: Double, in lines: [Double]) -> Int? {
    guard let first = lines.first, let last = lines.last, (first - slack...last + slack).contains(value) else {
      return nil
    }
    return min(max(0, lines.lastIndex { $0 <= value } ?? 0), lines.count - 2)
  }

  /// Its own cells, sides and surfaces, as a body of a number whose cells begin at `first`.
  func paths(
    body: Int, first: Int
  ) -> (middles: [SIMD2<Double>], weights: [Double], sides: [HeatPaths.Side], surfaces: [HeatPaths.Surface]) {
    var (middles, weights) = ([SIMD2<Double>](), [Double]())
    var (sides, surfaces) = ([HeatPaths.Side](), [HeatPaths.Surface]())
    func surface(_ cell: Int, _ p: SIMD2<Double>, _ q: SIMD2<Double>, normal: SIMD2<Double>, distance: Double) {
      let own = HeatPaths.Surface(cell: cell, normal: normal, distance: distance, ends: [p, q])
      if own.area > 0 { surfaces.append(own) }
    }
    for i in 0..<r.count - 1 {
      for j in 0..<rows {
        let (low, high) = (SIMD2(r[i], z[j]), SIMD2(r[i + 1], z[j + 1]))
        let (size, cell) = (high - low, first + middles.count)
        middles.append(0.5 * (low + high))
        weights.append(0.5 * (low.x + high.x) * size.x * size.y)
        if i + 2 < r.count {
          sides.append(
            .init(
              cells: (cell, cell + rows), area: high.x * size.y, normal: SIMD2(1, 0),
              distances: (0.5 * size.x, 0.5 * (r[i + 2] - r[i + 1])), offsets: (.zero, .zero)))
        } else {
          surface(cell, SIMD2(high.x, low.y), high, normal: SIMD2(1, 0), distance: 0.5 * size.x)
        }
        if j + 2 < z.count {
          sides.append(
            .init(
              cells: (cell, cell + 1), area: 0.5 * (low.x + high.x) * size.x, normal: SIMD2(0, 1),
              distances: (0.5 * size.y, 0.5 * (z[j + 2] - z[j + 1])), offsets: (.zero, .zero)))
        } else {
          surface(cell, high, SIMD2(low.x, high.y), normal: SIMD2(0, 1), distance: 0.5 * size.y)
        }
        if i == 0 { surface(cell, SIMD2(low.x, high.y), low, normal: SIMD2(-1, 0), distance: 0.5 * size.x) }
        if j == 0, mirrorPlane.map({ abs(low.y - $0) > Self.slack }) ?? true {
          surface(cell, low, SIMD2(high.x, low.y), normal: SIMD2(0, -1), distance: 0.5 * size.y)
        }
      }
    }
    return (middles, weights, sides, surfaces)
  }
}

/// A support that conducts heat, as the equations see it.
package struct HeatedSupport: Sendable {
  package var grid: HeatGrid
  package var material: StructuralMaterial
  /// The drive's bulk that it is as cold as at the start.
  package var driven: Int

  package init(grid: HeatGrid, material: StructuralMaterial, driven: Int) {
    (self.grid, self.material, self.driven) = (grid, material, driven)
  }
}
