/// Bodies of revolution as elements of second order. Lengths in metres.
public struct ElasticMesh: Sendable {
  public struct Element: Sendable {
    public var shape: ElementShape
    /// In the order of `ElementShape`.
    public var nodes: [Int]
    /// Index in `materials`; elements that share it and nodes are one body.
    public var material: Int

    public init(shape: ElementShape, nodes: [Int], material: Int) {
      (self.shape, self.nodes, self.material) = (shape, nodes, material)
    }
  }

  /// A place in an element, by its reference coordinates.
  public struct Place: Sendable {
    public var element: Int
    public var coordinates: SIMD2<Double>

    public init(element: Int, coordinates: SIMD2<Double>) { (self.element, self.coordinates) = (element, coordinates) }
  }

  public var materials: [ElasticMaterial]
  /// (r, z) of corners, middles of sides and of elements.
  public internal(set) var nodes: [SIMD2<Double>] = []
  public internal(set) var elements: [Element] = []

  public init(materials: [ElasticMaterial]) { self.materials = materials }

  /// (r, z) of a place.
  public func point(_ place: Place) -> SIMD2<Double> {
    let element = elements[place.element]
    let values = element.shape.cornerValues(at: place.coordinates)
    return values.indices.reduce(SIMD2()) { $0 + values[$1] * nodes[element.nodes[$1]] }
  }

  /// Derivatives of (r, z) by the reference coordinates; outlines of elements are straight.
  func jacobian(_ element: Element, at place: SIMD2<Double>) -> (x: SIMD2<Double>, y: SIMD2<Double>) {
    let p = element.nodes.prefix(element.shape.cornerCount).map { nodes[$0] }
    guard element.shape == .quadrilateral else { return (p[1] - p[0], p[2] - p[0]) }
    let (x, y) = (place.x, place.y)
    return (
      0.25 * ((1 - y) * (p[1] - p[0]) + (1 + y) * (p[2] - p[3])),
      0.25 * ((1 - x) * (p[3] - p[0]) + (1 + x) * (p[2] - p[1]))
    )
  }

  /// The place of a point (r, z) among some elements; nil outside of all. On a shared side it is that of the first.
  ///
  /// - Parameter elements: that are asked, in this order.
  public func place(of point: SIMD2<Double>, among candidates: some Sequence<Int>) -> Place? {
    for index in candidates {
      let element = elements[index]
      let corners = element.nodes.prefix(element.shape.cornerCount).map { nodes[$0] }
      let (low, high) = corners.reduce((corners[0], corners[0])) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
      let slack = 1e-9 * (high - low).max()
      guard all(point .>= low - slack), all(point .<= high + slack) else { continue }
      // Affine elements are met at once; others in a few of Newton's steps.
      var place: SIMD2<Double> = element.shape == .quadrilateral ? .zero : SIMD2(repeating: 1.0 / 3)
      for _ in 0..<20 {
        let miss = point - self.point(Place(element: index, coordinates: place))
        let (x, y) = jacobian(element, at: place)
        let determinant = x.x * y.y - x.y * y.x
        let step = SIMD2(miss.x * y.y - miss.y * y.x, x.x * miss.y - x.y * miss.x) / determinant
        place += step
        if abs(step.x) + abs(step.y) < 1e-12 { break }
      }
      let reach = 1 + 1e-7
      let isInside =
        element.shape == .quadrilateral
        ? abs(place.x) <= reach && abs(place.y) <= reach
        : place.x >= 1 - reach && place.y >= 1 - reach && place.x + place.y <= reach
      if isInside { return Place(element: index, coordinates: place) }
    }
    return nil
  }

  /// The gradients of an element's shape functions by (r, z) at a place, r there, and the area of a unit of reference [m²].
  func gradients(_ element: Element, at place: SIMD2<Double>) -> (
    of: [SIMD2<Double>], values: [Double], r: Double, area: Double
  ) {
    let (x, y) = jacobian(element, at: place)
    let determinant = x.x * y.y - x.y * y.x
    let gradients = element.shape.slopes(at: place).map {
      SIMD2(y.y * $0.x - x.y * $0.y, x.x * $0.y - y.x * $0.x) / determinant
    }
    let corners = element.shape.cornerValues(at: place)
    let r = corners.indices.reduce(0) { $0 + corners[$1] * nodes[element.nodes[$1]].x }
    return (gradients, element.shape.values(at: place), r, determinant)
  }
}
