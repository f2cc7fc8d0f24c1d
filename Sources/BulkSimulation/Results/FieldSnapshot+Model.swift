import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Notation
import Superconductors

extension FieldSnapshot {
  /// The fields of some states on their mesh; a mirrored magnet is unfolded to its whole section.
  static func all(
    _ ends: [Transient.StageEnd], model: FieldModel, magnet: Magnet, usesTwoCores: Bool = false
  ) -> [FieldSnapshot] {
    // What a coil makes in a thousand cells takes milliseconds: once for all states in which it stands where it stood.
    let middles = magnet.sources.isEmpty ? [] : model.space.mesh.cells.indices.map { model.space.mesh.middle(of: $0) }
    var sources = SourceFieldAtPoints(magnet.sources, points: middles, isMap: true, usesTwoCores: usesTwoCores)
    return ends.map { end in
      FieldSnapshot(
        end, model: model, magnet: magnet, bySources: sources.values(end.segment.sourceStates(at: end.segment.end)))
    }
  }

  /// - Parameter bySources: what coils and permanent magnets make in each cell [T]; empty without any.
  private init(_ end: Transient.StageEnd, model: FieldModel, magnet: Magnet, bySources: [SIMD2<Double>]) {
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
    for (cell, value) in bySources.enumerated() { b[cell] += value }
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
