import Elasticity
import RealModule
import Testing

/// Long cylinders in closed form: Lame, shrink fits, thermal stress, rotation, and Bean's currents.
@Suite struct ClosedFormTests {
  /// With the force of an inner pressure.
  private struct Tube: ~Copyable {
    var mesh: ElasticMesh
    var model: ElasticModel
    var load: [Double]
  }

  /// A slice of a tube, held along z.
  private static func tube(_ material: ElasticMaterial, _ n: Int, triangles: Bool = false) throws -> Tube {
    var mesh = ElasticMesh(materials: [material])
    if triangles {
      let (rs, zs) = (lines(12e-3, 15e-3, n), lines(0, 1e-3, max(1, n / 3)))
      let points = rs.flatMap { r in zs.map { SIMD2(r, $0) } }
      var cells: [[Int]] = []
      for i in 0..<n {
        for j in 0..<(zs.count - 1) {
          let (a, b) = (i * zs.count + j, (i + 1) * zs.count + j)
          cells += [[a, b, b + 1], [a, b + 1, a + 1]]
        }
      }
      mesh.addCells(cells, points: points, material: 0)
    } else {
      mesh.addRectangle(r: lines(12e-3, 15e-3, n), z: lines(0, 1e-3, 1), material: 0)
    }
    let inside = mesh.sides(where: { $0.x < 12e-3 + 1e-9 }, of: mesh.elements.indices)
    let load = mesh.load(on: inside) { _ in SIMD2(50e6, 0) }
    return Tube(mesh: mesh, model: try ElasticModel(mesh, fixed: planeStrain(mesh)), load: load)
  }

  /// Radial displacement of a tube under inner pressure in plane strain, and its energy per radian.
  private static func lame(_ m: (young: Double, poisson: Double), _ r: Double) -> Double {
    let (a, b, p) = (12e-3, 15e-3, 50e6)
    let scale = p * a * a / (b * b - a * a) * (1 + m.poisson) / m.young
    return scale * ((1 - 2 * m.poisson) * r + b * b / r)
  }

  @Test(arguments: [false, true]) func `the energy of a thick tube is right to the fourth order`(triangles: Bool) throws
  {
    let material = try ElasticMaterial(young: steel.young, poisson: steel.poisson)
    let exact = 0.5 * 50e6 * 12e-3 * 1e-3 * Self.lame(steel, 12e-3)
    let errors = try [3, 6, 12].map { n in
      let tube = try Self.tube(material, n, triangles: triangles)
      return abs(tube.mesh.energy(of: try tube.model.displacements(of: tube.load), under: tube.load) / exact - 1)
    }
    let orders = zip(errors, errors.dropFirst()).map { Double.log2($0 / $1) }
    print("energy of a tube, triangles \(triangles): errors \(errors), orders \(orders)")
    #expect(orders.allSatisfy { 3.7 < $0 && $0 < 4.5 })
  }

  @Test(arguments: [0.3, 0.45, 0.49, 0.4999]) func `nothing locks`(poisson: Double) throws {
    let material = try ElasticMaterial(young: steel.young, poisson: poisson)
    for triangles in [false, true] {
      let tube = try Self.tube(material, 3, triangles: triangles)
      let u = try tube.model.displacements(of: tube.load)
      let inner = tube.mesh.nodes.firstIndex { $0.x == 12e-3 } ?? 0
      let exact = Self.lame((steel.young, poisson), 12e-3)
      // Three elements: what locks is wrong by tens of per cent.
      #expect(abs(u[2 * inner] / exact - 1) < (poisson < 0.46 ? 1e-4 : 3e-3), "\(u[2 * inner]) for \(exact)")
    }
  }

  /// A bulk in a ring, both with the same grid along z.
  private static func pair(_ n: Int) throws -> (mesh: ElasticMesh, disc: ElasticMesh.Added, ring: ElasticMesh.Added) {
    var mesh = ElasticMesh(materials: [
      try ElasticMaterial(young: bulk.young, poisson: bulk.poisson),
      try ElasticMaterial(young: steel.young, poisson: steel.poisson),
    ])
    let disc = mesh.addRectangle(r: lines(0, 12e-3, 2 * n), z: lines(0, 1e-3, 1), material: 0)
    let ring = mesh.addRectangle(r: lines(12e-3, 15e-3, n), z: lines(0, 1e-3, 1), material: 1)
    return (mesh, disc, ring)
  }

  @Test func `a ring smaller by a strain presses as it should`() throws {
    let (mesh, disc, ring) = try Self.pair(4)
    let ties = mesh.bond(disc, ring, at: 12e-3)
    let strain = SIMD4(-1.5e-3, -1.5e-3, -1.5e-3, 0)
    let load = mesh.load { element, _ in ring.elements.contains(element) ? strain : .zero }
    let long = try ElasticModel(mesh, ties: ties, fixed: planeStrain(mesh))
    let u = try long.displacements(of: load)
    #expect(abs(stress(at: SIMD2(6e-3, 0), u, mesh).radial / -69.539108e6 - 1) < 1e-4)
    // Free ends: planes stay planes.
    let faces = [0.0, 1e-3].map { z in mesh.nodes.indices.filter { mesh.nodes[$0].y == z } }
    let planes = faces.flatMap { nodes in
      nodes.dropFirst().map { Tie(.init(node: nodes[0], direction: .axial), .init(node: $0, direction: .axial)) }
    }
    let free = try ElasticModel(mesh, ties: ties + planes, fixed: faces[0].map { .init(node: $0, direction: .axial) })
    let v = try free.displacements(of: load)
    let inside = stress(at: SIMD2(6e-3, 0), v, mesh)
    #expect(abs(inside.radial / -70.025058e6 - 1) < 1e-4)
    #expect(abs(inside.axial / -129.227e6 - 1) < 1e-4)
    let steelStress = mesh.materials[1].stress(of: strain)
    let outside = stress(at: SIMD2(15e-3, 0), v, mesh, material: 1) { _ in steelStress }
    #expect(abs(outside.axial / 229.737e6 - 1) < 1e-4)
  }

  @Test func `an interference is a jump`() throws {
    let (mesh, disc, ring) = try Self.pair(4)
    let ties = mesh.bond(disc, ring, at: 12e-3, jump: 18e-6)
    let model = try ElasticModel(mesh, ties: ties, fixed: planeStrain(mesh))
    let u = try model.displacements(of: mesh.noLoad, withJumps: true)
    // Of plane strain, without the ring's strain along z.
    func plane(_ m: (young: Double, poisson: Double)) -> (e: Double, nu: Double) {
      (m.young / (1 - m.poisson * m.poisson), m.poisson / (1 - m.poisson))
    }
    let (b, s, k) = (plane(bulk), plane(steel), (225.0 + 144) / (225 - 144))
    let pressure = 1.5e-3 / ((1 - b.nu) / b.e + (k + s.nu) / s.e)
    #expect(abs(stress(at: SIMD2(12e-3, 0), u, mesh).radial / -pressure - 1) < 1e-4)
    #expect(abs(stress(at: SIMD2(12e-3, 0), u, mesh, material: 1).radial / -pressure - 1) < 2e-3)
    let (inner, outer) = (disc.nodes.first { mesh.nodes[$0].x == 12e-3 }, ring.nodes.first)
    #expect(abs(u[2 * (outer ?? 0)] - u[2 * (inner ?? 0)] - 18e-6) < 1e-15)
  }

  @Test func `a ring that slides presses in plane stress`() throws {
    var mesh = ElasticMesh(materials: [
      try ElasticMaterial(young: bulk.young, poisson: bulk.poisson),
      try ElasticMaterial(young: steel.young, poisson: steel.poisson),
    ])
    let disc = mesh.addRectangle(r: lines(0, 12e-3, 8), z: lines(-0.05e-3, 0.05e-3, 1), material: 0)
    let ring = mesh.addRectangle(r: lines(12e-3, 15e-3, 4), z: lines(-0.05e-3, 0.05e-3, 1), material: 1)
    let ties = mesh.bond(disc, ring, at: 12e-3, jump: 18e-6, slides: true)
    let fixed = [disc.nodes.lowerBound, ring.nodes.lowerBound].map { NodeDirection(node: $0, direction: .axial) }
    let u = try ElasticModel(mesh, ties: ties, fixed: fixed).displacements(of: mesh.noLoad, withJumps: true)
    #expect(abs(stress(at: SIMD2(0, 0), u, mesh).radial / -49.278388e6 - 1) < 1e-4)
    #expect(abs(stress(at: SIMD2(0, 0), u, mesh).axial) < 1e3)
  }

  @Test func `a hot middle`() throws {
    var mesh = ElasticMesh(materials: [try ElasticMaterial(young: bulk.young, poisson: bulk.poisson)])
    mesh.addRectangle(r: lines(0, 15e-3, 12), z: lines(0, 1e-3, 1), material: 0)
    let expansion = { (point: SIMD2<Double>) -> SIMD4<Double> in
      let strain = 1e-5 * 100 * (1 - point.x * point.x / 225e-6)
      return SIMD4(strain, strain, strain, 0)
    }
    let load = mesh.load { _, point in expansion(point) }
    let u = try ElasticModel(mesh, fixed: planeStrain(mesh)).displacements(of: load)
    let material = mesh.materials[0]
    func own(_ r: Double) -> Stress {
      stress(at: SIMD2(r, 0), u, mesh) { material.stress(of: expansion($0)) }
    }
    #expect(abs(own(0).hoop / -46.42857e6 - 1) < 1e-3)
    #expect(abs(own(15e-3).hoop / 92.85714e6 - 1) < 1e-3)
  }

  @Test func `a turning cylinder`() throws {
    var mesh = ElasticMesh(materials: [try ElasticMaterial(young: bulk.young, poisson: bulk.poisson)])
    mesh.addRectangle(r: lines(0, 15e-3, 8), z: lines(0, 1e-3, 1), material: 0)
    let load = mesh.load { _, point in SIMD2(1e12 * point.x, 0) }
    let u = try ElasticModel(mesh, fixed: planeStrain(mesh)).displacements(of: load)
    let exact = (3 - 2 * bulk.poisson) / (8 * (1 - bulk.poisson)) * 1e12 * 225e-6
    #expect(abs(stress(at: SIMD2(0, 0), u, mesh).hoop / exact - 1) < 1e-3)
    #expect(abs(stress(at: SIMD2(0, 0), u, mesh).radial / exact - 1) < 1e-3)
  }

  /// sigma_r and sigma_phi of a long Bean cylinder, in units of B*²/2 mu0, against the tabulated closed form.
  @Test(arguments: [
    (0.0, 0.7619048, 0.1666667, 0.2857143, 0.0952381), (1.0, 2.3809524, 0.9761905, 1.2857143, 0.4761905),
  ])
  func `Bean's cylinder`(ba: Double, centre: Double, radial: Double, hoop: Double, rim: Double) throws {
    var mesh = ElasticMesh(materials: [try ElasticMaterial(young: bulk.young, poisson: bulk.poisson)])
    mesh.addRectangle(r: lines(0, 1, 16), z: lines(0, 0.1, 1), material: 0)
    // J B with B = ba + 1 - x, in units in which J is 2 over mu0 and mu0 is 1/2... so that B²/2 mu0 is B².
    let load = mesh.load { _, point in SIMD2(2 * (ba + 1 - point.x), 0) }
    let u = try ElasticModel(mesh, fixed: planeStrain(mesh)).displacements(of: load)
    #expect(abs(stress(at: SIMD2(0, 0), u, mesh).hoop / centre - 1) < 1e-3)
    #expect(abs(stress(at: SIMD2(0.5, 0), u, mesh).radial / radial - 1) < 1e-3)
    #expect(abs(stress(at: SIMD2(0.5, 0), u, mesh).hoop / hoop - 1) < 1e-3)
    #expect(abs(stress(at: SIMD2(1, 0), u, mesh).hoop / rim - 1) < 1e-3)
  }
}
