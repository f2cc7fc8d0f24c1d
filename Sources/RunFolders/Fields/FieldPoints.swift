public import HostSystem
public import Notation
internal import Tables

/// Where a field is asked for.
public struct FieldPoints: Sendable, Equatable {
  /// (r, z) [m]; of a grid row by row, r fastest.
  public let places: [SIMD2<Double>]
  /// Of a grid [m]; nil for points in no order.
  public let axes: Axes?

  public struct Axes: Sendable, Equatable {
    public var r, z: [Double]
  }

  /// More take too much memory.
  public static let limit = 20_000_000

  /// A grid or, with a single value of a coordinate, a line: `r=0:20mm:0.1mm,z=-10:10mm:0.1mm`, `r=0,z=-10mm:10mm:0.1mm`.
  ///
  /// First, last and step; what has no unit has that of the next number.
  ///
  /// - Throws: `QuantityError` with what is wrong.
  public init(grid text: String) throws(QuantityError) {
    var axes: [String: [Double]] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
      guard sides.count == 2, sides[0] == "r" || sides[0] == "z" else {
        throw QuantityError(description: "\(part) is not r=... or z=...; write \(Self.example)")
      }
      guard axes.updateValue(try Self.axis(sides[1]), forKey: sides[0]) == nil else {
        throw QuantityError(description: "\(sides[0]) is given twice; write \(Self.example)")
      }
    }
    guard let r = axes["r"], let z = axes["z"] else {
      throw QuantityError(description: "\(axes["r"] == nil ? "r" : "z") is missing; write \(Self.example)")
    }
    guard r.allSatisfy({ $0 >= 0 }) else {
      throw QuantityError(description: "r is negative; it is the distance from the axis, begin at r=0")
    }
    guard r.count <= Self.limit / z.count else {
      throw QuantityError(description: "\(r.count) x \(z.count) points are more than \(Self.limit); take larger steps")
    }
    self.axes = Axes(r: r, z: z)
    places = z.flatMap { z in r.map { SIMD2($0, z) } }
  }

  private static let example = "r=0:20mm:0.1mm,z=-10mm:10mm:0.1mm"

  private static func axis(_ text: String) throws(QuantityError) -> [Double] {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(trimmed)
    guard parts.count == 1 || parts.count == 3 else {
      throw QuantityError(description: "\(text) is neither one length nor first:last:step; write \(example)")
    }
    var (values, unit) = ([Double](), "")
    for part in parts.reversed() {
      let (number, own) = try splitNumber(part, example: "10 mm")
      if !own.isEmpty { unit = own }
      // Nothing is nothing in every unit.
      let value =
        number.value == 0 && unit.isEmpty ? 0 : try parseQuantity("\(number.text) \(unit)", .length)
      values.insert(try Dimension.length.checked(value, part), at: 0)
    }
    guard parts.count == 3 else { return values }
    let (first, last, step) = (values[0], values[1], values[2])
    guard step > 0, last >= first else {
      throw QuantityError(description: "\(text) does not go upwards; write first:last:step with a step above 0")
    }
    let steps = ((last - first) / step + 1e-6).rounded(.down)
    guard steps < Double(limit) else {
      throw QuantityError(description: "\(text) are more than \(limit) points; take a larger step")
    }
    // Rounded to a billionth of a millimetre, so that what is meant to be 0 is.
    return (0...Int(steps)).map { ((first + Double($0) * step) * 1e12).rounded() / 1e12 }
  }

  /// A table with columns r and z, their units in the header.
  ///
  /// - Throws: `InputError` for a file that is missing, or is no such table, or has a negative r.
  public init(file: String) throws(InputError) {
    let text = try readTable(file, what: "table of points", limit: Self.largestTable)
    let table: QuantityTable
    do {
      table = try QuantityTable(text, file: file, columns: [TableColumn("r", .length), TableColumn("z", .length)])
    } catch {
      throw InputError(.wrong, error.description)
    }
    places = try table.rows.map { row throws(InputError) in
      guard let r = row.values[0], let z = row.values[1], r >= 0 else {
        throw InputError(.wrong, "\(file):\(row.line): r is negative; it is the distance from the axis")
      }
      return SIMD2(r, z)
    }
    axes = nil
  }

  private static let largestTable = 100_000_000
}
