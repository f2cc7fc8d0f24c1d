public import Meshing
internal import Notation
internal import RealModule

/// The section of a coil around the z axis with uniform current density, as a current cell is to its surroundings: a
/// rectangle, or any other triangle or convex quadrilateral. Lengths in metres.
public enum CoilSection: Sendable, Equatable {
  case rectangle(RectangularCoil)
  case polygon(PolygonalCoil)

  /// The section of one cell of a mesh.
  public init(_ mesh: borrowing Mesh, cell: Int) {
    if let (low, high) = mesh.rectangle(of: cell) {
      self = .rectangle(RectangularCoil(r0: low.x, r1: high.x, z0: low.y, z1: high.y))
    } else {
      self = .polygon(PolygonalCoil(mesh.corners(of: cell)))
    }
  }

  /// [m²]
  public var area: Double {
    switch self {
    case .rectangle(let coil): coil.area
    case .polygon(let coil): coil.area
    }
  }

  /// `∫ r dr dz` [m³], exact.
  public var radialMoment: Double {
    switch self {
    case .rectangle(let coil): 0.5 * (coil.r0 + coil.r1) * coil.area
    case .polygon(let coil): coil.radialMoment
    }
  }

  /// Magnetic moment per unit current density, `pi ∫ r² dr dz` [A m² / (A/m²)], exact.
  public var moment: Double {
    switch self {
    case .rectangle(let coil): coil.moment
    case .polygon(let coil): coil.moment
    }
  }

  /// (r, z) [m]
  public var centroid: SIMD2<Double> {
    switch self {
    case .rectangle(let coil): SIMD2(0.5 * (coil.r0 + coil.r1), 0.5 * (coil.z0 + coil.z1))
    case .polygon(let coil): coil.centroid
    }
  }

  /// The corners of the smallest rectangle around it, (r, z) [m].
  public var bounds: (low: SIMD2<Double>, high: SIMD2<Double>) {
    switch self {
    case .rectangle(let coil): (SIMD2(coil.r0, coil.z0), SIMD2(coil.r1, coil.z1))
    case .polygon(let coil):
      coil.corners.reduce((coil.corners[0], coil.corners[0])) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
    }
  }

  /// The mean of `r^power` over the section, exact; `power` above -1.
  public func meanOfRadius(toThe power: Double) -> Double {
    switch self {
    case .rectangle(let coil): coil.meanOfRadius(toThe: power)
    case .polygon(let coil): coil.meanOfRadius(toThe: power)
    }
  }

  /// The mean of r weighted with r, `∫ r² / ∫ r` [m], exact.
  public var weightedMeanRadius: Double {
    switch self {
    case .rectangle(let coil): coil.weightedMeanRadius
    case .polygon(let coil): coil.moment / (.pi * coil.radialMoment)
    }
  }

  /// The coil reflected in the plane z = `plane`.
  public func mirrored(in plane: Double) -> CoilSection {
    switch self {
    case .rectangle(let coil): .rectangle(coil.mirrored(in: plane))
    case .polygon(let coil): .polygon(coil.mirrored(in: plane))
    }
  }

  /// About the inductance of the section on its own [H]: Maxwell's ring with the section's geometric mean distance.
  public var selfInductance: Double {
    let (r, side) = (centroid.x, area.squareRoot())
    return vacuumPermeability * r * max(0.2, Double.log(8 * r / (0.447 * side)) - 2)
  }

  /// Field per unit current density at (r, z), [T/(A/m²)] and [Wb/m/(A/m²)], to about 1e-6.
  public func field(r: Double, z: Double) -> CoilField {
    switch self {
    case .rectangle(let coil): coil.field(r: r, z: z)
    case .polygon(let coil): coil.field(r: r, z: z)
    }
  }

  /// The same to about 1e-12 for rectangles, everywhere; to about 1e-6 for other sections.
  public func exactField(r: Double, z: Double) -> CoilField {
    switch self {
    case .rectangle(let coil): coil.exactField(r: r, z: z)
    case .polygon(let coil): coil.field(r: r, z: z)
    }
  }
}
