internal import CaseFiles
internal import HostSystem
internal import Magnets
internal import Notation
internal import Reports
internal import Studies
internal import Superconductors
internal import Tables

// What was opened, materials as curves, and tables that a user drops onto a page.

extension SessionMethods {
  /// What the client was opened for.
  func opened(_ call: Call) throws -> any Encodable {
    struct Work: Encodable {
      var kind: OpenedWork.Kind
      var name, caseText: String
      var files: [String: String]
    }
    guard let work = opened else { throw RequestError(.invalidParameters, "nothing was opened for this session") }
    return Work(
      kind: work.kind, name: work.path.split(separator: "/").last.map(String.init) ?? "", caseText: work.caseText,
      files: work.files)
  }

  /// The numbers of a case: keys, units, ranges, and what they mean.
  func numbers(_ call: Call) throws -> any Encodable {
    struct Unit: Encodable {
      var symbol: String
      /// In SI units.
      var size: Double
    }
    struct Number: Encodable {
      var key, documentation: String
      /// In the SI unit, as the bounds.
      var value: Double
      var units: [Unit]
      var lower, upper: Double?
      var isInteger: Bool
    }
    return try caseOf(call).simulationCase.numbers.map { number in
      Number(
        key: number.key, documentation: number.documentation, value: number.value,
        units: number.units.map { Unit(symbol: $0.symbol, size: $0.multiplier / $0.divisor) },
        lower: number.bounds.lower.isFinite ? number.bounds.lower : nil,
        upper: number.bounds.upper.isFinite ? number.bounds.upper : nil, isInteger: number.isInteger)
    }
  }

  /// Jc over B of every material of a case, at several temperatures.
  func materials(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable {
      /// [K]
      var temperatures: [Double]
      /// Up to which B [T].
      var fluxDensity: Double
    }
    struct Curves: Encodable {
      var name: String
      /// The law with its numbers, in words.
      var law: String
      var isTable: Bool
      /// [T]; [A/m²], a row for each temperature.
      var fluxDensity, criticalCurrentDensity: [Double]
      var temperatures: [Double]
    }
    let wanted = try call.parameters(Wanted.self)
    guard wanted.fluxDensity > 0, wanted.fluxDensity.isFinite, (1...8).contains(wanted.temperatures.count),
      wanted.temperatures.allSatisfy({ $0 > 0 && $0.isFinite })
    else { throw RequestError(.invalidParameters, "temperatures are 1 to 8 positive numbers [K], fluxDensity one [T]") }
    let read = try caseOf(call)
    var named: [(name: String, material: Material)] = []
    for bulk in read.simulationCase.bulks where !named.contains(where: { $0.name == bulk.material.name }) {
      named.append((bulk.material.name, bulk.material))
    }
    let fields = (0...80).map { wanted.fluxDensity * Double($0) / 80 }
    return named.map { name, material in
      Curves(
        name: name, law: material.criticalCurrent.summary, isTable: material.criticalCurrent is TableLaw,
        fluxDensity: fields,
        criticalCurrentDensity: wanted.temperatures.flatMap { temperature in
          fields.map { material.criticalCurrentDensity(fluxDensity: $0, temperature: temperature) }
        }, temperatures: wanted.temperatures)
    }
  }

  /// The built-in materials.
  func cards(_ call: Call) throws -> any Encodable {
    struct Card: Encodable { var name, summary: String }
    return MaterialCard.all.map { Card(name: $0.name, summary: $0.summary) }
  }

  /// A table as the program reads it: columns by the names in the head, units as they stand there.
  func readTable(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable {
      var name, text: String
      /// nil for the first kind that the table is one of.
      var kind: TableKind?
      /// What a user says that columns are, where their heads do not.
      var columns: [ColumnMeaning]?
    }
    struct Table: Encodable {
      var kind: String
      /// Of the table that says itself what its columns are.
      var text: String
      /// In words what was read, units included.
      var reading: String
      /// Heads of columns that mean nothing.
      var leftOut: [String]
      /// SI: abscissa and value of each row; of Jc curve by curve.
      var x, y: [Double]
      var sigma: [Double?]
      /// Of the curves of Jc: where each begins, and its temperature [K].
      var starts: [Int]
      var temperatures: [Double?]
    }
    let wanted = try call.parameters(Wanted.self)
    guard wanted.text.utf8.count <= largestInput else {
      throw RequestError(.invalidParameters, "\(wanted.name): has more than \(largestInput) bytes")
    }
    let text = try wanted.columns.map { try meant(wanted.text, file: wanted.name, $0) } ?? wanted.text
    func read(_ kind: TableKind) throws -> Table {
      guard let columns = kind.measured else {
        let (table, summary) = try CriticalCurrentTable.reading(text, file: wanted.name)
        var starts: [Int] = []
        for curve in table.curves.dropLast() { starts.append((starts.last ?? 0) + curve.fluxDensity.count) }
        return Table(
          kind: kind.rawValue, text: text, reading: summary, leftOut: [], x: table.curves.flatMap(\.fluxDensity),
          y: table.curves.flatMap(\.criticalCurrentDensity), sigma: [], starts: [0] + starts,
          temperatures: table.curves.map(\.temperature))
      }
      let table = try measuredTable(text, file: wanted.name, columns.abscissa, columns.ordinate)
      let (x, y) = (table.rows.map { $0.values[0] ?? 0 }, table.rows.map { $0.values[1] ?? 0 })
      func span(_ values: [Double], _ column: TableColumn) -> String {
        let unit = column.dimension.map { " \($0.units[0].symbol)" } ?? ""
        return
          "\(column.name) \(significant(values.min() ?? 0, digits: 3)) to \(significant(values.max() ?? 0, digits: 3))\(unit)"
      }
      return Table(
        kind: kind.rawValue, text: text,
        reading: "\(x.count) rows, \(span(x, columns.abscissa)), \(span(y, columns.ordinate))",
        leftOut: table.leftOut, x: x, y: y, sigma: table.rows.map { $0.values[2] }, starts: [0], temperatures: [nil])
    }
    if let kind = wanted.kind { return try read(kind) }
    var first: (any Error)?
    for kind in TableKind.allCases {
      do { return try read(kind) } catch { first = first ?? error }
    }
    throw first ?? RequestError(.invalidParameters, "\(wanted.name): is no table")
  }

  /// Fits keys of a case to tables that came with the request, as `fem-bulk fit` does.
  func fit(_ call: Call) throws -> any Encodable {
    struct Fitted: Encodable {
      var fit: FitDocument
      /// Text of the case with the fitted values, and the same as JSON.
      var caseText, caseJSON: String
    }
    let report = try runFit(try problem(call))
    let text = caseFileText(report.fittedCase)
    return Fitted(
      fit: FitDocument(report, warnings: report.warnings), caseText: text,
      caseJSON: try readCase(text: text, file: "case").json)
  }

  /// What the case gives where and when something was measured, by the code of `fem-bulk fit`, without fitting.
  func compare(_ call: Call) throws -> any Encodable {
    struct Compared: Encodable {
      /// For each set of data and each of its points; nil is what is not finite, or has no error.
      var simulated, errors: [[Double?]]
    }
    let comparison = try compareData(try problem(call))
    return Compared(
      simulated: comparison.simulated.map { $0.map { $0.isFinite ? $0 : nil } },
      errors: comparison.errors.map { $0.map { $0.flatMap { $0.isFinite ? $0 : nil } } })
  }

  /// The case and the tables that came with a request.
  private func problem(_ call: Call) throws -> FitProblem {
    struct Wanted: Decodable {
      /// A fit file without `case`.
      var fit: String
      var files: [String: String]?
    }
    let wanted = try call.parameters(Wanted.self)
    let checked = try caseOf(call).checked
    return try readFit(
      text: wanted.fit, file: "fit", readCase: { _ in checked },
      tableText: { name in
        guard let text = wanted.files?[name] else { return try noTable(name) }
        return (name, text)
      })
  }
}
