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
  private let materials: [ElasticMaterial]
  /// r of each site [m].
  private let radii: [Double]
  /// Of each site the nodes around are `starts[site]..<starts[site + 1]`, with what their displacements weigh in derivatives by r and z.
  private let starts: [Int]
  private let nodes: [Int32]
  private let weights: [SIMD2<Double>]

  /// - Parameters:
  ///   - mesh: of all bodies.
  ///   - isWanted: where stress is asked for; everywhere by default.
  public init(_ mesh: ElasticMesh, where isWanted: (SIMD2<Double>) -> Bool = { _ in true }) {
    var sites: [Site] = []
    var (starts, nodes, weights) = ([0], [Int32](), [SIMD2<Double>]())
    // Where a node stands in the list of the site at hand.
    var places = [Int](repeating: -1, count: mesh.nodes.count)
    for index in mesh.materials.indices {
      let elements = mesh.elements.indices.filter { mesh.elements[$0].material == index }
      let recovery = GradientRecovery(mesh, elements: elements, where: isWanted)
      for (node, terms) in recovery.terms.sorted(by: { $0.key < $1.key }) {
        sites.append(Site(node: node, material: index))
        let start = nodes.count
        for term in terms {
          if places[term.node] >= start {
            weights[places[term.node]] += term.weight
          } else {
            places[term.node] = nodes.count
            nodes.append(Int32(term.node))
            weights.append(term.weight)
          }
        }
        starts.append(nodes.count)
      }
    }
    radii = sites.map { mesh.nodes[$0.node].x }
    materials = mesh.materials
    (self.sites, self.starts, self.nodes, self.weights) = (sites, starts, nodes, weights)
  }

  /// Stress at every site of displacements [m], r and z of every node in turn; without that of an initial strain.
  public func stress(of displacements: [Double]) -> [Stress] {
    sites.indices.map { stress(at: $0, of: displacements) }
  }

  /// Stress at one site.
  public func stress(at site: Int, of displacements: [Double]) -> Stress {
    var (radial, axial) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
    for k in starts[site]..<starts[site + 1] {
      let node = 2 * Int(nodes[k])
      radial += displacements[node] * weights[k]
      axial += displacements[node + 1] * weights[k]
    }
    // On the axis the strain along phi is that along r.
    let hoop = radii[site] > 0 ? displacements[2 * sites[site].node] / radii[site] : radial.x
    return materials[sites[site].material].stress(of: SIMD4(radial.x, hoop, axial.y, radial.y + axial.x))
  }

  /// What displacements of nodes along r and z weigh in one component of the stress at a site [Pa/m].
  func terms(at site: Int, component: Int) -> [GradientRecovery.Term] {
    let material = materials[sites[site].material]
    func share(_ strain: SIMD4<Double>) -> Double { material.stress(of: strain).components[component] }
    let (rr, pp) = (share(SIMD4(1, 0, 0, 0)), share(SIMD4(0, 1, 0, 0)))
    let (zz, rz) = (share(SIMD4(0, 0, 1, 0)), share(SIMD4(0, 0, 0, 1)))
    let radius = radii[site]
    // On the axis the strain along phi is that along r.
    let radial = radius > 0 ? rr : rr + pp
    var terms = (starts[site]..<starts[site + 1]).map { k -> GradientRecovery.Term in
      let w = weights[k]
      return .init(node: Int(nodes[k]), weight: SIMD2(radial * w.x + rz * w.y, zz * w.y + rz * w.x))
    }
    if radius > 0 { terms.append(.init(node: sites[site].node, weight: SIMD2(pp / radius, 0))) }
    return terms
  }

  /// One component of it: radial, hoop, axial, shear from 0 on.
  public func component(_ component: Int, at site: Int, of displacements: [Double]) -> Double {
    stress(at: site, of: displacements).components[component]
  }
}
