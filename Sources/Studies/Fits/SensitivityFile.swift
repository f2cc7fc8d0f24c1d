package import BulkSimulation
public import CaseFiles
internal import HostSystem
package import Magnets
internal import Notation
internal import Superconductors
internal import Sweeps

/// What a table of sensitivities is made of: a case, the results to watch, and the assumptions to vary.
public struct SensitivityProblem: Sendable {
  /// A result to watch.
  package struct Output: Sendable {
    package var name: String
    /// Of the case, at which the quantity is read; nil for what is of no probe.
    package var probe: String?
    package var quantity: ReportedQuantity
    /// What is different from the base in the experiment that the result belongs to.
    package var changes: [EditableCase.Change]
  }

  /// A key that is assumed, with the range that is plausible.
  package struct Assumption: Sendable {
    /// As in the file: `-20 %`.
    package struct Bound: Sendable {
      package var text: String
      package var setting: EditableCase.Setting
    }

    package var key: String
    package var low: Bound
    package var high: Bound
    /// Why this range.
    package var why: String
  }

  /// What is fitted anew for every variation, so that one measured value stays as it is.
  package struct Calibration: Sendable {
    package var key: String
    package var data: FitData
  }

  package var source: String
  package var editable: EditableCase
  package var outputs: [Output]
  package var assumptions: [Assumption]
  package var calibration: Calibration?
}

/// Reads a sensitivity file and the case that it names.
///
/// - Parameters:
///   - changes: of the case.
///   - remark: told what is no error.
/// - Throws: `InputError` that names file, line, key and remedy.
public func readSensitivity(
  path: String, setting changes: [EditableCase.Change] = [], remark: @escaping (String) -> Void
) throws -> SensitivityProblem {
  try readSensitivity(
    text: try readInput(path, what: "sensitivity file"), file: path, setting: changes,
    readCase: neighbourCase(of: path, remark: remark))
}

/// Reads the text of a sensitivity file; `readCase` gives the case of a name.
package func readSensitivity(
  text: String, file: String, setting changes: [EditableCase.Change] = [], readCase: (String) throws -> ValidCase
) throws -> SensitivityProblem {
  let root = try parseYAML(text, file: file)
  let fields = try root.fields(["case", "outputs", "assumptions", "refit"], example: "case: pair.yaml")
  let editable = EditableCase(try readBaseCase(fields["case"], with: readCase).setting(changes))
  let outputExample = "{name: trapped, probe: centre, stage: ramp}"
  let assumptionExample = "{key: gap, low: 0.5 mm, high: 2 mm, why: not published}"
  let outputs = try fields.require("outputs", example: "[\(outputExample)]").list(example: "[\(outputExample)]")
    .map { try readOutput($0, editable, example: outputExample) }
  let assumptions = try fields.require("assumptions", example: "[\(assumptionExample)]")
    .list(example: "[\(assumptionExample)]").map { try readAssumption($0, editable, example: assumptionExample) }
  guard !outputs.isEmpty, !assumptions.isEmpty else {
    throw root.error("nothing to vary or to watch; write outputs: [\(outputExample)] and assumptions:")
  }
  do throws(CaseChangeError) {
    // What an output sets would hide what is assumed.
    for output in outputs {
      for assumption in assumptions { try editable.checkDistinct(output.changes.map(\.key) + [assumption.key]) }
    }
  } catch {
    throw root.error(error.description)
  }
  return SensitivityProblem(
    source: file, editable: editable, outputs: outputs, assumptions: assumptions,
    calibration: try fields["refit"].map { try readCalibration($0, editable) })
}

private func readOutput(
  _ node: CaseNode, _ editable: EditableCase, example: String
) throws -> SensitivityProblem.Output {
  let fields = try node.fields(["name", "set"] + reportedKeys, required: ["name"], example: example)
  let changes = try fields["set"].map { set in
    try set.namedEntries(example: "{protocol.0.cool.field: 2 T}").map { key, value in
      EditableCase.Change(key: key, setting: .text(try value.text(example: "2 T")))
    }
  }
  let changed: ValidCase
  do throws(CaseChangeError) {
    changed = try editable.setting(changes ?? [])
  } catch {
    throw (fields["set"] ?? node).error(error.description)
  }
  let name = try fields.require("name", example: "trapped").text(example: "trapped")
  var quantity = try readReported(fields, changed.simulationCase)
  quantity.name = name
  let probe: String? = if case .bz(let index) = quantity.quantity { changed.probes[index].name } else { nil }
  return SensitivityProblem.Output(name: name, probe: probe, quantity: quantity, changes: changes ?? [])
}

private func readAssumption(
  _ node: CaseNode, _ editable: EditableCase, example: String
) throws -> SensitivityProblem.Assumption {
  let fields = try node.fields(["key", "low", "high", "why"], example: example)
  let (quantity, _) = try readKey(fields, editable)
  func bound(_ key: String) throws -> SensitivityProblem.Assumption.Bound {
    let node = try fields.require(key, example: quantity.text(quantity.base[0]))
    let text = try node.text(example: quantity.text(quantity.base[0]))
    let setting: EditableCase.Setting
    if quantity.dimension != .ratio, let share = try? parseQuantity(text, .ratio) {
      if let complaint = quantity.shareComplaint { throw node.error(complaint) }
      setting = .factor(1 + share)
    } else {
      setting = .text(quantity.text(try quantity.read(node)))
    }
    do throws(CaseChangeError) {
      _ = try editable.setting([.init(key: quantity.key, setting: setting)])
    } catch {
      throw node.error(error.description)
    }
    return .init(text: text, setting: setting)
  }
  return SensitivityProblem.Assumption(
    key: quantity.key, low: try bound("low"), high: try bound("high"),
    why: try fields["why"]?.text(example: "not published") ?? "")
}

private func readCalibration(_ node: CaseNode, _ editable: EditableCase) throws -> SensitivityProblem.Calibration {
  let example = "{key: scale, value: 2.83 T, probe: centre, stage: ramp}"
  let fields = try node.fields(["key", "value", "probe", "stage"], example: example)
  let (quantity, keyNode) = try readKey(fields, editable)
  guard let base = quantity.commonBase, base > 0 else {
    throw keyNode.error("\(quantity.key) has no positive value to begin with; name another key, as in \(example)")
  }
  let point = FitData.Point(
    instant: .end, quantity: .bz(try readProbe(fields, editable.base.simulationCase)),
    value: try fields.require("value", example: "2.83 T").quantity(.field), sigma: nil, place: "refit")
  return .init(
    key: quantity.key,
    data: FitData(
      kind: .trapped, name: "refit", stage: try readStage(fields, editable.base.simulationCase), points: [point]))
}
