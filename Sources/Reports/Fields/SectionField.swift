public import BulkSimulation
internal import CoilFields

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

    /// [T]
    var magnitude: Double { (br * br + bz * bz).squareRoot() }
  }

  private let currents: SectionCurrents
  private let applied: AppliedField

  /// - Parameter applied: what there is besides the currents' own.
  public init(_ fields: FieldSnapshot, applied: AppliedField) {
    self.applied = applied
    currents = SectionCurrents(mesh: fields.mesh, densities: fields.currentDensity)
  }

  /// The field at (r, z) [m] to about 1e-6: for profiles.
  public func exact(r: Double, z: Double) -> Value { value(currents.field(r: r, z: z), r: r, z: z) }

  /// The field at (r, z) [m] as smooth as the exact one, from hundreds of cells ten times quicker: for profiles in pictures.
  public func smooth(r: Double, z: Double) -> Value { value(currents.smoothField(r: r, z: z), r: r, z: z) }

  /// The field at (r, z) [m] to about 1e-3 of the largest: for maps, ten times quicker.
  public func approximate(r: Double, z: Double) -> Value { value(currents.approximateField(r: r, z: z), r: r, z: z) }

  private func value(_ own: CoilField, r: Double, z: Double) -> Value {
    let outer = applied.field(r: r, z: z)
    return Value(br: own.br + outer.br, bz: own.bz + outer.bz, flux: r * (own.aPhi + outer.aPhi))
  }
}
