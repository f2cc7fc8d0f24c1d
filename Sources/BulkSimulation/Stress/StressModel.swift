import Elasticity
import Magnets
internal import Meshing
import RealModule
import Superconductors

/// The bodies of a case as an elastic mesh, factorised once, with the stress that assembly and cooling leave in them.
struct StressModel: ~Copyable {
  let bodies: StressBodies
  let model: ElasticModel
  /// Nodes and elements of each body.
  let parts: [ElasticMesh.Added]
  /// Of bulks first, then of supports.
  let recovery: StressRecovery
  /// The body that each site of the recovery belongs to.
  let bodyOfSite: [Int]
  /// Whether a site is near enough to a singular place to be left out of what is reported.
  let isNearSingular: [Bool]
  /// How far from singular places stresses are reported [m]; nil where there are none.
  let distance: Double?
  /// Displacements that assembly and cooling make, and the stress at each site.
  let startDisplacements: [Double]
  let startStress: [Stress]
  let holders: [Holder]
  /// Sites on both sides of each interface without friction.
  let slidingSites: [(interface: Int, site: Int)]

  /// What takes the axial force on the bodies of one part: the face against which they are pulled, evenly.
  struct Holder {
    var nodes: [Int]
    /// Loads of unit force per radian on the lowest and on the highest face.
    var lower, upper: [Double]
    /// A node of which displacements along z are counted from.
    var reference: Int
  }

  /// Of the distance within which stress is not reported, in the smaller thickness of the bodies that meet there: at least as far as the
  /// patches reach that have such a place among their nodes.
  private static let shareOfThickness = 0.4
  /// How many times as far away a place still counts as at the border of what is left out.
  private static let border = 2.5

  /// - Parameters:
  ///   - simulationCase: without findings, that computes stresses.
  ///   - division: how fine the elements are, each way.
  ///   - currentLines: radii and heights at which current cells end [m].
  ///   - focus: a place in a body [m], towards which the elements of all that it hangs together with become small; other bodies are then
  ///     of as few elements as there can be.
  ///   - isWanted: where stress is asked for.
  init(
    _ simulationCase: SimulationCase, division: Int, currentLines: (r: [Double], z: [Double]),
    focus: (place: SIMD2<Double>, body: Int)? = nil, where isWanted: (SIMD2<Double>) -> Bool = { _ in true }
  ) throws(ElasticityError) {
    let bodies = StressBodies(simulationCase)
    var mesh = ElasticMesh(materials: [])
    for body in bodies.bodies { mesh.materials.append(try ElasticMaterial(body.elastic)) }
    var parts = [ElasticMesh.Added](repeating: .init(nodes: 0..<0, elements: 0..<0), count: bodies.bodies.count)
    if let imported = simulationCase.importedMesh {
      for (index, body) in bodies.bodies.enumerated() {
        let region = Int32(imported.regionNames.firstIndex(of: body.shape.name) ?? 0)
        let own = (division > 1 ? imported.refined() : imported)
        let cells = own.cells.indices.filter { own.cellRegions[$0] == region }.map { cell in
          (0..<own.cornerCount(of: cell)).map { Int(own.cells[cell][$0]) }
        }
        parts[index] = mesh.addCells(cells, points: own.nodes, material: index)
      }
    } else {
      for assembly in bodies.assemblies {
        let isFocused = focus.map { assembly.contains($0.body) } ?? true
        let lines = StressLines(
          assembly.map { bodies.bodies[$0].shape }, division: isFocused ? division : 1, currentLines: currentLines,
          focus: isFocused ? focus.map { ($0.place, Self.fineness(simulationCase.accuracy)) } : nil)
        for index in assembly {
          let shape = bodies.bodies[index].shape
          parts[index] = mesh.addRectangle(
            r: lines.r.filter { (shape.innerRadius...shape.outerRadius).contains($0) },
            z: lines.z.filter { (shape.zMin...shape.zMax).contains($0) }, material: index)
        }
      }
    }
    let ties =
      simulationCase.importedMesh == nil ? Self.ties(bodies, mesh, parts) : Self.coincidentTies(mesh, parts)
    let holders = Self.holders(bodies, mesh, parts, ties)
    let model = try ElasticModel(
      mesh, ties: ties, fixed: holders.map { NodeDirection(node: $0.reference, direction: .axial) })
    let recovery = StressRecovery(mesh, where: isWanted)
    let singular = bodies.singularPlaces
    let temperatures = simulationCase.coolingTemperatures
    let strains = bodies.bodies.enumerated().map { index, body -> SIMD4<Double> in
      let temperature = temperatures.indices.contains(index) ? temperatures[index] : temperatures.first ?? 0
      let strain = -(body.elastic.contraction?.value(at: temperature) ?? 0)
      return SIMD4(strain, strain, strain, 0)
    }
    let load = mesh.load { element, _ in strains[mesh.elements[element].material] }
    var start = try model.displacements(of: load, withJumps: true)
    Self.settle(&start, holders)
    let shrinkage = zip(strains, mesh.materials).map { $1.stress(of: $0) }
    startStress = zip(recovery.stress(of: start), recovery.sites).map { $0 - shrinkage[$1.material] }
    startDisplacements = start
    isNearSingular = recovery.sites.map { site in
      singular.contains { place in
        let offset = mesh.nodes[site.node] - place.point
        return (offset * offset).sum().squareRoot() < Self.shareOfThickness * place.size
      }
    }
    distance = singular.map { Self.shareOfThickness * $0.size }.max()
    bodyOfSite = recovery.sites.map(\.material)
    slidingSites = Self.slidingSites(bodies, mesh, recovery)
    (self.bodies, self.parts, self.holders, self.recovery) = (bodies, parts, holders, recovery)
    self.model = model
  }

  var mesh: ElasticMesh { model.mesh }

  /// What a stress changes by from a site to the nearest one that is too near to a singular place: stress rises there, and which node is the
  /// last outside each mesh has its own answer to. 0 for a site away from there.
  func change(acrossBorderAt site: Int, _ stress: (Int) -> Double) -> Double {
    let place = mesh.nodes[recovery.sites[site].node]
    let isAtBorder = bodies.singularPlaces.contains { own in
      let (offset, reach) = (place - own.point, Self.border * Self.shareOfThickness * own.size)
      return (offset * offset).sum() < reach * reach
    }
    guard isAtBorder else { return 0 }
    var nearest: (site: Int, square: Double)?
    for other in isNearSingular.indices where isNearSingular[other] && bodyOfSite[other] == bodyOfSite[site] {
      let offset = mesh.nodes[recovery.sites[other].node] - place
      let square = (offset * offset).sum()
      if square < nearest?.square ?? .infinity { nearest = (other, square) }
    }
    return nearest.map { abs(stress($0.site) - stress(site)) } ?? 0
  }

  /// How large the finest elements and cells at a peak are for an accuracy, relative to those for 0.3 %: errors there are of first order.
  static func fineness(_ accuracy: Double) -> Double { min(1, max(0.1, accuracy / 0.003)) }

  /// How many times as many elements there are each way for an accuracy: two and three for 0.3 %, more where fields are asked for better.
  static func division(_ base: Int, _ accuracy: Double) -> Int {
    Int((Double(base) * max(1, min(3, (0.003 / accuracy).squareRoot().squareRoot()))).rounded())
  }

  /// Displacements under loads of currents [m], without those of assembly and cooling; the axial force on a part is taken by the face
  /// against which it is pulled.
  func displacements(of loads: [[Double]]) throws(ElasticityError) -> [[Double]] {
    var balanced = loads
    for index in balanced.indices {
      for holder in holders {
        let force = holder.nodes.reduce(0) { $0 + balanced[index][2 * $1 + 1] }
        let face = force < 0 ? holder.lower : holder.upper
        for node in holder.nodes { balanced[index][2 * node + 1] -= force * face[2 * node + 1] }
      }
    }
    var result = try model.displacements(of: balanced)
    for index in result.indices { Self.settle(&result[index], holders) }
    return result
  }

  /// Counts displacements along z from the reference of each part.
  private static func settle(_ displacements: inout [Double], _ holders: [Holder]) {
    for holder in holders {
      let lift = displacements[2 * holder.reference + 1]
      for node in holder.nodes { displacements[2 * node + 1] -= lift }
    }
  }

  /// Ties of all interfaces: nodes of both bodies at the same places.
  private static func ties(_ bodies: StressBodies, _ mesh: ElasticMesh, _ parts: [ElasticMesh.Added]) -> [Tie] {
    bodies.interfaces.flatMap { interface -> [Tie] in
      func nodes(_ body: Int) -> [Int] {
        parts[body].nodes.filter { isOn(interface, mesh.nodes[$0]) }.sorted {
          mesh.nodes[$0][1 - interface.direction] < mesh.nodes[$1][1 - interface.direction]
        }
      }
      let normal: NodeDirection.Direction = interface.direction == 0 ? .radial : .axial
      let along: NodeDirection.Direction = interface.direction == 0 ? .axial : .radial
      return zip(nodes(interface.first), nodes(interface.second)).flatMap { a, b in
        [Tie(.init(node: a, direction: normal), .init(node: b, direction: normal), jump: interface.jump)]
          + (interface.slides ? [] : [Tie(.init(node: a, direction: along), .init(node: b, direction: along))])
      }
    }
  }

  /// Bulks of an imported mesh that share nodes are one piece.
  private static func coincidentTies(_ mesh: ElasticMesh, _ parts: [ElasticMesh.Added]) -> [Tie] {
    var known: [SIMD2<Double>: Int] = [:]
    return parts.flatMap(\.nodes).flatMap { node -> [Tie] in
      guard let other = known[mesh.nodes[node]] else {
        known[mesh.nodes[node]] = node
        return []
      }
      return [NodeDirection.Direction.radial, .axial].map {
        Tie(.init(node: other, direction: $0), .init(node: node, direction: $0))
      }
    }
  }

  private static func isOn(_ interface: StressBodies.Interface, _ point: SIMD2<Double>) -> Bool {
    let along = point[1 - interface.direction]
    return abs(point[interface.direction] - interface.place) <= 2 * Support.slack
      && along >= interface.span.lowerBound - Support.slack && along <= interface.span.upperBound + Support.slack
  }

  /// Bodies that move along z together, with what holds them.
  private static func holders(
    _ bodies: StressBodies, _ mesh: ElasticMesh, _ parts: [ElasticMesh.Added], _ ties: [Tie]
  ) -> [Holder] {
    var labels = Array(bodies.bodies.indices)
    func body(_ node: Int) -> Int { parts.firstIndex { $0.nodes.contains(node) } ?? 0 }
    for tie in ties where tie.first.direction == .axial {
      let (a, b) = (labels[body(tie.first.node)], labels[body(tie.second.node)])
      if a != b { labels = labels.map { $0 == b ? a : $0 } }
    }
    return Set(labels).sorted().compactMap { label in
      let own = bodies.bodies.indices.filter { labels[$0] == label && !parts[$0].nodes.isEmpty }
      guard !own.isEmpty else { return nil }
      let shapes = own.map { bodies.bodies[$0].shape }
      let (low, high) = (shapes.map(\.zMin).min() ?? 0, shapes.map(\.zMax).max() ?? 0)
      let nodes = own.flatMap { Array(parts[$0].nodes) }
      let elements = own.flatMap { Array(parts[$0].elements) }
      func face(_ z: Double) -> [Double] {
        let sides = mesh.sides(where: { abs($0.y - z) <= 2 * Support.slack }, of: elements)
        var load = mesh.load(on: sides) { _ in SIMD2(0, 1) }
        let total = nodes.reduce(0) { $0 + load[2 * $1 + 1] }
        for node in nodes { load[2 * node + 1] /= max(total, .leastNormalMagnitude) }
        return load
      }
      // A body's own middle at its inner radius: 0 there by symmetry, where there is one.
      let first = bodies.bodies[own[0]].shape
      let middle = SIMD2(first.innerRadius, first.middle)
      let reference = parts[own[0]].nodes.min { a, b in
        let (x, y) = (mesh.nodes[a] - middle, mesh.nodes[b] - middle)
        return (x * x).sum() < (y * y).sum()
      }
      return Holder(nodes: nodes, lower: face(low), upper: face(high), reference: reference ?? 0)
    }
  }

  private static func slidingSites(
    _ bodies: StressBodies, _ mesh: ElasticMesh, _ recovery: StressRecovery
  ) -> [(interface: Int, site: Int)] {
    bodies.interfaces.enumerated().filter(\.element.slides).flatMap { index, interface in
      recovery.sites.indices.filter { site in
        recovery.sites[site].material == interface.first && isOn(interface, mesh.nodes[recovery.sites[site].node])
      }.map { (interface: index, site: $0) }
    }
  }
}

extension ElasticMaterial {
  fileprivate init(_ elastic: ElasticProperties) throws(ElasticityError) {
    let (young, poisson) = (elastic.young ?? .nan, elastic.poisson ?? .nan)
    guard let axial = elastic.axialYoung else {
      try self.init(young: young, poisson: poisson)
      return
    }
    // Of a material that is another along z the shear modulus is seldom known: that of the two stiffnesses in series.
    let ratio = elastic.axialPoisson ?? poisson
    try self.init(
      young: young, poisson: poisson, axialYoung: axial, axialPoisson: ratio,
      shear: 1 / ((1 + ratio) / young + (1 + ratio) / axial))
  }
}
