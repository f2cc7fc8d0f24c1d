public import HostSystem
public import Magnets
internal import Meshing
public import Notation
public import Superconductors
internal import Tables

/// A disc of a material of which only Jc was measured: the short way from a table to a trapped field.
public struct DiscOfTable: Sendable {
  /// What is known of the material's E-J law besides Jc: nothing, so it is assumed.
  public static let assumedN = 40.0
  /// What the bulk and its material are called in keys: `materials.a.n`.
  public static let bulkName = "A"
  public static let materialName = "a"

  /// As the user named it.
  public let file: String
  public let law: TableLaw
  /// What was read from the table, in words.
  public let reading: String

  /// - Throws: `InputError` that names file, line and remedy.
  public init(file: String) throws(InputError) {
    let text = try readTable(file, what: "table")
    do throws(TableError) {
      let (table, summary) = try CriticalCurrentTable.reading(text, file: file)
      (law, reading) = (TableLaw(table: table), "\(file): \(summary)")
    } catch {
      throw InputError(error)
    }
    self.file = file
  }

  /// [K]; nil where the table has several, or none.
  public var onlyTemperature: Double? { law.table.curves.count == 1 ? law.table.curves[0].temperature : nil }

  /// Temperatures of the table [K], ascending.
  public var temperatures: [Double] { law.table.curves.compactMap(\.temperature) }

  /// The disc on its own, its middle at z = 0.
  ///
  /// - Parameters:
  ///   - size: of the disc [m].
  ///   - stages: of the protocol.
  ///   - accuracy: of probes and moment, relative.
  public func simulationCase(
    _ size: DiscSize, stages: [MagnetisationStage], accuracy: Double
  ) -> SimulationCase {
    var assumptions = ["n is \(plain(Self.assumedN)) unless it is set: a table of Jc does not tell it."]
    if law.table.curves.first?.temperature == nil {
      assumptions.append("Jc is that of the table at every temperature: the table names none.")
    }
    let material = Material(
      name: Self.materialName, criticalCurrent: law, n: Self.assumedN, assumptions: assumptions)
    let half = onPicometreGrid(0.5 * size.thickness)
    let table = file.split(separator: "/").last ?? "a table"
    return SimulationCase(
      name: defaultName(file),
      summary: "Disc of \(millimetres(size.diameter)) by \(millimetres(size.thickness)), Jc from \(table).",
      bulks: [
        .init(
          shape: BulkShape(
            name: Self.bulkName, outerRadius: onPicometreGrid(0.5 * size.diameter), zMin: -half, zMax: half),
          material: material)
      ],
      stages: stages, accuracy: accuracy)
  }
}

/// Diameter and thickness of a disc [m].
public struct DiscSize: Sendable, Hashable {
  public var diameter, thickness: Double

  /// `30mm x 10mm`, with blanks or without.
  ///
  /// - Throws: `QuantityError` with the remedy.
  public init(_ text: String) throws(QuantityError) {
    let parts = text.split { "x×*".contains($0) }.map(trimmed)
    guard parts.count == 2 else {
      throw QuantityError(description: "\(text) is no size of a disc; write diameter and thickness, as in 30mmx10mm")
    }
    func length(_ text: String) throws(QuantityError) -> Double {
      let value = try Dimension.length.checked(parseQuantity(text, .length), text)
      guard value > 0 else { throw QuantityError(description: "\(text) is not positive; write a value above 0") }
      return value
    }
    (diameter, thickness) = (try length(parts[0]), try length(parts[1]))
  }
}
