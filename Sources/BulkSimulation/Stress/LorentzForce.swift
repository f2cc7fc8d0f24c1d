import CoilFields
import Elasticity
internal import Meshing

/// The force density J x B of the currents of one mesh, as loads of an elastic mesh: `F_r = J Bz`, `F_z = -J Br`, by Gauss's points of the
/// pieces that current cells and elastic elements have in common.
struct LorentzForce {
  private let field: CurrentField
  private let nodeCount: Int
  /// Of each point of integration: its cell, `r dr dz` [m³], and its element's nodes with their shape functions, nine at most.
  private var cells: [Int] = []
  private var weights: [Double] = []
  private var nodes: [Int32] = []
  private var shapes: [Double] = []
  /// What the field at each of the cell's points counts there.
  private var shares: [Double] = []
  private let sharesPerPoint: Int

  init(_ field: CurrentField, model: borrowing StressModel) {
    self.field = field
    let mesh = model.mesh
    nodeCount = mesh.nodes.count
    let count = field.rule.points.count
    sharesPerPoint = max(4, count * count)
    let boxesOfParts = model.parts.map { Self.boxes(of: $0, in: mesh) }
    for (index, cell) in field.cells.enumerated() {
      let part = model.parts[cell.bulk]
      if case .rectangle(let coil) = cell.section, let boxes = boxesOfParts[cell.bulk] {
        add(coil, cell: index, among: boxes, of: part, mesh)
      } else {
        let points = cell.section.fewPoints
        for (k, point) in points.enumerated() {
          guard let place = mesh.place(of: SIMD2(point.r, point.z), among: part.elements) else { continue }
          var shares = [Double](repeating: 0, count: sharesPerPoint)
          if k < sharesPerPoint { shares[k] = 1 }
          add(cell: index, weight: point.weight * point.r, at: place, shares, mesh)
        }
      }
    }
  }

  /// The rectangles that the elements of a part are; nil where some is none.
  private static func boxes(
    of part: ElasticMesh.Added, in mesh: ElasticMesh
  ) -> [(low: SIMD2<Double>, high: SIMD2<Double>)]? {
    var boxes: [(low: SIMD2<Double>, high: SIMD2<Double>)] = []
    for index in part.elements {
      let element = mesh.elements[index]
      guard element.shape == .quadrilateral else { return nil }
      let (a, b) = (mesh.nodes[element.nodes[0]], mesh.nodes[element.nodes[2]])
      let (c, d) = (mesh.nodes[element.nodes[1]], mesh.nodes[element.nodes[3]])
      guard c.y == a.y, c.x == b.x, d.x == a.x, d.y == b.y else { return nil }
      boxes.append((a, b))
    }
    return boxes
  }

  private mutating func add(
    _ coil: RectangularCoil, cell: Int, among boxes: [(low: SIMD2<Double>, high: SIMD2<Double>)],
    of part: ElasticMesh.Added, _ mesh: ElasticMesh
  ) {
    for (box, element) in zip(boxes, part.elements) {
      let (r0, r1) = (max(coil.r0, box.low.x), min(coil.r1, box.high.x))
      let (z0, z1) = (max(coil.z0, box.low.y), min(coil.z1, box.high.y))
      let size = box.high - box.low
      guard r1 - r0 > 1e-9 * size.x, z1 - z0 > 1e-9 * size.y else { continue }
      GaussLegendre.two.forEach(from: r0, to: r1) { r, radial in
        let across = Self.shares((2 * r - coil.r0 - coil.r1) / (coil.r1 - coil.r0), field.rule.points)
        GaussLegendre.two.forEach(from: z0, to: z1) { z, axial in
          let along = Self.shares((2 * z - coil.z0 - coil.z1) / (coil.z1 - coil.z0), field.rule.points)
          var shares = across.flatMap { a in along.map { a * $0 } }
          shares += [Double](repeating: 0, count: sharesPerPoint - shares.count)
          let place = ElasticMesh.Place(element: element, coordinates: (2 * SIMD2(r, z) - box.low - box.high) / size)
          add(cell: cell, weight: radial * axial * r, at: place, shares, mesh)
        }
      }
    }
  }

  /// Lagrange's polynomials through points on [-1, 1].
  private static func shares(_ x: Double, _ points: [Double]) -> [Double] {
    points.indices.map { i in
      points.indices.reduce(1) { i == $1 ? $0 : $0 * (x - points[$1]) / (points[i] - points[$1]) }
    }
  }

  private mutating func add(
    cell: Int, weight: Double, at place: ElasticMesh.Place, _ shares: [Double], _ mesh: ElasticMesh
  ) {
    let element = mesh.elements[place.element]
    let values = element.shape.values(at: place.coordinates)
    cells.append(cell)
    weights.append(weight)
    self.shares += shares
    for k in 0..<9 {
      nodes.append(k < values.count ? Int32(element.nodes[k]) : 0)
      shapes.append(k < values.count ? values[k] : 0)
    }
  }

  /// Loads of currents [A/m²] with what is applied at the same time.
  func loads(_ states: [(currents: [Double], applied: CurrentField.Applied)]) -> [[Double]] {
    zip(states, field.fields(states)).map { state, fields in
      load(field.densities(state.currents), fields.radial, fields.axial)
    }
  }

  private func load(_ densities: [Double], _ radial: [Double], _ axial: [Double]) -> [Double] {
    var load = [Double](repeating: 0, count: 2 * nodeCount)
    for point in cells.indices {
      let cell = field.cells[cells[point]]
      var (br, bz) = (0.0, 0.0)
      for k in 0..<sharesPerPoint {
        let share = shares[sharesPerPoint * point + k]
        guard share != 0 else { continue }
        br += share * radial[cell.first + k]
        bz += share * axial[cell.first + k]
      }
      let scale = weights[point] * densities[cells[point]]
      let (alongR, alongZ) = (scale * bz, -scale * br)
      for k in 9 * point..<9 * point + 9 {
        let node = Int(nodes[k])
        load[2 * node] += shapes[k] * alongR
        load[2 * node + 1] += shapes[k] * alongZ
      }
    }
    return load
  }
}
