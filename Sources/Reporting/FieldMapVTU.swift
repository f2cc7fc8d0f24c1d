internal import FoundationEssentials
public import BulkSimulation
internal import Meshing

/// A field map as a VTK file (XML, UnstructuredGrid) for ParaView, PyVista and meshio: the section in x = r, y = z [m], one value
/// per cell, arrays as base64 of little-endian binary so that every number is exact.
public func vtuText(_ snapshot: FieldSnapshot) -> String {
  let mesh = snapshot.mesh
  let count = mesh.cells.count
  for values in [snapshot.currentDensity, snapshot.criticalCurrentDensity, snapshot.electricField] {
    precondition(values.count == count, "\(values.count) field values for \(count) cells")
  }
  precondition(snapshot.fluxDensity.count == count, "\(snapshot.fluxDensity.count) field values for \(count) cells")

  let corners = mesh.cells.indices.map { mesh.cornerCount(of: $0) }
  var offsets: [Int64] = []
  for corner in corners { offsets.append((offsets.last ?? 0) + Int64(corner)) }
  let connectivity = mesh.cells.indices.flatMap { i in (0..<corners[i]).map { Int64(mesh.cells[i][$0]) } }
  // VTK's cell types: 5 is a triangle, 9 a quadrilateral.
  let types = corners.map { UInt8($0 == 3 ? 5 : 9) }

  let lines =
    [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<VTKFile type="UnstructuredGrid" version="1.0" byte_order="LittleEndian" header_type="UInt64">"#,
      "<UnstructuredGrid>",
      #"<Piece NumberOfPoints="\#(mesh.nodes.count)" NumberOfCells="\#(count)">"#,
      "<Points>", vectorArray("Points", mesh.nodes), "</Points>",
      "<Cells>", integerArray("connectivity", "Int64", connectivity), integerArray("offsets", "Int64", offsets),
      integerArray("types", "UInt8", types), "</Cells>",
      #"<CellData Scalars="J [A/m^2]" Vectors="B [T]">"#,
      scalarArray("J [A/m^2]", snapshot.currentDensity),
      vectorArray("B [T]", snapshot.fluxDensity),
      scalarArray("Jc [A/m^2]", snapshot.criticalCurrentDensity),
      scalarArray("E [V/m]", snapshot.electricField),
      integerArray("region", "Int32", mesh.cellRegions),
      "</CellData>", "</Piece>", "</UnstructuredGrid>", "</VTKFile>",
    ]
  return lines.joined(separator: "\n") + "\n"
}

private func scalarArray(_ name: String, _ values: [Double]) -> String {
  dataArray(name, "Float64", components: 1, littleEndianBytes(values.map(\.bitPattern)))
}

/// Vectors in the section, with a third component 0.
private func vectorArray(_ name: String, _ values: [SIMD2<Double>]) -> String {
  dataArray(
    name, "Float64", components: 3, littleEndianBytes(values.flatMap { [$0.x.bitPattern, $0.y.bitPattern, 0] }))
}

private func integerArray(_ name: String, _ type: String, _ values: [some FixedWidthInteger]) -> String {
  dataArray(name, type, components: 1, littleEndianBytes(values))
}

private func dataArray(_ name: String, _ type: String, components: Int, _ bytes: [UInt8]) -> String {
  // VTK reads the length and the data as one base64 text.
  let content = Data(littleEndianBytes([UInt64(bytes.count)]) + bytes).base64EncodedString()
  // No attribute for scalars: meshio makes an n x 1 array of NumberOfComponents="1", against n values without it.
  let shape = components == 1 ? "" : #" NumberOfComponents="\#(components)""#
  return #"<DataArray type="\#(type)" Name="\#(name)"\#(shape) format="binary">\#(content)</DataArray>"#
}

private func littleEndianBytes<Value: FixedWidthInteger>(_ values: [Value]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(values.count * Value.bitWidth / 8)
  for value in values {
    for shift in stride(from: 0, to: Value.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
  return bytes
}
