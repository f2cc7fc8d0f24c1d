import CoilFields

/// How much Bz varies over a sample at the end of a stage, as a magnet for NMR is judged by, with the errors of what is told.
///
/// Where no current flows, Bz is harmonic: its extremes lie on the sample's surface, and in a sphere of radius a it is
/// `sum_n b_n (s/a)^n P_n(cos theta)`, whose zonal coefficients b_n follow from Bz on the sphere by Gauss's rule. All numbers are
/// derivatives of the field's values, linear in small changes, so that each has the error of a probe's kind: nearly equal errors of
/// neighbouring points cancel as they do in the numbers.
public struct Homogeneity: Sendable, Equatable {
  /// The sample, centred on the axis. Lengths in metres.
  public enum Sample: Sendable, Hashable, Codable {
    case sphere(diameter: Double)
    case cylinder(diameter: Double, height: Double)
    /// Along the axis.
    case line(length: Double)
  }

  /// A number with its estimated numerical error.
  public struct Number: Sendable, Equatable {
    public var value: Double
    public var error: Double

    /// Whether what is subtracted from each other leaves less than it is wrong by: then only its size is known.
    public var isCancelled: Bool { error > abs(value) }
  }

  public let sample: Sample
  /// Of its centre [m].
  public let z: Double
  /// The mean of Bz over the volume [T].
  public let mean: Number
  /// Largest less smallest Bz relative to the mean, and the root of the mean square of what it differs from the mean by [ppm].
  public let peakToPeak: Number
  public let rootMeanSquare: Number
  /// b_0 to b_8 at the sphere's radius [T]; nil for other samples, and for a sphere through which currents flow.
  public let zonal: [Number]?
  /// Whether currents flow within.
  public let hasCurrents: Bool

  /// Of the zonal coefficients.
  public static let order = 8

  /// - Parameters:
  ///   - field: at the end of a stage.
  ///   - sample: of positive size.
  ///   - z: of its centre [m].
  /// - Throws: `HomogeneityError` where the mean of Bz is 0.
  public init(_ field: StageField, sample: Sample, z: Double) throws(HomogeneityError) {
    (self.sample, self.z) = (sample, z)
    let points = SamplePoints(sample, z: z)
    hasCurrents = zip(field.currents.fine.sections, field.currents.fine.densities[field.stage]).contains {
      $1 != 0 && points.contains($0.bounds, sample, z: z)
    }
    let meshes = MeshFields(field.currents, stage: field.stage, points: points.places)
    let bz = points.places.indices.map { i in
      ErrorEstimate.extrapolate(meshes.finest[i].bz, meshes.medium[i].bz)
        + field.applied.field(r: points.places[i].x, z: points.places[i].y).bz
    }
    let weights = points.volume
    guard let ends = PeakToPeak(bz, weights: weights) else { throw HomogeneityError() }
    let (mean, low, top, scale, range) = (ends.mean, ends.low, ends.top, ends.scale, ends.value)
    let root = zip(weights, bz).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }.squareRoot()
    let coefficients = hasCurrents ? nil : points.zonal
    // Each number with its derivatives with respect to Bz at the points.
    var numbers = [
      (mean, weights),
      (range, bz.indices.map { i in (i == top ? scale : 0) - (i == low ? scale : 0) - range / mean * weights[i] }),
      (
        scale * root,
        bz.indices.map { i in root > 0 ? scale * weights[i] * ((bz[i] - mean) / root - root / mean) : 0 }
      ),
    ]
    numbers += (coefficients ?? []).map { rule in (zip(rule, bz).reduce(0) { $0 + $1.0 * $1.1 }, rule) }
    let bounds = FrontBounds(field.currents, stage: field.stage).values(
      of: numbers.map(\.1), at: points.places)
    let estimates = zip(numbers, bounds).map { number, bound in
      func sum(_ fields: [CoilField]) -> Double { zip(number.1, fields).reduce(0) { $0 + $1.0 * $1.1.bz } }
      let error = meshes.estimate(
        scale: abs(sum(meshes.finest)), bound: bound, isRough: true, sum
      ).error
      return Number(value: number.0, error: error)
    }
    (self.mean, peakToPeak, rootMeanSquare) = (estimates[0], estimates[1], estimates[2])
    zonal = coefficients.map { _ in Array(estimates[3...]) }
  }
}

/// What Bz varies by over a sample's points, relative to its mean.
struct PeakToPeak {
  /// [T]
  let mean: Double
  /// Where Bz is least and largest.
  let low, top: Int
  /// [ppm], and what a tesla is in that.
  let value, scale: Double

  /// - Parameter weights: of the points in the mean.
  /// - Returns: nil for a field whose mean is 0.
  init?(_ bz: [Double], weights: [Double]) {
    mean = zip(weights, bz).reduce(0) { $0 + $1.0 * $1.1 }
    let order = bz.indices.sorted { bz[$0] < bz[$1] }
    guard mean != 0, let low = order.first, let top = order.last else { return nil }
    (self.low, self.top) = (low, top)
    scale = 1e6 / abs(mean)
    value = scale * (bz[top] - bz[low])
  }
}

/// A field whose mean over the sample is 0 has no homogeneity.
public struct HomogeneityError: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String { "the mean of Bz over the sample is 0, to which nothing is relative" }
}
