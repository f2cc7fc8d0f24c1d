public import BulkSimulation
internal import EdgeElements
internal import Meshing

/// The field of a run's currents and of the applied field anywhere in the section, by Biot and Savart.
///
/// The values in a field map are those at the cells' centres, and the cells of the air are large: an order less accurate.
public struct SectionField: Sendable {
  /// What there is at a point.
  public struct Value: Sendable {
    /// [T]
    public var br: Double
    public var bz: Double
    /// `r A_phi` [Wb/rad]: constant along a field line, `2 pi` of it is the flux through the circle.
    public var flux: Double
  }

  private struct Source {
    var section: CoilSection
    var part: Part
    /// [A/m²]
    var density: Double
  }

  private let sources: [Source]
  /// [T]
  private let appliedField: Double

  /// - Parameter appliedField: [T]
  public init(_ fields: FieldSnapshot, appliedField: Double) {
    self.appliedField = appliedField
    let mesh = fields.mesh
    sources = mesh.cells.indices.compactMap { cell in
      let density = fields.currentDensity[cell]
      guard density != 0, density.isFinite else { return nil }
      let corners = mesh.corners(of: cell)
      // A triangle is a quadrilateral with two corners in one place.
      let part = Part(a: corners[0], b: corners[1], c: corners[2], d: corners.last ?? corners[0])
      return Source(section: CoilSection(mesh, cell: cell), part: part, density: density)
    }
  }

  /// The field at (r, z) [m] to about 1e-6: for profiles.
  public func exact(r: Double, z: Double) -> Value {
    var value = uniform(r)
    for source in sources {
      let field = source.section.field(r: r, z: z)
      value.add(source.density, field, r: r)
    }
    return value
  }

  /// The field at (r, z) [m] to about 1e-3 of the largest: for maps, ten times quicker.
  public func approximate(r: Double, z: Double) -> Value {
    var value = uniform(r)
    for source in sources { source.part.addRings(source.density, at: SIMD2(r, z), depth: 0, to: &value) }
    return value
  }

  private func uniform(_ r: Double) -> Value { Value(br: 0, bz: appliedField, flux: 0.5 * r * r * appliedField) }
}

extension SectionField.Value {
  fileprivate mutating func add(_ factor: Double, _ field: CurrentRing.Field, r: Double) {
    br += factor * field.br
    bz += factor * field.bz
    flux += factor * r * field.aPhi
  }
}

/// A part of a cell, as a convex quadrilateral.
private struct Part {
  var a: SIMD2<Double>
  var b: SIMD2<Double>
  var c: SIMD2<Double>
  var d: SIMD2<Double>

  /// One ring at the centre stands for the part when it is two half diagonals away; else four quarters do. What is left around
  /// the point itself after six quarterings makes no field there by symmetry, or less than 1/64 of the cell's.
  func addRings(_ density: Double, at point: SIMD2<Double>, depth: Int, to value: inout SectionField.Value) {
    let (along, across) = (b - a, d - a)
    let (ac, bd) = (c - a, d - b)
    // Twice the areas of the triangles on both sides of the diagonal, one of them 0 for a triangle.
    let (below, above) = (along.x * ac.y - along.y * ac.x, ac.x * across.y - ac.y * across.x)
    guard below + above > 0 else { return }
    let centre = (below * (a + b + c) + above * (a + c + d)) / (3 * (below + above))
    let offset = point - centre
    let size = 0.25 * max((ac * ac).sum(), (bd * bd).sum())
    guard (offset * offset).sum() < 4 * size else {
      let ring = CurrentRing.field(radius: centre.x, r: point.x, z: offset.y)
      value.add(0.5 * (below + above) * density, ring, r: point.x)
      return
    }
    guard depth < 6 else { return }
    let middle = 0.25 * (a + b + c + d)
    let (ab, bc, cd, da) = (0.5 * (a + b), 0.5 * (b + c), 0.5 * (c + d), 0.5 * (d + a))
    Part(a: a, b: ab, c: middle, d: da).addRings(density, at: point, depth: depth + 1, to: &value)
    Part(a: ab, b: b, c: bc, d: middle).addRings(density, at: point, depth: depth + 1, to: &value)
    Part(a: middle, b: bc, c: c, d: cd).addRings(density, at: point, depth: depth + 1, to: &value)
    Part(a: da, b: middle, c: cd, d: d).addRings(density, at: point, depth: depth + 1, to: &value)
  }
}
