// Loads: forces on the nodes per radian of the circumference [N], r and z of every node in turn.

extension ElasticMesh {
  /// Nothing on any node.
  public var noLoad: [Double] { [Double](repeating: 0, count: 2 * nodes.count) }

  /// Of a force per volume [N/m³], given element by element at points (r, z) [m].
  public func load(bodyForce: (_ element: Int, _ point: SIMD2<Double>) -> SIMD2<Double>) -> [Double] {
    var load = noLoad
    for (index, element) in elements.enumerated() {
      for point in element.shape.gaussPoints {
        let place = Place(element: index, coordinates: point.place)
        let at = gradients(element, at: point.place)
        add(point.weight * at.area * at.r * bodyForce(index, self.point(place)), at: place, to: &load)
      }
    }
    return load
  }

  /// Adds a force per radian [N] that acts at a place.
  public func add(_ force: SIMD2<Double>, at place: Place, to load: inout [Double]) {
    let element = elements[place.element]
    for (node, value) in zip(element.nodes, element.shape.values(at: place.coordinates)) {
      load[2 * node] += value * force.x
      load[2 * node + 1] += value * force.y
    }
  }

  /// Of a strain that would cost no stress (rr, phi phi, zz, 2 rz): thermal expansion, shrinking.
  public func load(initialStrain: (_ element: Int, _ point: SIMD2<Double>) -> SIMD4<Double>) -> [Double] {
    var load = noLoad
    for (index, element) in elements.enumerated() {
      for point in element.shape.gaussPoints {
        let at = gradients(element, at: point.place)
        let strain = initialStrain(index, self.point(Place(element: index, coordinates: point.place)))
        let stress = (point.weight * at.area * at.r) * materials[element.material].stress(of: strain)
        for (k, node) in element.nodes.enumerated() {
          let g = at.of[k]
          load[2 * node] += g.x * stress.radial + at.values[k] / at.r * stress.hoop + g.y * stress.shear
          load[2 * node + 1] += g.y * stress.axial + g.x * stress.shear
        }
      }
    }
    return load
  }

  /// A side of an element.
  public struct Side: Sendable, Hashable {
    public var element, side: Int
  }

  /// Sides whose three nodes are all among some.
  public func sides(where isOn: (SIMD2<Double>) -> Bool, of candidates: some Sequence<Int>) -> [Side] {
    candidates.flatMap { index in
      let element = elements[index]
      return (0..<element.shape.cornerCount).filter { side in
        let ends = element.shape.nodes(ofSide: side)
        return [ends.start, ends.middle, ends.end].allSatisfy { isOn(nodes[element.nodes[$0]]) }
      }.map { Side(element: index, side: $0) }
    }
  }

  /// Of a traction (r, z) [Pa] on sides, at points (r, z) [m].
  public func load(on sides: [Side], traction: (_ point: SIMD2<Double>) -> SIMD2<Double>) -> [Double] {
    var load = noLoad
    let (points, weights) = ([-(0.6.squareRoot()), 0, 0.6.squareRoot()], [5.0 / 9, 8.0 / 9, 5.0 / 9])
    for side in sides {
      let element = elements[side.element]
      let local = element.shape.nodes(ofSide: side.side)
      let own = [element.nodes[local.start], element.nodes[local.middle], element.nodes[local.end]]
      let (a, b) = (nodes[own[0]], nodes[own[2]])
      let half = 0.5 * ((b - a) * (b - a)).sum().squareRoot()
      for (x, weight) in zip(points, weights) {
        let point = 0.5 * ((1 - x) * a + (1 + x) * b)
        let force = weight * half * point.x * traction(point)
        for (node, value) in zip(own, [0.5 * x * (x - 1), 1 - x * x, 0.5 * x * (x + 1)]) {
          load[2 * node] += value * force.x
          load[2 * node + 1] += value * force.y
        }
      }
    }
    return load
  }

  /// The energy of displacements under a load, `f' u / 2` per radian [J].
  public func energy(of displacements: [Double], under load: [Double]) -> Double {
    0.5 * zip(displacements, load).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// `∫ f r dr dz` over an element, of a function of the shape functions' values at a point [m³].
  public func integral(over element: Int, _ value: (_ shape: [Double]) -> Double) -> Double {
    elements[element].shape.gaussPoints.reduce(0) { sum, point in
      let at = gradients(elements[element], at: point.place)
      return sum + point.weight * at.area * at.r * value(at.values)
    }
  }
}
