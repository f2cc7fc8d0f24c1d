import CoilFields
import Foundation
import Testing

@Suite struct `Fields of currents in sections` {
  /// Two bulks of 4 x 3 cells each whose current density varies, in two states.
  private static let states: SectionStates = {
    var sections: [CoilSection] = []
    var densities: [[Double]] = [[], []]
    for z in [1e-3, -5e-3] {
      for i in 0..<4 {
        for j in 0..<3 {
          let (r, low): (Double, Double) = (3e-3 * Double(i), z + 4e-3 / 3 * Double(j))
          sections.append(.rectangle(RectangularCoil(r0: r, r1: r + 3e-3, z0: low, z1: low + 4e-3 / 3)))
          let ripple: Double = 0.2 * sin(Double(5 * i + 3 * j))
          densities[0].append(2e8 * (1 + ripple + 0.1 * Double(i)))
          densities[1].append(-1e8 * (1 + 0.1 * Double(j)))
        }
      }
    }
    return SectionStates(sections: sections, densities: densities)
  }()

  /// `Bz = mu0 J / 2 (F(z1 - z) - F(z0 - z))`, `F(u) = u asinh(R/|u|)`, on the axis of a disc with uniform current density.
  @Test(arguments: [-9e-3, -3e-3, -1e-3, 0, 1.7e-3, 3e-3, 20e-3]) func `are those of a disc on its axis`(z: Double) {
    let (radius, half, density) = (15e-3, 3e-3, 1e8)
    let parts = (0..<3).map { i in
      CoilSection.rectangle(
        RectangularCoil(r0: radius / 3 * Double(i), r1: radius / 3 * Double(i + 1), z0: -half, z1: half))
    }
    let disc = SectionStates(sections: parts, densities: [[density, density, density]])
    func f(_ u: Double) -> Double { u == 0 ? 0 : u * asinh(radius / abs(u)) }
    let exact = 0.5 * 4e-7 * Double.pi * density * (f(half - z) - f(-half - z))
    let field = disc.fields(r: 0, z: z)[0]
    #expect(abs(field.bz - exact) < 1e-10 && field.br == 0 && field.aPhi == 0)
    // Close to it, the axis is approached.
    let near = disc.fields(r: 1e-7, z: z)[0]
    #expect(abs(near.bz - exact) < 1e-4 && abs(near.br) < 1e-4)
  }

  /// A million points in seconds take boxes; here 40 000, which include all edges, all corners and the axis.
  @Test func `of many points are the direct sum's, on edges, corners and the axis too`() {
    let count = 200
    var points: [SIMD2<Double>] = []
    for j in 0...count {
      let z: Double = -9e-3 + 18e-3 * Double(j) / Double(count)
      for i in 0...count {
        let r: Double = 15e-3 * Double(i) / Double(count)
        points.append(SIMD2<Double>(r, z))
      }
    }
    let quick = Self.states.fields(at: points)
    for (state, fields) in quick.enumerated() {
      let largest = fields.reduce(0) { max($0, abs($1.bz)) }
      let potential = fields.reduce(0) { max($0, abs($1.aPhi)) }
      var worst = 0.0
      for i in stride(from: 0, to: points.count, by: 37) {
        let exact = Self.states.fields(r: points[i].x, z: points[i].y)[state]
        let field: CoilField = fields[i]
        worst = max(worst, abs(field.br - exact.br) / largest)
        worst = max(worst, abs(field.bz - exact.bz) / largest)
        worst = max(worst, abs(field.aPhi - exact.aPhi) / potential)
      }
      print("state \(state): boxes differ from the direct sum by \(worst) of the largest")
      #expect(worst < 1e-6)
      #expect(fields.allSatisfy { $0.br.isFinite && $0.bz.isFinite && $0.aPhi.isFinite })
    }
  }

  @Test func `of a line and of scattered points are the direct sum's`() {
    var (line, scattered): ([SIMD2<Double>], [SIMD2<Double>]) = ([], [])
    for i in 0...400 {
      line.append(SIMD2<Double>(2e-3, -9e-3 + 4.5e-5 * Double(i)))
      let (r, z): (Double, Double) = (7e-3 + 7e-3 * sin(Double(7 * i)), 9e-3 * cos(Double(13 * i)))
      scattered.append(SIMD2<Double>(r, z))
    }
    let origin: [SIMD2<Double>] = [.zero]
    for points in [line, scattered, origin, []] {
      let quick = Self.states.fields(at: points)
      #expect(quick.map(\.count) == [points.count, points.count])
      for (i, point) in points.enumerated() {
        let exact = Self.states.fields(r: point.x, z: point.y)
        #expect(abs(quick[0][i].bz - exact[0].bz) < 2e-6)
        #expect(abs(quick[1][i].br - exact[1].br) < 2e-6)
      }
    }
  }

  @Test func `of triangles are those of the square that they make up`() {
    let square = CoilSection.rectangle(RectangularCoil(r0: 4e-3, r1: 8e-3, z0: 0, z1: 4e-3))
    let corners: [SIMD2<Double>] = [[4e-3, 0], [8e-3, 0], [8e-3, 4e-3], [4e-3, 4e-3]]
    let triangles = [[0, 1, 2], [0, 2, 3]].map { CoilSection.polygon(PolygonalCoil($0.map { corners[$0] })) }
    var points: [SIMD2<Double>] = []
    for i in 0..<1200 {
      let (r, z): (Double, Double) = (12e-3 * Double(i % 40) / 39, 8e-3 * Double(i / 40) / 29 - 2e-3)
      points.append(SIMD2<Double>(r, z))
    }
    let one = SectionStates(sections: [square], densities: [[1e8]]).fields(at: points)[0]
    let two = SectionStates(sections: triangles, densities: [[1e8, 1e8]]).fields(at: points)[0]
    let largest = one.reduce(0) { max($0, abs($1.bz)) }
    var worst = 0.0
    for (a, b) in zip(one, two) { worst = max(worst, abs(a.bz - b.bz), abs(a.br - b.br)) }
    #expect(worst < 1e-5 * largest, "\(worst) of \(largest) T")
  }
}
