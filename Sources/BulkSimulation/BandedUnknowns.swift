import EdgeElements
import Meshing

/// Which unknowns of the edge space the banded system keeps, and in which order.
///
/// Only what a bulk's cells touch has to stay: the air beyond is linear and the same at all times, so its potentials are
/// eliminated once. What it leaves behind couples every node of the bulks' surfaces with every other; these, and the net
/// currents of rings, stand last, as a border. The rest, edges inside the bulks, is banded. On 2560 cells of half a pair
/// that is 5040 unknowns in a band of 63 beside a border of 193, of 24437.
struct BandedUnknowns: Sendable {
  /// Unknowns of the edge space: those kept, banded ones first, and those eliminated.
  let kept: [Int]
  let eliminated: [Int]
  let bandedCount: Int
  /// Of the banded and of the eliminated ones.
  let bandwidth: Int
  let eliminatedBandwidth: Int
  /// Place of each unknown of the edge space in `kept`, and in `eliminated`; -1 for none.
  let place: [Int]
  let eliminatedPlace: [Int]

  var borderCount: Int { kept.count - bandedCount }

  init(space: EdgeSpace, cells: CurrentCells) {
    let map = space.map
    let potentials = map.unknownCount - map.ringCount
    let cellUnknowns = space.cellEdges.map { edges in
      var all: [Int] = []
      for k in 0..<4 where edges[k] >= 0 {
        map.forEachEntry(ofEdge: Int(edges[k])) { unknown, _ in all.append(unknown) }
      }
      return all
    }
    var isKept = [Bool](repeating: false, count: map.unknownCount)
    for cell in cells.meshCells { for unknown in cellUnknowns[cell] { isKept[unknown] = true } }
    for ring in potentials..<map.unknownCount { isKept[ring] = true }
    var isBorder = (0..<map.unknownCount).map { $0 >= potentials }
    for all in cellUnknowns where all.contains(where: { !isKept[$0] }) {
      for unknown in all where isKept[unknown] { isBorder[unknown] = true }
    }
    let border = (0..<map.unknownCount).filter { isBorder[$0] }
    eliminated = (0..<map.unknownCount).filter { !isKept[$0] }
    let banded = (0..<map.unknownCount).filter { isKept[$0] && !isBorder[$0] }

    let middles = Self.middles(space)
    let orders = [
      banded,
      banded.sorted { (middles[$0].x, middles[$0].y) < (middles[$1].x, middles[$1].y) },
      banded.sorted { (middles[$0].y, middles[$0].x) < (middles[$1].y, middles[$1].x) },
    ]
    let widths = orders.map { Self.bandwidth(of: cellUnknowns, Self.places(of: $0, among: map.unknownCount)) }
    let best = orders.indices.min { widths[$0] < widths[$1] } ?? 0
    // The border in the order in which the band meets it: its columns then fill up one after the other.
    var first = [Int](repeating: .max, count: map.unknownCount)
    let bandedPlace = Self.places(of: orders[best], among: map.unknownCount)
    for all in cellUnknowns {
      let earliest = all.map { bandedPlace[$0] }.filter { $0 >= 0 }.min() ?? .max
      for unknown in all where isBorder[unknown] { first[unknown] = min(first[unknown], earliest) }
    }
    kept = orders[best] + border.sorted { (first[$0], $0) < (first[$1], $1) }
    bandedCount = banded.count
    bandwidth = widths[best]
    place = Self.places(of: kept, among: map.unknownCount)
    eliminatedPlace = Self.places(of: eliminated, among: map.unknownCount)
    eliminatedBandwidth = Self.bandwidth(of: cellUnknowns, eliminatedPlace)
  }

  private static func places(of unknowns: [Int], among count: Int) -> [Int] {
    var places = [Int](repeating: -1, count: count)
    for (place, unknown) in unknowns.enumerated() { places[unknown] = place }
    return places
  }

  private static func bandwidth(of cellUnknowns: [[Int]], _ places: [Int]) -> Int {
    cellUnknowns.reduce(0) { widest, all in
      var (low, high) = (Int.max, -1)
      for unknown in all where places[unknown] >= 0 {
        low = min(low, places[unknown])
        high = max(high, places[unknown])
      }
      return high < 0 ? widest : max(widest, high - low)
    }
  }

  /// Where each unknown is: the mean of the middles of its edges.
  private static func middles(_ space: EdgeSpace) -> [SIMD2<Double>] {
    var sums = [SIMD2<Double>](repeating: .zero, count: space.map.unknownCount)
    var counts = [Double](repeating: 0, count: space.map.unknownCount)
    for edge in 0..<space.edgeCount {
      let middle = 0.5 * (space.mesh.nodes[Int(space.tails[edge])] + space.mesh.nodes[Int(space.heads[edge])])
      space.map.forEachEntry(ofEdge: edge) { unknown, _ in
        sums[unknown] += middle
        counts[unknown] += 1
      }
    }
    return zip(sums, counts).map { $0 / max($1, 1) }
  }
}
