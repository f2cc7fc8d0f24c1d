internal import CoilFields
internal import Meshing
internal import RealModule

/// A source as a region sees it: where that is well away from the source and small next to the distance, by one polynomial in r and z, which
/// is exact to about 1e-10 and takes a fiftieth of the time; elsewhere by the source's own exact field.
///
/// A coil's exact field takes 10 µs. In the columns of cells of a pair, 40 times each, it made a run in a solenoid cost 1.29 times
/// one in a uniform field.
struct SourceInRegion {
  let source: AppliedSource
  private let box: ChebyshevBox?

  /// More nodes than this cost more than they save.
  private static let nodeLimit = 400

  /// - Parameters:
  ///   - low: corner (r, z) of the region [m], z counted from where the source is when it has not risen.
  ///   - high: its other corner.
  init(_ source: AppliedSource, low: SIMD2<Double>, high: SIMD2<Double>) {
    self.source = source
    let clear = SourceSection.distance(
      RectangularCoil(r0: low.x, r1: high.x, z0: low.y, z1: high.y), source.section.bounds)
    let counts = SIMD2(
      Self.count(length: high.x - low.x, clear: clear), Self.count(length: high.y - low.y, clear: clear))
    guard counts.x > 0, counts.y > 0, counts.x * counts.y <= Self.nodeLimit else {
      box = nil
      return
    }
    var box = ChebyshevBox(low: low, high: high, counts: counts, states: 1)
    box.fit(
      box.nodes.map { node in
        let field = source.field(r: node.x, z: node.y, rise: 0)
        return SIMD4(field.br, field.bz, field.aPhi, 0)
      })
    self.box = box
  }

  /// As many terms as leave 1e-10 over a length at a distance from where the field is singular; 0 for too many.
  private static func count(length: Double, clear: Double) -> Int {
    guard length > 0 else { return 1 }
    let x = 1 + 2 * clear / length
    let rate = Double.log(x + (x * x - 1).squareRoot())
    return rate > 1 ? Int((23 / rate).rounded(.up)) : 0
  }

  /// What a unit of the drive makes at (r, z) within the region.
  func field(r: Double, z: Double) -> CoilField {
    guard let box else { return source.field(r: r, z: z, rise: 0) }
    let value = box.value(r: r, z: z)
    return CoilField(br: value.x, bz: value.y, aPhi: value.z)
  }
}
