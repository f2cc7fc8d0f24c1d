import BulkSimulation
import CoilFields
import Magnets
import Meshing
import Testing

@Suite struct `The course of a run` {
  private static func pair(_ accuracy: Double = 0.01) throws -> ValidCase {
    var value = ReferenceMagnets.kimCase(accuracy: accuracy)
    value.fieldOutput = .stageEnds
    return try ValidCase(value)
  }

  @Test func `is that of its maps at the ends of stages, and changes no bit of its numbers`() throws {
    let checked = try Self.pair()
    let (result, alone) = (try simulate(checked, keepsCourse: true), try simulate(checked))
    let course = try #require(result.course)
    #expect(alone.course == nil)
    #expect(result.history.map(\.probes) == alone.history.map(\.probes))
    #expect(result.stages.map(\.moment) == alone.stages.map(\.moment))
    for stage in result.stages.dropFirst() {
      let (map, densities) = (try #require(stage.fields), course.currentDensity(at: stage.time))
      #expect(map.mesh == course.mesh)
      for (group, density) in zip(course.groups, densities) {
        for cell in group { #expect(map.currentDensity[cell] == density) }
      }
    }
    // Of both halves of a magnet that is solved as one.
    #expect(course.groups.allSatisfy { $0.count == 2 } && course.centres.count == 2 * course.groups.count)
  }

  @Test func `between steps lies between their ends`() throws {
    let result = try simulate(Self.pair(), keepsCourse: true)
    let course = try #require(result.course)
    var largest = 0.0
    for (first, second) in zip(result.history, result.history.dropFirst()) where second.time > first.time {
      let ends = [first, second].map { course.currentDensity(at: $0.time) }
      for (k, density) in course.currentDensity(at: 0.25 * first.time + 0.75 * second.time).enumerated() {
        let (low, high) = (min(ends[0][k], ends[1][k]), max(ends[0][k], ends[1][k]))
        #expect(density >= low - 1e-6 && density <= high + 1e-6)
        largest = max(largest, abs(density))
      }
    }
    #expect(largest > 1e8)
    #expect(course.currentDensity(at: -1).allSatisfy { $0 == 0 })
  }

  @Test func `gives the field at fixed points as sums of cells do`() throws {
    let result = try simulate(Self.pair(), keepsCourse: true)
    let course = try #require(result.course)
    let points = (0..<12).flatMap { i in (0..<12).map { SIMD2(1.7e-3 * Double(i), 1.9e-3 * Double($0) - 1e-2) } }
    let kernel = SectionKernel(mesh: course.mesh, groups: course.groups, points: points)
    let densities = course.currentDensity(at: course.times.upperBound)
    let fields = kernel.fields(densities)
    var all = [Double](repeating: 0, count: course.mesh.cells.count)
    for (group, density) in zip(course.groups, densities) { for cell in group { all[cell] = density } }
    let currents = SectionCurrents(mesh: course.mesh, densities: all)
    var (worst, largest) = (0.0, 0.0)
    for (k, point) in points.enumerated() {
      let exact = currents.field(r: point.x, z: point.y)
      worst = max(worst, abs(fields.br[k] - exact.br), abs(fields.bz[k] - exact.bz))
      largest = max(largest, abs(exact.bz))
      // The potential of a field, which field lines are drawn by.
      #expect(abs(fields.aPhi[k] - exact.aPhi) < 0.02 * largest * 0.015)
    }
    #expect(worst < 0.03 * largest, "\(worst) of \(largest) T")
    let doubled = kernel.fields(densities.map { 2 * $0 })
    #expect(doubled.bz == fields.bz.map { 2 * $0 })
  }

  @Test func `on meshes that are kept has the bits of a run alone`() throws {
    let checked = try Self.pair(0.03)
    var cache = MeshCache()
    let first = try simulate(checked, on: cache.meshes(for: checked))
    let second = try simulate(checked, on: cache.meshes(for: checked))
    let alone = try simulate(checked)
    for result in [first, second] {
      #expect(result.stages.map(\.probes) == alone.stages.map(\.probes))
      #expect(result.history.map(\.moment) == alone.history.map(\.moment))
    }
  }

  @Test func `what is applied is that of the protocol at each time`() throws {
    let checked = try Self.pair()
    let value = checked.simulationCase
    for segment in checked.timeline where segment.duration > 0 {
      for share in [0.25, 0.5, 1] {
        let time = segment.start + share * segment.duration
        #expect(AppliedField(value, at: time).uniform == segment.field(at: time))
      }
    }
    #expect(AppliedField(value, at: 0).uniform == 7)
    #expect(AppliedField(value, at: 1e9).uniform == 0)
  }
}
