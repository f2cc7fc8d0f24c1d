import Meshing

/// A grid of four columns and six rows with an air gap between bulk A (above) and bulk B: quadrilaterals, except that the
/// outermost column is cut into triangles. Lengths in metres.
func pairMesh(names: [String] = ["air", "A", "B"]) -> Mesh {
  let r = [0, 0.01, 0.015, 0.1, 0.25]
  let z = [-0.25, -0.007, -0.001, 0.001, 0.007, 0.1 + 0.2, 0.5]
  let nodes = z.flatMap { z in r.map { SIMD2($0, z) } }
  var mesh = Mesh(nodes: nodes, cells: [], cellRegions: [], regionNames: names)
  let width = Int32(r.count)
  for row in 0..<Int32(z.count - 1) {
    for column in 0..<(width - 1) {
      let corner = row * width + column
      let (a, b, c, d) = (corner, corner + 1, corner + width + 1, corner + width)
      let region: Int32 = column > 1 ? 0 : row == 3 ? 1 : row == 1 ? 2 : 0
      if column == width - 2 {
        mesh.cells += [SIMD4(a, b, c, -1), SIMD4(a, c, d, -1)]
        mesh.cellRegions += [region, region]
      } else {
        mesh.cells.append(SIMD4(a, b, c, d))
        mesh.cellRegions.append(region)
      }
    }
  }
  return mesh
}
