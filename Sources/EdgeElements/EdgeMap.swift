internal import Meshing

/// What the edges of the air are.
public enum Formulation: Sendable, Equatable {
  /// Potential differences: no current in the air, exactly.
  case hPhi
  /// Unknowns of their own, as inside a bulk: the air needs a resistivity.
  case h
}

/// The sparse map `u = P U + g Ha` from unknowns to edge circulations.
public struct EdgeMap: Sendable {
  /// Number of unknowns U; the last `ringCount` of them are the net currents of rings [A].
  public let unknownCount: Int
  public let ringCount: Int
  /// Row of P for edge `e`: entries `starts[e]..<starts[e + 1]`.
  public let starts: [Int32]
  public let unknowns: [Int32]
  public let coefficients: [Double]
  /// g [m]: circulation per unit applied field, from the prescribed potential.
  public let applied: [Double]

  /// Unknowns are numbered along the mesh's node numbering, so that a well-numbered mesh gives a narrow band.
  ///
  /// An edge that is half of a larger cell's side has half that side's row; a node that hangs on such a side in air has the
  /// mean potential of its ends.
  init(
    mesh: Mesh, formulation: Formulation, tails: [Int32], heads: [Int32], cellEdges: [SIMD4<Int32>],
    cellSigns: [SIMD4<Double>], splits: [SplitEdge]
  ) {
    let edgeCount = tails.count
    var touchesAir = [Bool](repeating: false, count: edgeCount)
    for (cell, edges) in cellEdges.enumerated() where formulation == .hPhi && mesh.cellRegions[cell] == Mesh.air {
      for k in 0..<4 where edges[k] >= 0 { touchesAir[Int(edges[k])] = true }
    }
    var splitOfHalf = [Int32](repeating: -1, count: splits.isEmpty ? 0 : edgeCount)
    var splitAtNode = [Int32](repeating: -1, count: splits.isEmpty ? 0 : mesh.nodes.count)
    for (index, split) in splits.enumerated() {
      splitAtNode[Int(split.middle)] = Int32(index)
      let edges = [Int(split.parent), Int(split.halves[0]), Int(split.halves[1])]
      let touches = edges.contains { touchesAir[$0] }
      for edge in edges { touchesAir[edge] = touches }
      for edge in edges.dropFirst() { splitOfHalf[edge] = Int32(index) }
    }
    func split(ofHalf edge: Int) -> SplitEdge? {
      splits.isEmpty || splitOfHalf[edge] < 0 ? nil : splits[Int(splitOfHalf[edge])]
    }
    let prescribed = Self.outline(of: mesh, tails: tails, heads: heads, cellEdges: cellEdges, splits: splits)
    // An edge of a bulk on the boundary exists on a mirror plane only: there Hr = 0, the same as a constant potential.
    let own = (0..<edgeCount).map { edge in
      !touchesAir[edge] && !(prescribed[Int(tails[edge])] && prescribed[Int(heads[edge])])
    }
    var nodeIsFree = [Bool](repeating: false, count: mesh.nodes.count)
    func free(_ node: Int) {
      if prescribed[node] { return }
      guard !splits.isEmpty, splitAtNode[node] >= 0 else {
        nodeIsFree[node] = true
        return
      }
      let parent = Int(splits[Int(splitAtNode[node])].parent)
      for end in [tails[parent], heads[parent]] { free(Int(end)) }
    }
    var ownAtTail = [[Int32]](repeating: [], count: mesh.nodes.count)
    for edge in 0..<edgeCount where split(ofHalf: edge) == nil {
      if own[edge] {
        ownAtTail[Int(tails[edge])].append(Int32(edge))
      } else {
        for node in [Int(tails[edge]), Int(heads[edge])] { free(node) }
      }
    }
    var count: Int32 = 0
    var unknownOfNode = [Int32](repeating: -1, count: mesh.nodes.count)
    var unknownOfEdge = [Int32](repeating: -1, count: edgeCount)
    for node in mesh.nodes.indices {
      if nodeIsFree[node] {
        unknownOfNode[node] = count
        count += 1
      }
      for edge in ownAtTail[node] {
        unknownOfEdge[Int(edge)] = count
        count += 1
      }
    }
    let cuts =
      formulation == .hPhi
      ? RingCuts.cuts(mesh: mesh, cellEdges: cellEdges, cellSigns: cellSigns, edgeCount: edgeCount, splits: splits)
      : []
    var jumps: [Int: [(ring: Int32, sign: Double)]] = [:]
    for (ring, cut) in cuts.enumerated() {
      for crossing in cut {
        jumps[crossing.edge, default: []].append((Int32(ring), crossing.sign))
        // A cut crosses halves, and with them the whole.
        if let split = split(ofHalf: crossing.edge) {
          let sign = crossing.sign * split.signs[Int(split.halves[0]) == crossing.edge ? 0 : 1]
          jumps[Int(split.parent), default: []].append((Int32(ring), sign))
        }
      }
    }
    func hangs(_ node: Int) -> Bool { !splits.isEmpty && splitAtNode[node] >= 0 }
    func potential(_ node: Int) -> MapRow {
      var row = MapRow()
      if prescribed[node] {
        row.applied = mesh.nodes[node].y
      } else if !hangs(node) {
        row.add(1, unknown: unknownOfNode[node])
      } else {
        // With jumps on the way, half the whole difference lies on either side of the node.
        let split = splits[Int(splitAtNode[node])]
        for end in [tails[Int(split.parent)], heads[Int(split.parent)]] { row.add(potential(Int(end)), times: 0.5) }
        for k in 0..<2 {
          for jump in jumps[Int(split.halves[k])] ?? [] {
            row.add((k == 0 ? -0.5 : 0.5) * split.signs[k] * jump.sign, unknown: count + jump.ring)
          }
        }
      }
      return row
    }
    func row(_ edge: Int) -> MapRow {
      var row = MapRow()
      if own[edge] {
        row.add(1, unknown: unknownOfEdge[edge])
      } else {
        row.add(potential(Int(heads[edge])), times: 1)
        row.add(potential(Int(tails[edge])), times: -1)
        for jump in jumps[edge] ?? [] { row.add(jump.sign, unknown: count + jump.ring) }
      }
      return row
    }
    var starts: [Int32] = [0]
    var unknowns: [Int32] = []
    var coefficients: [Double] = []
    var applied = [Double](repeating: 0, count: edgeCount)
    for edge in 0..<edgeCount {
      var entries = MapRow()
      if let split = split(ofHalf: edge) {
        entries.add(row(Int(split.parent)), times: 0.5 * split.signs[Int(split.halves[0]) == edge ? 0 : 1])
      } else if own[edge] || hangs(Int(heads[edge])) || hangs(Int(tails[edge])) {
        entries = row(edge)
      } else {
        // Most edges of most meshes, without a row of their own to be put together first.
        for (node, sign) in [(Int(heads[edge]), 1.0), (Int(tails[edge]), -1.0)] {
          if prescribed[node] {
            applied[edge] += sign * mesh.nodes[node].y
          } else {
            unknowns.append(unknownOfNode[node])
            coefficients.append(sign)
          }
        }
        for jump in jumps[edge] ?? [] {
          unknowns.append(count + jump.ring)
          coefficients.append(jump.sign)
        }
        starts.append(Int32(unknowns.count))
        continue
      }
      for entry in entries.entries where entry.coefficient != 0 {
        unknowns.append(entry.unknown)
        coefficients.append(entry.coefficient)
      }
      applied[edge] = entries.applied
      starts.append(Int32(unknowns.count))
    }
    ringCount = cuts.count
    unknownCount = Int(count) + cuts.count
    self.starts = starts
    self.unknowns = unknowns
    self.coefficients = coefficients
    self.applied = applied
  }

  /// Nodes where `phi = Ha z` is prescribed: the outline of the meshed region but for the axis.
  private static func outline(
    of mesh: Mesh, tails: [Int32], heads: [Int32], cellEdges: [SIMD4<Int32>], splits: [SplitEdge]
  ) -> [Bool] {
    var cellCounts = [Int](repeating: 0, count: tails.count)
    for edges in cellEdges {
      for k in 0..<4 where edges[k] >= 0 { cellCounts[Int(edges[k])] += 1 }
    }
    for split in splits {
      for edge in [split.parent, split.halves[0], split.halves[1]] { cellCounts[Int(edge)] = 2 }
    }
    var isOnOutline = [Bool](repeating: false, count: mesh.nodes.count)
    for edge in tails.indices where cellCounts[edge] == 1 {
      let ends = [Int(tails[edge]), Int(heads[edge])]
      guard ends.contains(where: { mesh.nodes[$0].x != 0 }) else { continue }
      for node in ends { isOnOutline[node] = true }
    }
    return isOnOutline
  }

  /// The entries of P in the row of an edge.
  @inline(__always)
  public func forEachEntry(ofEdge edge: Int, _ body: (_ unknown: Int, _ coefficient: Double) -> Void) {
    for k in Int(starts[edge])..<Int(starts[edge + 1]) { body(Int(unknowns[k]), coefficients[k]) }
  }

  /// `u = P U + g Ha`, with `Ha` [A/m].
  public func circulations(unknowns values: [Double], appliedField: Double) -> [Double] {
    applied.indices.map { edge in
      var u = applied[edge] * appliedField
      forEachEntry(ofEdge: edge) { u += $1 * values[$0] }
      return u
    }
  }

  /// A linear functional of circulations, `c·u`, as one of the unknowns and a constant per unit Ha.
  public func pullBack(_ functional: [(edge: Int, weight: Double)]) -> LinearFunctional {
    var result = LinearFunctional()
    for (edge, weight) in functional {
      forEachEntry(ofEdge: edge) { result.add(weight * $1, to: $0) }
      result.perAppliedField += weight * applied[edge]
    }
    return result
  }
}

/// `c·U + c0 Ha`, sparse.
public struct LinearFunctional: Sendable {
  public private(set) var unknowns: [Int] = []
  public private(set) var weights: [Double] = []
  public var perAppliedField = 0.0

  mutating func add(_ weight: Double, to unknown: Int) {
    if let known = unknowns.firstIndex(of: unknown) {
      weights[known] += weight
    } else {
      unknowns.append(unknown)
      weights.append(weight)
    }
  }
}
