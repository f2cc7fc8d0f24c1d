import CoilFields
import EdgeElements
import Magnets
internal import Meshing

/// A magnet's mesh in the course of its local refinement, and that with all cells halved: a pair for Richardson's
/// extrapolation, however uneven the cells.
struct LocalRefinement: Sendable {
  /// The coarser of the pair.
  private(set) var mesh: Mesh
  /// What was cut so far, round by round; of current cells.
  private(set) var cuts: [[CellCut]] = []

  init(mesh: Mesh) { self.mesh = mesh }

  var currentCells: Int { mesh.cellRegions.count { $0 != Mesh.air } }

  /// - Parameter cells: by their indices among the current cells.
  mutating func cut(_ cells: [CellCut]) {
    let bulk = mesh.cells.indices.filter { mesh.cellRegions[$0] != Mesh.air }
    mesh = mesh.refined(cutting: cells.map { CellCut(cell: bulk[$0.cell], ways: $0.ways) })
    cuts.append(cells)
  }

  /// Takes up the cuts of a mesh that was refined before; false for cells that there are none of.
  mutating func restore(_ cuts: [[CellCut]]) -> Bool {
    for cells in cuts {
      let count = mesh.cellRegions.count { $0 != Mesh.air }
      guard cells.allSatisfy({ (0..<count).contains($0.cell) }) else { return false }
      cut(cells)
    }
    return true
  }

  /// Cuts cells until none of them with its current turned around would change the field at a probe by more than a share of its
  /// scale; at the axis near a probe that lies there within a bulk, or a little outside, by more than another share.
  ///
  /// A core of old currents at the axis that is smaller than a cell is seen by no pair of meshes that both miss it. In a magnet
  /// that carries current in a thin layer only all cells would have to be tiny: there it ends with `limit` cells.
  ///
  /// - Parameters:
  ///   - density: as large as currents are [A/m²].
  ///   - scales: of each probe's field [T].
  ///   - reach: how far outside, as a share of the bulk's radius.
  mutating func resolve(
    _ magnet: Magnet, probes: [SimulationCase.Probe], density: Double, scales: [Double], share: Double, atAxis: Double,
    reach: Double, limit most: Int
  ) {
    for _ in 0..<12 {
      let cells = CurrentCells(mesh: mesh)
      let coarse = cells.sections.indices.filter { i in
        let section = cells.sections[i]
        let image = magnet.symmetry.map { section.mirrored(in: $0.plane) }
        return probes.indices.contains { k in
          let probe = probes[k]
          let field = [section, image].compactMap { $0 }.reduce(0) { max($0, abs($1.field(r: probe.r, z: probe.z).bz)) }
          var limit = cells.count < most ? share : .infinity
          if case .rectangle(let coil) = section, coil.r0 == 0, probe.r == 0,
            magnet.bulks.contains(where: { $0.shape.reaches(axisAt: probe.z, outside: reach * $0.shape.outerRadius) })
          {
            let z = magnet.symmetry.map { $0.plane + abs(probe.z - $0.plane) } ?? probe.z
            if coil.z0 - coil.r1 <= z, z <= coil.z1 + coil.r1 { limit = atAxis }
          }
          return 2 * density * field > limit * scales[k]
        }
      }
      if coarse.isEmpty { return }
      cut(coarse.map { CellCut(cell: $0) })
    }
  }
}
