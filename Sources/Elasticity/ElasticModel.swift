import LinearAlgebra

/// The stiffness of a mesh with its bonds, contacts and supports, factorised once for every load.
///
/// `K u = f` with `K = ∫ B' D B r dr dz`, B the strain (rr, phi phi, zz, 2 rz) of a displacement and D the material. O. C. Zienkiewicz and
/// R. L. Taylor, The Finite Element Method, vol. 1.
public struct ElasticModel: ~Copyable {
  public let mesh: ElasticMesh
  private let unknowns: TiedUnknowns
  private var factor: BandedCholesky
  /// What the jumps of the ties do, as a load of the unknowns.
  private let jumpLoad: [Double]

  /// - Parameters:
  ///   - mesh: of all bodies.
  ///   - ties: between displacements of different nodes.
  ///   - fixed: displacements that are 0. Each part that is not on another needs one along z; radial ones on the axis are 0 by themselves.
  /// - Throws: `ElasticityError.movable` where some part can move without a strain, or for an element without an area.
  public init(_ mesh: ElasticMesh, ties: [Tie] = [], fixed: [NodeDirection]) throws(ElasticityError) {
    var unknowns = TiedUnknowns(mesh, ties: ties, fixed: fixed)
    let elementUnknowns = mesh.elements.map { element in
      // Nodes that are tied share unknowns; sorting is quicker than hashing a dozen numbers.
      let own = element.nodes.flatMap { [unknowns.unknowns[2 * $0], unknowns.unknowns[2 * $0 + 1]] }.sorted()
      return own.indices.compactMap { own[$0] >= 0 && ($0 == 0 || own[$0] != own[$0 - 1]) ? own[$0] : nil }
    }
    unknowns.renumber(UnknownOrder.places(count: unknowns.count, elements: elementUnknowns))
    var bandwidth = 0
    for element in mesh.elements {
      let own = element.nodes.flatMap { [unknowns.unknowns[2 * $0], unknowns.unknowns[2 * $0 + 1]] }.filter { $0 >= 0 }
      bandwidth = max(bandwidth, (own.max() ?? 0) - (own.min() ?? 0))
    }
    var factor = BandedCholesky(order: unknowns.count, bandwidth: bandwidth)
    var jumpLoad = [Double](repeating: 0, count: unknowns.count)
    var stiffness = ElementStiffness()
    for (index, element) in mesh.elements.enumerated() {
      guard stiffness.compute(element, of: mesh) else { throw .movable("element \(index) has no area") }
      let places = element.nodes.flatMap { [2 * $0, 2 * $0 + 1] }
      for (a, row) in places.enumerated() {
        let i = unknowns.unknowns[row]
        guard i >= 0 else { continue }
        for (b, column) in places.enumerated() {
          let value = stiffness[a, b]
          let j = unknowns.unknowns[column]
          if j >= 0, i >= j { factor.add(value, row: i, column: j) }
          jumpLoad[i] -= value * unknowns.offsets[column]
        }
      }
    }
    do { try factor.factor() } catch { throw .movable("\(error)") }
    self.mesh = mesh
    self.unknowns = unknowns
    self.jumpLoad = jumpLoad
    self.factor = factor
  }

  public var unknownCount: Int { unknowns.count }

  /// Displacements under loads: r and z of every node in turn [m].
  ///
  /// - Parameters:
  ///   - loads: forces on the nodes per radian, likewise in turn [N].
  ///   - withJumps: whether the ties jump.
  public func displacements(of loads: [[Double]], withJumps: Bool = false) throws(ElasticityError) -> [[Double]] {
    guard !loads.isEmpty else { return [] }
    var right = Matrix(rows: unknowns.count, columns: loads.count)
    for (column, load) in loads.enumerated() {
      precondition(load.count == unknowns.unknowns.count, "a load of \(load.count) for \(mesh.nodes.count) nodes")
      let base = column * right.rows
      for (place, unknown) in unknowns.unknowns.enumerated() where unknown >= 0 {
        right.elements[base + unknown] += load[place]
      }
      if withJumps { for (unknown, value) in jumpLoad.enumerated() { right.elements[base + unknown] += value } }
    }
    do { try factor.solveTogether(&right) } catch { throw .movable("\(error)") }
    return loads.indices.map { column in
      unknowns.unknowns.indices.map { place in
        let unknown = unknowns.unknowns[place]
        return (unknown < 0 ? 0 : right.elements[column * right.rows + unknown])
          + (withJumps ? unknowns.offsets[place] : 0)
      }
    }
  }

  public func displacements(of load: [Double], withJumps: Bool = false) throws(ElasticityError) -> [Double] {
    try displacements(of: [load], withJumps: withJumps)[0]
  }

  /// Forces on the nodes per radian [N] that hold displacements, without any load: less the load it is what supports and bonds take.
  public func forces(holding displacements: [Double]) -> [Double] {
    var forces = [Double](repeating: 0, count: displacements.count)
    var stiffness = ElementStiffness()
    for element in mesh.elements where stiffness.compute(element, of: mesh) {
      let places = element.nodes.flatMap { [2 * $0, 2 * $0 + 1] }
      for (a, row) in places.enumerated() {
        for (b, column) in places.enumerated() { forces[row] += stiffness[a, b] * displacements[column] }
      }
    }
    return forces
  }
}

/// The stiffness of one element in storage that serves all.
struct ElementStiffness {
  private var values = [Double](repeating: 0, count: 18 * 18)
  private var gradients = [SIMD2<Double>](repeating: .zero, count: 9)
  private var shares = [Double](repeating: 0, count: 9)

  /// Rows and columns are r and z of each node in turn.
  subscript(row: Int, column: Int) -> Double { values[18 * row + column] }

  /// - Returns: false for an element without an area somewhere.
  mutating func compute(_ element: ElasticMesh.Element, of mesh: ElasticMesh) -> Bool {
    let material = mesh.materials[element.material]
    let count = element.shape.nodeCount
    for k in values.indices { values[k] = 0 }
    for point in element.shape.gaussPoints {
      let at = mesh.gradients(element, at: point.place)
      guard at.area > 0, at.r > 0 else { return false }
      let weight = point.weight * at.area * at.r
      let (rr, rp, rz) = (weight * material.rr, weight * material.rp, weight * material.rz)
      let (zz, shear) = (weight * material.zz, weight * material.shear)
      for a in 0..<count {
        let (g, h) = (at.of[a], at.values[a] / at.r)
        let (radial, hoop, axial) = (rr * g.x + rp * h, rp * g.x + rr * h, rz * (g.x + h))
        for b in 0..<count {
          let (d, e) = (at.of[b], at.values[b] / at.r)
          let base = 36 * a + 2 * b
          values[base] += radial * d.x + hoop * e + shear * g.y * d.y
          values[base + 1] += axial * d.y + shear * g.y * d.x
          values[base + 18] += rz * g.y * (d.x + e) + shear * g.x * d.y
          values[base + 19] += zz * g.y * d.y + shear * g.x * d.x
        }
      }
    }
    return true
  }
}
