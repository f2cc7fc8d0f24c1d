/// Derivatives of a displacement at the nodes of a body, from a cubic fitted to its values at the nodes around each corner.
///
/// At the nodes of elements of second order displacements are of fourth order, so that a cubic through those of a patch has derivatives two
/// orders more exact than the elements' own: Z. Zhang and A. Naga, SIAM J. Sci. Comput. 26, 1192 (2005). At the axis a patch ends: a force
/// that does not vanish there, as that of Bean's currents, leaves displacements with a kink to the other side.
struct GradientRecovery {
  /// A share of the displacement of a node in a derivative [1/m].
  struct Term {
    var node: Int
    /// In the derivatives by r and by z.
    var weight: SIMD2<Double>
  }

  /// Of each node of the body.
  private(set) var terms: [Int: [Term]] = [:]

  /// - Parameters:
  ///   - elements: of one body.
  ///   - isWanted: where derivatives are asked for.
  init(_ mesh: ElasticMesh, elements: [Int], where isWanted: (SIMD2<Double>) -> Bool) {
    var elementsOfNode: [Int: [Int]] = [:]
    for index in elements {
      for node in mesh.elements[index].nodes { elementsOfNode[node, default: []].append(index) }
    }
    let corners = Set(elements.flatMap { mesh.elements[$0].nodes.prefix(mesh.elements[$0].shape.cornerCount) })
    let inner = corners.filter { Self.isInner(elementsOfNode[$0] ?? [], mesh) }
    // A corner on the outline sees too few elements: the nearest of those within that share one with it speaks for it. A patch along the
    // outline would be twice as long.
    var spokesmen = Dictionary(uniqueKeysWithValues: inner.map { ($0, $0) })
    func spokesman(of corner: Int) -> Int {
      if let known = spokesmen[corner] { return known }
      func distance(_ node: Int) -> Double {
        let offset = mesh.nodes[node] - mesh.nodes[corner]
        return (offset * offset).sum()
      }
      let near = Set((elementsOfNode[corner] ?? []).flatMap { mesh.elements[$0].nodes }).intersection(inner)
      let nearest = near.min { (distance($0), $0) < (distance($1), $1) } ?? corner
      spokesmen[corner] = nearest
      return nearest
    }
    // Which corners speak for a node: itself, or those of the side or the element in whose middle it is.
    var speakers: [Int: Set<Int>] = [:]
    for index in elements {
      let element = mesh.elements[index]
      let count = element.shape.cornerCount
      for (k, node) in element.nodes.enumerated() where isWanted(mesh.nodes[node]) {
        let corners = k < count ? [k] : k < 2 * count ? [k - count, (k - count + 1) % count] : Array(0..<count)
        speakers[node, default: []].formUnion(corners.map { spokesman(of: element.nodes[$0]) })
      }
    }
    var heard: [Int: [Int]] = [:]
    for (node, corners) in speakers { for corner in corners { heard[corner, default: []].append(node) } }
    for (corner, listeners) in heard.sorted(by: { $0.key < $1.key }) {
      let fit = PatchFit(mesh, around: corner, elementsOfNode)
      for node in listeners.sorted() {
        let share = 1 / Double(speakers[node]?.count ?? 1)
        terms[node, default: []] += fit.gradientWeights(at: mesh.nodes[node]).map {
          Term(node: $0.node, weight: share * $0.weight)
        }
      }
    }
  }

  /// Whether a corner is surrounded by elements of the body, about: by as many as meet within.
  private static func isInner(_ elements: [Int], _ mesh: ElasticMesh) -> Bool {
    let turn = elements.reduce(0.0) { $0 + (mesh.elements[$1].shape == .quadrilateral ? 0.25 : 1.0 / 6) }
    return turn > 0.6
  }
}

/// A polynomial fitted to values at the nodes of a patch by least squares.
private struct PatchFit {
  private let nodes: [Int]
  private let powers: [(Int, Int)]
  private let centre: SIMD2<Double>
  private let scale: SIMD2<Double>
  private let basis: [[Double]]
  private let factor: [Double]

  init(_ mesh: ElasticMesh, around corner: Int, _ elementsOfNode: [Int: [Int]]) {
    func nodes(_ elements: Set<Int>) -> Set<Int> { Set(elements.flatMap { mesh.elements[$0].nodes }) }
    var elements = Set(elementsOfNode[corner] ?? [])
    var patch = nodes(elements)
    // In a body of a single layer nobody is within: neighbours join in, once.
    if patch.count < 16 {
      for node in patch { elements.formUnion(elementsOfNode[node] ?? []) }
      patch = nodes(elements)
    }
    centre = mesh.nodes[corner]
    self.nodes = patch.sorted()
    let places = self.nodes.map { mesh.nodes[$0] }
    let middle = mesh.nodes[corner]
    let scale = places.reduce(SIMD2(repeating: Double.leastNormalMagnitude)) {
      pointwiseMax($0, pointwiseMax($1 - middle, middle - $1))
    }
    // No more powers than places along a direction can tell apart.
    func distinct(_ direction: Int) -> Int {
      let width = 1e-6 * scale[direction]
      let sorted = places.map { $0[direction] }.sorted()
      return 1 + zip(sorted, sorted.dropFirst()).count { $1 - $0 > width }
    }
    let (across, along) = (distinct(0), distinct(1))
    let powers = (0...3).flatMap { i in (0...(3 - i)).map { (i, $0) } }.filter { $0.0 < across && $0.1 < along }
    let basis = places.map { place in
      let local = (place - middle) / scale
      return powers.map { Self.power(local.x, $0.0) * Self.power(local.y, $0.1) }
    }
    let n = powers.count
    var normal = [Double](repeating: 0, count: n * n)
    for row in basis {
      for a in 0..<n { for b in 0...a { normal[a * n + b] += row[a] * row[b] } }
    }
    // Its Cholesky factor, in place.
    for a in 0..<n {
      for b in 0...a {
        var sum = normal[a * n + b]
        for k in 0..<b { sum -= normal[a * n + k] * normal[b * n + k] }
        normal[a * n + b] = a == b ? max(sum, 1e-14 * Double(basis.count)).squareRoot() : sum / normal[b * n + b]
      }
    }
    (self.scale, self.powers, self.basis, factor) = (scale, powers, basis, normal)
  }

  private static func power(_ x: Double, _ exponent: Int) -> Double {
    switch exponent {
    case 0: 1
    case 1: x
    case 2: x * x
    default: x * x * x
    }
  }

  private func solve(_ right: [Double]) -> [Double] {
    let n = powers.count
    var x = right
    for a in 0..<n {
      for k in 0..<a { x[a] -= factor[a * n + k] * x[k] }
      x[a] /= factor[a * n + a]
    }
    for a in (0..<n).reversed() {
      for k in (a + 1)..<max(n, a + 1) { x[a] -= factor[k * n + a] * x[k] }
      x[a] /= factor[a * n + a]
    }
    return x
  }

  /// What each node's displacements weigh in the derivatives at a point.
  func gradientWeights(at point: SIMD2<Double>) -> [GradientRecovery.Term] {
    let local = (point - centre) / scale
    let byR = solve(
      powers.map { $0.0 == 0 ? 0 : Double($0.0) * Self.power(local.x, $0.0 - 1) * Self.power(local.y, $0.1) / scale.x })
    let byZ = solve(
      powers.map { $0.1 == 0 ? 0 : Double($0.1) * Self.power(local.x, $0.0) * Self.power(local.y, $0.1 - 1) / scale.y })
    return nodes.indices.map { k in
      var weight = SIMD2<Double>.zero
      for (index, value) in basis[k].enumerated() { weight += value * SIMD2(byR[index], byZ[index]) }
      return .init(node: nodes[k], weight: weight)
    }
  }
}
