/// Several states of the currents in the same sections, as at the ends of stages, and their fields.
///
/// Each section's field is computed once for all states. Lengths in metres.
public struct SectionStates: Sendable, Equatable {
  public let sections: [CoilSection]
  /// Of each state the current density in each section [A/m²].
  public let densities: [[Double]]

  /// - Parameters:
  ///   - sections: that share no more than edges.
  ///   - densities: of each state, as many as there are sections [A/m²].
  public init(sections: [CoilSection], densities: [[Double]]) {
    precondition(densities.allSatisfy { $0.count == sections.count }, "a state is not of these sections")
    self.sections = sections
    self.densities = densities
  }

  /// Some of the states, in the order given.
  public func choosing(_ states: [Int]) -> SectionStates {
    SectionStates(sections: sections, densities: states.map { densities[$0] })
  }

  /// The field of each state at (r, z) [m], section by section: finite and right everywhere, edges, corners and axis
  /// included, to about 1e-12 for rectangles. [T] and [Wb/m].
  public func fields(r: Double, z: Double) -> [CoilField] {
    var sums = [CoilField](repeating: CoilField(), count: densities.count)
    for (index, section) in sections.enumerated() {
      let own = section.exactField(r: r, z: z)
      for state in densities.indices { sums[state].add(own, times: densities[state][index]) }
    }
    return sums
  }

  /// The field of each state at many points, state by state: within 1e-6 of the largest of its surroundings of what
  /// `fields(r:z:)` gives, in a hundredth of the time where there are many points to a section. [T] and [Wb/m].
  ///
  /// - Parameter points: (r, z) [m] in any order; r is not negative.
  public func fields(at points: [SIMD2<Double>]) -> [[CoilField]] {
    var boxes = FieldBoxes(self, points)
    return boxes.fields()
  }
}
