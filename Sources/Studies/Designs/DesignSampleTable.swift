internal import CaseFiles
package import DesignHistory
internal import HostSystem
internal import Notation
internal import ProcessDesign
internal import Tables

/// Reads samples from a table: a column for each parameter and outcome, `heating_rate[C/min],jc[A/m^2]`, in any order; an
/// empty cell is a value that was not measured, `experiment` names the proposed one, `note` remarks on a sample, and `failed` says why
/// nothing could be measured of one.
///
/// - Parameter remark: told of columns that mean nothing to the design.
/// - Throws: `InputError` that names file, line and remedy.
package func readSamples(
  csv text: String, file: String, definition: DesignDefinition, pending: [ProposedExperiment],
  computer: DesignSampleComputer, remark: (String) -> Void
) throws -> [NewSample] {
  let known = (definition.parameters.map(\.name) + definition.outcomes.flatMap { [$0.name, "\($0.name)_sigma"] })
  let example =
    definition.parameters.map { "\($0.name)[\($0.unit)]" }.joined(separator: ",")
    + definition.outcomes.map { ",\($0.name)[\($0.unit)]" }.joined()
  let table: Table
  do throws(TableError) {
    table = try Table(text, file: file, example: example, holdsWords: true) { columnName($0, among: known) != nil }
  } catch {
    throw InputError(error)
  }
  let columns = table.heads.map { columnName($0, among: known) }
  for (head, column) in zip(table.heads, columns) {
    guard let column else {
      if !head.written.isEmpty {
        remark(
          "\(file):\(table.headLine): the column \(head.written) is none of the design and is left out (known:"
            + " \(known.joined(separator: ", ")))")
      }
      continue
    }
    guard columns.count(where: { $0?.name == column.name }) == 1 else {
      throw caseError(file: file, line: table.headLine, path: "", "the column \(column.name) appears twice; keep one")
    }
  }
  return try table.rows.map { row in
    func fail(_ message: String) -> InputError { caseError(file: file, line: row.line, path: "", message) }
    var input = DesignSampleInput(definition)
    var experiment: ProposedExperiment?
    var jcTable: String?
    do throws(QuantityError) {
      for (column, cell) in zip(columns, row.cells) where !cell.isEmpty {
        guard let column else { continue }
        if column.name == "experiment" {
          guard let found = pending.first(where: { "\($0.id)" == cell }) else {
            throw QuantityError(description: "experiment \(cell) is not pending")
          }
          experiment = found
        } else if column.name == "jc_table" {
          jcTable = joined(folderOf(file), cell)
        } else if column.name == "note" {
          input.note = cell
        } else if column.name == "failed" {
          input.failure = cell
        } else if definition.parameters.contains(where: { $0.name == column.name && $0.choices != nil }) {
          try input.set(column.name, cell)
        } else {
          // A cell with a unit of its own says all by itself.
          let value = (try? table.number(cell)).map(plain) ?? cell
          try input.set(column.name, column.unit.isEmpty ? value : "\(value) \(column.unit)")
        }
      }
    } catch {
      throw fail(error.description)
    }
    let (computed, tableText): ([SimulatedOutcome?]?, String?)
    do {
      (computed, tableText) = try computer.outcomes(input.parameters(answering: experiment), table: jcTable)
    } catch let error as InputError {
      throw InputError(error.kind, fail(error.message).message)
    }
    do throws(QuantityError) {
      return try input.sample(answering: experiment, computed: computed, table: tableText)
    } catch {
      throw fail(error.description)
    }
  }
}

/// Which of the names a head means, by itself or without the case, and its unit.
private func columnName(_ head: TableHead, among known: [String]) -> (name: String, unit: String)? {
  let names = known + ["experiment", "jc_table", "failed", "note"]
  // As people head a column of remarks.
  if !known.contains(head.name), ["notes", "remark", "remarks", "comment", "comments"].contains(head.name.lowercased())
  {
    return ("note", "")
  }
  // The unit of a process may be any word.
  if let (name, unit) = splitHead(head.written), names.contains(name), !unit.contains("[") { return (name, unit) }
  let name = names.first { $0 == head.name } ?? names.first { $0.lowercased() == head.name.lowercased() }
  return name.map { ($0, ProcessUnit.symbol(head.unit ?? "")) }
}
