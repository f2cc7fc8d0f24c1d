internal import Magnets
internal import Notation
internal import Reporting
public import BulkSimulation
public import Meshing

/// A straight line through the section with the flux density along it.
public struct FieldProfile: Sendable {
  /// Which of the three lines.
  public enum Line: String, CaseIterable, Sendable {
    /// Along r at mid-height of the magnet.
    case middle = "mid-plane"
    /// Along r, 1 mm above the upper face.
    case above = "above"
    /// Along z on the axis.
    case axis
  }

  public var line: Line
  /// (r, z) [m]
  public var points: [SIMD2<Double>]
  /// (Br, Bz) [T]
  public var fluxDensity: [SIMD2<Double>]
}

/// The three profiles of one state: across the magnet in its mid-plane and 1 mm above it, and along its axis.
public func fieldProfiles(_ fields: FieldSnapshot, appliedField: Double) -> [FieldProfile] {
  let frame = SectionFrame(fields.mesh)
  let field = SectionField(fields, appliedField: appliedField)
  return FieldProfile.Line.allCases.map { line in
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
        let value = field.exact(r: point.x, z: point.y)
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

/// `profiles.csv`: one line for each point, stages' ends below each other.
func profilesCSV(_ profiles: [(stage: Int, name: String, profile: FieldProfile)]) -> String {
  var lines = ["stage,stage_name,line,r[m],z[m],Br[T],Bz[T]"]
  for (stage, name, profile) in profiles {
    for (point, b) in zip(profile.points, profile.fluxDensity) {
      let values = [point.x, point.y, b.x, b.y].map(plain).joined(separator: ",")
      lines.append("\(stage),\(csvField(name)),\(profile.line.rawValue),\(values)")
    }
  }
  return lines.joined(separator: "\n") + "\n"
}
