public import Meshing

/// Lowest-order edge (Nédélec) space on a mesh, H-phi form: which degrees of freedom the circulations `u = ∫H·dl` [A] have.
///
///     u = P U + g Ha
///
/// An edge inside a bulk keeps its own unknown. Every edge that touches air is a difference of a scalar potential,
/// `u = phi(head) - phi(tail)`, so that air carries no current at all. On the far boundary `phi = Ha z`. Around a ring the
/// potential is not single-valued: it jumps by the ring's net current, an unknown of its own, across a cut (`RingCuts`).
public struct EdgeSpace: Sendable {
  public let mesh: Mesh
  /// End nodes of each edge; an edge points from its lower to its higher node number. The only place that decides signs.
  public let tails: [Int32]
  public let heads: [Int32]
  /// The edges around each cell, counter-clockwise from its first corner; a triangle has -1 as its fourth.
  public let cellEdges: [SIMD4<Int32>]
  /// +1 where the edge points counter-clockwise around the cell, -1 where not.
  public let cellSigns: [SIMD4<Double>]
  public let map: EdgeMap

  public init(mesh: Mesh, formulation: Formulation = .hPhi) {
    self.mesh = mesh
    // Edges found so far hang as a chain on their lower node: no dictionary, one pass.
    var firstEdge = [Int32](repeating: -1, count: mesh.nodes.count)
    var nextEdge: [Int32] = []
    var tails: [Int32] = []
    var heads: [Int32] = []
    var cellEdges: [SIMD4<Int32>] = []
    var cellSigns: [SIMD4<Double>] = []
    cellEdges.reserveCapacity(mesh.cells.count)
    cellSigns.reserveCapacity(mesh.cells.count)
    for cell in mesh.cells.indices {
      let corners = mesh.cells[cell]
      let count = mesh.cornerCount(of: cell)
      var edges = SIMD4<Int32>(repeating: -1)
      var signs = SIMD4<Double>(repeating: 0)
      for k in 0..<count {
        let (a, b) = (corners[k], corners[(k + 1) % count])
        let (tail, head) = (min(a, b), max(a, b))
        var edge = firstEdge[Int(tail)]
        while edge >= 0, heads[Int(edge)] != head { edge = nextEdge[Int(edge)] }
        if edge < 0 {
          edge = Int32(tails.count)
          tails.append(tail)
          heads.append(head)
          nextEdge.append(firstEdge[Int(tail)])
          firstEdge[Int(tail)] = edge
        }
        edges[k] = edge
        signs[k] = a == tail ? 1 : -1
      }
      cellEdges.append(edges)
      cellSigns.append(signs)
    }
    self.tails = tails
    self.heads = heads
    self.cellEdges = cellEdges
    self.cellSigns = cellSigns
    let splits = mesh.hangingNodes.map { hanging in
      func edge(_ a: Int32, _ b: Int32) -> Int32 {
        let (tail, head) = (min(a, b), max(a, b))
        var edge = firstEdge[Int(tail)]
        while edge >= 0, heads[Int(edge)] != head { edge = nextEdge[Int(edge)] }
        precondition(edge >= 0, "node \(hanging.node) hangs on an edge that no cell has")
        return edge
      }
      let (tail, head) = (min(hanging.ends.x, hanging.ends.y), max(hanging.ends.x, hanging.ends.y))
      return SplitEdge(
        parent: edge(tail, head), middle: hanging.node,
        halves: SIMD2(edge(tail, hanging.node), edge(hanging.node, head)),
        signs: SIMD2(tail < hanging.node ? 1 : -1, hanging.node < head ? 1 : -1))
    }
    map = EdgeMap(
      mesh: mesh, formulation: formulation, tails: tails, heads: heads, cellEdges: cellEdges, cellSigns: cellSigns,
      splits: splits)
  }

  public var edgeCount: Int { tails.count }

  /// The field of a vector of circulations at the centre of a cell: (Hr, Hz) [A/m].
  public func fieldAtCentre(ofCell cell: Int, circulations u: [Double]) -> SIMD2<Double> {
    centreWeights(ofCell: cell).reduce(into: SIMD2<Double>()) { $0 += $1.weight * u[$1.edge] }
  }

  /// How each edge contributes to (Hr, Hz) at the centre of a cell [1/m].
  public func centreWeights(ofCell cell: Int) -> [(edge: Int, weight: SIMD2<Double>)] {
    let edges = cellEdges[cell]
    let functions: [4 of SIMD2<Double>]
    switch CellShape(mesh, cell: cell) {
    case .rectangle:
      // The mean of the two parallel edges.
      return (0..<4).map { k in
        let edge = Int(edges[k])
        let along = mesh.nodes[Int(heads[edge])] - mesh.nodes[Int(tails[edge])]
        let lengthSquared = (along * along).sum()
        return (edge, 0.5 * along / lengthSquared)
      }
    case .triangle(let triangle): functions = triangle.functions(at: SIMD3(repeating: 1.0 / 3))
    case .quadrilateral(let quadrilateral): functions = quadrilateral.functions(at: 0.5, 0.5).functions
    }
    return (0..<mesh.cornerCount(of: cell)).map { k in (Int(edges[k]), cellSigns[cell][k] * functions[k]) }
  }

  /// The mean current density of a cell, as a combination of circulations [1/m²]: `J = -(circulation)/area`,
  /// the minus because a counter-clockwise turn in the r-z plane points along -phi.
  public func curlWeights(ofCell cell: Int) -> [(edge: Int, weight: Double)] {
    let area = mesh.signedArea(of: cell)
    return (0..<mesh.cornerCount(of: cell)).map { k in
      (Int(cellEdges[cell][k]), -cellSigns[cell][k] / area)
    }
  }
}
