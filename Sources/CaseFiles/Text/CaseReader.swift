public import HostSystem
public import Magnets
internal import Meshing
public import Notation
internal import Superconductors

/// A case file as read: the case, checked, and remarks that are no errors.
public struct ReadCase {
  public let checked: ValidCase
  public let remarks: [String]
  /// What was read from tables, a sentence for each.
  public let readings: [String]
  private let file: String
  private let reading: CaseReading

  public var simulationCase: SimulationCase { checked.simulationCase }

  fileprivate init(_ checked: ValidCase, remarks: [String], file: String, reading: CaseReading) {
    self.checked = checked
    self.remarks = remarks
    readings = reading.readings
    self.file = file
    self.reading = reading
  }

  /// The case with values that were changed after it was read.
  ///
  /// - Throws: `InputError` with file and line for each finding.
  public func checking(_ changed: SimulationCase) throws(InputError) -> ValidCase {
    do throws(InvalidCase) {
      return try ValidCase(changed)
    } catch {
      throw reading.error(error.findings, in: file)
    }
  }

  /// The case with keys set, as from a command line.
  ///
  /// - Throws: `InputError` for a key that there is not, and for a value that the case does not take.
  public func setting(_ changes: [EditableCase.Change]) throws(InputError) -> ReadCase {
    ReadCase(try checked.setting(changes), remarks: remarks, file: file, reading: reading)
  }

  /// A finding about the case, with file and line.
  public func error(_ finding: Finding) -> InputError { reading.error([finding], in: file) }
}

/// Reads a case file.
///
/// - Parameter path: as the user named it; tables and meshes are found relative to its folder.
/// - Throws: `InputError` that names file, line, key and remedy, a line for each finding.
public func readCase(path: String) throws -> ReadCase {
  let text = try readInput(path, what: "case file")
  return try readCase(text: text, file: path, tableText: tableReader(beside: path)) { name in
    let file = joined(folderOf(path), name)
    return (file, try readAnyText(file, what: "mesh", limit: largestMesh))
  }
}

/// Reads the text of a case file.
///
/// - Parameters:
///   - file: the name to show in errors, and the origin of a default for `name`.
///   - tableText: the displayed name and the text of a table file; `meshText` those of a mesh.
package func readCase(
  text: String, file: String, tableText: @escaping FileReader = noTable, meshText: @escaping FileReader = noMesh
) throws -> ReadCase {
  let root = try parseYAML(text, file: file)
  let reading = CaseReading(tableText: tableText, meshText: meshText)
  // They hold the reading that holds them: a session of 10 000 cases grew by 88 MB.
  defer { reading.conclusions = [] }
  var simulationCase = SimulationCase(name: defaultName(file), bulks: [], stages: [], probes: [])
  let fields = try root.fields(caseEntries().map(\.name), example: "name: pair")
  try caseEntries().read(fields, into: &simulationCase, reading)
  for conclude in reading.conclusions { try conclude(&simulationCase) }
  if fields["probes"] == nil {
    simulationCase.probes = SimulationCase.defaultProbes(
      simulationCase.bulks.map(\.shape), sources: simulationCase.sources)
  }
  let used = Set(simulationCase.bulks.map(\.material.name) + simulationCase.supports.map(\.material.name))
  let idle = reading.materials.filter { !used.contains($0.name) }
  let idleStructural = reading.structural.filter { !used.contains($0.name) }
  // Materials that nothing is made of are no part of the case, but wrong all the same.
  let stray =
    idle.flatMap { $0.findings(at: CasePath("materials").key($0.name)) }
    + idleStructural.flatMap { $0.findings(at: CasePath("materials").key($0.name)) }
  do throws(InvalidCase) {
    guard stray.isEmpty else { throw InvalidCase(simulationCase.validate() + stray) }
    return ReadCase(
      try ValidCase(simulationCase),
      remarks: idle.map { "\(file): no bulk is made of material \($0.name)" }
        + idleStructural.map { "\(file): no support is made of material \($0.name)" },
      file: file, reading: reading)
  } catch {
    throw reading.error(error.findings, in: file)
  }
}

extension CaseReading {
  /// Findings with file and line, one a line.
  fileprivate func error(_ findings: [Finding], in file: String) -> InputError {
    let errors = findings.map { finding in
      caseError(file: file, line: line(of: finding.path), path: finding.path.description, finding.message)
    }
    return InputError(
      .wrong, errors.map(\.message).joined(separator: "\n"), findings: errors.flatMap(\.findings))
  }
}

/// For cases that stand alone.
package func noMesh(_ name: String) throws -> (name: String, text: String) {
  throw InputError(.missing, "\(name): no such mesh")
}

/// The same for tables.
package func noTable(_ name: String) throws -> (name: String, text: String) {
  throw InputError(.missing, "\(name): no such table")
}

/// The file's name without folder and extension, made fit for a folder's name.
package func defaultName(_ file: String) -> String {
  let base = file.split(separator: "/").last.map(String.init) ?? ""
  let stem = base.split(separator: ".").first.map(String.init) ?? ""
  let name = String(stem.map { isName(String($0)) ? $0 : "-" })
  return name.isEmpty ? "case" : name
}
