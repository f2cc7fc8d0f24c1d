import CoilFields
internal import Cores
import EdgeElements
import LinearAlgebra
import Magnets
internal import Meshing
internal import Synchronization

/// What the cells of different bulks do to each other on one mesh. It is worked out when it is first asked for, and kept: it depends on
/// nothing but shapes.
final class PairForces: Sendable {
  private let known = Mutex<Matrix?>(nil)

  /// The axial force of cell j on cell i, both with 1 A/m² [N].
  ///
  /// - Parameters:
  ///   - cells: each time of the same mesh.
  ///   - bulks: the bulk of each cell, an index in the case.
  func matrix(_ magnet: Magnet, _ cells: CurrentCells, bulks: [Int], usesTwoCores: Bool) -> Matrix {
    known.withLock { known in
      if let known { return known }
      let matrix = Self.matrix(magnet, cells, bulks, usesTwoCores)
      known = matrix
      return matrix
    }
  }

  private static func matrix(_ magnet: Magnet, _ cells: CurrentCells, _ bulks: [Int], _ usesTwoCores: Bool) -> Matrix {
    let count = cells.count
    // Column j has j + 1 pairs: half of them are in the first n/sqrt(2) columns.
    let half = Int(Double(count) * 0.5.squareRoot())
    let (second, first) = beside(usesTwoCores) {
      pairs(magnet, cells, bulks, columns: 0..<half)
    } here: {
      pairs(magnet, cells, bulks, columns: half..<count)
    }
    var matrix = Matrix(rows: count, columns: count)
    for (columns, pairs) in [(0..<half, first), (half..<count, second)] {
      var next = pairs.makeIterator()
      for j in columns {
        for i in 0...j {
          guard let pair = next.next() else { continue }
          // Action is reaction, and each cell does to the other's image what that does to its own.
          matrix[i, j] += pair.own + pair.byImage
          if i < j { matrix[j, i] += pair.byImage - pair.own }
        }
      }
    }
    return matrix
  }

  private typealias Pair = (own: Double, byImage: Double)

  /// Each cell up to the one of the column with that, column by column.
  private static func pairs(
    _ magnet: Magnet, _ cells: CurrentCells, _ bulks: [Int], columns: Range<Int>
  ) -> [Pair] {
    let parts = cells.sections.map { Part($0) }
    let images = magnet.symmetry.map { symmetry in
      (parts: cells.sections.map { Part($0.mirrored(in: symmetry.plane)) }, bulks: bulks.map { symmetry.images[$0] })
    }
    var pairs: [Pair] = []
    pairs.reserveCapacity(columns.reduce(0) { $0 + $1 + 1 })
    for j in columns {
      for i in 0...j {
        let own = bulks[i] == bulks[j] ? 0 : parts[i].force(by: parts[j])
        var byImage = 0.0
        if let images, images.bulks[j] != bulks[i] { byImage = parts[i].force(by: images.parts[j]) }
        pairs.append((own, byImage))
      }
    }
    return pairs
  }
}

/// A cell by points of a few rules. A class, as a copy of all these lists costs as much as what is done with them.
private final class Part {
  private typealias Rule = (points: [CoilSection.QuadraturePoint], rings: Rings)

  private let size: Double
  private let bounds: RectangularCoil
  /// Two by two, three by three and four by four in a rectangle.
  private let few, some, many: Rule

  init(_ section: CoilSection) {
    let (low, high) = section.bounds
    bounds = RectangularCoil(r0: low.x, r1: high.x, z0: low.y, z1: high.y)
    size = max(high.x - low.x, high.y - low.y)
    func rule(_ points: [CoilSection.QuadraturePoint]) -> Rule { (points, Rings(points)) }
    few = rule(section.fewPoints)
    some = rule(section.quadrature(finerThan: 4 * size))
    many = rule(section.quadrature(finerThan: size))
  }

  /// The axial force on this part by another, both with 1 A/m² [N].
  func force(by other: Part) -> Double {
    let distance = SourceSection.distance(bounds, other.bounds) / max(size, other.size)
    if distance > 2 { return Self.force(few.points, other.few.rings) }
    if distance > 0.8 { return Self.force(some.points, other.some.rings) }
    return Self.force(many.points, other.many.rings)
  }

  private static func force(_ targets: [CoilSection.QuadraturePoint], _ sources: Rings) -> Double {
    -2 * .pi * targets.reduce(0) { $0 + $1.weight * $1.r * sources.radialField(r: $1.r, z: $1.z) }
  }
}
