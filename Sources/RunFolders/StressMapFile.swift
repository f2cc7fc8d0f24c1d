public import BulkSimulation
internal import Elasticity

/// A map of stresses as a VTK file: bulks and supports in x = r, y = z [m], values at points, the displacement as a vector to warp by.
public func vtuText(_ field: StressField) -> String {
  let stresses = field.stresses.map { Stress($0) }
  // The body of a cell is that of its corners.
  let regions = field.cells.map { Int32(field.bodies[$0[0]] + 1) }
  return VTUDocument(
    points: field.points.map { SIMD3($0, 0) }, connectivity: field.cells.flatMap { $0.map(Int64.init) },
    cornerCounts: field.cells.map(\.count), types: field.cells.map { $0.count == 3 ? 5 : 9 }, scalars: [], vectors: [],
    regions: regions,
    pointScalars: componentNames.enumerated().map { index, name in (name, field.stresses.map { $0[index] }) } + [
      ("principal tension [Pa]", stresses.map(\.principalTension)), ("von Mises [Pa]", stresses.map(\.vonMises)),
    ], pointVectors: [(displacementName, field.displacements.map { SIMD3($0, 0) })]
  ).text
}

private let componentNames = ["radial [Pa]", "hoop [Pa]", "axial [Pa]", "shear [Pa]"]
private let displacementName = "displacement [m]"

/// Reads a map of stresses as a run writes it.
///
/// - Parameter file: the name to show in errors.
/// - Throws: `RecordError` with what does not fit.
func readStressMap(_ text: String, file: String) throws(RecordError) -> StressField {
  let arrays = VTUArrays(text: text, file: file)
  let points = try arrays.vectors("Points")
  let connectivity = try arrays.integers("connectivity", as: Int64.self).map { Int(clamping: $0) }
  let offsets = try arrays.integers("offsets", as: Int64.self).map { Int(clamping: $0) }
  let regions = try arrays.integers("region", as: Int32.self)
  var (cells, bodies) = ([[Int]](), [Int](repeating: 0, count: points.count))
  var start = 0
  for (offset, region) in zip(offsets, regions) {
    guard (3...4).contains(offset - start), offset <= connectivity.count, region > 0 else {
      throw .wrong(path: file, reason: "cell \(cells.count) has neither three nor four corners, or no body")
    }
    let corners = Array(connectivity[start..<offset])
    guard corners.allSatisfy(points.indices.contains) else {
      throw .wrong(path: file, reason: "cell \(cells.count) has a corner that is no point")
    }
    for corner in corners { bodies[corner] = Int(region) - 1 }
    cells.append(corners)
    start = offset
  }
  let components = try componentNames.map { name throws(RecordError) in try arrays.scalars(name) }
  let displacements = try arrays.vectors(displacementName)
  guard cells.count == offsets.count, displacements.count == points.count,
    components.allSatisfy({ $0.count == points.count })
  else { throw .wrong(path: file, reason: "the values do not fit the points") }
  return StressField(
    points: points, bodies: bodies, displacements: displacements,
    stresses: points.indices.map { SIMD4(components[0][$0], components[1][$0], components[2][$0], components[3][$0]) },
    cells: cells)
}
