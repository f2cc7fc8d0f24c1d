package import EdgeElements
package import LinearAlgebra
internal import Meshing

/// Which unknowns of the edge space the edge system keeps, and in which order they are eliminated in a step.
///
/// Only what a bulk's cells touch has to stay: the air beyond is linear and the same at all times, so its potentials are
/// eliminated once. What it leaves behind couples every node of the bulks' surfaces with every other; these, and the net
/// currents of rings, are the border, eliminated last. The rest are edges inside the bulks, coupled by cells. On 2560
/// cells of half a pair that is 5040 unknowns and a border of 193, of 24437.
package struct KeptUnknowns: Sendable {
  /// Unknowns of the edge space: those kept, inner ones first, and those eliminated.
  package let kept: [Int]
  package let eliminated: [Int]
  package let innerCount: Int
  /// Place of each unknown of the edge space in `kept`, and in `eliminated`; -1 for none.
  package let place: [Int]
  package let eliminatedPlace: [Int]
  /// Of the kept ones; of the eliminated ones and, last and counted on from them, the border.
  package let dissection: Dissection
  package let airDissection: Dissection

  package var borderCount: Int { kept.count - innerCount }

  package init(space: EdgeSpace, cells: CurrentCells) {
    let map = space.map
    let cellUnknowns = space.cellEdges.map { edges in
      var all: [Int] = []
      for k in 0..<4 where edges[k] >= 0 {
        map.forEachEntry(ofEdge: Int(edges[k])) { unknown, _ in
          if !all.contains(unknown) { all.append(unknown) }
        }
      }
      return all
    }
    var isKept = [Bool](repeating: false, count: map.unknownCount)
    for cell in cells.meshCells { for unknown in cellUnknowns[cell] { isKept[unknown] = true } }
    var isBorder = [Bool](repeating: false, count: map.unknownCount)
    for ring in map.unknownCount - map.ringCount..<map.unknownCount { (isKept[ring], isBorder[ring]) = (true, true) }
    let airCells = cellUnknowns.indices.filter { cellUnknowns[$0].contains { !isKept[$0] } }
    for cell in airCells {
      for unknown in cellUnknowns[cell] where isKept[unknown] { isBorder[unknown] = true }
    }
    let all = 0..<map.unknownCount
    let inner = all.filter { isKept[$0] && !isBorder[$0] }
    kept = inner + all.filter { isBorder[$0] }
    eliminated = all.filter { !isKept[$0] }
    innerCount = inner.count
    let place = Self.places(of: kept, among: map.unknownCount)
    let eliminatedPlace = Self.places(of: eliminated, among: map.unknownCount)
    (self.place, self.eliminatedPlace) = (place, eliminatedPlace)

    let centres = space.mesh.cells.indices.map { cell in
      let corners = space.mesh.cornerCount(of: cell)
      return (0..<corners).reduce(into: SIMD2<Double>()) { $0 += space.mesh.nodes[Int(space.mesh.cells[cell][$1])] }
        / Double(corners)
    }
    dissection = Dissection(
      order: kept.count, elements: cells.meshCells.map { cellUnknowns[$0].map { place[$0] } },
      points: cells.meshCells.map { centres[$0] }, last: Array(inner.count..<kept.count))
    let (first, border) = (eliminated.count, kept.count - inner.count)
    airDissection = Dissection(
      order: first + border,
      elements: airCells.map { cell in
        cellUnknowns[cell].map { isKept[$0] ? first + place[$0] - inner.count : eliminatedPlace[$0] }
      },
      points: airCells.map { centres[$0] }, last: Array(first..<first + border))
  }

  private static func places(of unknowns: [Int], among count: Int) -> [Int] {
    var places = [Int](repeating: -1, count: count)
    for (place, unknown) in unknowns.enumerated() { places[unknown] = place }
    return places
  }
}
