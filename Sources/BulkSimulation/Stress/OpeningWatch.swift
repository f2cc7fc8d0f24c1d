import Elasticity
internal import Meshing

/// When contacts without friction would open.
struct OpeningWatch {
  private var openings: [StressResult.Opening] = []
  /// Of each the two bodies whose images meet likewise: the inner or lower one first.
  private var pairs: [(first: Int, second: Int)] = []
  private let normals: [[(site: Int, component: Int, start: Double)]]
  /// What counts as tension [Pa], against rounding: of the largest normal stress so far.
  private static let share = 1e-3
  private var largest: [Double]
  private var opened: [Int: Int] = [:]

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
      if let known = opened[index] {
        openings[known].tension = max(openings[known].tension, tension)
      } else {
        let interface = model.bodies.interfaces[index]
        opened[index] = openings.count
        let (first, second) = (interface.first, interface.second)
        pairs.append(interface.direction == 0 ? (first, second) : (second, first))
        openings.append(opening(first, second, of: model.bodies, time, tension))
      }
    }
  }

  /// Those that were seen, and the images of these.
  func all(of bodies: StressBodies) -> [StressResult.Opening] {
    guard let mirror = bodies.mirror else { return openings }
    return openings
      + zip(openings, pairs).map { own, pair in
        opening(mirror.images[pair.first], mirror.images[pair.second], of: bodies, own.time, own.tension)
      }
  }

  private func opening(
    _ first: Int, _ second: Int, of bodies: StressBodies, _ time: Double, _ tension: Double
  ) -> StressResult.Opening {
    .init(
      first: bodies.bodies[first].shape.name, second: bodies.bodies[second].shape.name, time: time, tension: tension)
  }
}
