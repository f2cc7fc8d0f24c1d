import Elasticity
internal import Meshing

/// When contacts without friction would open.
struct OpeningWatch {
  private(set) var openings: [StressResult.Opening] = []
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
        openings.append(
          .init(
            first: model.bodies.bodies[interface.first].shape.name,
            second: model.bodies.bodies[interface.second].shape.name, time: time, tension: tension))
      }
    }
  }
}
