public import BulkSimulation
internal import Magnets
public import Meshing
internal import Notation
public import RunFolders

/// The three profiles of one state: across the magnet in its mid-plane and 1 mm above it, and along its axis.
public func fieldProfiles(_ fields: FieldSnapshot, applied: AppliedField) -> [FieldProfile] {
  fieldProfiles(
    SectionField(fields, applied: applied), SectionFrame(fields.mesh), by: { $0.exact(r: $1, z: $2) })
}

/// The same as pictures show them, far cells as rings: from hundreds of cells the closed forms take ten times as long.
func displayProfiles(_ fields: FieldSnapshot, applied: AppliedField) -> [FieldProfile] {
  fieldProfiles(
    SectionField(fields, applied: applied), SectionFrame(fields.mesh), by: { $0.smooth(r: $1, z: $2) })
}

private func fieldProfiles(
  _ field: SectionField, _ frame: SectionFrame, by value: (SectionField, Double, Double) -> SectionField.Value
) -> [FieldProfile] {
  FieldProfile.Line.allCases.map { line in
    let points = (0..<FieldProfile.pointCount).map { i in
      let x = Double(i) / Double(FieldProfile.pointCount - 1)
      return switch line {
      case .middle: SIMD2(x * frame.width, frame.middle)
      case .above: SIMD2(x * frame.width, frame.top + 1e-3)
      case .axis: SIMD2(0, frame.middle + (2 * x - 1) * 1.5 * frame.halfHeight)
      }
    }
    return FieldProfile(
      line: line, points: points,
      fluxDensity: points.map { point in
        let value = value(field, point.x, point.y)
        return SIMD2(value.br, value.bz)
      })
  }
}

extension FieldProfile {
  static let pointCount = 121
}

/// What pictures of a magnet show of its surroundings, all [m].
public struct SectionFrame: Sendable {
  public var shapes: [BulkShape]
  /// Largest r of the bulks.
  public var radius: Double
  public var bottom: Double
  public var top: Double

  public init(_ mesh: Mesh) {
    shapes = mesh.boundingShapes().filter { $0.outerRadius.isFinite && $0.zMax.isFinite }
    radius = shapes.map(\.outerRadius).max() ?? 1e-2
    bottom = shapes.map(\.zMin).min() ?? -1e-2
    top = shapes.map(\.zMax).max() ?? 1e-2
  }

  public var middle: Double { 0.5 * (bottom + top) }
  /// Of the window, a margin around the magnet included.
  public var width: Double { radius + margin }
  public var halfHeight: Double { 0.5 * (top - bottom) + margin }
  private var margin: Double { 0.35 * max(radius, 0.5 * (top - bottom)) }
}
