import Elasticity
import Magnets
internal import Meshing
import RealModule
import Superconductors

extension StressStudy {
  /// Of what two meshes of currents differ by, what is left in the extrapolated stress; and at least, of the worst place.
  private static let shareOfMeshes = (own: 0.5, worst: 0.2)
  /// Of what steps four times shorter change, likewise.
  private static let shareOfSteps = (own: 1.5, worst: 0.5)
  /// Of what elements half as wide again change: of an error of the second order four fifths are left, of the fourth a quarter.
  static let shareOfElements = 0.8

  /// Everything that is reported of one moment; its error is that of the currents alone.
  func state(_ moment: Moment) throws(ElasticityError) -> StressResult.State {
    let a = whole.loads([moment], .fine)[0]
    let pair = whole.loads([moment], .medium) + whole.loads([moment], .tight)
    let load = a.indices.map { ErrorEstimate.extrapolate(a[$0], pair[0][$0]) }
    let solved = try whole.model.displacements(of: [
      load, zip(a, pair[0]).map { $0 - $1 }, zip(pair[0], pair[1]).map { $0 - $1 },
    ])
    let own = whole.model.recovery.stress(of: solved[0])
    let stresses = zip(own, whole.model.startStress).map { $0 + $1 }
    let displacements = zip(solved[0], whole.model.startDisplacements).map { $0 + $1 }
    let bulks = whole.sites
    let hoop = extreme(bulks, stresses) { $0.hoop }
    func error(_ displacements: [Double], _ shares: (own: Double, worst: Double), _ component: Int, at site: Int)
      -> Double
    {
      let worst = bulks.reduce(0) { max($0, abs(whole.model.recovery.component(component, at: $1, of: displacements))) }
      let here = abs(whole.model.recovery.component(component, at: site, of: displacements))
      return max(shares.own * here, shares.worst * worst)
    }
    let border = whole.model.change(acrossBorderAt: hoop.site) { stresses[$0].hoop }
    let meshError = error(solved[1], Self.shareOfMeshes, 1, at: hoop.site)
    let errors = meshError + error(solved[2], Self.shareOfSteps, 1, at: hoop.site)
    let supports = whole.model.bodies.bodies.indices.filter { !whole.model.bodies.bodies[$0].isBulk }
    let vonMises = supports.map { body in
      let sites = whole.model.recovery.sites.indices.filter {
        whole.model.bodyOfSite[$0] == whole.model.bodies.computed(body) && !whole.model.isNearSingular[$0]
      }
      var most = extreme(sites, stresses) { $0.vonMises }.extreme
      (most.z, most.body) = (whole.model.bodies.computed(height: most.z, in: body), body)
      return most
    }
    return StressResult.State(
      time: moment.time, hoop: hoop.extreme, radial: extreme(bulks, stresses) { $0.radial }.extreme,
      principal: extreme(bulks, stresses) { $0.principalTension }.extreme, error: errors + border,
      currentsError: errors, meshError: meshError, borderError: border,
      margin: margin(bulks, stresses), failureProbability: failureProbability(stresses), vonMises: vonMises,
      supportMargin: zip(supports, vonMises).compactMap { body, own in
        whole.model.bodies.bodies[body].elastic.strength.map { $0 / max(own.value, .leastNormalMagnitude) }
      }.min(),
      rimDisplacement: largestDisplacement(displacements, 0), faceDisplacement: largestDisplacement(displacements, 1),
      probes: probes(stresses, displacements), field: field(stresses, displacements))
  }

  private func extreme(
    _ sites: [Int], _ stresses: [Stress], _ value: (Stress) -> Double
  ) -> (extreme: StressResult.Extreme, site: Int) {
    let site = sites.max { value(stresses[$0]) < value(stresses[$1]) } ?? 0
    let point = whole.model.mesh.nodes[whole.model.recovery.sites[site].node]
    return (.init(value: value(stresses[site]), r: point.x, z: point.y, body: whole.model.bodyOfSite[site]), site)
  }

  func margin(_ sites: [Int], _ stresses: [Stress]) -> Double? {
    sites.compactMap { margin(of: stresses[$0].principalTension, in: whole.model.bodyOfSite[$0]) }.min()
  }

  /// Strength over a tension [Pa] in a body.
  func margin(of tension: Double, in body: Int) -> Double? {
    guard let strength = whole.model.bodies.bodies[body].elastic.strength else { return nil }
    // In a bulk that is pressed from all sides no tension is left but that of rounding on free faces.
    return tension > 1e-4 * strength ? strength / tension : nil
  }

  /// Each principal tension acts by itself: `1 - exp(-sum ∫ (tension/scale)^modulus dV/volume)`.
  private func failureProbability(_ stresses: [Stress]) -> Double? {
    var sum: Double?
    for (index, body) in whole.model.bodies.bodies.enumerated() where body.isBulk {
      guard let weibull = body.elastic.weibull else { continue }
      sum =
        (sum ?? 0) + integral(over: whole.model.bodies.computed(index), stresses) { stress in
          let principal = stress.principal
          return (0..<3).reduce(0) {
            $0 + (principal[$1] > 0 ? Double.pow(principal[$1] / weibull.scale, weibull.modulus) : 0)
          }
        } / weibull.volume
    }
    return sum.map { -Double.expMinusOne(-$0) }
  }

  /// Of a number of the stress over a body's volume.
  private func integral(over body: Int, _ stresses: [Stress], _ value: (Stress) -> Double) -> Double {
    let sites = siteOfNode(body)
    var total = 0.0
    for index in whole.model.parts[body].elements {
      let nodes = whole.model.mesh.elements[index].nodes
      total +=
        2 * .pi
        * whole.model.mesh.integral(over: index) { shape in
          var stress = Stress()
          for (node, share) in zip(nodes, shape) { stress = stress + share * stresses[sites[node] ?? 0] }
          return value(stress)
        }
    }
    return total
  }

  private func siteOfNode(_ body: Int) -> [Int: Int] {
    Dictionary(
      whole.model.recovery.sites.indices.filter { whole.model.bodyOfSite[$0] == body }.map {
        (whole.model.recovery.sites[$0].node, $0)
      }
    ) { first, _ in first }
  }

  private func largestDisplacement(_ displacements: [Double], _ direction: Int) -> Double {
    let nodes = whole.model.bodies.bodies.indices.filter { whole.model.bodies.bodies[$0].isBulk }.flatMap {
      body -> [Int] in
      let shape = whole.model.bodies.bodies[body].shape
      return whole.model.parts[body].nodes.filter { node in
        let point = whole.model.mesh.nodes[node]
        return direction == 0 ? point.x == shape.outerRadius : point.y == shape.zMin || point.y == shape.zMax
      }
    }
    return nodes.map { displacements[2 * $0 + direction] }.max { abs($0) < abs($1) } ?? 0
  }

  private func probes(_ stresses: [Stress], _ displacements: [Double]) -> [StressResult.ProbeValue?] {
    simulationCase.probes.map { probe in
      for (index, body) in whole.model.bodies.bodies.enumerated() where body.shape.contains(r: probe.r, z: probe.z) {
        let (own, z) = (whole.model.bodies.computed(index), whole.model.bodies.computed(height: probe.z, in: index))
        guard let place = whole.model.mesh.place(of: SIMD2(probe.r, z), among: whole.model.parts[own].elements) else {
          continue
        }
        let element = whole.model.mesh.elements[place.element]
        let sites = siteOfNode(own)
        var (stress, u) = (Stress(), SIMD2<Double>.zero)
        for (node, share) in zip(element.nodes, element.shape.values(at: place.coordinates)) {
          stress = stress + share * stresses[sites[node] ?? 0]
          u += share * SIMD2(displacements[2 * node], displacements[2 * node + 1])
        }
        return .init(
          hoop: stress.hoop, radial: stress.radial, axial: stress.axial, displacementR: u.x,
          displacementZ: own == index ? u.y : -u.y)
      }
      return nil
    }
  }

  private func field(_ stresses: [Stress], _ displacements: [Double]) -> StressField {
    let sites = whole.model.recovery.sites
    let index = Dictionary(uniqueKeysWithValues: sites.indices.map { (sites[$0], $0) })
    let cells = whole.model.mesh.elements.flatMap { element -> [[Int]] in
      let own = element.nodes.map { index[.init(node: $0, material: element.material)] ?? 0 }
      let pieces =
        element.shape == .quadrilateral
        ? [[0, 4, 8, 7], [4, 1, 5, 8], [8, 5, 2, 6], [7, 8, 6, 3]] : [[0, 3, 5], [3, 1, 4], [5, 4, 2], [3, 4, 5]]
      return pieces.map { $0.map { own[$0] } }
    }
    let field = StressField(
      points: sites.map { whole.model.mesh.nodes[$0.node] }, bodies: sites.map(\.material),
      displacements: sites.map { SIMD2(displacements[2 * $0.node], displacements[2 * $0.node + 1]) },
      stresses: stresses.map(\.components), cells: cells)
    return whole.model.bodies.mirror.map(field.withImage) ?? field
  }
}

extension StressField {
  /// With the images of all points and cells after them.
  fileprivate func withImage(in mirror: MirrorSymmetry) -> StressField {
    let sign = SIMD4(1.0, 1, 1, -1)
    return StressField(
      points: points + points.map { SIMD2($0.x, 2 * mirror.plane - $0.y) },
      bodies: bodies + bodies.map { mirror.images[$0] },
      displacements: displacements + displacements.map { SIMD2($0.x, -$0.y) },
      stresses: stresses + stresses.map { sign * $0 },
      // Counter-clockwise again.
      cells: cells + cells.map { cell in cell.reversed().map { $0 + points.count } })
  }
}
