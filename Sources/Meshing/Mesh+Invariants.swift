/// A mesh that the edge space could not be built on.
public enum MeshDefect: Error, Equatable, Sendable, CustomStringConvertible {
  case missingNode(cell: Int, node: Int)
  case negativeRadius(node: Int, radius: Double)
  case notCounterClockwise(cell: Int, area: Double)
  case unknownRegion(cell: Int, region: Int)
  case notFinite(node: Int)
  case regionCount(cells: Int, regions: Int)

  public var description: String {
    switch self {
    case .missingNode(let cell, let node): "cell \(cell) names node \(node), which does not exist"
    case .negativeRadius(let node, let radius): "node \(node) has the negative radius \(radius) m"
    case .notCounterClockwise(let cell, let area):
      "cell \(cell) has the area \(area) m^2: corners must run counter-clockwise"
    case .unknownRegion(let cell, let region): "cell \(cell) lies in region \(region), which has no name"
    case .regionCount(let cells, let regions): "there are \(cells) cells and \(regions) numbers of their regions"
    case .notFinite(let node): "node \(node) has a coordinate that is not a finite number"
    }
  }
}

extension Mesh {
  /// Looks at every node and every cell once.
  ///
  /// - Throws: `MeshDefect`, the first that is found.
  public func checkInvariants() throws(MeshDefect) {
    for (i, node) in nodes.enumerated() {
      guard node.x.isFinite, node.y.isFinite else { throw .notFinite(node: i) }
      guard node.x >= 0 else { throw .negativeRadius(node: i, radius: node.x) }
    }
    guard cells.count == cellRegions.count else {
      throw .regionCount(cells: cells.count, regions: cellRegions.count)
    }
    for i in cells.indices {
      for k in 0..<cornerCount(of: i) {
        let node = Int(cells[i][k])
        guard nodes.indices.contains(node) else { throw .missingNode(cell: i, node: node) }
      }
      guard regionNames.indices.contains(Int(cellRegions[i])) else {
        throw .unknownRegion(cell: i, region: Int(cellRegions[i]))
      }
      let area = signedArea(of: i)
      guard area > 0 else { throw .notCounterClockwise(cell: i, area: area) }
    }
  }
}
