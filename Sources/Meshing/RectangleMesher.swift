/// Meshes bulks and the air around them with graded rectangles.
///
/// Every face of a bulk lies on a grid line. Cells are finest at faces, rims and the axis, and grow geometrically
/// through the air to the far boundary. The same input gives the same mesh, bit for bit.
public struct RectangleMesher: Sendable {
  /// How fine a mesh is.
  public struct Resolution: Sendable, Equatable {
    /// Cells across the widest and along the tallest bulk, before division; the others get as many in proportion, every
    /// part between two faces at least one.
    public var radialCells: Double
    public var axialCells: Double
    /// Into how many each of these cells is divided, both ways: meshes that differ only in it are exact refinements of
    /// each other in the number of cells, as Richardson's extrapolation wants them.
    public var division: Int
    /// How much cells of the air grow from one to the next.
    public var airGrowth: Double
    /// Distance of the far boundary from the centre of the magnet [m].
    public var farDistance: Double
    /// How much finer bulks are meshed towards their faces: 0 evenly, below 1.
    public var grading: Double

    public init(
      radialCells: Double, axialCells: Double, division: Int = 1, airGrowth: Double, farDistance: Double,
      grading: Double = 0.8
    ) {
      self.radialCells = radialCells
      self.axialCells = axialCells
      self.division = division
      self.airGrowth = airGrowth
      self.farDistance = farDistance
      self.grading = grading
    }
  }

  public let shapes: [BulkShape]
  /// When set, only the half above this plane is meshed.
  public let mirrorPlane: Double?

  public init(shapes: [BulkShape], mirrorPlane: Double?) {
    self.shapes = shapes
    self.mirrorPlane = mirrorPlane
  }

  public func mesh(_ resolution: Resolution) -> Mesh {
    let lines = lines(resolution)
    return Self.mesh(r: lines.r, z: lines.z, shapes: shapes)
  }

  /// The grid lines [m] of a mesh, which tell its size before it is made.
  public func lines(_ resolution: Resolution) -> (r: [Double], z: [Double]) {
    (radialLines(resolution), axialLines(resolution))
  }

  /// The mesh of given grid lines [m]; every face of a bulk must lie on one of them.
  public static func mesh(r: [Double], z: [Double], shapes: [BulkShape]) -> Mesh {
    // Nodes are numbered along the shorter direction first: the edge system's band is as wide as that direction.
    let alongZ = z.count <= r.count
    func node(_ i: Int, _ j: Int) -> Int32 { Int32(alongZ ? i * z.count + j : j * r.count + i) }
    var nodes = [SIMD2<Double>](repeating: .zero, count: r.count * z.count)
    for i in r.indices {
      for j in z.indices { nodes[Int(node(i, j))] = SIMD2(r[i], z[j]) }
    }
    var cells: [SIMD4<Int32>] = []
    var regions: [Int32] = []
    for i in 1..<r.count {
      for j in 1..<z.count {
        cells.append(SIMD4(node(i - 1, j - 1), node(i, j - 1), node(i, j), node(i - 1, j)))
        let centre = SIMD2(0.5 * (r[i - 1] + r[i]), 0.5 * (z[j - 1] + z[j]))
        let bulk = shapes.firstIndex { $0.contains(r: centre.x, z: centre.y) }
        regions.append(bulk.map { Int32($0 + 1) } ?? Mesh.air)
      }
    }
    return Mesh(nodes: nodes, cells: cells, cellRegions: regions, regionNames: ["air"] + shapes.map(\.name))
  }

  private func radialLines(_ resolution: Resolution) -> [Double] {
    let widest = shapes.map(\.width).max() ?? 0
    return lines(
      faces: [0] + shapes.flatMap { [$0.innerRadius, $0.outerRadius] },
      spans: shapes.map { ($0.innerRadius, $0.outerRadius) },
      cellsPerLength: resolution.radialCells / widest, plane: nil, low: nil, high: resolution.farDistance, resolution)
  }

  private func axialLines(_ resolution: Resolution) -> [Double] {
    let bottom = shapes.map(\.zMin).min() ?? 0
    let top = shapes.map(\.zMax).max() ?? 0
    let centre = 0.5 * (bottom + top)
    let tallest = shapes.map(\.height).max() ?? 0
    let floor = mirrorPlane ?? -.infinity
    var faces = shapes.flatMap { [$0.zMin, $0.zMax] }.filter { $0 > floor }
    if let mirrorPlane { faces.append(mirrorPlane) }
    return lines(
      faces: faces, spans: shapes.map { (max($0.zMin, floor), $0.zMax) },
      cellsPerLength: resolution.axialCells / tallest, plane: mirrorPlane,
      low: mirrorPlane == nil ? centre - resolution.farDistance : nil, high: centre + resolution.farDistance, resolution
    )
  }

  /// Grid lines along one axis: graded within bulks, growing through gaps and out to `low` and `high`. Without `low` the
  /// lowest face (axis or mirror `plane`) is the boundary.
  private func lines(
    faces: [Double], spans: [(Double, Double)], cellsPerLength: Double, plane: Double?, low: Double?, high: Double,
    _ resolution: Resolution
  ) -> [Double] {
    let breaks = Array(Set(faces)).sorted()
    var parts: [[Double]?] = []
    for (a, b) in zip(breaks, breaks.dropFirst()) {
      let middle = 0.5 * (a + b)
      guard spans.contains(where: { $0.0 < middle && middle < $0.1 }) else {
        parts.append(nil)
        continue
      }
      let cells = resolution.division * max(1, Int(((b - a) * cellsPerLength).rounded()))
      // A part that begins on the mirror plane is the upper half of a bulk: finer towards its face only.
      if a == plane {
        let whole = GridLines.graded(from: 2 * a - b, to: b, cells: 2 * cells, grading: resolution.grading)
        parts.append(Array(whole[cells...]))
      } else {
        parts.append(GridLines.graded(from: a, to: b, cells: cells, grading: resolution.grading))
      }
    }
    var lines = [breaks[0]]
    for (index, part) in parts.enumerated() {
      let (a, b) = (breaks[index], breaks[index + 1])
      lines +=
        (part
        ?? gap(
          from: a, to: b, before: index > 0 ? parts[index - 1] : nil,
          after: index + 1 < parts.count ? parts[index + 1] : nil, resolution)).dropFirst()
    }
    if let low {
      let first = (lines.dropFirst().first ?? lines[0]) - lines[0]
      lines =
        GridLines.growing(
          from: low, to: lines[0], startSize: nil, endSize: first * resolution.airGrowth, ratio: resolution.airGrowth,
          minimumCells: 1
        ).dropLast() + lines
    }
    let last = lines[lines.count - 1] - lines[lines.count - 2]
    return lines
      + GridLines.growing(
        from: lines[lines.count - 1], to: high, startSize: last * resolution.airGrowth, endSize: nil,
        ratio: resolution.airGrowth, minimumCells: 1
      ).dropFirst()
  }

  /// Air between two bulks, or between a bulk and the axis or mirror plane: starts with the cell size of its neighbours.
  private func gap(
    from a: Double, to b: Double, before: [Double]?, after: [Double]?, _ resolution: Resolution
  ) -> [Double] {
    GridLines.growing(
      from: a, to: b, startSize: before.map { $0[$0.count - 1] - $0[$0.count - 2] },
      endSize: after.map { $0[1] - $0[0] },
      ratio: resolution.airGrowth, minimumCells: 2)
  }
}
