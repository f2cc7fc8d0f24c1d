/// One component of the stress at some sites as sums over displacements, for many displacements.
public struct StressRows: Sendable {
  /// Of the recovery.
  public let sites: [Int]
  /// Of each site its places in the displacements are `starts[k]..<starts[k + 1]`, in pairs of r and z.
  private let starts: [Int]
  private let nodes: [Int32]
  private let weights: [SIMD2<Double>]

  /// - Parameters:
  ///   - component: radial, hoop, axial, shear from 0 on.
  ///   - sites: of the recovery.
  public init(_ recovery: StressRecovery, component: Int, sites: [Int]) {
    var (starts, nodes, weights) = ([0], [Int32](), [SIMD2<Double>]())
    for site in sites {
      for term in recovery.terms(at: site, component: component) {
        nodes.append(Int32(term.node))
        weights.append(term.weight)
      }
      starts.append(nodes.count)
    }
    (self.sites, self.starts, self.nodes, self.weights) = (sites, starts, nodes, weights)
  }

  /// The component at each site [Pa] of displacements [m], r and z of every node in turn.
  public func values(of displacements: [Double]) -> [Double] {
    sites.indices.map { k in
      var sum = SIMD2<Double>.zero
      for term in starts[k]..<starts[k + 1] {
        let node = 2 * Int(nodes[term])
        sum += weights[term] * SIMD2(displacements[node], displacements[node + 1])
      }
      return sum.sum()
    }
  }
}
