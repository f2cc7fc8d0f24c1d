import CoilFields
import EdgeElements
import LinearAlgebra
import MagnetEquations
import Magnets
internal import Meshing
import Notation

/// The flux density within the current cells of one mesh, for the force on them: at a few of Gauss's points of each cell, between which it
/// is interpolated. It is that of the sections of all currents and of what is applied, so that forces within a bulk add up to nothing but
/// for rounding and interpolation.
struct CurrentField {
  /// A cell of the whole magnet: one that is meshed, or the image of one.
  struct Cell {
    var section: CoilSection
    /// In the case.
    var bulk: Int
    /// Among the currents that are kept.
    var current: Int
    /// The first of its points.
    var first: Int
  }

  /// What is applied at one time.
  struct Applied {
    /// Along z [T].
    var uniform: Double
    /// Strength and rise [m] of each source.
    var sources: [SIMD2<Double>]
  }

  let cells: [Cell]
  /// Points across and along a rectangular cell.
  let rule: GaussLegendre
  /// (r, z) [m].
  let points: [SIMD2<Double>]
  private let kept: [Int]
  /// Br and Bz at the points per unit of each kept current [T/(A/m²)]; nil where there are too many to keep.
  private let matrices: (radial: Matrix, axial: Matrix)?
  private let sources: [AppliedSource]

  /// Elements of a matrix, which take a fifth of a microsecond each.
  private static let matrixLimit = 3_000_000

  /// - Parameter rule: the same for all meshes of a study, so that what interpolation makes wrong is extrapolated like all else.
  init(_ cells: CurrentCells, magnet: Magnet, rule: GaussLegendre) {
    // Without the air of the plain H formulation.
    let kept = cells.sections.indices.filter { cells.bulks[$0] < magnet.meshed.count }
    self.kept = kept
    sources = magnet.sources
    self.rule = rule
    var all: [Cell] = []
    var points: [SIMD2<Double>] = []
    func add(_ section: CoilSection, _ bulk: Int, _ current: Int) {
      all.append(Cell(section: section, bulk: bulk, current: current, first: points.count))
      guard case .rectangle(let coil) = section else {
        points += section.fewPoints.map { SIMD2($0.r, $0.z) }
        return
      }
      rule.forEach(from: coil.r0, to: coil.r1) { r, _ in
        rule.forEach(from: coil.z0, to: coil.z1) { z, _ in points.append(SIMD2(r, z)) }
      }
    }
    for (current, index) in kept.enumerated() {
      add(cells.sections[index], magnet.meshed[cells.bulks[index]], current)
    }
    if let symmetry = magnet.symmetry {
      for cell in all { add(cell.section.mirrored(in: symmetry.plane), symmetry.images[cell.bulk], cell.current) }
    }
    (self.cells, self.points) = (all, points)
    matrices = points.count * kept.count <= Self.matrixLimit ? Self.matrices(all, points, columns: kept.count) : nil
  }

  /// For the finest mesh of a study: the more cells, the less the field changes within one.
  static func rule(_ cells: Int) -> GaussLegendre {
    cells <= 72 ? .three : cells <= 400 ? .two : GaussLegendre(count: 1)
  }

  private static func matrices(
    _ cells: [Cell], _ points: [SIMD2<Double>], columns: Int
  ) -> (radial: Matrix, axial: Matrix) {
    let rows = points.count
    var (br, bz) = (Matrix(rows: rows, columns: columns), Matrix(rows: rows, columns: columns))
    let mirror = Mirror(cells.map(\.section), points)
    for (index, cell) in cells.enumerated() {
      let image = mirror?.sections[index] ?? index
      let (base, otherBase) = (cell.current * rows, cells[image].current * rows)
      for (row, point) in points.enumerated() {
        let other = mirror?.points[row] ?? row
        // Of a pair and its image the first is worked out.
        if (image, other) < (index, row) { continue }
        let field = cell.section.quickField(r: point.x, z: point.y)
        br.elements[base + row] += field.x
        bz.elements[base + row] += field.y
        if (image, other) != (index, row) {
          br.elements[otherBase + other] -= field.x
          bz.elements[otherBase + other] += field.y
        }
      }
    }
    return (br, bz)
  }

  /// (Br, Bz) at the points, all of Br first, for currents [A/m²] with what is applied at the same time.
  func fields(_ states: [(currents: [Double], applied: Applied)]) -> [(radial: [Double], axial: [Double])] {
    let own = states.map { state in kept.map { state.currents[$0] } }
    var fields: [(radial: [Double], axial: [Double])]
    if let matrices {
      fields = own.map { (matrices.radial.multiply($0), matrices.axial.multiply($0)) }
    } else {
      let sections = SectionStates(
        sections: cells.map(\.section), densities: own.map { own in cells.map { own[$0.current] } })
      fields = sections.fields(at: points).map { state in (state.map(\.br), state.map(\.bz)) }
    }
    var applied = SourceFieldAtPoints(sources, points: sources.isEmpty ? [] : points, isMap: true)
    for (index, state) in states.enumerated() {
      for k in points.indices { fields[index].axial[k] += state.applied.uniform }
      guard !sources.isEmpty else { continue }
      for (k, field) in applied.values(state.applied.sources).enumerated() {
        fields[index].radial[k] += field.x
        fields[index].axial[k] += field.y
      }
    }
    return fields
  }

  /// The current density of every cell [A/m²].
  func densities(_ currents: [Double]) -> [Double] { cells.map { currents[kept[$0.current]] } }

  /// Sections and points that are each other's images in the plane in the middle of all, whatever currents they carry.
  private struct Mirror {
    let sections, points: [Int]

    init?(_ sections: [CoilSection], _ points: [SIMD2<Double>]) {
      let bounds = sections.map(\.bounds)
      guard let low = bounds.map(\.low.y).min(), let high = bounds.map(\.high.y).max() else { return nil }
      let unit = 1e-9 * (high - low)
      func key(_ place: SIMD2<Double>, _ sign: Double) -> SIMD2<Int64> {
        SIMD2(Int64((place.x / unit).rounded()), Int64((sign * (2 * place.y - low - high) / unit).rounded()))
      }
      func images(_ places: [SIMD2<Double>]) -> [Int]? {
        let known = Dictionary(places.indices.map { (key(places[$0], 1), $0) }) { first, _ in first }
        let found = places.compactMap { known[key($0, -1)] }
        return found.count == places.count ? found : nil
      }
      guard let own = images(sections.map(\.centroid)), let others = images(points) else { return nil }
      (self.sections, self.points) = (own, others)
    }
  }
}
