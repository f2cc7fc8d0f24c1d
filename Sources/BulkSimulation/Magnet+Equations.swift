import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Superconductors

// What the equations need of a case.

extension Magnet {
  /// The meshed bulks as their cells see them, in the order of the mesh's regions.
  var bodies: [CellMaterials.Body] {
    meshed.map { CellMaterials.Body(material: bulks[$0].material, driven: $0, middle: bulks[$0].shape.middle) }
  }
}

extension TimelineSegment: Drive {
  package func temperature(ofBulk bulk: Int, at time: Double) -> Double { temperatures(at: time)[bulk] }

  /// Whether neither fields nor temperatures change.
  var isHeld: Bool {
    field.isConstant && temperatures.allSatisfy(\.isConstant)
      && sources.allSatisfy { $0.strength.isConstant && $0.rise.isConstant }
  }

  /// Whether the magnet begins without a current.
  var startsAfresh: Bool { if case .cool = stage { true } else { false } }
}

extension FieldModel {
  /// - Throws: `FieldModelError` for a mesh that cannot be solved on as the case asks.
  init(mesh: Mesh, solver: SimulationCase.Solver) throws(FieldModelError) {
    let formulation: EdgeElements.Formulation = if case .h = solver.formulation { .h } else { .hPhi }
    let system: System? =
      switch solver.system {
      case .condensed: .condensed
      case .banded: .edges
      case nil: nil
      }
    try self.init(mesh: mesh, formulation: formulation, system: system)
  }
}

extension SimulationCase.System {
  init(_ system: FieldModel.System) {
    switch system {
    case .condensed: self = .condensed
    case .edges: self = .banded
    }
  }
}

extension SimulationError {
  init(_ error: FieldModelError) {
    switch error {
    case .degenerateMesh: self = .degenerateMesh(error.description)
    case .tooManyCells: self = .tooLarge(error.description)
    }
  }
}
