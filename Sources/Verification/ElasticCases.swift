import Elasticity
import RealModule

/// Stress in closed form: long cylinders that carry Bean's currents, are pressed from within, shrunk on or warm inside; and how fast the energy
/// of elements converges. The elements alone, whose loads are the closed forms' own.
enum ElasticCases {
  static let all = [planeStrain, planeStress, tube, shrinkFit, warm, orders]

  private static let bulk = (young: 130e9, poisson: 0.3)
  private static let steel = (young: 193e9, poisson: 0.28)
  /// What elements may be wrong by.
  private static let tolerance = Tolerance(accuracy: 1e-3)

  // MARK: Bean's cylinder

  /// In units of B*²/2 mu0, at r = 0, R/2 and R: hoop stress, and the radial one at R/2. Cooled in `cooled` B*, now in `applied` B*.
  private struct BeanRow {
    var cooled, applied, centre, radial, middle, rim: Double
  }

  private static let planeStrain = VerificationCase(
    name: "stress, long Bean cylinder", source: "closed form, plane strain"
  ) { _ in
    let rows = [
      BeanRow(cooled: 1, applied: 0, centre: 0.7619048, radial: 0.1666667, middle: 0.2857143, rim: 0.0952381),
      BeanRow(cooled: 2, applied: 1, centre: 2.3809524, radial: 0.9761905, middle: 1.2857143, rim: 0.4761905),
      BeanRow(cooled: 0.5, applied: 0, centre: 0.2113095, radial: 0.2113095, middle: 0.2113095, rim: 0.0654762),
    ]
    // The largest in the centre over the ramp.
    let largest = [(0.5, 0.0505, 0.21373), (1, 0.1267, 0.77417), (1.5, 0.5, 1.57143), (3, 2, 4.0)]
    return try rows.flatMap { try checks($0, isThin: false) }
      + largest.map { cooled, applied, centre in
        let own = try beanStress(cooled: cooled, applied: applied, isThin: false)
        return check(
          "cooled in \(cooled) B*, largest of the ramp, at \(applied) B*: centre", centre, own[0].hoop, scale: centre)
      }
  }

  private static let planeStress = VerificationCase(
    name: "stress, thin Bean disc", source: "closed form, plane stress"
  ) { _ in
    try checks(
      BeanRow(cooled: 1, applied: 0, centre: 0.7083333, radial: 0.1479167, middle: 0.2937500, rim: 0.1166667),
      isThin: true)
  }

  private static func checks(_ row: BeanRow, isThin: Bool) throws -> [VerificationCase.Check] {
    let own = try beanStress(cooled: row.cooled, applied: row.applied, isThin: isThin)
    let name = "cooled in \(row.cooled) B*, in \(row.applied) B*"
    return [
      check("\(name): hoop in the centre", row.centre, own[0].hoop, scale: row.centre),
      check("\(name): radial in the centre", row.centre, own[0].radial, scale: row.centre),
      check("\(name): radial at R/2", row.radial, own[1].radial, scale: row.centre),
      check("\(name): hoop at R/2", row.middle, own[1].hoop, scale: row.centre),
      check("\(name): hoop at R", row.rim, own[2].hoop, scale: row.centre),
    ]
  }

  /// At r = 0, R/2 and R, in units of B*²/2 mu0, in which `J B = 2 b` where the current flows.
  private static func beanStress(cooled: Double, applied: Double, isThin: Bool) throws -> [Stress] {
    let front = max(0, 1 - (cooled - applied))
    var mesh = ElasticMesh(materials: [try ElasticMaterial(young: bulk.young, poisson: bulk.poisson)])
    let radii = Set(lines(0, 1, 24) + (front > 0 ? lines(front - 1e-3, front + 1e-3, 4) : [])).sorted()
    let height = isThin ? 1e-2 : 0.1
    mesh.addRectangle(r: radii, z: lines(0, height, 2), material: 0)
    let load = mesh.load { _, point in SIMD2(point.x > front ? 2 * (applied + 1 - point.x) : 0, 0) }
    let held = isThin ? [NodeDirection(node: 0, direction: .axial)] : slice(mesh)
    let u = try ElasticModel(mesh, fixed: held).displacements(of: load)
    return stresses(at: [0, 0.5, 1], u, mesh)
  }

  // MARK: Tubes and rings

  private static let tube = VerificationCase(name: "stress, thick tube", source: "Lame, plane strain") { _ in
    let (a, b, pressure) = (12e-3, 15e-3, 50e6)
    let (mesh, u) = try pressedTube(12)
    let own = stresses(at: [a, b], u, mesh)
    let unit = pressure * a * a / (b * b - a * a)
    return [
      check("radial inside", -pressure, own[0].radial, unit: "Pa", scale: unit),
      check("hoop inside", unit * (1 + b * b / (a * a)), own[0].hoop, unit: "Pa"),
      check("hoop outside", 2 * unit, own[1].hoop, unit: "Pa"),
      check("radial outside", 0, own[1].radial, unit: "Pa", scale: unit),
    ]
  }

  /// A slice of a tube under inner pressure.
  private static func pressedTube(_ n: Int) throws -> (mesh: ElasticMesh, displacements: [Double]) {
    var mesh = ElasticMesh(materials: [try ElasticMaterial(young: steel.young, poisson: steel.poisson)])
    mesh.addRectangle(r: lines(12e-3, 15e-3, n), z: lines(0, 1e-3, 1), material: 0)
    let inside = mesh.sides(where: { $0.x < 12e-3 + 1e-9 }, of: mesh.elements.indices)
    let load = mesh.load(on: inside) { _ in SIMD2(50e6, 0) }
    return (mesh, try ElasticModel(mesh, fixed: slice(mesh)).displacements(of: load))
  }

  /// A ring that is smaller by an isotropic strain of 1.5e-3 than the bulk that it holds.
  private static let shrinkFit = VerificationCase(name: "stress, shrink fit", source: "Lame") { _ in
    let height = 1e-3
    var mesh = ElasticMesh(materials: [
      try ElasticMaterial(young: bulk.young, poisson: bulk.poisson),
      try ElasticMaterial(young: steel.young, poisson: steel.poisson),
    ])
    let disc = mesh.addRectangle(r: lines(0, 12e-3, 10), z: lines(0, height, 1), material: 0)
    let ring = mesh.addRectangle(r: lines(12e-3, 15e-3, 6), z: lines(0, height, 1), material: 1)
    let strain = SIMD4(-1.5e-3, -1.5e-3, -1.5e-3, 0)
    let load = mesh.load { element, _ in ring.elements.contains(element) ? strain : .zero }
    let meeting = [disc, ring].map { part in part.nodes.filter { mesh.nodes[$0].x == 12e-3 } }
    let bonds = zip(meeting[0], meeting[1]).flatMap { a, b in
      [NodeDirection.Direction.radial, .axial].map { Tie(.init(node: a, direction: $0), .init(node: b, direction: $0)) }
    }
    func solved(_ ties: [Tie], held: [NodeDirection]) throws -> Stress {
      let u = try ElasticModel(mesh, ties: ties, fixed: held).displacements(of: load)
      return stresses(at: [6e-3], u, mesh)[0]
    }
    // Free ends: what is plane stays so.
    let faces = [0.0, height].map { z in mesh.nodes.indices.filter { mesh.nodes[$0].y == z } }
    let planes = faces.flatMap { nodes in
      nodes.dropFirst().map { Tie(.init(node: nodes[0], direction: .axial), .init(node: $0, direction: .axial)) }
    }
    let long = try solved(bonds, held: slice(mesh))
    let free = try solved(bonds + planes, held: faces[0].map { .init(node: $0, direction: .axial) })
    // Without a bond along z each slides by itself: plane stress.
    let sliding = try solved(
      bonds.filter { $0.first.direction == .radial },
      held: [disc, ring].map { .init(node: $0.nodes.lowerBound, direction: .axial) })
    return [
      check("pressure, plane strain", -69.539108e6, long.radial, unit: "Pa"),
      check("pressure, free ends", -70.025058e6, free.radial, unit: "Pa"),
      check("axial stress, free ends", -129.227e6, free.axial, unit: "Pa"),
      check("pressure, plane stress", -49.278388e6, sliding.radial, unit: "Pa"),
    ]
  }

  /// Warmer in the middle by 100 K (1 - r²/R²).
  private static let warm = VerificationCase(name: "stress, warm middle", source: "closed form, plane strain") { _ in
    var mesh = ElasticMesh(materials: [try ElasticMaterial(young: bulk.young, poisson: bulk.poisson)])
    mesh.addRectangle(r: lines(0, 15e-3, 16), z: lines(0, 1e-3, 1), material: 0)
    func expansion(_ r: Double) -> SIMD4<Double> {
      let strain = 1e-5 * 100 * (1 - r * r / 225e-6)
      return SIMD4(strain, strain, strain, 0)
    }
    let load = mesh.load { _, point in expansion(point.x) }
    let u = try ElasticModel(mesh, fixed: slice(mesh)).displacements(of: load)
    let own = zip([0, 15e-3], stresses(at: [0, 15e-3], u, mesh)).map { r, stress in
      stress - mesh.materials[0].stress(of: expansion(r))
    }
    return [
      check("hoop in the centre", -46.42857e6, own[0].hoop, unit: "Pa"),
      check("hoop at the rim", 92.85714e6, own[1].hoop, unit: "Pa"),
    ]
  }

  // MARK: Orders

  private static let orders = VerificationCase(
    name: "stress, order of the energy", source: "elements of second order"
  ) { _ in
    let (a, b, pressure) = (12e-3, 15e-3, 50e6)
    let unit = pressure * a * a / (b * b - a * a) * (1 + steel.poisson) / steel.young
    let exact = 0.5 * pressure * a * 1e-3 * unit * ((1 - 2 * steel.poisson) * a + b * b / a)
    let errors = try [3, 6, 12].map { n -> Double in
      let (mesh, u) = try pressedTube(n)
      let inside = mesh.sides(where: { $0.x < a + 1e-9 }, of: mesh.elements.indices)
      return abs(mesh.energy(of: u, under: mesh.load(on: inside) { _ in SIMD2(pressure, 0) }) / exact - 1)
    }
    return zip([3, 6], zip(errors, errors.dropFirst())).map { n, pair in
      .init(
        quantity: "thick tube, \(n) to \(2 * n) elements", reference: 4, computed: Double.log2(pair.0 / pair.1),
        tolerance: Tolerance(accuracy: 0, model: 0.05, because: "before the limit of small elements"))
    }
  }

  // MARK: Meshes and stresses

  private static func lines(_ from: Double, _ to: Double, _ count: Int) -> [Double] {
    (0...count).map { $0 == count ? to : from + (to - from) * Double($0) / Double(count) }
  }

  /// What holds a slice of something long.
  private static func slice(_ mesh: ElasticMesh) -> [NodeDirection] {
    mesh.nodes.indices.map { NodeDirection(node: $0, direction: .axial) }
  }

  /// In the first body, at the nodes nearest to radii on the lower face.
  private static func stresses(at radii: [Double], _ displacements: [Double], _ mesh: ElasticMesh) -> [Stress] {
    let recovery = StressRecovery(mesh)
    let face = recovery.sites.indices.filter {
      recovery.sites[$0].material == 0 && mesh.nodes[recovery.sites[$0].node].y == 0
    }
    return radii.map { r in
      func distance(_ site: Int) -> Double { abs(mesh.nodes[recovery.sites[site].node].x - r) }
      return face.min { distance($0) < distance($1) }.map { recovery.stress(at: $0, of: displacements) } ?? Stress()
    }
  }

  private static func check(
    _ quantity: String, _ exact: Double, _ computed: Double, unit: String = "", scale: Double? = nil
  ) -> VerificationCase.Check {
    .init(
      quantity: quantity, unit: unit, reference: exact, computed: computed, scale: scale, tolerance: tolerance)
  }
}
