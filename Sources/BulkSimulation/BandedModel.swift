#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import EdgeElements
import LinearAlgebra
import Meshing

/// The full edge system of a magnet, for meshes too fine to be condensed onto their currents:
///
///     M dV/dt + D'(w E(j, B)) + a dHa/dt = 0,     j = D V,     B = C V + mu0 Ha      at the cells' centres
///
/// V is the currents' own field in the unknowns of the edge space: the circulations are `P V + dz Ha`, where dz, an edge's
/// extent along z, is the uniform field. M is banded, so a factorisation costs unknowns x bandwidth² where the condensed
/// system costs cells³. In air either nothing flows (H-phi) or a current in a finite resistivity (plain H formulation):
/// the air's cells then count as current cells of one more bulk, ohmic, and nothing else differs.
struct BandedModel: Sendable {
  let space: EdgeSpace
  let cells: CurrentCells
  /// M = P' ∫ mu0 w·w' r dr dz P.
  let energy: SparseMatrix
  /// a = P' M dz [H m³/(2 pi) per unit Ha].
  let appliedCoupling: [Double]
  let bandwidth: Int

  /// What a cell takes from the unknowns: entries `starts[i]..<starts[i + 1]` of the following belong to cell i.
  let starts: [Int]
  let unknowns: [Int]
  /// j, Br and Bz at the centre per unknown.
  let curl: [Double]
  let radial: [Double]
  let axial: [Double]

  /// - Parameter airIncluded: of the plain H formulation, whose air carries currents.
  init(space: EdgeSpace, airIncluded: Bool) {
    let (mesh, map) = (space.mesh, space.map)
    let cells = CurrentCells(mesh: mesh, airIncluded: airIncluded)
    var terms: [SparseMatrix.Term] = []
    var coupling = [Double](repeating: 0, count: map.unknownCount)
    let rise = (0..<space.edgeCount).map { mesh.nodes[Int(space.heads[$0])].y - mesh.nodes[Int(space.tails[$0])].y }
    MagneticEnergy.forEachTerm(space) { edgeA, edgeB, value in
      map.forEachEntry(ofEdge: edgeA) { row, rowCoefficient in
        coupling[row] += rowCoefficient * value * rise[edgeB]
        map.forEachEntry(ofEdge: edgeB) { column, columnCoefficient in
          terms.append(.init(row: row, column: column, value: rowCoefficient * value * columnCoefficient))
        }
      }
    }
    var (starts, unknowns): ([Int], [Int]) = ([0], [])
    var (curl, radial, axial): ([Double], [Double], [Double]) = ([], [], [])
    for cell in cells.meshCells {
      let circulation = map.pullBack(space.curlWeights(ofCell: cell))
      let centre = space.centreWeights(ofCell: cell)
      let field = (0..<2).map { part in map.pullBack(centre.map { ($0.edge, vacuumPermeability * $0.weight[part]) }) }
      let all = Set([circulation, field[0], field[1]].flatMap(\.unknowns)).sorted()
      func weight(_ functional: LinearFunctional, _ unknown: Int) -> Double {
        functional.unknowns.firstIndex(of: unknown).map { functional.weights[$0] } ?? 0
      }
      unknowns += all
      curl += all.map { weight(circulation, $0) }
      radial += all.map { weight(field[0], $0) }
      axial += all.map { weight(field[1], $0) }
      starts.append(unknowns.count)
    }
    energy = SparseMatrix(order: map.unknownCount, terms: terms)
    appliedCoupling = coupling
    bandwidth = MagneticEnergy.bandwidth(of: space, first: map.unknownCount - map.ringCount)
    (self.space, self.cells) = (space, cells)
    (self.starts, self.unknowns) = (starts, unknowns)
    (self.curl, self.radial, self.axial) = (curl, radial, axial)
  }

  /// `weights · V` for one cell's entries of `curl`, `radial` or `axial`.
  @inline(__always)
  func functional(_ weights: [Double], ofCell i: Int, _ v: [Double]) -> Double {
    var sum = 0.0
    for k in starts[i]..<starts[i + 1] { sum += weights[k] * v[unknowns[k]] }
    return sum
  }

  /// The cells' weights, 0 in air.
  var bulkWeights: [Double] {
    let air = space.mesh.regionNames.count - 1
    return zip(cells.weights, cells.bulks).map { $1 == air ? 0 : $0 }
  }

  /// M as its Cholesky factors.
  func factoredEnergy() throws(LinearSolveError) -> BorderedCholesky {
    let banded = space.map.unknownCount - space.map.ringCount
    var matrix = BorderedCholesky(bandedOrder: banded, bandwidth: bandwidth, borderWidth: space.map.ringCount)
    energy.forEach { matrix.add($2, row: $0, column: $1) }
    try matrix.factor()
    return matrix
  }

  /// About the inductance of each cell on its own [H m⁴/(2 pi)]: Maxwell's ring with the section's geometric mean distance.
  var selfInductances: [Double] {
    cells.sections.map { section in
      let (r, side) = (section.centroid.x, section.area.squareRoot())
      let henry = vacuumPermeability * r * max(0.2, log(8 * r / (0.447 * side)) - 2)
      return section.area * section.area * henry / (2 * .pi)
    }
  }

  /// Flux density (Br, Bz) [T] at the centre of every cell of the mesh, air included.
  func fluxDensity(unknowns v: [Double], appliedField: Double) -> [SIMD2<Double>] {
    // The map's own share of the applied field is its outline's potential; V is counted from the uniform field.
    let own = space.map.circulations(unknowns: v, appliedField: 0)
    return space.mesh.cells.indices.map {
      vacuumPermeability * (space.fieldAtCentre(ofCell: $0, circulations: own) + SIMD2(0, appliedField))
    }
  }
}
