public import Superconductors

/// How a face of a body is cooled: heat `h (T - bath)` leaves each square metre of it; or how well it touches another body. Bodies are
/// bulks, and supports that conduct heat.
public struct FaceCooling: Sendable, Hashable, Codable {
  /// A face of a body of revolution.
  public enum Face: String, Sendable, CaseIterable, Codable {
    case bottom, top, rim, hole, all

    /// The faces that it is made of.
    public var parts: [Face] { self == .all ? [.bottom, .top, .rim, .hole] : [self] }

    /// What a mirror at a height makes of it.
    public var mirrored: Face {
      switch self {
      case .bottom: .top
      case .top: .bottom
      case .rim, .hole, .all: self
      }
    }
  }

  /// The name of a body.
  public var body: String
  public var face: Face
  /// h against the temperature of the surface [W/(m² K)].
  public var coefficient: TemperatureCurve
  /// [K] at the start; nil for the temperature that the protocol gives the body. A stage `temperature` warms or cools every bath by as
  /// much as it changes that.
  public var bath: Double?
  /// The name of a body that the face touches: heat then goes there, h is one over the resistance of the contact. nil for a bath.
  public var other: String?

  public init(
    body: String, face: Face, coefficient: TemperatureCurve, bath: Double? = nil, other: String? = nil
  ) {
    self.body = body
    self.other = other
    self.face = face
    self.coefficient = coefficient
    self.bath = bath
  }

  /// With one coefficient at all temperatures [W/(m² K)].
  public init(body: String, face: Face, coefficient: Double, bath: Double? = nil) {
    self.init(body: body, face: face, coefficient: .constant(coefficient), bath: bath)
  }
}
