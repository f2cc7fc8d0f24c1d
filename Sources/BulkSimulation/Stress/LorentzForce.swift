import CoilFields
import EdgeElements
import Elasticity
import LinearAlgebra
import Magnets
import MagnetEquations
internal import Meshing

/// The force density J x B of the currents of one mesh, as loads of an elastic mesh.
///
/// B is that of all currents and of everything applied, at Gauss's points of the pieces that current cells and elastic elements have in
/// common: `F_r = J Bz`, `F_z = -J Br`. The field of the currents is that of their sections, so that forces within a bulk add up to
/// nothing but for rounding and the quadrature.
struct LorentzForce {
  private struct Point {
    var place: ElasticMesh.Place
    var shape: [Double]
    var cell: Int
    /// The bulk in the case.
    var bulk: Int
    /// (r, z) [m].
    var point: SIMD2<Double>
    /// `r dr dz` [m³].
    var weight: Double
  }

  private let points: [Point]
  private let cells: [Int]
  private let isMirrored: Bool
  private let sections: [CoilSection]
  private let elements: [ElasticMesh.Element]
  private let nodeCount: Int
  /// Br and Bz at the points per unit of each cell's current [T/(A/m²)]; nil where there are too many to keep.
  private let radial, axial: Matrix?
  private let sources: [AppliedSource]

  /// Elements of the matrices, which take a tenth of a microsecond each.
  private static let matrixLimit = 3_000_000

  init(_ cells: CurrentCells, magnet: Magnet, model: borrowing StressModel) {
    // Without the air of the plain H formulation.
    let kept = cells.sections.indices.filter { cells.bulks[$0] < magnet.meshed.count }
    self.cells = kept
    let own = kept.map { (section: cells.sections[$0], bulk: magnet.meshed[cells.bulks[$0]]) }
    let images = magnet.symmetry.map { symmetry in
      own.map { (section: $0.section.mirrored(in: symmetry.plane), bulk: symmetry.images[$0.bulk]) }
    }
    isMirrored = images != nil
    let all = own + (images ?? [])
    sections = all.map(\.section)
    let mesh = model.mesh
    elements = mesh.elements
    nodeCount = mesh.nodes.count
    sources = magnet.sources
    var points: [Point] = []
    for (index, cell) in all.enumerated() {
      points += Self.points(of: cell.section, cell: index % max(kept.count, 1), bulk: cell.bulk, in: model.parts[cell.bulk], mesh)
    }
    self.points = points
    guard points.count * kept.count <= Self.matrixLimit else {
      (radial, axial) = (nil, nil)
      return
    }
    var (br, bz) = (Matrix(rows: points.count, columns: kept.count), Matrix(rows: points.count, columns: kept.count))
    for (column, section) in sections.enumerated() {
      let base = (column % max(kept.count, 1)) * points.count
      for (row, point) in points.enumerated() {
        let field = section.quickField(r: point.point.x, z: point.point.y)
        br.elements[base + row] += field.x
        bz.elements[base + row] += field.y
      }
    }
    (radial, axial) = (br, bz)
  }

  private static func points(
    of section: CoilSection, cell: Int, bulk: Int, in part: ElasticMesh.Added, _ mesh: ElasticMesh
  ) -> [Point] {
    func point(_ r: Double, _ z: Double, _ weight: Double) -> Point? {
      guard let place = mesh.place(of: SIMD2(r, z), among: part.elements) else { return nil }
      let shape = mesh.elements[place.element].shape.values(at: place.coordinates)
      return Point(place: place, shape: shape, cell: cell, bulk: bulk, point: SIMD2(r, z), weight: weight * r)
    }
    guard case .rectangle(let coil) = section, mesh.elements[part.elements.lowerBound].nodes.count == 9 else {
      return section.fewPoints.compactMap { point($0.r, $0.z, $0.weight) }
    }
    var points: [Point] = []
    for index in part.elements {
      let corners = mesh.elements[index].nodes.prefix(4).map { mesh.nodes[$0] }
      let (low, high) = (corners[0], corners[2])
      // An imported quadrilateral need not be a rectangle.
      guard corners[1].y == low.y, corners[3].x == low.x, corners[1].x == high.x, corners[3].y == high.y else {
        return section.fewPoints.compactMap { point($0.r, $0.z, $0.weight) }
      }
      let (r0, r1) = (max(coil.r0, low.x), min(coil.r1, high.x))
      let (z0, z1) = (max(coil.z0, low.y), min(coil.z1, high.y))
      guard r1 - r0 > 1e-9 * (high.x - low.x), z1 - z0 > 1e-9 * (high.y - low.y) else { continue }
      // Small cells are many: the middle of each is enough.
      let isSmall = coil.r1 - coil.r0 < 0.3 * (high.x - low.x) && coil.z1 - coil.z0 < 0.3 * (high.y - low.y)
      let offsets = isSmall ? [0.0] : [-0.2886751345948129, 0.2886751345948129]
      let weight = (r1 - r0) * (z1 - z0) / Double(offsets.count * offsets.count)
      for x in offsets {
        for y in offsets {
          let place = SIMD2(0.5 * (r0 + r1) + x * (r1 - r0), 0.5 * (z0 + z1) + y * (z1 - z0))
          let coordinates = (2 * place - low - high) / (high - low)
          points.append(
            Point(
              place: .init(element: index, coordinates: coordinates),
              shape: ElementShape.quadrilateral.values(at: coordinates), cell: cell, bulk: bulk, point: place,
              weight: weight * place.x))
        }
      }
    }
    return points
  }

  /// What is applied at one time.
  struct Applied {
    /// Along z [T].
    var uniform: Double
    /// Strength and rise [m] of each source.
    var sources: [SIMD2<Double>]
  }

  /// A force per radian [N] at a point (r, z) [m] of a bulk of the case.
  struct PointForce {
    var point: SIMD2<Double>
    var bulk: Int
    var force: SIMD2<Double>
  }

  /// The forces of currents [A/m²] with what is applied at the same time.
  func forces(_ currents: [Double], _ applied: Applied) -> [PointForce] {
    zip(points, forces([(currents, applied)])[0]).map { PointForce(point: $0.point, bulk: $0.bulk, force: $1) }
  }

  private func forces(_ states: [(currents: [Double], applied: Applied)]) -> [[SIMD2<Double>]] {
    let own = states.map { state in cells.map { state.currents[$0] } }
    let fields = self.fields(own)
    var applied = SourceFieldAtPoints(sources, points: points.map(\.point))
    return states.indices.map { index in
      let bySources = sources.isEmpty ? [] : applied.values(states[index].applied.sources)
      return points.indices.map { k in
        var b = SIMD2(fields[index].radial[k], fields[index].axial[k] + states[index].applied.uniform)
        if !bySources.isEmpty { b += bySources[k] }
        return points[k].weight * own[index][points[k].cell] * SIMD2(b.y, -b.x)
      }
    }
  }

  /// Loads of currents [A/m²] with what is applied at the same time.
  func loads(_ states: [(currents: [Double], applied: Applied)]) -> [[Double]] {
    forces(states).map { forces in
      var load = [Double](repeating: 0, count: 2 * nodeCount)
      for (point, force) in zip(points, forces) {
        for (node, value) in zip(elements[point.place.element].nodes, point.shape) {
          load[2 * node] += value * force.x
          load[2 * node + 1] += value * force.y
        }
      }
      return load
    }
  }

  private func fields(_ currents: [[Double]]) -> [(radial: [Double], axial: [Double])] {
    if let radial, let axial { return currents.map { (radial.multiply($0), axial.multiply($0)) } }
    let states = SectionStates(sections: sections, densities: currents.map { isMirrored ? $0 + $0 : $0 })
    return states.fields(at: points.map(\.point)).map { state in (state.map(\.br), state.map(\.bz)) }
  }
}
