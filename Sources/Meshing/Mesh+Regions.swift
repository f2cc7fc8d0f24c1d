extension Mesh {
  /// The smallest rectangle around each bulk, in the order of the regions: where it is, not what it looks like.
  public func boundingShapes() -> [BulkShape] {
    var shapes = regionNames.dropFirst().map {
      BulkShape(name: $0, innerRadius: .infinity, outerRadius: -.infinity, zMin: .infinity, zMax: -.infinity)
    }
    for i in cells.indices where cellRegions[i] != Mesh.air {
      let bulk = Int(cellRegions[i]) - 1
      for corner in corners(of: i) {
        shapes[bulk].innerRadius = min(shapes[bulk].innerRadius, corner.x)
        shapes[bulk].outerRadius = max(shapes[bulk].outerRadius, corner.x)
        shapes[bulk].zMin = min(shapes[bulk].zMin, corner.y)
        shapes[bulk].zMax = max(shapes[bulk].zMax, corner.y)
      }
    }
    return shapes
  }

  /// The smallest distance of the far boundary from a point on the axis [m].
  public func farDistance(fromHeight z: Double) -> Double {
    boundaryCurves().far.reduce(.infinity) { smallest, edge in
      let (from, to) = (nodes[Int(edge.x)], nodes[Int(edge.y)])
      let (side, offset) = (to - from, SIMD2(0, z) - from)
      let share = min(1, max(0, (side * offset).sum() / (side * side).sum()))
      let nearest = offset - share * side
      return min(smallest, (nearest * nearest).sum().squareRoot())
    }
  }
}
