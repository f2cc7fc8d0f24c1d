import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Notation
import Superconductors

extension FieldSnapshot {
  /// The fields of one state on its mesh; a mirrored magnet is unfolded to its whole section.
  init(_ end: Transient.StageEnd, model: FieldModel, magnet: Magnet) {
    // Which nodes hang matters to the equations alone, and VTK has no word for them.
    var mesh = model.space.mesh
    mesh.hangingNodes = []
    var (j, jc, e) = ([Double](repeating: 0, count: mesh.cells.count), [Double](), [Double]())
    (jc, e) = (j, j)
    var temperature = end.cellTemperatures.isEmpty ? nil : j
    for (i, cell) in model.cells.meshCells.enumerated() {
      (j[cell], jc[cell], e[cell]) = (end.currents[i], end.criticalCurrents[i], end.electricField[i])
      temperature?[cell] = end.cellTemperatures[i]
    }
    var b = model.fluxDensity(state: end.state, appliedField: end.segment.field.end / vacuumPermeability)
    let states = end.segment.sourceStates(at: end.segment.end)
    if !states.isEmpty {
      let centres = mesh.cells.indices.map { cell -> SIMD2<Double> in
        let corners = mesh.corners(of: cell)
        return corners.reduce(SIMD2()) { $0 + $1 } / Double(corners.count)
      }
      var field = SourceFieldAtPoints(magnet.sources, points: centres)
      for (cell, value) in field.values(states).enumerated() { b[cell] += value }
    }
    guard let symmetry = magnet.symmetry else {
      self.init(
        mesh: mesh, currentDensity: j, fluxDensity: b, criticalCurrentDensity: jc, electricField: e,
        temperature: temperature)
      return
    }
    // Unfolding lists every cell's image after all cells: Br changes sign, the rest is even.
    self.init(
      mesh: mesh.unfolded(symmetry, names: magnet.bulks.map(\.shape.name), meshed: magnet.meshed),
      currentDensity: j + j, fluxDensity: b + b.map { SIMD2(-$0.x, $0.y) }, criticalCurrentDensity: jc + jc,
      electricField: e + e, temperature: temperature.map { $0 + $0 })
  }
}
