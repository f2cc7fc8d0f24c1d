internal import Meshing
import RealModule

/// Grid lines of bodies that hang together: every face lies on one, elements are finer towards faces, and within a bulk they end where
/// current cells do, if some end nearby.
struct StressLines {
  let r, z: [Double]

  /// Elements across the widest and along the tallest body for a division of 1. Measured with a division of 3 on the disc in the ring of the
  /// verification, of 4 to 24 current cells across: the hoop stress in its centre is right to 8e-4 and the axial one to 4e-3 of itself; with
  /// 4 elements and a grading of 0.8 to 1.5e-3 and 7e-3, depending on where current cells end.
  private static let count = (r: 5, z: 3)
  /// How much finer at faces and at the axis, where a force that does not vanish leaves a kink.
  private static let grading = 0.9
  /// How wide elements are next to a focus, as a share of the smallest width and height of the bodies, and how they grow with the distance.
  private static let finest = 0.01
  private static let growth = 0.7

  /// - Parameters:
  ///   - shapes: of the bodies.
  ///   - division: how fine the elements are, each way.
  ///   - currentLines: radii and heights at which current cells end [m].
  ///   - focus: a place (r, z) [m] towards which elements become small, and by what the finest are multiplied.
  init(
    _ shapes: [BulkShape], division: Int, currentLines: (r: [Double], z: [Double]),
    focus: (place: SIMD2<Double>, share: Double)? = nil
  ) {
    let width = shapes.map(\.width).max() ?? 1
    let height = shapes.map(\.height).max() ?? 1
    let r = Self.lines(
      shapes.flatMap { [$0.innerRadius, $0.outerRadius] }, size: width / Double(Self.count.r), division, currentLines.r)
    let z = Self.lines(
      shapes.flatMap { [$0.zMin, $0.zMax] }, size: height / Double(Self.count.z), division, currentLines.z)
    let finest = Self.finest * min(width, height) * (focus?.share ?? 1)
    self.r = focus.map { Self.refined(r, towards: $0.place.x, finest: finest) } ?? r
    self.z = focus.map { Self.refined(z, towards: $0.place.y, finest: finest) } ?? z
  }

  /// Halves intervals until none is wider than `growth` times its distance from a place.
  private static func refined(_ lines: [Double], towards place: Double, finest: Double) -> [Double] {
    var refined = lines.prefix(1).map { $0 }
    func add(_ a: Double, _ b: Double) {
      if b - a > max(finest, growth * max(0, a - place, place - b)) {
        let middle = 0.5 * (a + b)
        add(a, middle)
        add(middle, b)
      } else {
        refined.append(b)
      }
    }
    for (a, b) in zip(lines, lines.dropFirst()) { add(a, b) }
    return refined
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
