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
      cooling.filter { $0.body == bulks[bulk].shape.name && $0.other == nil }.flatMap { entry in
        entry.face.parts.map { face in
          HeatExchange(
            body: body, part: .init(face), coefficient: entry.coefficient, driven: bulk,
            offset: entry.bath.map { $0 - start.temperatures(at: start.start)[bulk] } ?? 0)
        }
      }
    }
  }

  /// How well its bodies touch; those that are not named touch without a resistance.
  var contacts: [HeatContact] {
    meshed.indices.flatMap { body in
      cooling.filter { $0.body == bulks[meshed[body]].shape.name }.flatMap { entry -> [HeatContact] in
        guard let other = meshed.firstIndex(where: { bulks[$0].shape.name == entry.other }) else { return [] }
        return entry.face.parts.map {
          HeatContact(first: body, second: other, part: .init($0), coefficient: entry.coefficient)
        }
      }
    }
  }

  /// The face that each exchange cools and, where the magnet was cut by its mirror plane, the image of that.
  func cooledFaces(from start: TimelineSegment) -> [[(bulk: Int, face: FaceCooling.Face, share: Double)]] {
    exchanges(from: start).map { exchange in
      let (own, face) = (meshed[exchange.body], FaceCooling.Face(exchange.part))
      if face == .hole, bulks[own].shape.innerRadius == 0 { return [] }
      guard let image = symmetry?.images[own] else { return [(own, face, 1)] }
      if image != own { return [(own, face, 1), (image, face.mirrored, 1)] }
      // Of a bulk that was cut itself the upper half is meshed, with half of rim and hole.
      switch face {
      case .top: return [(own, .top, 1), (own, .bottom, 1)]
      case .bottom: return []
      case .rim, .hole, .all: return [(own, face, 2)]
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

extension FaceCooling.Face {
  fileprivate init(_ part: HeatExchange.Part) {
    switch part {
    case .bottom: self = .bottom
    case .top: self = .top
    case .rim: self = .rim
    case .hole: self = .hole
    }
  }
}

/// How the faces of a bulk are cooled, without its name: equal for those that may be each other's image.
struct FacesCooled: Equatable {
  private let entries: [FaceCooling.Face: FaceCooling]

  /// nil for a bulk that is cooled otherwise from above than from below, or touches another badly; then nothing is its image.
  init?(_ bulk: SimulationCase.Bulk, in simulationCase: SimulationCase) {
    var entries: [FaceCooling.Face: FaceCooling] = [:]
    for entry in simulationCase.cooling where entry.body == bulk.shape.name {
      for part in entry.face.parts {
        var own = entry
        (own.body, own.face) = ("", .all)
        entries[part] = own
      }
    }
    let named = [bulk.shape.name]
    guard entries[.top] == entries[.bottom],
      !simulationCase.cooling.contains(where: {
        $0.other != nil && (named.contains($0.body) || named.contains($0.other ?? ""))
      })
    else { return nil }
    self.entries = entries
  }
}
