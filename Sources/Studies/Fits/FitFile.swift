internal import BulkSimulation
public import CaseFiles
package import Fitting
internal import HostSystem
package import Magnets
internal import Notation

/// What to fit: a case, its free keys and what was measured.
public struct FitProblem: Sendable {
  /// As the user named it, for errors that come up on the way.
  package var source: String
  package var editable: EditableCase
  package var quantities: [CaseQuantity]
  /// One for each quantity, in SI units.
  package var parameters: [FitParameter]
  package var data: [FitData]

  /// True when every value has a standard deviation.
  package var sigmaIsKnown: Bool { data.flatMap(\.points).allSatisfy { $0.sigma != nil } }
}

extension FitProblem {
  /// The scale of all critical currents, fitted to the field at the first probe at the end of the first ramp.
  ///
  /// - Parameters:
  ///   - trapped: that field [T]; `sigma` is its standard deviation [T], nil when it is not known.
  ///   - source: the name to show in errors.
  /// - Throws: `CaseChangeError` for a case whose Jc has no scale.
  package init(trapped: Double, sigma: Double?, of base: ValidCase, source: String) throws {
    let editable = EditableCase(base)
    let point = FitData.Point(instant: .end, quantity: .bz(0), value: trapped, sigma: sigma, place: source)
    self.init(
      source: source, editable: editable, quantities: [try editable.quantity("scale")],
      parameters: [FitParameter(name: "scale", start: 1, lower: 0.01, upper: 100, isLogarithmic: true)],
      data: [FitData(kind: .trapped, name: "trapped \(base.probes[0].name)", stage: 1, points: [point])])
  }
}

/// Reads a fit file and the case and tables that it names.
///
/// - Parameters:
///   - changes: of the case.
///   - remark: told what is no error.
/// - Throws: `InputError` or `StudyError` that names file, line, key and remedy.
public func readFit(path: String, setting changes: [EditableCase.Change] = [], remark: @escaping (String) -> Void)
  throws -> FitProblem
{
  let text = try readInput(path, what: "fit file")
  return try readFit(
    text: text, file: path, setting: changes, readCase: neighbourCase(of: path, remark: remark),
    tableText: tableReader(beside: path))
}

/// Reads the text of a fit file.
///
/// - Parameters:
///   - readCase: the case of a name; without one the built-in pair is meant.
///   - tableText: the displayed name and the text of a table file.
package func readFit(
  text: String, file: String, setting changes: [EditableCase.Change] = [], readCase: (String) throws -> ValidCase,
  tableText: @escaping FileReader
) throws -> FitProblem {
  let root = try parseYAML(text, file: file)
  let fields = try root.fields(["case", "parameters", "data"], example: "case: pair.yaml")
  let base = try readBaseCase(fields["case"], with: readCase).setting(changes)
  let editable = EditableCase(base)
  let parameterNodes = try fields.require("parameters", example: "[\(parameterExample)]")
    .list(example: "[\(parameterExample)]")
  let dataNodes = try fields.require("data", example: "[\(trappedExample)]").list(example: "[\(trappedExample)]")
  let parameters = try parameterNodes.map { try readParameter($0, editable) }
  for (index, node) in parameterNodes.enumerated() {
    do throws(CaseChangeError) {
      try editable.checkDistinct(parameters[...index].map(\.0.key))
    } catch {
      throw node.error(error.description)
    }
  }
  var data: [FitData] = []
  for node in dataNodes {
    let firstProbe = data.reduce(base.probes.count) { $0 + $1.probes.count }
    data.append(try readData(node, base.simulationCase, firstProbe: firstProbe, tableText: tableText))
  }
  guard let first = parameterNodes.first else { throw root.error("no parameter; write \(parameterExample)") }
  guard !data.isEmpty else { throw root.error("no data; write \(trappedExample)") }
  let problem = FitProblem(
    source: file, editable: editable, quantities: parameters.map(\.0), parameters: parameters.map(\.1), data: data)
  // One kind of data can be weighed by its own scatter, two of different units cannot.
  let withSigma = data.map { $0.points.allSatisfy { $0.sigma != nil } }
  if data.count > 1, let missing = withSigma.firstIndex(of: false) {
    throw dataNodes[missing].error("sigma is missing; several data need one each, which weighs them")
  }
  try checkStart(problem, at: first)
  return problem
}

private let parameterExample = "{key: scale, start: 1, lower: 0.1, upper: 10}"

private func readParameter(_ node: CaseNode, _ editable: EditableCase) throws -> (CaseQuantity, FitParameter) {
  let fields = try node.fields(["key", "start", "lower", "upper", "transform"], example: parameterExample)
  let (quantity, keyNode) = try readKey(fields, editable)
  let base = quantity.commonBase
  guard let start = try fields["start"].map(quantity.read) ?? base else {
    throw keyNode.error("the entries have different values; write start, which all of them then have")
  }
  let startNode = fields["start"] ?? keyNode
  let isLogarithmic = try fields["transform"].map(readTransform) ?? (start > 0)
  if isLogarithmic, start <= 0 {
    throw startNode.error("\(quantity.text(start)) has no logarithm; write transform: linear or a start above 0")
  }
  let lower = try fields["lower"].map(quantity.read) ?? (isLogarithmic ? 0 : -.infinity)
  let upper = try fields["upper"].map(quantity.read) ?? .infinity
  // Differences need to know what a small change is.
  guard start != 0 || (lower.isFinite && upper.isFinite) else {
    throw startNode.error("a start at 0 does not say what a small change is; write lower and upper")
  }
  guard lower < start, start < upper else {
    throw startNode.error(
      "the start, \(quantity.text(start)), is not between lower and upper; move it or one of them")
  }
  return (
    quantity,
    FitParameter(name: quantity.key, start: start, lower: lower, upper: upper, isLogarithmic: isLogarithmic)
  )
}

/// The quantity that `key` names.
func readKey(_ fields: CaseFields, _ editable: EditableCase) throws -> (CaseQuantity, CaseNode) {
  let node = try fields.require("key", example: "materials.ba122.jc.jc0")
  let key = try node.text(example: "materials.ba122.jc.jc0")
  do {
    return (try editable.quantity(key), node)
  } catch {
    throw node.error(error.description)
  }
}

private func readTransform(_ node: CaseNode) throws -> Bool {
  let written = try node.text(example: "log")
  guard ["log", "linear"].contains(written) else { throw node.unknown("transform", written, known: ["log", "linear"]) }
  return written == "log"
}

/// A case that refuses its own start, or data beyond the protocol, are slips to be told before anything is computed.
private func checkStart(_ problem: FitProblem, at node: CaseNode) throws {
  let changes = zip(problem.quantities, problem.parameters).map { $0.change(to: $1.start) }
  do throws(CaseChangeError) {
    let start = try problem.editable.setting(changes)
    for data in problem.data { _ = try data.times(in: start.timeline) }
  } catch {
    throw InputError(.wrong, "\(problem.source): \(error)")
  }
}
