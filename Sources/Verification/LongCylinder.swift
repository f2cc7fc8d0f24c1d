internal import BulkSimulation
import Magnets
import Meshing
import RealModule
import Superconductors

/// An infinitely long cylinder or tube: a slice between two mirror planes. SI units.
///
/// The outline of an imported mesh keeps the field along z there; where it cuts through the bulk, the slice goes on for ever.
struct LongCylinder {
  var innerRadius = 0.0
  var outerRadius = 15e-3
  let height = 3e-3

  var volume: Double { .pi * (outerRadius * outerRadius - innerRadius * innerRadius) * height }

  /// Of evenly spaced cells: two along z, the fewest that leave Hz free.
  func mesh(radialCells: Int) -> Mesh {
    func spaced(_ from: Double, _ to: Double, _ count: Int) -> [Double] {
      (1...count).map { $0 == count ? to : from + (to - from) * Double($0) / Double(count) }
    }
    let hole = innerRadius > 0 ? spaced(0, innerRadius, 2) : []
    return RectangleMesher.mesh(
      r: [0] + hole + spaced(innerRadius, outerRadius, radialCells) + spaced(outerRadius, 1.5 * outerRadius, 2),
      z: [0, 0.5 * height, height], shapes: [shape])
  }

  private var shape: BulkShape {
    BulkShape(name: "cylinder", innerRadius: innerRadius, outerRadius: outerRadius, zMin: 0, zMax: height)
  }

  /// - Parameter radialCells: of the mesh that is refined once.
  func simulationCase(
    _ material: Material, stages: [MagnetisationStage], radialCells: Int, accuracy: Double, maps: Bool = false
  ) -> SimulationCase {
    SimulationCase(
      name: "long-cylinder", bulks: [.init(shape: shape, material: material)], stages: stages,
      probes: [.init(name: "centre", r: 0, z: 0.5 * height)], accuracy: accuracy,
      fieldOutput: maps ? .stageEnds : .none,
      importedMesh: mesh(radialCells: radialCells))
  }

  /// Bz [T] on the axis, from the parabola through the three cells next to it.
  static func axialField(_ snapshot: FieldSnapshot) -> Double {
    var profile: [(r: Double, bz: Double)] = []
    for cell in snapshot.mesh.cells.indices {
      let corners = snapshot.mesh.corners(of: cell)
      let r = corners.reduce(0) { $0 + $1.x } / Double(corners.count)
      profile.append((r, snapshot.fluxDensity[cell].y))
    }
    profile.sort { $0.r < $1.r }
    var points: [(r: Double, bz: Double)] = []
    for point in profile where points.isEmpty || point.r > 1.0001 * points[points.count - 1].r { points.append(point) }
    return points[..<3].indices.reduce(0) { sum, i in
      sum
        + points[..<3].indices.reduce(points[i].bz) { $1 == i ? $0 : $0 * points[$1].r / (points[$1].r - points[i].r) }
    }
  }
}

/// What a long cylinder traps when cooled in a high field: Bz on the axis and mean over the section [T]. Bean's limit.
public struct RemanentField: Sendable {
  public var centre: Double
  public var mean: Double

  /// C. P. Bean, Phys. Rev. Lett. 8, 250 (1962).
  public static func bean(jc: Double, radius: Double) -> RemanentField {
    let full = 4e-7 * .pi * jc * radius
    return RemanentField(centre: full, mean: full / 3)
  }

  /// `B(r) = (B0² + 2 B0 mu0 Jc0 (R - r))^(1/2) - B0`. Y. B. Kim et al., Phys. Rev. Lett. 9, 306 (1962).
  public static func kim(jc0: Double, b0: Double, radius: Double) -> RemanentField {
    profile(radius: radius) { (b0 * b0 + 2 * b0 * 4e-7 * .pi * jc0 * (radius - $0)).squareRoot() - b0 }
  }

  /// `B(r) = B0 ln(1 + mu0 Jc0 (R - r)/B0)`. W. A. Fietz et al., Phys. Rev. 136, A335 (1964).
  public static func exponential(jc0: Double, b0: Double, radius: Double) -> RemanentField {
    profile(radius: radius) { b0 * Double.log(onePlus: 4e-7 * .pi * jc0 * (radius - $0) / b0) }
  }

  /// `Jc = Jc0/(1 + (B/B0)²)`: `B + B³/(3 B0²) = mu0 Jc0 (R - r)`, by Cardano's formula.
  public static func quadratic(jc0: Double, b0: Double, radius: Double) -> RemanentField {
    profile(radius: radius) { r in
      let half = 1.5 * 4e-7 * .pi * jc0 * (radius - r) / b0
      let root = (half * half + 1).squareRoot()
      return b0 * (Double.root(half + root, 3) - Double.root(root - half, 3))
    }
  }

  private static func profile(radius: Double, _ field: (Double) -> Double) -> RemanentField {
    let steps = 4000
    var mean = 0.0
    for i in 0..<steps {
      let x = (Double(i) + 0.5) / Double(steps)
      mean += 2 * x * field(radius * x) / Double(steps)
    }
    return RemanentField(centre: field(0), mean: mean)
  }
}
