import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Notation
import Superconductors

// What the equations need to know of heat.

extension Magnet {
  /// What takes heat from the meshed bodies.
  func exchanges(from start: TimelineSegment) -> [HeatExchange] {
    meshed.enumerated().flatMap { body, bulk in
      cooling.filter { $0.body == bulks[bulk].shape.name }.flatMap { entry in
        entry.face.parts.map { face in
          HeatExchange(
            body: body, part: .init(face), coefficient: entry.coefficient, driven: bulk,
            offset: entry.bath.map { $0 - start.temperatures(at: start.start)[bulk] } ?? 0)
        }
      }
    }
  }

  /// Where heat flows on a mesh of it.
  func heatPaths(_ model: FieldModel) -> HeatPaths? {
    isHeated ? HeatPaths(mesh: model.space.mesh, cells: model.cells, mirrorPlane: symmetry?.plane) : nil
  }
}

extension Magnet {
  /// A property that is not known at a temperature [K] that some cell has reached.
  func missingData(at temperatures: [Double], cells: CurrentCells, time: Double) -> Finding? {
    for (body, bulk) in meshed.enumerated() {
      let curves = bulks[bulk].material.thermalCurves.compactMap { own in own.curve.range.map { (own.path, $0) } }
      guard !curves.isEmpty else { continue }
      for i in temperatures.indices where cells.bulks[i] == body {
        guard let (path, range) = curves.first(where: { !$0.1.contains(temperatures[i]) }) else { continue }
        let place = path.reduce(CasePath("materials").key(bulks[bulk].material.name)) { $0.key($1) }
        return Finding(
          place,
          "the table holds from \(plain(range.lowerBound)) to \(plain(range.upperBound)) K, but bulk "
            + "\(bulks[bulk].shape.name) reaches \(significant(temperatures[i], digits: 4)) K at t = \(significant(time, digits: 4)) s",
          remedy: "add points up to there")
      }
    }
    return nil
  }
}

extension HeatExchange.Part {
  /// `all` is none of them.
  fileprivate init(_ face: FaceCooling.Face) {
    switch face {
    case .bottom: self = .bottom
    case .top: self = .top
    case .hole: self = .hole
    case .rim, .all: self = .rim
    }
  }
}

/// How the faces of a bulk are cooled, without its name: equal for those that may be each other's image.
struct FacesCooled: Equatable {
  private let entries: [FaceCooling.Face: FaceCooling]

  /// nil for a bulk that is cooled otherwise from above than from below; then nothing is its image.
  init?(_ bulk: SimulationCase.Bulk, in simulationCase: SimulationCase) {
    var entries: [FaceCooling.Face: FaceCooling] = [:]
    for entry in simulationCase.cooling where entry.body == bulk.shape.name {
      for part in entry.face.parts {
        var own = entry
        (own.body, own.face) = ("", .all)
        entries[part] = own
      }
    }
    guard entries[.top] == entries[.bottom] else { return nil }
    self.entries = entries
  }
}
