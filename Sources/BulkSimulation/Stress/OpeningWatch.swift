import Elasticity
internal import Meshing

/// When contacts without friction would open.
struct OpeningWatch {
  /// In the order in which they open: which interface, when [s], and the largest tension from then on [Pa].
  private var opened: [(interface: Int, time: Double, tension: Double)] = []
  private let normals: [[(site: Int, component: Int, start: Double)]]
  /// What counts as tension [Pa], against rounding: of the largest normal stress so far.
  private static let share = 1e-3
  private var largest: [Double]

  init(_ model: borrowing StressModel) {
    let interfaces = model.bodies.interfaces
    normals = interfaces.indices.map { index in
      model.slidingSites.filter { $0.interface == index && !model.isNearSingular[$0.site] }.map { own in
        let component = interfaces[index].direction == 0 ? 0 : 2
        return (own.site, component, model.startStress[own.site].components[component])
      }
    }
    largest = interfaces.map { _ in 0 }
  }

  mutating func look(at displacements: [Double], of model: borrowing StressModel, time: Double) {
    for (index, sites) in normals.enumerated() where !sites.isEmpty {
      let stresses = sites.map { $0.start + model.recovery.component($0.component, at: $0.site, of: displacements) }
      largest[index] = max(largest[index], stresses.map(abs).max() ?? 0)
      guard let tension = stresses.max(), tension > Self.share * largest[index], tension > 1 else { continue }
      if let known = opened.firstIndex(where: { $0.interface == index }) {
        opened[known].tension = max(opened[known].tension, tension)
      } else {
        opened.append((index, time, tension))
      }
    }
  }

  /// Those that were seen, and then their images in bodies that are not computed.
  func openings(of bodies: StressBodies) -> [StressResult.Opening] {
    func told(_ first: Int, _ second: Int, _ time: Double, _ tension: Double) -> StressResult.Opening {
      .init(
        first: bodies.bodies[first].shape.name, second: bodies.bodies[second].shape.name, time: time, tension: tension)
    }
    let seen = opened.map { (pair: bodies.interfaces[$0.interface], time: $0.time, tension: $0.tension) }
    let images = bodies.mirror.map { mirror in
      seen.map { own in
        let (first, second) = (mirror.images[own.pair.first], mirror.images[own.pair.second])
        // What is below is above in the image.
        return own.pair.direction == 0
          ? told(first, second, own.time, own.tension) : told(second, first, own.time, own.tension)
      }
    }
    return seen.map { told($0.pair.first, $0.pair.second, $0.time, $0.tension) } + (images ?? [])
  }
}
