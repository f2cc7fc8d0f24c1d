internal import FoundationEssentials

/// A VTK file (XML, UnstructuredGrid) with values per cell; arrays as base64 of little-endian binary so that every number
/// is exact.
struct VTUDocument {
  /// [m]
  var points: [SIMD3<Double>]
  /// Corners of all cells one after the other, and how many each cell has.
  var connectivity: [Int64]
  var cornerCounts: [Int]
  /// VTK's numbers for shapes of cells.
  var types: [UInt8]
  /// Names with their units.
  var scalars: [(name: String, values: [Double])]
  var vectors: [(name: String, values: [SIMD3<Double>])]
  var regions: [Int32]
  /// Of points instead of cells.
  var pointScalars: [(name: String, values: [Double])] = []
  var pointVectors: [(name: String, values: [SIMD3<Double>])] = []

  var text: String {
    var end: Int64 = 0
    let offsets = cornerCounts.map { count in
      end += Int64(count)
      return end
    }
    let active = [("Scalars", scalars.first?.name), ("Vectors", vectors.first?.name)].compactMap { kind, name in
      name.map { #" \#(kind)="\#($0)""# }
    }
    let lines =
      [
        #"<?xml version="1.0" encoding="UTF-8"?>"#,
        #"<VTKFile type="UnstructuredGrid" version="1.0" byte_order="LittleEndian" header_type="UInt64">"#,
        "<UnstructuredGrid>",
        #"<Piece NumberOfPoints="\#(points.count)" NumberOfCells="\#(cornerCounts.count)">"#,
        "<Points>", Self.vectorArray("Points", points), "</Points>",
        "<Cells>", Self.integerArray("connectivity", "Int64", connectivity),
        Self.integerArray("offsets", "Int64", offsets), Self.integerArray("types", "UInt8", types), "</Cells>",
        "<CellData\(active.joined())>",
      ]
      + scalars.map {
        Self.scalarArray($0.name, $0.values)
      }
      + vectors.map { Self.vectorArray($0.name, $0.values) }
      + [Self.integerArray("region", "Int32", regions), "</CellData>"] + pointData
      + ["</Piece>", "</UnstructuredGrid>", "</VTKFile>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private var pointData: [String] {
    guard !pointScalars.isEmpty || !pointVectors.isEmpty else { return [] }
    return ["<PointData>"] + pointScalars.map { Self.scalarArray($0.name, $0.values) }
      + pointVectors.map { Self.vectorArray($0.name, $0.values) } + ["</PointData>"]
  }

  static func vectorArray(_ name: String, _ values: [SIMD3<Double>]) -> String {
    let bits = values.flatMap { [$0.x.bitPattern, $0.y.bitPattern, $0.z.bitPattern] }
    return dataArray(name, "Float64", components: 3, littleEndianBytes(bits))
  }

  static func scalarArray(_ name: String, _ values: [Double]) -> String {
    dataArray(name, "Float64", components: 1, littleEndianBytes(values.map(\.bitPattern)))
  }

  private static func integerArray(_ name: String, _ type: String, _ values: [some FixedWidthInteger]) -> String {
    dataArray(name, type, components: 1, littleEndianBytes(values))
  }

  private static func dataArray(_ name: String, _ type: String, components: Int, _ bytes: [UInt8]) -> String {
    // VTK reads the length and the data as one base64 text.
    let content = Data(littleEndianBytes([UInt64(bytes.count)]) + bytes).base64EncodedString()
    // No attribute for scalars: meshio makes an n x 1 array of NumberOfComponents="1", against n values without it.
    let shape = components == 1 ? "" : #" NumberOfComponents="\#(components)""#
    return #"<DataArray type="\#(type)" Name="\#(name)"\#(shape) format="binary">\#(content)</DataArray>"#
  }
}

func littleEndianBytes<Value: FixedWidthInteger>(_ values: [Value]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(values.count * Value.bitWidth / 8)
  for value in values {
    for shift in stride(from: 0, to: Value.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
  return bytes
}
