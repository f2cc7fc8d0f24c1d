public import BulkSimulation
internal import Meshing
internal import RealModule

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
    ] + temperatures(snapshot),
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
    mesh.origins.map { values[$0.cell] * SIMD3(-Double.sin($0.angle), Double.cos($0.angle), 0) }
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
          return SIMD3(b.x * Double.cos($0.angle), b.x * Double.sin($0.angle), b.y)
        }
      ), ("J [A/m^2]", around(snapshot.currentDensity)), ("E [V/m]", around(snapshot.electricField)),
    ], regions: mesh.origins.map { snapshot.mesh.cellRegions[$0.cell] }
  ).text
}

private func temperatures(_ snapshot: FieldSnapshot) -> [(String, [Double])] {
  snapshot.temperature.map { [(temperatureName, $0)] } ?? []
}

private let temperatureName = "T [K]"

private func inPlane(_ vector: SIMD2<Double>) -> SIMD3<Double> { SIMD3(vector, 0) }

private func checkCounts(_ snapshot: FieldSnapshot) {
  let count = snapshot.mesh.cells.count
  for values in [snapshot.currentDensity, snapshot.criticalCurrentDensity, snapshot.electricField]
    + [snapshot.temperature].compactMap({ $0 })
  {
    precondition(values.count == count, "\(values.count) field values for \(count) cells")
  }
  precondition(snapshot.fluxDensity.count == count, "\(snapshot.fluxDensity.count) field values for \(count) cells")
}

/// Reads a field map as a run writes it: `vtuText` backwards. Other VTK files use formats that this does not know.
///
/// - Parameters:
///   - file: the name to show in errors.
///   - bulkNames: names of the regions 1, 2, ...; more are made up when there are more regions.
/// - Throws: `RecordError` with what does not fit.
func readFieldMap(_ text: String, file: String, bulkNames: [String]) throws(RecordError) -> FieldSnapshot {
  let arrays = VTUArrays(text: text, file: file)
  let points = try arrays.vectors("Points")
  let connectivity = try arrays.integers("connectivity", as: Int64.self)
  let offsets = try arrays.integers("offsets", as: Int64.self)
  let regions = try arrays.integers("region", as: Int32.self)
  var cells: [SIMD4<Int32>] = []
  var start = 0
  for offset in offsets {
    let end = Int(clamping: offset)
    guard (3...4).contains(end - start), end <= connectivity.count else {
      throw .wrong(path: file, reason: "cell \(cells.count) has neither three nor four corners")
    }
    let corners = connectivity[start..<end].map { Int32(clamping: $0) }
    cells.append(SIMD4(corners[0], corners[1], corners[2], corners.count == 4 ? corners[3] : -1))
    start = end
  }
  let highest = Int(regions.max() ?? 0)
  guard regions.count == cells.count, regions.allSatisfy({ $0 >= 0 }), highest <= cells.count else {
    throw .wrong(path: file, reason: "the regions do not fit the cells")
  }
  let names = (1...max(1, highest)).map { $0 <= bulkNames.count ? bulkNames[$0 - 1] : "bulk \($0)" }
  let snapshot = FieldSnapshot(
    mesh: Mesh(nodes: points, cells: cells, cellRegions: regions, regionNames: ["air"] + names),
    currentDensity: try arrays.scalars("J [A/m^2]"), fluxDensity: try arrays.vectors("B [T]"),
    criticalCurrentDensity: try arrays.scalars("Jc [A/m^2]"), electricField: try arrays.scalars("E [V/m]"),
    temperature: arrays.has(temperatureName) ? try arrays.scalars(temperatureName) : nil)
  for count in [
    snapshot.currentDensity.count, snapshot.fluxDensity.count, snapshot.criticalCurrentDensity.count,
    snapshot.electricField.count, snapshot.temperature?.count ?? cells.count,
  ] where count != cells.count {
    throw .wrong(path: file, reason: "\(count) field values for \(cells.count) cells")
  }
  do throws(MeshDefect) {
    try snapshot.mesh.checkInvariants()
  } catch {
    throw .wrong(path: file, reason: error.description)
  }
  return snapshot
}
