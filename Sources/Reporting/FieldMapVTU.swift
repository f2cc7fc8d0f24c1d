#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

public import BulkSimulation
internal import Meshing

/// A field map as a VTK file for ParaView, PyVista and meshio: the section in x = r, y = z [m], one value per cell.
public func vtuText(_ snapshot: FieldSnapshot) -> String {
  checkCounts(snapshot)
  let mesh = snapshot.mesh
  let corners = mesh.cells.indices.map { mesh.cornerCount(of: $0) }
  return VTUDocument(
    points: mesh.nodes.map(inPlane),
    connectivity: mesh.cells.indices.flatMap { i in (0..<corners[i]).map { Int64(mesh.cells[i][$0]) } },
    cornerCounts: corners,
    // VTK's cell types: 5 is a triangle, 9 a quadrilateral.
    types: corners.map { $0 == 3 ? 5 : 9 },
    scalars: [
      ("J [A/m^2]", snapshot.currentDensity), ("Jc [A/m^2]", snapshot.criticalCurrentDensity),
      ("E [V/m]", snapshot.electricField),
    ],
    vectors: [("B [T]", snapshot.fluxDensity.map(inPlane))], regions: mesh.cellRegions
  ).text
}

/// The same turned around the axis, in space: J, B and E as vectors, for streamlines and cuts.
///
/// - Parameters:
///   - snapshot: the section.
///   - sectors: solids around the axis, at least 3.
public func revolvedVTUText(_ snapshot: FieldSnapshot, sectors: Int) -> String {
  checkCounts(snapshot)
  let mesh = RevolvedMesh(snapshot.mesh, sectors: sectors)
  func around(_ values: [Double]) -> [SIMD3<Double>] {
    mesh.origins.map { values[$0.cell] * SIMD3(-sin($0.angle), cos($0.angle), 0) }
  }
  return VTUDocument(
    points: mesh.points, connectivity: mesh.solids.flatMap { $0.corners.map(Int64.init) },
    cornerCounts: mesh.solids.map(\.corners.count), types: mesh.solids.map(\.kind.rawValue),
    scalars: [("Jc [A/m^2]", mesh.origins.map { snapshot.criticalCurrentDensity[$0.cell] })],
    vectors: [
      (
        "B [T]",
        mesh.origins.map {
          let b = snapshot.fluxDensity[$0.cell]
          return SIMD3(b.x * cos($0.angle), b.x * sin($0.angle), b.y)
        }
      ), ("J [A/m^2]", around(snapshot.currentDensity)), ("E [V/m]", around(snapshot.electricField)),
    ], regions: mesh.origins.map { snapshot.mesh.cellRegions[$0.cell] }
  ).text
}

private func inPlane(_ vector: SIMD2<Double>) -> SIMD3<Double> { SIMD3(vector, 0) }

private func checkCounts(_ snapshot: FieldSnapshot) {
  let count = snapshot.mesh.cells.count
  for values in [snapshot.currentDensity, snapshot.criticalCurrentDensity, snapshot.electricField] {
    precondition(values.count == count, "\(values.count) field values for \(count) cells")
  }
  precondition(snapshot.fluxDensity.count == count, "\(snapshot.fluxDensity.count) field values for \(count) cells")
}
