/// One displacement of a node.
public struct NodeDirection: Sendable, Hashable {
  public enum Direction: Int, Sendable, Hashable { case radial, axial }

  public var node: Int
  public var direction: Direction

  public init(node: Int, direction: Direction) { (self.node, self.direction) = (node, direction) }

  /// Place among all displacements.
  var index: Int { 2 * node + direction.rawValue }
}

/// Two displacements of one direction that differ by a fixed jump: `u(second) = u(first) + jump` [m].
///
/// Both directions of the nodes on an interface make a bond; that along its normal alone a contact without friction, in which nothing
/// opens. A jump across a shrink fit is its interference.
public struct Tie: Sendable, Hashable {
  public var first, second: NodeDirection
  public var jump: Double

  public init(_ first: NodeDirection, _ second: NodeDirection, jump: Double = 0) {
    (self.first, self.second, self.jump) = (first, second, jump)
  }
}

/// The displacements that are left when ties and supports are taken out.
struct TiedUnknowns {
  /// Of each displacement, r and z of every node in turn: its unknown, -1 where it is held.
  private(set) var unknowns: [Int]
  /// What it has besides [m].
  private(set) var offsets: [Double]
  private(set) var count: Int

  /// Displacements on the axis have no radial part, `fixed` ones none at all.
  init(_ mesh: ElasticMesh, ties: [Tie], fixed: [NodeDirection]) {
    let total = 2 * mesh.nodes.count
    // A forest: the value of a displacement is that of its root and an offset.
    var (parents, offsets) = (Array(0..<total), [Double](repeating: 0, count: total))
    func root(_ index: Int) -> (root: Int, offset: Double) {
      var (node, offset) = (index, 0.0)
      while parents[node] != node {
        offset += offsets[node]
        node = parents[node]
      }
      return (node, offset)
    }
    for tie in ties {
      let (a, b) = (root(tie.first.index), root(tie.second.index))
      guard a.root != b.root else { continue }
      parents[b.root] = a.root
      offsets[b.root] = a.offset + tie.jump - b.offset
    }
    var held = [Double?](repeating: nil, count: total)
    let onAxis = mesh.nodes.indices.filter { mesh.nodes[$0].x == 0 }.map { NodeDirection(node: $0, direction: .radial) }
    for displacement in onAxis + fixed {
      let (root, offset) = root(displacement.index)
      held[root] = -offset
    }
    var numbers = [Int](repeating: -1, count: total)
    var count = 0
    for index in 0..<total where parents[index] == index && held[index] == nil {
      numbers[index] = count
      count += 1
    }
    let roots = (0..<total).map(root)
    unknowns = roots.map { numbers[$0.root] }
    self.offsets = roots.map { $0.offset + (held[$0.root] ?? 0) }
    self.count = count
  }

  mutating func renumber(_ places: [Int]) { unknowns = unknowns.map { $0 < 0 ? $0 : places[$0] } }
}
