extension Mesh {
  /// The whole section of a magnet of which this is the half above the plane of symmetry: all cells, then the image of
  /// each in the same order.
  ///
  /// - Parameters:
  ///   - symmetry: by which this mesh is the upper half.
  ///   - names: of all bulks.
  ///   - meshed: the bulk of each region of this mesh, the air left out.
  public func unfolded(_ symmetry: MirrorSymmetry, names: [String], meshed: [Int]) -> Mesh {
    var nodes = nodes
    var image = [Int32](repeating: 0, count: nodes.count)
    for i in image.indices {
      if nodes[i].y == symmetry.plane {
        image[i] = Int32(i)
      } else {
        image[i] = Int32(nodes.count)
        nodes.append(SIMD2(nodes[i].x, 2 * symmetry.plane - nodes[i].y))
      }
    }
    // Reflection turns a cell over; starting from its upper left corner it runs counter-clockwise from the lower left again.
    let below = cells.indices.map { i in
      let c = cells[i]
      func at(_ k: Int) -> Int32 { image[Int(c[k])] }
      return cornerCount(of: i) == 4 ? SIMD4(at(3), at(2), at(1), at(0)) : SIMD4(at(2), at(1), at(0), -1)
    }
    func regions(_ bulk: (Int) -> Int) -> [Int32] {
      cellRegions.map { $0 == Mesh.air ? Mesh.air : Int32(bulk(meshed[Int($0) - 1]) + 1) }
    }
    let hangingBelow = hangingNodes.map { hanging in
      HangingNode(
        node: image[Int(hanging.node)], ends: SIMD2(image[Int(hanging.ends.x)], image[Int(hanging.ends.y)]))
    }
    return Mesh(
      nodes: nodes, cells: cells + below, cellRegions: regions { $0 } + regions { symmetry.images[$0] },
      regionNames: ["air"] + names, hangingNodes: hangingNodes + hangingBelow)
  }
}
