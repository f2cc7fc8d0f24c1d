public import BulkSimulation
internal import CaseFiles
internal import FoundationEssentials
internal import HostSystem
internal import Magnets
internal import Notation

/// The field of a run that has ended, from its folder, without solving again.
///
/// ```swift
/// let field = try RecordedField(folder: "runs/pair-20260801-093000", stage: "hold").field
/// field.fluxDensity(at: SIMD2(0, 0.01))  // [T]
/// ```
public struct RecordedField: Sendable {
  public let field: StageField
  /// Name and index in the protocol.
  public let stage: (name: String, index: Int)
  /// At the end of the stage [s].
  public let time: Double

  /// - Parameters:
  ///   - folder: of the run.
  ///   - stage: its name, for one of several of a name the number of it in the protocol, from 0; nil for the last.
  /// - Throws: `RecordError` for a file that is missing or is not what a run writes, `InputError` for a case that does not read and for
  ///   an unknown stage.
  public init(folder: String, stage: String?) throws {
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    guard isFolder(folder) else { throw RecordError.missing(path: folder, remedy: "name the folder of a run") }
    let files = FolderReader(folder: folder)
    let summary: RunSummary = try files.json("summary.json")
    let names = summary.stages.map(\.stage)
    let index = try Self.index(stage, in: names, folder: folder)
    let currents = try files.currents()
    let checked = try readCase(path: "\(folder)/case.yaml").checked
    guard checked.timeline.count == names.count, currents.stages.count == names.count else {
      throw RecordError.wrong(path: "\(folder)/case.yaml", reason: "has other stages than the run; undo the change")
    }
    field = StageField(currents, stage: index, applied: AppliedField(checked.simulationCase, atEndOf: index))
    self.stage = (names[index], index)
    time = summary.stages[index].time
  }

  private static func index(_ stage: String?, in names: [String], folder: String) throws(InputError) -> Int {
    guard let stage else { return max(0, names.count - 1) }
    let named = names.indices.filter { names[$0] == stage }
    if named.count == 1 { return named[0] }
    if let index = Int(stage), names.indices.contains(index) { return index }
    let known = names.enumerated().map { "\($0.offset) \($0.element)" }.joined(separator: ", ")
    throw InputError(
      .use,
      named.isEmpty
        ? "--stage: \(folder) has no stage \(stage); its stages are \(known)"
        : "--stage: \(folder) has several stages \(stage); give the number of one: \(known)")
  }
}
