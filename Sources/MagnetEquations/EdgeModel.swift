internal import CoilFields
package import EdgeElements
package import LinearAlgebra
internal import Meshing
internal import Notation

/// The full edge system of a magnet, for meshes too fine to be condensed onto their currents:
///
///     M dV/dt + D'(w E(j, B)) + a dHa/dt = 0,     j = D V,     B = C V + mu0 Ha      at the cells' centres
///
/// V is the currents' own field in the unknowns of the edge space: the circulations are `P V + dz Ha`, where dz, an edge's
/// extent along z, is the uniform field. Unknowns of the air beyond the bulks are eliminated (`KeptUnknowns`): there
/// V follows the rest at all times, since the uniform field is curl-free and so a is zero. M is sparse, and a factorisation
/// costs unknowns^1.5 (`DissectedLU`) where the condensed system costs cells³. In air either nothing flows (H-phi) or a
/// current in a finite resistivity (plain H formulation): the air's cells then count as current cells of one more bulk,
/// ohmic, and nothing else differs.
package struct EdgeModel: Sendable {
  package let space: EdgeSpace
  package let cells: CurrentCells
  package let kept: KeptUnknowns
  /// M = P' ∫ mu0 w·w' r dr dz P among the kept unknowns, and what the eliminated ones add among those of the border.
  private let energy: SparseMatrix
  private let airEnergy: Matrix
  /// a = P' M dz [H m³/(2 pi) per unit Ha].
  let appliedCoupling: [Double]

  /// What a cell takes from the unknowns: entries `starts[i]..<starts[i + 1]` of the following belong to cell i.
  let starts: [Int]
  let unknowns: [Int]
  /// j, Br and Bz at the centre per unknown.
  let curl: [Double]
  let radial: [Double]
  let axial: [Double]
  /// Where the pairs of a cell's unknowns stand in a factorisation's storage: by columns, one cell after the other.
  let locations: [Int32]

  /// - Parameters:
  ///   - airIncluded: of the plain H formulation, whose air carries currents.
  ///   - kept: of the same space, where they are known.
  /// - Throws: `LinearSolveError.singular` for a mesh with degenerate cells.
  package init(space: EdgeSpace, airIncluded: Bool, kept: KeptUnknowns? = nil) throws(LinearSolveError) {
    let (mesh, map) = (space.mesh, space.map)
    let cells = CurrentCells(mesh: mesh, airIncluded: airIncluded)
    let kept = kept ?? KeptUnknowns(space: space, cells: cells)
    var terms: [SparseMatrix.Term] = []
    var coupling = [Double](repeating: 0, count: kept.kept.count)
    let rise = (0..<space.edgeCount).map { mesh.nodes[Int(space.heads[$0])].y - mesh.nodes[Int(space.tails[$0])].y }
    MagneticEnergy.forEachTerm(space) { edgeA, edgeB, value in
      map.forEachEntry(ofEdge: edgeA) { unknown, rowCoefficient in
        let row = kept.place[unknown]
        guard row >= 0 else { return }
        coupling[row] += rowCoefficient * value * rise[edgeB]
        map.forEachEntry(ofEdge: edgeB) { unknown, columnCoefficient in
          let column = kept.place[unknown]
          guard column >= 0 else { return }
          terms.append(.init(row: row, column: column, value: rowCoefficient * value * columnCoefficient))
        }
      }
    }
    var (starts, unknowns): ([Int], [Int]) = ([0], [])
    var (curl, radial, axial): ([Double], [Double], [Double]) = ([], [], [])
    var locations: [Int32] = []
    for cell in cells.meshCells {
      let circulation = map.pullBack(space.curlWeights(ofCell: cell))
      let centre = space.centreWeights(ofCell: cell)
      let field = (0..<2).map { part in map.pullBack(centre.map { ($0.edge, vacuumPermeability * $0.weight[part]) }) }
      let all = Set([circulation, field[0], field[1]].flatMap(\.unknowns)).sorted()
      func weight(_ functional: LinearFunctional, _ unknown: Int) -> Double {
        functional.unknowns.firstIndex(of: unknown).map { functional.weights[$0] } ?? 0
      }
      let own = all.map { kept.place[$0] }
      unknowns += own
      for column in own { locations += own.map { Int32(kept.dissection.location(row: $0, column: column)) } }
      curl += all.map { weight(circulation, $0) }
      radial += all.map { weight(field[0], $0) }
      axial += all.map { weight(field[1], $0) }
      starts.append(unknowns.count)
    }
    energy = SparseMatrix(order: kept.kept.count, terms: terms)
    var air = Self.air(space, kept)
    airEnergy = try air.schurComplement()
    appliedCoupling = coupling
    (self.space, self.cells, self.kept) = (space, cells, kept)
    (self.starts, self.unknowns) = (starts, unknowns)
    (self.curl, self.radial, self.axial, self.locations) = (curl, radial, axial, locations)
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

  /// M of the eliminated unknowns and what couples them to the border.
  private static func air(_ space: EdgeSpace, _ kept: KeptUnknowns) -> DissectedLU {
    let count = kept.eliminated.count
    var matrix = DissectedLU(kept.airDissection)
    func place(_ unknown: Int) -> Int {
      let own = kept.eliminatedPlace[unknown]
      return own >= 0 ? own : count + kept.place[unknown] - kept.innerCount
    }
    forEachAirTerm(space, kept) { matrix.add($2, row: place($0), column: place($1)) }
    return matrix
  }

  /// The contributions to M in whose row or column there is an eliminated unknown.
  private static func forEachAirTerm(
    _ space: EdgeSpace, _ kept: KeptUnknowns, _ body: (_ row: Int, _ column: Int, _ value: Double) -> Void
  ) {
    MagneticEnergy.forEachTerm(space) { edgeA, edgeB, value in
      space.map.forEachEntry(ofEdge: edgeA) { row, rowCoefficient in
        space.map.forEachEntry(ofEdge: edgeB) { column, columnCoefficient in
          guard kept.eliminatedPlace[row] >= 0 || kept.eliminatedPlace[column] >= 0 else { return }
          body(row, column, rowCoefficient * value * columnCoefficient)
        }
      }
    }
  }

  /// The first elements of `flux` become M V. Allocates nothing.
  func multiplyEnergy(_ v: [Double], into flux: inout [Double]) {
    energy.multiply(v, into: &flux)
    airEnergy.multiplyAdding(v, into: &flux, at: kept.innerCount)
  }

  /// The elements of M, those of the border in part twice.
  func forEachEnergyTerm(_ body: (_ row: Int, _ column: Int, _ value: Double) -> Void) {
    energy.forEach(body)
    for column in 0..<airEnergy.columns {
      for row in 0..<airEnergy.rows {
        body(kept.innerCount + row, kept.innerCount + column, airEnergy[row, column])
      }
    }
  }

  /// M, not yet factored, to which `clear` goes back.
  func energyMatrix() -> DissectedLU {
    var matrix = DissectedLU(kept.dissection)
    forEachEnergyTerm { matrix.add($2, row: $0, column: $1) }
    matrix.fix()
    return matrix
  }

  /// About the inductance of each cell on its own [H m⁴/(2 pi)].
  var selfInductances: [Double] { cells.sections.map { $0.area * $0.area * $0.selfInductance / (2 * .pi) } }

  /// Flux density (Br, Bz) [T] at the centre of every cell of the mesh, air included.
  package func fluxDensity(unknowns v: [Double], appliedField: Double) -> [SIMD2<Double>] {
    var all = [Double](repeating: 0, count: space.map.unknownCount)
    for (place, unknown) in kept.kept.enumerated() { all[unknown] = v[place] }
    // Factored here again and not kept: it is larger than all the rest, and wanted at the ends of stages only. With 1 on the
    // border's diagonal and nothing beside it, the border's values stay what they are.
    var air = DissectedLU(kept.airDissection)
    let count = kept.eliminated.count
    var potentials = [Double](repeating: 0, count: count) + kept.kept[kept.innerCount...].map { all[$0] }
    Self.forEachAirTerm(space, kept) { row, column, value in
      let own = kept.eliminatedPlace[row]
      guard own >= 0 else { return }
      let other = kept.eliminatedPlace[column]
      air.add(value, row: own, column: other >= 0 ? other : count + kept.place[column] - kept.innerCount)
    }
    for k in 0..<kept.borderCount { air.add(1, row: count + k, column: count + k) }
    do { try air.factor() } catch { preconditionFailure("what the model was made with was factored before") }
    air.solve(&potentials)
    for (place, unknown) in kept.eliminated.enumerated() { all[unknown] = potentials[place] }
    // The map's own share of the applied field is its outline's potential; V is counted from the uniform field.
    let own = space.map.circulations(unknowns: all, appliedField: 0)
    return space.mesh.cells.indices.map {
      vacuumPermeability * (space.fieldAtCentre(ofCell: $0, circulations: own) + SIMD2(0, appliedField))
    }
  }
}
