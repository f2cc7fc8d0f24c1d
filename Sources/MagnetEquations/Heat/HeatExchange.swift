package import Superconductors

/// What takes heat from a part of the cells' surfaces.
package struct HeatExchange: Sendable {
  package enum Part: Sendable { case bottom, top, rim, hole }

  /// In the order of the mesh's regions, then of supports.
  package var body: Int
  package var part: Part
  /// h against the temperature of the surface [W/(m² K)].
  package var coefficient: TemperatureCurve
  /// The drive's bulk whose temperature the bath follows, and by how much it is warmer [K].
  package var driven: Int
  package var offset: Double

  package init(body: Int, part: Part, coefficient: TemperatureCurve, driven: Int, offset: Double) {
    (self.body, self.part, self.coefficient) = (body, part, coefficient)
    (self.driven, self.offset) = (driven, offset)
  }
}

/// How well heat goes from one body to another that it touches.
package struct HeatContact: Sendable {
  /// As that of an exchange, and the part of the first body where they touch.
  package var first, second: Int
  package var part: HeatExchange.Part
  /// One over the resistance, against the mean temperature [W/(m² K)].
  package var coefficient: TemperatureCurve

  package init(first: Int, second: Int, part: HeatExchange.Part, coefficient: TemperatureCurve) {
    (self.first, self.second, self.part, self.coefficient) = (first, second, part, coefficient)
  }
}

extension HeatExchange {
  /// Whether it takes heat through a surface of a body.
  package func cools(_ surface: HeatPaths.Surface, of body: Int) -> Bool { self.body == body && part == surface.part }
}

extension HeatPaths.Surface {
  /// Which part of a body of revolution it belongs to.
  var part: HeatExchange.Part { .init(normal: normal) }
}

extension HeatExchange.Part {
  /// Of a surface of a body of revolution.
  init(normal: SIMD2<Double>) {
    if abs(normal.x) > abs(normal.y) {
      self = normal.x > 0 ? .rim : .hole
    } else {
      self = normal.y > 0 ? .top : .bottom
    }
  }
}
