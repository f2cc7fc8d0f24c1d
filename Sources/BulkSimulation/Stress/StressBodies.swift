import Elasticity
import Magnets
internal import Meshing
import Superconductors

/// The bodies that stresses are computed in, and where they touch: bulks first, then supports.
struct StressBodies {
  struct Body {
    var shape: BulkShape
    var elastic: ElasticProperties
    /// nil for a bulk.
    var support: Support?

    var isBulk: Bool { support == nil }
  }

  /// A common piece of two outlines.
  struct Interface {
    /// The inner or lower one, and the outer or upper.
    var first, second: Int
    /// 0 for one at a radius, 1 for one at a height [m].
    var direction: Int
    var place: Double
    /// Along the other direction [m].
    var span: ClosedRange<Double>
    var slides: Bool
    /// By how much the second is further out than the first when both are free of stress, taken negative [m].
    var jump: Double
  }

  private(set) var bodies: [Body]
  private(set) var interfaces: [Interface] = []
  /// Bodies that hang together, in pieces without a common boundary.
  private(set) var assemblies: [[Int]] = []
  /// Of a magnet that is its own mirror image, with no assembly across the plane: stresses are those of the upper bodies and their images.
  private(set) var mirror: MirrorSymmetry?

  init(_ simulationCase: SimulationCase) {
    bodies =
      simulationCase.bulks.map { Body(shape: $0.shape, elastic: $0.material.elastic, support: nil) }
      + simulationCase.supports.map { Body(shape: $0.shape, elastic: $0.material.elastic, support: $0) }
    var gaps = [Double](repeating: 0, count: bodies.count)
    closeGaps(&gaps)
    if simulationCase.importedMesh == nil {
      for i in bodies.indices {
        for j in bodies.indices where j > i { interfaces += meetings(i, j, gaps) }
      }
    }
    var labels = Array(bodies.indices)
    for interface in interfaces {
      let (a, b) = (labels[interface.first], labels[interface.second])
      if a != b { labels = labels.map { $0 == b ? a : $0 } }
    }
    assemblies = Set(labels).sorted().map { label in bodies.indices.filter { labels[$0] == label } }
    mirror = Magnet(simulationCase).symmetry.flatMap { mirror(in: $0) }
    assemblies = assemblies.filter { computed($0[0]) == $0[0] }
  }

  /// What stresses of two bodies that are each other's image depend on.
  private struct Behaviour: Equatable {
    var elastic: ElasticProperties
    var kind: Support.Kind?
    var contact: Support.Contact?
    var interference: Double?

    init(_ body: Body) {
      (elastic, kind, contact) = (body.elastic, body.support?.kind, body.support?.contact)
      interference = body.support?.interference
    }
  }

  /// The symmetry of all bodies where it is that of the currents and of separate halves.
  private func mirror(in currents: MirrorSymmetry) -> MirrorSymmetry? {
    guard let own = MirrorSymmetry(of: bodies.map(\.shape), kinds: bodies.map(Behaviour.init)),
      abs(own.plane - currents.plane) <= Support.slack, own.images.starts(with: currents.images),
      assemblies.allSatisfy({ assembly in assembly.allSatisfy { !assembly.contains(own.images[$0]) } })
    else { return nil }
    return own
  }

  /// The body that stresses are computed of for another: itself, unless it is the lower one of two images.
  func computed(_ body: Int) -> Int {
    mirror.map { $0.isAbove(bodies[body].shape) ? body : $0.images[body] } ?? body
  }

  /// A height in the body that is computed for one [m].
  func computed(height z: Double, in body: Int) -> Double {
    mirror.map { computed(body) == body ? z : 2 * $0.plane - z } ?? z
  }

  /// A support that is drawn with a gap which its interference closes is taken as touching.
  private mutating func closeGaps(_ gaps: inout [Double]) {
    for index in bodies.indices {
      guard let support = bodies[index].support else { continue }
      for other in bodies where other.support != support {
        guard let meeting = support.meeting(other.shape, closes: support.interference), meeting.gap > 0 else {
          continue
        }
        if meeting.side == .outside { bodies[index].shape.innerRadius = other.shape.outerRadius }
        if meeting.side == .inside { bodies[index].shape.outerRadius = other.shape.innerRadius }
        gaps[index] = max(gaps[index], meeting.gap)
      }
    }
  }

  private func meetings(_ i: Int, _ j: Int, _ gaps: [Double]) -> [Interface] {
    let (a, b) = (bodies[i].shape, bodies[j].shape)
    let slides = [i, j].contains { bodies[$0].support?.contact == .frictionless }
    func near(_ x: Double, _ y: Double) -> Bool { abs(x - y) <= Support.slack }
    var found: [Interface] = []
    let (low, high) = (max(a.zMin, b.zMin), min(a.zMax, b.zMax))
    if high - low > Support.slack {
      for (inner, outer) in [(i, j), (j, i)]
      where near(bodies[inner].shape.outerRadius, bodies[outer].shape.innerRadius) {
        let owner = bodies[outer].support != nil ? outer : inner
        let interference = bodies[owner].support?.interference ?? 0
        found.append(
          Interface(
            first: inner, second: outer, direction: 0, place: bodies[inner].shape.outerRadius, span: low...high,
            slides: slides, jump: interference - gaps[owner]))
      }
    }
    let (near0, far0) = (max(a.innerRadius, b.innerRadius), min(a.outerRadius, b.outerRadius))
    if far0 - near0 > Support.slack {
      for (lower, upper) in [(i, j), (j, i)] where near(bodies[lower].shape.zMax, bodies[upper].shape.zMin) {
        found.append(
          Interface(
            first: lower, second: upper, direction: 1, place: bodies[lower].shape.zMax, span: near0...far0,
            slides: slides, jump: 0))
      }
    }
    return found
  }

  /// Where stress has no bound: ends of interfaces at a free surface or at a third body, and corners that open by more than half a
  /// turn (M. L. Williams, J. Appl. Mech. 19, 526 (1952); D. B. Bogy, J. Appl. Mech. 38, 377 (1971)). (r, z) [m], and how large
  /// the bodies there are.
  var singularPlaces: [(point: SIMD2<Double>, size: Double)] {
    var places: [(point: SIMD2<Double>, size: Double)] = []
    for interface in interfaces {
      let size =
        [interface.first, interface.second].map { min(bodies[$0].shape.width, bodies[$0].shape.height) }.min() ?? 0
      for end in [interface.span.lowerBound, interface.span.upperBound] {
        // On the axis nothing ends.
        if interface.direction == 1, end == 0 { continue }
        let point = interface.direction == 0 ? SIMD2(interface.place, end) : SIMD2(end, interface.place)
        places.append((point, size))
      }
    }
    return places
  }
}
