internal import Notation

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

  public init(line: Line, points: [SIMD2<Double>], fluxDensity: [SIMD2<Double>]) {
    self.line = line
    self.points = points
    self.fluxDensity = fluxDensity
  }
}

/// `profiles.csv`: one line for each point, stages' ends below each other.
package func profilesCSV(_ profiles: [(stage: Int, name: String, profile: FieldProfile)]) -> String {
  var lines = ["stage,stage_name,line,r[m],z[m],Br[T],Bz[T]"]
  for (stage, name, profile) in profiles {
    for (point, b) in zip(profile.points, profile.fluxDensity) {
      let values = [point.x, point.y, b.x, b.y].map(plain).joined(separator: ",")
      lines.append("\(stage),\(csvField(name)),\(profile.line.rawValue),\(values)")
    }
  }
  return lines.joined(separator: "\n") + "\n"
}
