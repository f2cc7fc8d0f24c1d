import CoilFields
import RealModule

/// Points in and on a sample at which Bz tells its homogeneity.
struct SamplePoints {
  /// (r, z) [m]
  private(set) var places: [SIMD2<Double>] = []
  /// Of each point in the mean over the volume; their sum is 1.
  private(set) var volume: [Double] = []
  /// Of each point in the zonal coefficients; nil for a cylinder.
  private(set) var zonal: [[Double]]?

  /// Exact for harmonics of degree 47 on a sphere.
  private static let angular = GaussLegendre(count: 48)
  private static let radial = GaussLegendre(count: 16)
  /// On the surface, where extremes are looked for: between two of them a smooth maximum is missed by a 1e-5th of the range.
  private static let surfaceCount = 361

  init(_ sample: Homogeneity.Sample, z: Double) {
    switch sample {
    case .sphere(let diameter): addSphere(radius: 0.5 * diameter, z: z)
    case .cylinder(let diameter, let height): addCylinder(radius: 0.5 * diameter, height: height, z: z)
    case .line(let length): addLine(length, z: z)
    }
  }

  private mutating func add(_ r: Double, _ z: Double, weight: Double = 0) {
    places.append(SIMD2(max(0, r), z))
    volume.append(weight)
  }

  private mutating func addSphere(radius: Double, z: Double) {
    let polar = { (s: Double, x: Double) in SIMD2(s * max(0, 1 - x * x).squareRoot(), z + s * x) }
    Self.angular.forEach(from: -1, to: 1) { x, _ in add(polar(radius, x).x, polar(radius, x).y) }
    zonal = (0...Homogeneity.order).map { _ in [] }
    Self.angular.forEach(from: -1, to: 1) { x, weight in
      let legendre = Self.legendre(x)
      for n in legendre.indices { zonal?[n].append(0.5 * Double(2 * n + 1) * weight * legendre[n]) }
    }
    for i in 0..<Self.surfaceCount {
      let place = polar(radius, Double.cos(.pi * Double(i) / Double(Self.surfaceCount - 1)))
      add(place.x, place.y)
    }
    Self.radial.forEach(from: 0, to: radius) { s, thickness in
      Self.angular.forEach(from: -1, to: 1) { x, weight in
        add(polar(s, x).x, polar(s, x).y, weight: 1.5 * s * s * thickness * weight / (radius * radius * radius))
      }
    }
    zonal = zonal?.map { $0 + [Double](repeating: 0, count: places.count - $0.count) }
  }

  private mutating func addCylinder(radius: Double, height: Double, z: Double) {
    let last = Double(Self.surfaceCount - 1)
    for i in 0..<Self.surfaceCount {
      let share = Double(i) / last
      add(radius, z + (share - 0.5) * height)
      add(share * radius, z - 0.5 * height)
      add(share * radius, z + 0.5 * height)
    }
    Self.radial.forEach(from: 0, to: radius) { r, width in
      Self.angular.forEach(from: -0.5, to: 0.5) { share, weight in
        add(r, z + share * height, weight: 2 * r * width * weight / (radius * radius))
      }
    }
  }

  private mutating func addLine(_ length: Double, z: Double) {
    for i in 0..<Self.surfaceCount { add(0, z + (Double(i) / Double(Self.surfaceCount - 1) - 0.5) * length) }
    Self.angular.forEach(from: -0.5, to: 0.5) { share, weight in add(0, z + share * length, weight: weight) }
  }

  /// Whether a section lies within the sample, or reaches into it.
  func contains(
    _ bounds: (low: SIMD2<Double>, high: SIMD2<Double>), _ sample: Homogeneity.Sample, z: Double
  ) -> Bool {
    let (r, above) = (bounds.low.x, max(bounds.low.y - z, z - bounds.high.y, 0))
    switch sample {
    case .sphere(let diameter): return 4 * (r * r + above * above) < diameter * diameter
    case .cylinder(let diameter, let height): return 2 * r < diameter && 2 * above < height
    case .line(let length): return r == 0 && 2 * above < length
    }
  }

  /// Legendre's polynomials up to the order of the zonal coefficients.
  private static func legendre(_ x: Double) -> [Double] {
    var values = [1, x]
    for n in 1..<Homogeneity.order {
      values.append((Double(2 * n + 1) * x * values[n] - Double(n) * values[n - 1]) / Double(n + 1))
    }
    return values
  }
}
