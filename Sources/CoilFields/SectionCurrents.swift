public import Meshing

/// Currents in the cells of a mesh, a constant density in each, and their field anywhere.
public struct SectionCurrents: Sendable {
  private struct Source {
    var section: CoilSection
    var part: CellPart
    /// [A/m²]
    var density: Double
  }

  private let sources: [Source]
  private let tree: CurrentTree

  /// - Parameter densities: of each cell of the mesh [A/m²]; cells with 0 or a number that is not finite are left out.
  public init(mesh: Mesh, densities: [Double]) {
    let sources = mesh.cells.indices.compactMap { cell -> Source? in
      let density = densities[cell]
      guard density != 0, density.isFinite else { return nil }
      let part = CellPart(mesh.corners(of: cell))
      return Source(section: CoilSection(mesh, cell: cell), part: part, density: density)
    }
    self.sources = sources
    tree = CurrentTree(sources.map { $0.part.leaf(density: $0.density) })
  }

  /// The field at (r, z) [m] to about 1e-6: for profiles. [T] and [Wb/m].
  public func field(r: Double, z: Double) -> CoilField {
    var sum = CoilField()
    for source in sources { sum.add(source.section.field(r: r, z: z), times: source.density) }
    return sum
  }

  /// The field at (r, z) [m] to about 1e-3 of the largest, 4e-3 at worst: for maps. [T] and [Wb/m].
  public func approximateField(r: Double, z: Double) -> CoilField {
    let point = SIMD2(r, z)
    return tree.field(at: point) { cell, sum in
      sources[cell].part.addRings(at: point, depth: 0, density: sources[cell].density, to: &sum)
    }
  }
}

extension SectionCurrents {
  /// The field at (r, z) [m] as smooth as the exact one: closed forms nearby, rings from afar. For profiles in pictures. [T] and
  /// [Wb/m].
  public func smoothField(r: Double, z: Double) -> CoilField {
    tree.field(at: SIMD2(r, z)) { cell, sum in
      sum.add(sources[cell].section.field(r: r, z: z), times: sources[cell].density)
    }
  }
}

/// A part of a cell, as a convex quadrilateral.
struct CellPart {
  var a: SIMD2<Double>
  var b: SIMD2<Double>
  var c: SIMD2<Double>
  var d: SIMD2<Double>

  func leaf(density: Double) -> CurrentTree.Leaf {
    let (ac, bd, centre) = (c - a, d - b, 0.25 * (a + b + c + d))
    let reach = [a, b, c, d].map { (($0 - centre) * ($0 - centre)).sum() }.max() ?? 0
    return CurrentTree.Leaf(
      centre: centre, reach: reach.squareRoot(), current: 0.5 * (ac.x * bd.y - ac.y * bd.x) * density)
  }

  /// One ring at the centre stands for the part when it is two half diagonals away; else four quarters do. What is left around
  /// the point itself after six quarterings makes no field there by symmetry, or less than 1/64 of the cell's.
  func addRings(at point: SIMD2<Double>, depth: Int, density: Double, to sum: inout CoilField) {
    let (along, across) = (b - a, d - a)
    let (ac, bd) = (c - a, d - b)
    // Twice the areas of the triangles on both sides of the diagonal, one of them 0 for a triangle.
    let (below, above) = (along.x * ac.y - along.y * ac.x, ac.x * across.y - ac.y * across.x)
    guard below + above > 0 else { return }
    let centre = (below * (a + b + c) + above * (a + c + d)) / (3 * (below + above))
    let offset = point - centre
    let size = 0.25 * max((ac * ac).sum(), (bd * bd).sum())
    guard (offset * offset).sum() < 4 * size else {
      sum.add(CurrentRing.field(radius: centre.x, r: point.x, z: offset.y), times: 0.5 * (below + above) * density)
      return
    }
    guard depth < 6 else { return }
    let middle = 0.25 * (a + b + c + d)
    let (ab, bc, cd, da) = (0.5 * (a + b), 0.5 * (b + c), 0.5 * (c + d), 0.5 * (d + a))
    CellPart(a: a, b: ab, c: middle, d: da).addRings(at: point, depth: depth + 1, density: density, to: &sum)
    CellPart(a: ab, b: b, c: bc, d: middle).addRings(at: point, depth: depth + 1, density: density, to: &sum)
    CellPart(a: middle, b: bc, c: c, d: cd).addRings(at: point, depth: depth + 1, density: density, to: &sum)
    CellPart(a: da, b: middle, c: cd, d: d).addRings(at: point, depth: depth + 1, density: density, to: &sum)
  }
}

extension CellPart {
  /// The whole of a cell. A triangle is a quadrilateral with two corners in one place.
  init(_ corners: [SIMD2<Double>]) {
    self.init(a: corners[0], b: corners[1], c: corners[2], d: corners.last ?? corners[0])
  }
}
