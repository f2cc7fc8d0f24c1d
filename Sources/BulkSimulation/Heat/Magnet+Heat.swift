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
    heatedBodies.enumerated().flatMap { index, body in
      cooling.filter { $0.body == body.shape.name && $0.other == nil }.flatMap { entry in
        entry.face.parts.map { face in
          HeatExchange(
            body: index, part: .init(face), coefficient: entry.coefficient, driven: body.driven,
            offset: entry.bath.map { $0 - start.temperatures(at: start.start)[body.driven] } ?? 0)
        }
      }
    }
  }

  /// How well its bodies touch; those that are not named touch without a resistance.
  var contacts: [HeatContact] {
    let bodies = heatedBodies
    return bodies.indices.flatMap { body in
      cooling.filter { $0.body == bodies[body].shape.name }.flatMap { entry -> [HeatContact] in
        guard let other = bodies.firstIndex(where: { $0.shape.name == entry.other }) else { return [] }
        return entry.face.parts.map {
          HeatContact(first: body, second: other, part: .init($0), coefficient: entry.coefficient)
        }
      }
    }
  }

  /// The face that each exchange cools and, where the magnet was cut by its mirror plane, the image of that.
  func cooledFaces(from start: TimelineSegment) -> [[(body: Int, face: FaceCooling.Face, share: Double)]] {
    let bodies = heatedBodies
    return exchanges(from: start).map { exchange in
      let (body, face) = (bodies[exchange.body], FaceCooling.Face(exchange.part))
      if face == .hole, body.shape.innerRadius == 0 { return [] }
      let (own, image) = (body.own, body.image)
      if symmetry == nil { return [(own, face, 1)] }
      if image != own { return [(own, face, 1), (image, face.mirrored, 1)] }
      // Of a body that was cut itself the upper half is meshed, with half of rim and hole.
      switch face {
      case .top: return [(own, .top, 1), (own, .bottom, 1)]
      case .bottom: return []
      case .rim, .hole, .all: return [(own, face, 2)]
      }
    }
  }

  /// Where heat flows on a mesh of it.
  func heatPaths(_ model: FieldModel) -> HeatPaths? {
    guard isHeated else { return nil }
    return HeatPaths(mesh: model.space.mesh, cells: model.cells, mirrorPlane: symmetry?.plane)
      .joined(to: heatedSupports(model), bodies: meshed.count)
  }
}

extension TemperatureObservables {
  /// A property that is not known at a temperature [K] that some cell has reached.
  func missingData(at temperatures: [Double], time: Double) -> Finding? {
    for (index, body) in bodies.enumerated() {
      let curves = body.curves.compactMap { own in own.curve.range.map { (own.path, $0) } }
      guard !curves.isEmpty else { continue }
      for i in temperatures.indices where paths.bodies[i] == index {
        guard let (path, range) = curves.first(where: { !$0.1.contains(temperatures[i]) }) else { continue }
        let place = path.reduce(CasePath("materials").key(body.material)) { $0.key($1) }
        return Finding(
          place,
          "the table holds from \(plain(range.lowerBound)) to \(plain(range.upperBound)) K, but \(body.isBulk ? "bulk" : "support") "
            + "\(body.shape.name) reaches \(significant(temperatures[i], digits: 4)) K at t = \(significant(time, digits: 4)) s",
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

/// How the faces of a body are cooled, without its name: equal for those that may be each other's image.
struct FacesCooled: Equatable {
  private let entries: [FaceCooling.Face: FaceCooling]

  /// nil for one that is cooled otherwise from above than from below, or touches another badly; then nothing is its image.
  init?(_ name: String, in simulationCase: SimulationCase) {
    var entries: [FaceCooling.Face: FaceCooling] = [:]
    for entry in simulationCase.cooling where entry.body == name {
      for part in entry.face.parts {
        var own = entry
        (own.body, own.face) = ("", .all)
        entries[part] = own
      }
    }
    guard entries[.top] == entries[.bottom],
      !simulationCase.cooling.contains(where: { $0.other != nil && [$0.body, $0.other].contains(name) })
    else { return nil }
    self.entries = entries
  }
}
