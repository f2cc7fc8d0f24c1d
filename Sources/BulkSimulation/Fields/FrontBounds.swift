import CoilFields

/// What the cells' contributions to the difference of both meshes bound the error of a field by (`FrontEstimate.bound`): what cannot
/// vanish by chance where a front stands.
struct FrontBounds {
  private struct Current {
    var section: CoilSection
    /// [A/m²]
    var density: Double
  }

  /// A cell of the medium mesh and its parts.
  private struct Cell {
    var whole: Current
    var parts: [Current] = []
  }

  private let cells: [Cell]

  /// Points of a lattice over a map of more points, between which bounds are interpolated: an error needs no more.
  private static let lattice = 48

  init(_ currents: RunCurrents, stage: Int) {
    let (fine, medium) = (currents.fine, currents.medium)
    var cells = medium.sections.indices.map { cell in
      Cell(whole: Current(section: medium.sections[cell], density: medium.densities[stage][cell]))
    }
    for (part, parent) in currents.parents.enumerated() {
      cells[parent].parts.append(Current(section: fine.sections[part], density: fine.densities[stage][part]))
    }
    // A cell whose parts carry the same as it does makes no difference.
    self.cells = cells.filter { cell in !cell.parts.allSatisfy { $0.density == cell.whole.density } }
  }

  /// At each point.
  func values(at points: [SIMD2<Double>]) -> [CoilField] {
    guard points.count > Self.lattice * Self.lattice, let first = points.first else { return points.map(value) }
    let (low, high) = points.reduce((first, first)) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
    let count = Self.lattice
    let step = pointwiseMax((high - low) / Double(count - 1), SIMD2(repeating: .leastNormalMagnitude))
    let nodes = (0..<count * count).map { value(at: low + step * SIMD2(Double($0 % count), Double($0 / count))) }
    return points.map { point in
      let place = (point - low) / step
      let (i, j) = (min(count - 2, Int(place.x)), min(count - 2, Int(place.y)))
      let (x, y) = (place.x - Double(i), place.y - Double(j))
      var sum = CoilField()
      for (node, weight) in [(0, (1 - x) * (1 - y)), (1, x * (1 - y)), (count, (1 - x) * y), (count + 1, x * y)] {
        sum.add(nodes[j * count + i + node], times: weight)
      }
      return sum
    }
  }

  private func value(at point: SIMD2<Double>) -> CoilField {
    var (sums, squares) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
    for cell in cells {
      var own = CoilField()
      own.add(cell.whole.section.field(r: point.x, z: point.y), times: -cell.whole.density)
      for part in cell.parts { own.add(part.section.field(r: point.x, z: point.y), times: part.density) }
      let parts = SIMD3(own.br, own.bz, own.aPhi)
      sums += SIMD3(abs(parts.x), abs(parts.y), abs(parts.z))
      squares += parts * parts
    }
    func bound(_ k: Int) -> Double {
      FrontEstimate.bound(magnitudes: sums[k], rootOfSquares: squares[k].squareRoot())
    }
    return CoilField(br: bound(0), bz: bound(1), aPhi: bound(2))
  }

  /// Of numbers that are linear in Bz at some points.
  ///
  /// - Parameters:
  ///   - numbers: the derivatives of each with respect to Bz at the points.
  ///   - points: (r, z) [m].
  func values(of numbers: [[Double]], at points: [SIMD2<Double>]) -> [Double] {
    var sums = numbers.map { _ in SIMD2(0.0, 0.0) }
    for cell in cells {
      let bz = points.map { point in
        cell.parts.reduce(-cell.whole.density * cell.whole.section.field(r: point.x, z: point.y).bz) { sum, part in
          sum + part.density * part.section.field(r: point.x, z: point.y).bz
        }
      }
      for (k, derivatives) in numbers.enumerated() {
        let own = zip(derivatives, bz).reduce(0) { $0 + $1.0 * $1.1 }
        sums[k] += SIMD2(abs(own), own * own)
      }
    }
    return sums.map { FrontEstimate.bound(magnitudes: $0.x, rootOfSquares: $0.y.squareRoot()) }
  }
}
