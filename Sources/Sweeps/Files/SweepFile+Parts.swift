internal import CaseFiles
package import HostSystem
internal import Magnets
internal import Notation
internal import RealModule
internal import Sampling

/// More than this no store is made for: a year of this program's work.
let sweepPointLimit = 10_000_000
/// Points times quantities: gigabytes of memory.
private let sweepValueLimit = 100_000_000

extension SweepDesign {
  /// What is wrong with the size, if anything is; known before there is memory for the points.
  var sizeComplaint: String? {
    guard let count, count <= sweepPointLimit else {
      return "\(count.map(String.init) ?? "more than \(Int.max)") points; a sweep has at most \(sweepPointLimit)"
    }
    return tooManyValues(points: count, quantities: columns.count)
  }
}

private func tooManyValues(points: Int, quantities: Int) -> String? {
  let (values, overflow) = points.multipliedReportingOverflow(by: quantities)
  guard overflow || values > sweepValueLimit else { return nil }
  return "\(points) points of \(quantities) quantities; points times quantities are at most \(sweepValueLimit)"
}

/// An axis, or several that are linked: they go through their values together.
func readAxis(_ node: CaseNode, _ editable: EditableCase) throws -> SweepDesign.Part {
  if node.isMapping, try node.namedEntries(example: axisExample).contains(where: { $0.name == "linked" }) {
    let fields = try node.fields(["linked"], example: "{linked: [\(axisExample), \(axisExample)]}")
    let nodes = try fields.require("linked", example: "[\(axisExample), \(axisExample)]").list(
      example: "[\(axisExample)]")
    guard let first = nodes.first else { throw node.error("no axis below linked; write \(axisExample)") }
    var axes = [try readSingleAxis(first, editable)]
    let count = axes[0].values.count
    if let complaint = tooManyValues(points: count, quantities: nodes.count) { throw node.error(complaint) }
    for other in nodes.dropFirst() {
      let axis = try readSingleAxis(other, editable)
      axes.append(axis)
      guard axis.values.count == count else {
        throw node.error(
          "linked axes have \(count) and \(axis.values.count) values; give them the same number, or make axes of their own"
        )
      }
    }
    return .table(columns: axes.map(\.column), rows: (0..<count).map { row in axes.map { $0.values[row] } })
  }
  let axis = try readSingleAxis(node, editable)
  return .table(columns: [axis.column], rows: axis.values.map { [$0] })
}

private func readSingleAxis(
  _ node: CaseNode, _ editable: EditableCase
) throws -> (column: SweepColumn, values: [SweepValue]) {
  let fields = try node.fields(
    ["key", "keys", "name", "values", "factors", "from", "to", "step", "count", "spacing"], example: axisExample)
  let (keys, keyNode) = try readKeys(fields, editable)
  let name = try readColumnName(fields)
  if let list = fields["values"], let words = try readWords(list, keys, editable) {
    return (SweepColumn(name: name, keys: keys, unit: ""), words.map { .text($0) })
  }
  if let factors = fields["factors"] {
    let values = try factors.list(example: "[0.9, 1, 1.1]").map { try $0.number(example: "1.1") }
    try checkShare(of: try readQuantity(keys, editable, keyNode), factors)
    try check(keys, values.map { EditableCase.Setting.factor($0) }, editable, factors)
    return (SweepColumn(name: name, keys: keys, unit: "", isFactor: true), values.map { .number($0) })
  }
  let quantity = try readQuantity(keys, editable, keyNode)
  let values: [Double]
  if let list = fields["values"] {
    values = try list.list(example: "[\(quantity.text(quantity.base[0]))]").map(quantity.read)
    guard !values.isEmpty else {
      throw list.error("no value; write one or more, as in [\(quantity.text(quantity.base[0]))]")
    }
  } else {
    values = try readRange(fields, quantity, node)
  }
  try check(keys, [values.min(), values.max()].compactMap { $0 }.map { .text(quantity.text($0)) }, editable, node)
  return (SweepColumn(name: name, keys: keys, unit: quantity.unit), values.map { .number(quantity.inUnit($0)) })
}

/// `from`, `to` and `step` or `count`.
private func readRange(_ fields: CaseFields, _ quantity: CaseQuantity, _ node: CaseNode) throws -> [Double] {
  guard let fromNode = fields["from"], let toNode = fields["to"] else {
    throw node.error("no values; write values: [...], or from, to and step or count, as in \(axisExample)")
  }
  let (from, to) = (try quantity.read(fromNode), try quantity.read(toNode))
  let isLogarithmic = try fields["spacing"].map(readSpacing) ?? false
  if isLogarithmic, from <= 0 || to <= 0 {
    throw node.error("a logarithmic range needs limits above 0; write spacing: linear")
  }
  switch (fields["step"], fields["count"]) {
  case (let step?, nil):
    if isLogarithmic { throw step.error("a logarithmic range goes by count, not by step") }
    return try rangeValues(from: from, to: to, step: try quantity.read(step)) { step.error($0) }
  case (nil, let count?):
    return spacedValues(from: from, to: to, count: try count.integer(in: 2...1_000_000), isLogarithmic: isLogarithmic)
  default: throw node.error("write either step or count to say how many values lie between from and to")
  }
}

/// From one limit to the other, which is among them when it is a whole number of steps away.
package func rangeValues(
  from: Double, to: Double, step: Double, error: (String) -> InputError
) throws -> [Double] {
  let count = (to - from) / step
  guard step != 0, count >= 0, count < 1e6 else {
    throw error(step == 0 || count < 0 ? "the step does not lead from the first value to the last" : "too many values")
  }
  let whole = Int((count * (1 + 1e-12) + 1e-9).rounded(.down))
  // Of 0.1, 0.2, 0.3 none has the last bit of a sum: as (from + i step) rounded to what a person would write.
  return (0...whole).map { i in tidy(from + Double(i) * step, scale: max(abs(from), abs(to))) }
}

private func spacedValues(from: Double, to: Double, count: Int, isLogarithmic: Bool) -> [Double] {
  (0..<count).map { i in
    if i == 0 || i == count - 1 { return i == 0 ? from : to }
    let share = Double(i) / Double(count - 1)
    return isLogarithmic ? from * .pow(to / from, share) : from + share * (to - from)
  }
}

/// 12 digits of the range, so that 0.1 + 0.2 is 0.3.
private func tidy(_ value: Double, scale: Double) -> Double {
  guard scale > 0 else { return value }
  let digit = Double.pow(10, 12 - .log10(scale).rounded(.up))
  let rounded = (value * digit).rounded() / digit
  return rounded.isFinite ? rounded : value
}

func readSamples(_ node: CaseNode, _ editable: EditableCase) throws -> SweepDesign.Part {
  let parameterExample = "{key: gap, from: 0.5 mm, to: 2 mm}"
  let fields = try node.fields(
    ["method", "count", "seed", "parameters"], required: ["method", "count", "parameters"],
    example: "{method: sobol, count: 256, parameters: [\(parameterExample)]}")
  let methodNode = try fields.require("method", example: "sobol")
  let written = try methodNode.text(example: "sobol")
  let known = SampleMethod.allCases.map(\.rawValue)
  guard let method = SampleMethod(rawValue: written) else { throw methodNode.unknown("method", written, known: known) }
  let count = try fields.require("count", example: "256").integer(in: 2...sweepPointLimit)
  let seed = try fields["seed"]?.integer(in: 0...Int.max) ?? 1
  let parameters = try fields.require("parameters", example: "[\(parameterExample)]")
    .list(example: "[\(parameterExample)]").map { try readParameter($0, editable) }
  guard !parameters.isEmpty else { throw node.error("no parameters; write \(parameterExample)") }
  guard parameters.count <= method.columnLimit else {
    throw node.error(
      "\(parameters.count) parameters; \(written) takes at most \(method.columnLimit), monte-carlo and latin-hypercube any number"
    )
  }
  return .sample(
    method: method, rows: count, seed: UInt64(seed), columns: parameters.map(\.column),
    distributions: parameters.map(\.distribution))
}

/// A range (`from`, `to`) or a scatter (`sigma`, with `mean` where it is not the case's own value).
private func readParameter(
  _ node: CaseNode, _ editable: EditableCase
) throws -> (column: SweepColumn, distribution: Distribution) {
  let example = "{key: gap, sigma: 0.2 mm}"
  let fields = try node.fields(["key", "keys", "name", "from", "to", "spacing", "mean", "sigma"], example: example)
  let (keys, keyNode) = try readKeys(fields, editable)
  let name = try readColumnName(fields)
  let quantity = try readQuantity(keys, editable, keyNode)
  if let sigma = fields["sigma"] {
    if fields["from"] != nil || fields["to"] != nil {
      throw node.error("from and to belong to a range, sigma to a scatter; keep one of the two")
    }
    if quantity.dimension != .ratio, let share = try? parseQuantity(sigma.text(example: "5 %"), .ratio) {
      guard share > 0 else { throw sigma.error("the scatter must be above 0, as in 5 %") }
      try checkShare(of: quantity, sigma)
      if let mean = fields["mean"] { throw mean.error("a scatter in % is about the case's own value; leave mean out") }
      try check(keys, [.factor(1 + share)], editable, sigma)
      return (
        SweepColumn(name: name, keys: keys, unit: "", isFactor: true), .normal(mean: 1, sigma: share)
      )
    }
    let width = try quantity.read(sigma)
    guard width > 0 else { throw sigma.error("the scatter must be above 0, as in 5 %") }
    guard let mean = try fields["mean"].map(quantity.read) ?? quantity.commonBase else {
      throw keyNode.error("the entries have different values; write mean, or sigma in %, which scales each")
    }
    try check(keys, [.text(quantity.text(mean))], editable, node)
    return (
      SweepColumn(name: name, keys: keys, unit: quantity.unit),
      .normal(mean: quantity.inUnit(mean), sigma: quantity.inUnit(width))
    )
  }
  guard let fromNode = fields["from"], let toNode = fields["to"] else {
    throw node.error("write from and to for a range, or sigma for a scatter, as in \(example)")
  }
  let (from, to) = (try quantity.read(fromNode), try quantity.read(toNode))
  guard from < to else { throw toNode.error("the range is empty; to must be above from") }
  let isLogarithmic = try fields["spacing"].map(readSpacing) ?? false
  if isLogarithmic, from <= 0 {
    throw fromNode.error("a logarithmic range needs limits above 0; write spacing: linear")
  }
  try check(keys, [from, to].map { .text(quantity.text($0)) }, editable, node)
  return (
    SweepColumn(name: name, keys: keys, unit: quantity.unit),
    isLogarithmic
      ? .logarithmic(from: quantity.inUnit(from), to: quantity.inUnit(to))
      : .uniform(from: quantity.inUnit(from), to: quantity.inUnit(to))
  )
}

// MARK: Keys

/// `key`, or `keys` that all have the same value.
private func readKeys(_ fields: CaseFields, _ editable: EditableCase) throws -> ([String], CaseNode) {
  if let list = fields["keys"] {
    if fields["key"] != nil { throw list.error("write either key or keys") }
    let keys = try list.list(example: "[bulks.A.outer_radius, bulks.B.outer_radius]").map {
      try $0.text(example: "gap")
    }
    guard !keys.isEmpty else { throw list.error("no keys; write one or more, as in [bulks.A.outer_radius]") }
    return (keys, list)
  }
  let node = try fields.require("key", example: "materials.ba122.jc.jc0")
  return ([try node.text(example: "materials.ba122.jc.jc0")], node)
}

private func readColumnName(_ fields: CaseFields) throws -> String {
  guard let node = fields["name"] else { return "" }
  let name = try node.text(example: "jc0")
  try node.checkName(name, example: "jc0")
  return name
}

/// What linked keys measure: the same, or they cannot have one value.
private func readQuantity(_ keys: [String], _ editable: EditableCase, _ node: CaseNode) throws -> CaseQuantity {
  do throws(CaseChangeError) {
    let quantities = try keys.map { key throws(CaseChangeError) in try editable.quantity(key) }
    for other in quantities where other.dimension != quantities[0].dimension {
      throw CaseChangeError(
        "\(quantities[0].key) and \(other.key) measure different things; link them by linked: [...]")
    }
    return CaseQuantity(key: keys[0], dimension: quantities[0].dimension, base: quantities.flatMap(\.base))
  } catch {
    throw node.error(error.description)
  }
}

/// The values of a list when its keys hold words, else nil.
private func readWords(_ list: CaseNode, _ keys: [String], _ editable: EditableCase) throws -> [String]? {
  guard keys.allSatisfy(editable.hasWord) else { return nil }
  let words = try list.list(example: "[a, b]").map { try $0.text(example: "a") }
  try check(keys, words.map { .text($0) }, editable, list)
  return words
}

/// A factor of what is 0 varies nothing.
private func checkShare(of quantity: CaseQuantity, _ node: CaseNode) throws {
  if let complaint = quantity.shareComplaint { throw node.error(complaint) }
}

private func readSpacing(_ node: CaseNode) throws -> Bool {
  let written = try node.text(example: "log")
  guard ["log", "linear"].contains(written) else { throw node.unknown("spacing", written, known: ["log", "linear"]) }
  return written == "log"
}

/// Values that the case refuses are slips to be told before anything is computed.
private func check(
  _ keys: [String], _ settings: [EditableCase.Setting], _ editable: EditableCase, _ node: CaseNode
) throws {
  for setting in settings {
    do {
      _ = try editable.setting(keys.map { .init(key: $0, setting: setting) })
    } catch {
      throw node.error(error.description)
    }
  }
}
