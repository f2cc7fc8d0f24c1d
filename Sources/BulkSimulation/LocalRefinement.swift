import EdgeElements
import Meshing
import Superconductors

/// A magnet's mesh in the course of its local refinement, and that with all cells halved: a pair for Richardson's
/// extrapolation, however uneven the cells.
struct LocalRefinement: Sendable {
  /// The coarser of the pair.
  private(set) var mesh: Mesh
  /// What was cut so far, round by round; of current cells.
  private(set) var cuts: [[CellCut]] = []

  init(mesh: Mesh) { self.mesh = mesh }

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

  /// Cuts the cells at the axis near each probe that lies there within a bulk, until one of them with its current turned around
  /// would change the field at the probe by less than a share of its scale.
  ///
  /// A core of old currents at the axis that is smaller than a cell is seen by no pair of meshes that both miss it.
  ///
  /// - Parameters:
  ///   - density: as large as currents are [A/m²].
  ///   - scales: of each probe's field [T].
  mutating func resolveAxis(
    _ magnet: Magnet, probes: [SimulationCase.Probe], density: Double, scales: [Double], share: Double
  ) {
    for _ in 0..<12 {
      let cells = CurrentCells(mesh: mesh)
      let coarse = cells.sections.indices.filter { i in
        guard case .rectangle(let coil) = cells.sections[i], coil.r0 == 0 else { return false }
        return probes.indices.contains { k in
          let probe = probes[k]
          let z = magnet.symmetry.map { $0.plane + abs(probe.z - $0.plane) } ?? probe.z
          guard probe.r == 0, magnet.bulks.contains(where: { $0.shape.contains(r: 0, z: probe.z) }),
            coil.z0 - coil.r1 <= z, z <= coil.z1 + coil.r1
          else { return false }
          return 2 * density * abs(coil.field(r: 0, z: z).bz) > share * scales[k]
        }
      }
      if coarse.isEmpty { return }
      cut(coarse.map { CellCut(cell: $0) })
    }
  }
}
