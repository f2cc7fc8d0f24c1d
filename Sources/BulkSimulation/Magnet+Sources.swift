internal import Cores
import CoilFields
import MagnetEquations
import Magnets
internal import Meshing
import Notation

extension FieldSource {
  /// As the equations see it, on a way of rises [m].
  func applied(rises: ClosedRange<Double>) -> AppliedSource {
    let coil = RectangularCoil(r0: innerRadius, r1: outerRadius, z0: zMin, z1: zMax)
    let section: SourceSection =
      switch kind {
      case .solenoid: .coil(coil)
      case .magnet: .magnet(coil)
      case .loop: .loop(radius: outerRadius, z: zMin)
      }
    guard isDriven else {
      return AppliedSource(section: section, scale: remanence / vacuumPermeability, rises: rises)
    }
    if let turns {
      // A section's windings are spread over it evenly.
      let area = kind == .loop ? 1 : (outerRadius - innerRadius) * (zMax - zMin)
      return AppliedSource(section: section, scale: turns / area, rises: rises)
    }
    let point = referencePoint
    return AppliedSource(section: section, scale: 1 / section.field(r: point.r, z: point.z).bz, rises: rises)
  }
}

extension SimulationCase {
  /// The sources as the equations see them, on the ways that the protocol leads them.
  func appliedSources(_ timeline: [TimelineSegment]) -> [AppliedSource] {
    sources.enumerated().map { index, source in
      let rises = timeline.flatMap { [$0.sources[index].rise.start, $0.sources[index].rise.end] }
      return source.applied(rises: (rises.min() ?? 0)...(rises.max() ?? 0))
    }
  }
}

extension MirrorSymmetry {
  /// For each source the one that is its image at all times, itself when it lies across the plane; nil when some source has none.
  func images(of sources: [AppliedSource], _ timeline: [TimelineSegment]) -> [Int]? {
    var images: [Int] = []
    for (k, source) in sources.enumerated() {
      let own = source.section.bounds
      let slack = 1e-9 * max(own.r1, own.z1 - own.z0)
      let image = sources.indices.first { l in
        let (other, bounds) = (sources[l], sources[l].section.bounds)
        let isMirrored =
          other.section.isLike(source.section) && abs(bounds.z0 + own.z1 - 2 * plane) <= slack
          && abs(bounds.z1 + own.z0 - 2 * plane) <= slack && abs(bounds.r0 - own.r0) <= slack
          && abs(bounds.r1 - own.r1) <= slack
        return isMirrored && abs(other.scale / source.scale - 1) < 1e-9
          && timeline.allSatisfy { segment in
            let (a, b) = (segment.sources[k], segment.sources[l])
            return a.strength == b.strength && a.rise.start == -b.rise.start && a.rise.end == -b.rise.end
          }
      }
      guard let image else { return nil }
      images.append(image)
    }
    return images
  }
}

extension SourceSection {
  fileprivate func isLike(_ other: SourceSection) -> Bool {
    switch (self, other) {
    case (.coil, .coil), (.magnet, .magnet), (.loop, .loop): true
    default: false
    }
  }
}

/// What sources beside the uniform field make at fixed points, wherever they stand: a field is worked out when a source has moved.
struct SourceFieldAtPoints {
  private let sources: [AppliedSource]
  private let points: [SIMD2<Double>]
  private let isMap: Bool
  private let usesTwoCores: Bool
  private var rises: [Double]
  private var units: [[SIMD2<Double>]]

  /// - Parameter isMap: whether 1e-4 will do, for many points.
  init(_ sources: [AppliedSource], points: [SIMD2<Double>], isMap: Bool = false, usesTwoCores: Bool = false) {
    (self.sources, self.points, self.isMap, self.usesTwoCores) = (sources, points, isMap, usesTwoCores)
    rises = sources.map { _ in .nan }
    units = sources.map { _ in [] }
  }

  /// (Br, Bz) [T] at each point; `states` are strength and rise [m] of each source.
  mutating func values(_ states: [SIMD2<Double>]) -> [SIMD2<Double>] {
    var sum = [SIMD2<Double>](repeating: .zero, count: points.count)
    for (k, state) in states.enumerated() {
      if state.y != rises[k] {
        rises[k] = state.y
        units[k] = field(of: sources[k], rise: state.y)
      }
      for i in sum.indices { sum[i] += state.x * units[k][i] }
    }
    return sum
  }

  private func field(of source: AppliedSource, rise: Double) -> [SIMD2<Double>] {
    let isMap = isMap
    @Sendable func field(_ points: ArraySlice<SIMD2<Double>>) -> [SIMD2<Double>] {
      points.map { point in
        if isMap { return source.mapField(r: point.x, z: point.y, rise: rise) }
        let field = source.field(r: point.x, z: point.y, rise: rise)
        return SIMD2(field.br, field.bz)
      }
    }
    let (points, half) = (points, points.count / 2)
    let (first, second) = beside(usesTwoCores) {
      field(points[half...])
    } here: {
      field(points[..<half])
    }
    return first + second
  }
}

extension Magnet {
  /// The field of the sources at probes.
  func fieldAtProbes(_ probes: some Sequence<SimulationCase.Probe>) -> SourceFieldAtPoints {
    SourceFieldAtPoints(sources, points: probes.map { SIMD2($0.r, $0.z) })
  }
}

extension TimelineSegment {
  /// Strength and rise [m] of each source at a time [s].
  func sourceStates(at time: Double) -> [SIMD2<Double>] {
    sources.indices.map { index in
      let state = source(index, at: time)
      return SIMD2(state.strength, state.rise)
    }
  }
}
