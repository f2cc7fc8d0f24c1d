public import BulkSimulation
public import Notation

/// The document of `fem-bulk field --sphere --json`, schema `fem-bulk/homogeneity/1`. Keys carry their units.
public struct HomogeneityDocument: Codable, Sendable {
  public struct Number: Codable, Sendable {
    public var value, error: JSONNumber
    /// Whether the error is larger than the number.
    public var cancelled: Bool

    init(_ number: Homogeneity.Number) {
      (value, error, cancelled) = (JSONNumber(number.value), JSONNumber(number.error), number.isCancelled)
    }
  }

  public var schema = "fem-bulk/homogeneity/1"
  public var stage: String
  /// Of a sphere or a cylinder.
  public var diameter: Double?
  /// Of a cylinder.
  public var height: Double?
  /// Of a line.
  public var length: Double?
  public var centre: Double
  public var mean, peakToPeak, rootMeanSquare: Number
  /// By their order.
  public var zonal: [Number]?

  enum CodingKeys: String, CodingKey {
    case schema, stage
    case diameter = "diameter_m"
    case height = "height_m"
    case length = "length_m"
    case centre = "centre_z_m"
    case mean = "mean_T"
    case peakToPeak = "peak_to_peak_ppm"
    case rootMeanSquare = "rms_ppm"
    case zonal = "zonal_T"
  }

  public init(_ homogeneity: Homogeneity, stage: String) {
    self.stage = stage
    switch homogeneity.sample {
    case .sphere(let diameter): self.diameter = diameter
    case .cylinder(let diameter, let height): (self.diameter, self.height) = (diameter, height)
    case .line(let length): self.length = length
    }
    centre = homogeneity.z
    (mean, peakToPeak) = (Number(homogeneity.mean), Number(homogeneity.peakToPeak))
    rootMeanSquare = Number(homogeneity.rootMeanSquare)
    zonal = homogeneity.zonal?.map(Number.init)
  }
}
