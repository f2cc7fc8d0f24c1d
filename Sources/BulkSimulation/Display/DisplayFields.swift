/// Fields for pictures, from a run of its own.
public struct DisplayFields: Sendable {
  /// The currents on the way.
  public struct Instant: Sendable {
    /// [s]
    public var time: Double
    /// [T], and where it is going [T/s].
    public var appliedField: Double
    public var fieldRate: Double
    /// Of each cell of the mesh [A/m²]; 0 in air.
    public var currentDensity: [Double]
  }

  /// At the end of each stage of the protocol, in their order.
  public var stageEnds: [FieldSnapshot]
  /// Evenly spaced along the ramps of the applied field, the last of them at the end of the last ramp; none without ramps.
  public var instants: [Instant]
  /// Current cells of the whole section.
  public var cells: Int
  /// From edge to edge of the narrowest bulk.
  public var cellsAcross: Int
}
