internal import Meshing
import RealModule

/// Grid lines of bodies that hang together: every face lies on one, elements are finer towards faces, and within a bulk they end where
/// current cells do, if some end nearby.
struct StressLines {
  let r, z: [Double]

  /// Elements across the widest and along the tallest body for a division of 1. Measured on the disc in a ring of the verification: with
  /// twice as many the stress in its centre is right to 6e-3, with three times as many to 2e-4.
  private static let count = (r: 4, z: 3)
  /// How much finer at faces, as for currents.
  private static let grading = 0.8

  init(_ shapes: [BulkShape], division: Int, currentLines: (r: [Double], z: [Double])) {
    let width = shapes.map(\.width).max() ?? 1
    let height = shapes.map(\.height).max() ?? 1
    r = Self.lines(
      shapes.flatMap { [$0.innerRadius, $0.outerRadius] }, size: width / Double(Self.count.r), division, currentLines.r)
    z = Self.lines(
      shapes.flatMap { [$0.zMin, $0.zMax] }, size: height / Double(Self.count.z), division, currentLines.z)
  }

  private static func lines(_ faces: [Double], size: Double, _ division: Int, _ current: [Double]) -> [Double] {
    let breaks = Array(Set(faces)).sorted()
    var lines = breaks.prefix(1).map { $0 }
    for (a, b) in zip(breaks, breaks.dropFirst()) {
      // A sliver between two faces takes one element, all else at least two of the coarser mesh.
      let share = (b - a) / size
      let count = division * (share < 0.1 ? 1 : max(share < 0.5 ? 1 : 2, Int(share.rounded())))
      for k in 1..<max(count, 1) {
        let t = 2 * Double(k) / Double(count) - 1
        let line = a + 0.5 * (b - a) * (1 + (1 - grading) * t + grading * Double.sin(0.5 * .pi * t))
        let nearest = current.min { abs($0 - line) < abs($1 - line) } ?? line
        let isNear = abs(nearest - line) < 0.2 * (b - a) / Double(count)
        let place = isNear ? nearest : line
        if place > (lines.last ?? a), place < b { lines.append(place) }
      }
      lines.append(b)
    }
    return lines
  }
}
