public import CaseFiles
internal import Magnets
public import Notation

/// Where runs differ, schema `fem-bulk/comparison/1`: every key of their cases, and the results of the stages that all of them
/// have, each beside the first run's. SI units.
public struct RunComparison: Codable, Sendable, Equatable {
  /// A quantity at the end of a stage.
  public struct Row: Codable, Sendable, Equatable {
    public var stage, quantity, unit: String
    /// One for each run, with the program's estimates of their numerical errors.
    public var values, errors: [JSONNumber]
    /// To the first run, one for each of the others. Their errors are the sums of both: what is common to the runs, as that of
    /// equal meshes, is not taken off.
    public var differences, differenceErrors: [JSONNumber]
    /// Relative to the first run; null where its value is 0.
    public var relative: [JSONNumber]

    enum CodingKeys: String, CodingKey {
      case stage, quantity, unit, values, errors, differences, relative
      case differenceErrors = "difference_errors"
    }

    init(stage: String, quantity: String, unit: String, _ entries: [(value: JSONNumber, error: JSONNumber)]) {
      (self.stage, self.quantity, self.unit) = (stage, quantity, unit)
      values = entries.map(\.value)
      errors = entries.map(\.error)
      let first = entries[0]
      func combined(_ a: JSONNumber, _ b: JSONNumber, _ by: (Double, Double) -> Double) -> JSONNumber {
        JSONNumber(a.value.flatMap { a in b.value.map { by(a, $0) } })
      }
      differences = entries.dropFirst().map { combined($0.value, first.value, -) }
      differenceErrors = entries.dropFirst().map { combined($0.error, first.error, +) }
      relative = entries.dropFirst().map { entry in
        combined(entry.value, first.value) { $1 == 0 ? .nan : ($0 - $1) / abs($1) }
      }
    }
  }

  public var schema = "fem-bulk/comparison/1"
  /// As they were named.
  public var folders: [String]
  /// nil when a case does not read.
  public var caseDifferences: [CaseDifference]?
  public var results: [Row]

  enum CodingKeys: String, CodingKey {
    case schema, folders, results
    case caseDifferences = "case_differences"
  }

  /// - Parameter records: at least one.
  public init(_ records: [RunRecord]) {
    precondition(!records.isEmpty, "nothing to compare")
    folders = records.map(\.folder)
    let cases = records.compactMap(\.simulationCase)
    caseDifferences = cases.count == records.count ? CaseFiles.caseDifferences(cases) : nil
    results = []
    let probes = records[0].probeNames.filter { name in records.allSatisfy { $0.probeNames.contains(name) } }
    for index in records[0].summary.stages.indices {
      let stages = records.compactMap { $0.summary.stages.indices.contains(index) ? $0.summary.stages[index] : nil }
      // Protocols are compared as far as they go the same way.
      guard stages.count == records.count, Set(stages.map(\.stage)).count == 1 else { break }
      let label = records[0].stageLabel(index)
      for probe in probes {
        let entries = stages.compactMap { $0.probes[probe].map { (value: $0.bz, error: $0.error) } }
        guard entries.count == records.count else { continue }
        results.append(Row(stage: label, quantity: "Bz \(probe)", unit: "T", entries))
      }
      results.append(
        Row(stage: label, quantity: "moment", unit: "A m^2", stages.map { (value: $0.moment, error: $0.momentError) }))
    }
  }
}
