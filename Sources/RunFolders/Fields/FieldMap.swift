public import BulkSimulation
public import HostSystem
internal import Notation

/// The field at many points, and the files that it goes to.
public struct FieldMap: Sendable {
  /// By the suffix of a file's name.
  public enum Format: String, CaseIterable, Sendable {
    /// A line for each point.
    case csv
    /// VTK's image data, of a grid: x = r, y = z [m].
    case vti
    /// NumPy's arrays: of a grid two-dimensional with r along rows.
    case npz

    /// - Throws: `InputError` for a name with another suffix.
    public init(file: String) throws(InputError) {
      let suffix = file.lowercased().split(separator: ".").last.map(String.init) ?? ""
      guard let format = Format(rawValue: suffix), file.contains(".") else {
        let known = Self.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
        throw InputError(.use, "--output \(file): its suffix tells the format; end it with one of \(known)")
      }
      self = format
    }
  }

  public let points: FieldPoints
  public let values: [StageField.Value]

  public init(_ field: StageField, at points: FieldPoints) {
    self.points = points
    values = field.values(at: points.places)
  }

  /// A header and a line for each point, every number exact.
  public var csv: String {
    var bytes = [UInt8]("r[m],z[m],Br[T],Bz[T],A_phi[T m],error[T]\n".utf8)
    bytes.reserveCapacity(120 * values.count)
    for (place, value) in zip(points.places, values) {
      for number in [place.x, place.y, value.br, value.bz, value.aPhi] {
        bytes += plain(number).utf8
        bytes.append(UInt8(ascii: ","))
      }
      bytes += plain(value.error).utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes a new file.
  ///
  /// - Throws: `InputError` for image data of points that are no grid, `OutputError` for a file that cannot be written or is there
  ///   already.
  public func write(_ path: String, as format: Format) throws {
    switch format {
    case .csv: try writeNewFile(path, csv)
    case .vti: try writeNewFile(path, try image())
    case .npz: try writeNewFile(path, archive)
    }
  }

  private func image() throws(InputError) -> String {
    guard let axes = points.axes else {
      throw InputError(.use, "image data are of a grid; give --grid or --line, or write points to .csv or .npz")
    }
    func spacing(_ axis: [Double]) -> Double {
      axis.count > 1 ? (axis[axis.count - 1] - axis[0]) / Double(axis.count - 1) : 1
    }
    let extent = "0 \(axes.r.count - 1) 0 \(axes.z.count - 1) 0 0"
    let lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<VTKFile type="ImageData" version="1.0" byte_order="LittleEndian" header_type="UInt64">"#,
      #"<ImageData WholeExtent="\#(extent)" Origin="\#(plain(axes.r[0])) \#(plain(axes.z[0])) 0" "#
        + #"Spacing="\#(plain(spacing(axes.r))) \#(plain(spacing(axes.z))) 1">"#,
      #"<Piece Extent="\#(extent)">"#, #"<PointData Scalars="error [T]" Vectors="B [T]">"#,
      VTUDocument.vectorArray("B [T]", values.map { SIMD3($0.br, $0.bz, 0) }),
      VTUDocument.scalarArray("A_phi [T m]", values.map(\.aPhi)),
      VTUDocument.scalarArray("error [T]", values.map(\.error)),
      VTUDocument.scalarArray("A_phi error [T m]", values.map(\.aPhiError)),
      "</PointData>", "</Piece>", "</ImageData>", "</VTKFile>",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private var archive: [UInt8] {
    var archive = NumpyArchive()
    archive.add("r", points.axes?.r ?? points.places.map(\.x))
    archive.add("z", points.axes?.z ?? points.places.map(\.y))
    let shape = points.axes.map { [$0.z.count, $0.r.count] }
    archive.add("Br", values.map(\.br), shape: shape)
    archive.add("Bz", values.map(\.bz), shape: shape)
    archive.add("A_phi", values.map(\.aPhi), shape: shape)
    archive.add("error", values.map(\.error), shape: shape)
    archive.add("A_phi_error", values.map(\.aPhiError), shape: shape)
    return archive.bytes
  }
}
