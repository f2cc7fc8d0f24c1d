internal import CaseFiles
internal import HostSystem
internal import Notation
internal import Studies
internal import Superconductors
internal import Tables

// Tables whose heads do not say what their columns are: a user does.

/// What a table that a user drops may be about.
enum TableKind: String, Decodable, CaseIterable {
  case jc
  case scanR = "scan-r"
  case scanZ = "scan-z"
  case warming, decay, loop

  /// nil for Jc.
  var measured: (abscissa: TableColumn, ordinate: TableColumn)? {
    switch self {
    case .jc: nil
    case .scanR: FitData.Kind.scan.columns()
    case .scanZ: FitData.Kind.scan.columns(isAlongR: false)
    case .warming: FitData.Kind.warming.columns()
    case .decay: FitData.Kind.decay.columns()
    case .loop: FitData.Kind.loop.columns()
    }
  }

  var columns: [TableColumn] { measured.map { [$0.abscissa, $0.ordinate] } ?? CriticalCurrentTable.columns }
}

/// What a user says that a column is.
struct ColumnMeaning: Decodable {
  /// Counted from 0.
  var column: Int
  var name: String
  var unit: String?
}

extension SessionMethods {
  /// The columns of a table as they stand there, and what tables of some kinds have.
  func tableColumns(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable {
      var name, text: String
      var kinds: [TableKind]?
    }
    struct Layout: Encodable {
      struct Column: Encodable {
        var head: String
        var unit: String?
      }
      struct Kind: Encodable {
        struct Column: Encodable {
          var name: String
          /// Empty for a plain number.
          var units: [String]
        }
        var kind: String
        var columns: [Column]
      }
      var columns: [Column]
      /// The first ones.
      var rows: [[String]]
      var count: Int
      var kinds: [Kind]
    }
    let wanted = try call.parameters(Wanted.self)
    let layout = try layout(wanted.text, file: wanted.name)
    return Layout(
      columns: layout.columns.map { .init(head: $0.head, unit: $0.unit) }, rows: Array(layout.rows.prefix(6)),
      count: layout.rows.count,
      kinds: (wanted.kinds ?? []).map { kind in
        .init(
          kind: kind.rawValue,
          columns: kind.columns.map { .init(name: $0.name, units: $0.dimension?.units.map(\.symbol) ?? []) })
      })
  }

  private func layout(_ text: String, file: String) throws -> TableLayout {
    guard text.utf8.count <= largestInput else {
      throw RequestError(.invalidParameters, "\(file): has more than \(largestInput) bytes")
    }
    do throws(TableError) { return try TableLayout(text, file: file) } catch { throw InputError(error) }
  }

  /// The text of a table with heads that say what its columns are.
  func meant(_ text: String, file: String, _ columns: [ColumnMeaning]) throws -> String {
    let layout = try layout(text, file: file)
    do throws(QuantityError) {
      return try layout.text(columns.map { .init(column: $0.column, name: $0.name, unit: $0.unit) })
    } catch {
      throw RequestError(.invalidParameters, "\(file): \(error)")
    }
  }
}
