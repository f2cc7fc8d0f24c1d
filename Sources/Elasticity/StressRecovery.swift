/// Stress at the nodes of each body: from derivatives of the displacement recovered there, and `u_r / r` of the node itself.
///
/// Where bodies share a node each keeps its own stress, for what is along an interface jumps there.
public struct StressRecovery: Sendable {
  /// The stress of one body at one node.
  public struct Site: Sendable, Hashable {
    public var node: Int
    public var material: Int

    public init(node: Int, material: Int) { (self.node, self.material) = (node, material) }
  }

  public let sites: [Site]
  /// Rows are radial, hoop, axial and shear of each site in turn; columns displacements.
  private let starts: [Int]
  private let columns: [Int32]
  private let values: [Double]

  public init(_ mesh: ElasticMesh) {
    var sites: [Site] = []
    var (starts, columns, values) = ([0], [Int32](), [Double]())
    for (index, material) in mesh.materials.enumerated() {
      let elements = mesh.elements.indices.filter { mesh.elements[$0].material == index }
      let recovery = GradientRecovery(mesh, elements: elements)
      for (node, terms) in recovery.terms.sorted(by: { $0.key < $1.key }) {
        sites.append(Site(node: node, material: index))
        let r = mesh.nodes[node].x
        // Stress of a unit displacement of each node around, along r and along z.
        var shares: [Int: (radial: SIMD4<Double>, axial: SIMD4<Double>)] = [:]
        for term in terms {
          let weight = term.weight
          // On the axis the strain along phi is that along r.
          let first = material.stress(of: SIMD4(weight.x, r == 0 ? weight.x : 0, 0, weight.y)).components
          let second = material.stress(of: SIMD4(0, 0, weight.y, weight.x)).components
          let before = shares[term.node] ?? (.zero, .zero)
          shares[term.node] = (before.radial + first, before.axial + second)
        }
        if r > 0 {
          let hoop = material.stress(of: SIMD4(0, 1 / r, 0, 0)).components
          let before = shares[node] ?? (.zero, .zero)
          shares[node] = (before.radial + hoop, before.axial)
        }
        let sorted = shares.sorted { $0.key < $1.key }
        for component in 0..<4 {
          for (other, share) in sorted {
            for (direction, value) in [share.radial[component], share.axial[component]].enumerated() where value != 0 {
              columns.append(Int32(2 * other + direction))
              values.append(value)
            }
          }
          starts.append(columns.count)
        }
      }
    }
    (self.sites, self.starts, self.columns, self.values) = (sites, starts, columns, values)
  }

  /// Stress at every site of displacements [m], r and z of every node in turn; without that of an initial strain.
  public func stress(of displacements: [Double]) -> [Stress] {
    sites.indices.map { site in
      Stress(
        radial: component(0, at: site, of: displacements), hoop: component(1, at: site, of: displacements),
        axial: component(2, at: site, of: displacements), shear: component(3, at: site, of: displacements))
    }
  }

  /// One component of it at one site: radial, hoop, axial, shear from 0 on.
  public func component(_ component: Int, at site: Int, of displacements: [Double]) -> Double {
    let row = 4 * site + component
    var sum = 0.0
    for k in starts[row]..<starts[row + 1] { sum += values[k] * displacements[Int(columns[k])] }
    return sum
  }
}
