import BulkSimulation
import CaseFiles
import DesignHistory
import Foundation
import HostSystem
import Magnets
import Studies
import Sweeps
import Testing

/// A point of a sweep is the run of the case that a person writes with its values: the same bits on the same meshes, the same numbers
/// within their errors on meshes of its own.
@Suite struct `Points of sweeps` {
  /// A pair whose values a person would change, each in its unit.
  private struct Pair {
    var accuracy = "5 %"
    var jc0 = ["first": 3e8, "second": 2e8]
    var n = ["first": 21.0, "second": 30.0]
    var material = ["first", "first"]
    /// [m]
    var radius = [0.015, 0.015]
    var gap = 0.002
    var surface = 0.0075
    /// [T], [K], [T/s], [s]
    var field = 3.0
    var temperature = 5.0
    var rate = 4.8 / 3600
    var hold = 3600.0

    var text: String {
      func law(_ name: String) -> String {
        "{jc: {law: kim, jc0: \(jc0[name] ?? 0) A/m^2, b0: 1.5 T}, temperature: {tc: 38 K, exponent: 2}, n: \(n[name] ?? 0)}"
      }
      // The bulks stand at the gap's halves, 6 mm high, the way that `gap` moves them.
      let rise = 0.5 * (gap - 0.002)
      func z(_ value: Double) -> String { "\(((value) * 1e12).rounded() / 1e12) m" }
      return """
        name: pair
        bulks:
          - {name: A, material: \(material[0]), outer_radius: \(radius[0]) m, z_min: \(z(0.001 + rise)), z_max: \(z(0.007 + rise))}
          - {name: B, material: \(material[1]), outer_radius: \(radius[1]) m, z_min: \(z(-0.007 - rise)), z_max: \(z(-0.001 - rise))}
        materials: {first: \(law("first")), second: \(law("second"))}
        protocol:
          - {cool: {field: \(field) T, temperature: \(temperature) K}}
          - {ramp: {field: 0 T, rate: \(rate) T/s}}
          - {hold: {duration: \(hold) s}}
        probes: {centre: {r: 0 m, z: 0 m}, surface: {r: 0 m, z: \(surface) m}}
        accuracy: \(accuracy)
        output: {fields: none}
        """
    }
  }

  private struct Kind: Sendable, CustomTestStringConvertible {
    var name: String
    var sweep: String
    var base = Pair()
    var points = ""
    /// What a person would write for the values of a point, in the order of the columns.
    var edit: @Sendable (inout Pair, [Double], [String]) -> Void

    var testDescription: String { name }
  }

  private static let both = Pair(material: ["first", "second"])

  private static let kinds = [
    Kind(
      name: "values and a range",
      sweep: """
        axes:
          - {key: materials.first.jc.jc0, values: [2e8 A/m^2, 4e8 A/m^2, 60 kA/cm^2]}
          - {key: protocol.0.cool.field, from: 0.5 T, to: 3 T, step: 0.25 T}
        """
    ) { pair, values, _ in (pair.jc0["first"], pair.field) = (values[0], values[1]) },
    Kind(
      name: "Jc and its scale",
      sweep: """
        axes:
          - {key: materials.first.jc.jc0, from: 1e8 A/m^2, to: 4e8 A/m^2, count: 10, spacing: log}
          - {key: scale, values: [0.5, 1, 2]}
        """
    ) { pair, values, _ in pair.jc0["first"] = values[0] * values[1] },
    Kind(
      name: "scale, and Jc linked",
      sweep: """
        axes:
          - linked:
              - {key: scale, values: [2, 0.7, 1.3]}
              - {key: "materials.*.jc.jc0", values: [1e8 A/m^2, 2e8 A/m^2, 5e8 A/m^2]}
          - {key: protocol.2.hold.duration, from: 10 min, to: 100 min, step: 10 min}
        """, base: both
    ) { pair, values, _ in
      for name in ["first", "second"] { pair.jc0[name] = values[1] * values[0] }
      pair.hold = values[2]
    },
    Kind(
      name: "factors of all materials, and of one by scatter",
      sweep: """
        axes: [{key: "materials.*.jc.jc0", factors: [0.8, 1, 1.25]}]
        samples: {method: monte-carlo, count: 10, seed: 3, parameters: [{key: materials.second.n, sigma: 10 %}]}
        """, base: both
    ) { pair, values, _ in
      for name in ["first", "second"] { pair.jc0[name] = values[0] * (pair.jc0[name] ?? 0) }
      pair.n["second"] = values[1] * 30
    },
    Kind(
      name: "one value for several keys",
      sweep: """
        axes:
          - {keys: [bulks.A.outer_radius, bulks.1.outer_radius], values: [12 mm, 15 mm, 20 mm]}
          - {key: protocol.2.hold.duration, from: 10 min, to: 100 min, step: 10 min}
        """
    ) { pair, values, _ in (pair.radius, pair.hold) = ([values[0], values[0]], values[1]) },
    Kind(
      name: "gap, and a probe linked to it",
      sweep: """
        axes:
          - linked:
              - {key: gap, values: [1 mm, 2 mm, 4 mm]}
              - {key: probes.surface.z, values: [7 mm, 8 mm, 9 mm]}
          - {key: protocol.2.hold.duration, from: 10 min, to: 100 min, step: 10 min}
        """
    ) { pair, values, _ in (pair.gap, pair.surface, pair.hold) = (values[0], values[1], values[2]) },
    Kind(
      name: "words, also for each other, with a key of each",
      sweep: """
        axes:
          - linked:
              - {key: bulks.A.material, values: [first, second, second, first]}
              - {key: bulks.B.material, values: [second, first, second, first]}
          - {key: materials.first.n, values: [15, 20, 25, 40]}
          - {key: materials.second.jc.jc0, values: [1e8 A/m^2, 4e8 A/m^2]}
        """, base: both
    ) { pair, values, words in
      pair.material = words
      (pair.n["first"], pair.jc0["second"]) = (values[0], values[1])
    },
    Kind(
      name: "keys of the protocol in both spellings",
      sweep: """
        set: {protocol.0.cool.field: 2 T}
        axes:
          - {key: "protocol[1].ramp.rate", values: [1 T/h, 3 T/h, 10 T/h, 30 T/h]}
          - {key: protocol.2.hold.duration, values: [10 min, 30 min, 1 h, 2 h]}
          - {key: protocol.0.cool.temperature, values: [5 K, 20 K]}
        """
    ) { pair, values, _ in
      pair.field = 2
      (pair.rate, pair.hold, pair.temperature) = (values[0], values[1], values[2])
    },
    Kind(
      name: "Sobol and normal samples",
      sweep: """
        samples:
          method: sobol
          count: 32
          parameters:
            - {key: materials.first.jc.jc0, from: 1e8 A/m^2, to: 6e8 A/m^2, spacing: log}
            - {key: protocol.0.cool.temperature, mean: 10 K, sigma: 1 K}
            - {key: materials.first.n, from: 10, to: 60}
        """
    ) { pair, values, _ in (pair.jc0["first"], pair.temperature, pair.n["first"]) = (values[0], values[1], values[2]) },
    Kind(
      name: "a table of points, with a scale",
      sweep: "points: points.csv",
      points: "scale,protocol.0.cool.field[mT],materials.first.jc.jc0[kA/cm^2]\n"
        + (0..<28).map { "\([1.5, 0.5, 2][$0 % 3]),\(700 + 125 * $0),\(10 + 5 * ($0 % 8))\n" }.joined()
    ) { pair, values, _ in (pair.field, pair.jc0["first"]) = (values[1], values[2] * values[0]) },
    Kind(
      name: "accuracy",
      sweep: """
        axes:
          - {key: accuracy, values: [2 %, 3 %, 4 %, 5 %]}
          - {key: protocol.0.cool.field, from: 1 T, to: 4 T, step: 0.5 T}
        """
    ) { pair, values, _ in (pair.accuracy, pair.field) = ("\(values[0]) %", values[1]) },
  ]

  private static func plan(_ kind: Kind) throws -> SweepPlan {
    try readSweep(
      text: "case: pair.yaml\n" + kind.sweep, file: "sweep.yaml",
      readCase: { _ in try readCase(text: kind.base.text, file: "pair.yaml").checked },
      tableText: { ($0, kind.points) }
    ).plan()
  }

  /// Some thirty in all; `FEM_BULK_POINTS` sets how many random points of each kind, of which there are 28 at least.
  private static let pointsOfAKind = ProcessInfo.processInfo.environment["FEM_BULK_POINTS"].flatMap(Int.init) ?? 3

  @Test(arguments: kinds)
  private func `are what the case that a person edits gives alone`(kind: Kind) throws {
    let plan = try Self.plan(kind)
    var evaluator = try pointEvaluator(plan.evaluation)
    let points = plan.design.points().enumerated().map { SweepPoint(point: $0.offset + 1, values: $0.element) }
    for point in points.shuffled().prefix(Self.pointsOfAKind) {
      var pair = kind.base
      kind.edit(
        &pair, point.values.compactMap(\.number), point.values.filter { $0.number == nil }.map(\.description))
      let edited = try readCase(text: pair.text, file: "edited.yaml").checked
      let outcome = evaluator.evaluate(point)
      let results = try #require(outcome.results, "\(outcome.error ?? "")")
      let outputs = plan.evaluation.outputs
      let alone = try simulate(edited)
      let values = try outputs.map { try $0.value(in: alone)?.value }
      #expect(results.values == values, "\(point.values)\n\(pair.text)")
      #expect(results.isAccurate == alone.meetsAccuracy && results.warnings == alone.warnings.map(\.description))
    }
  }

  @Test(arguments: [
    (
      "{key: materials.first.jc.jc0, factors: [1, 2]}", "{key: \"materials.*.jc.jc0\", factors: [1, 2]}",
      "materials.first.jc.jc0"
    ),
    (
      "{key: protocol.0.cool.field, values: [1 T]}", "{key: \"protocol[0].cool.field\", values: [1 T]}",
      "protocol[0].cool.field"
    ),
    (
      "{key: bulks.A.outer_radius, values: [9 mm]}", "{keys: [bulks.0.outer_radius], values: [8 mm]}",
      "bulks[0].outer_radius"
    ),
    ("{key: gap, values: [1 mm]}", "{key: bulks.B.z_max, values: [-1 mm]}", "bulks[1].z_max"),
    ("{key: scale, values: [1]}", "{key: scale, values: [2]}", "scale is set twice"),
    ("{keys: [probes.centre.z, \"probes.*.z\"], values: [1 mm]}", "{key: scale, values: [2]}", "probes.centre.z"),
  ])
  func `with a value that two keys set are refused`(first: String, second: String, place: String) throws {
    for axes in ["[\(first), \(second)]", "[\(second), \(first)]", "[{linked: [\(first), \(second)]}]"] {
      let kind = Kind(name: "", sweep: "axes: \(axes)", base: Self.both) { _, _, _ in }
      let error = #expect(throws: InputError.self) { _ = try Self.plan(kind) }
      let text = error?.description ?? ""
      #expect(text.contains(place) && text.contains("keep one"), "\(text)")
    }
  }

  @Test func `in fits and sensitivities such keys are refused as well`() throws {
    let base = try readCase(text: Self.both.text, file: "pair.yaml").checked
    let fit = """
      case: pair.yaml
      parameters: [{key: materials.first.n, lower: 10, upper: 50}, {key: "materials.*.n", start: 20, lower: 10, upper: 50}]
      data: [{trapped: {value: 1 T, probe: centre, stage: ramp}}]
      """
    let fitError = #expect(throws: InputError.self) {
      _ = try readFit(text: fit, file: "fit.yaml", readCase: { _ in base }, tableText: { ($0, "") })
    }
    #expect(fitError?.description.contains("both set materials.first.n") == true, "\(String(describing: fitError))")
    let sensitivity = """
      case: pair.yaml
      outputs: [{name: trapped, probe: centre, stage: ramp, set: {protocol.0.cool.field: 2 T}}]
      assumptions: [{key: "protocol[0].cool.field", low: 1 T, high: 3 T, why: none}]
      """
    let error = #expect(throws: InputError.self) {
      _ = try readSensitivity(text: sensitivity, file: "s.yaml") { _ in base }
    }
    #expect(error?.description.contains("both set protocol[0].cool.field") == true, "\(String(describing: error))")
  }

  @Test func `a fit of Jc beside its scale has both`() throws {
    let base = try readCase(text: Pair().text, file: "pair.yaml").checked
    let editable = EditableCase(base)
    for order in [["scale", "materials.first.jc.jc0"], ["materials.first.jc.jc0", "scale"]] {
      let settings: [String: EditableCase.Setting] = ["scale": .number(3), "materials.first.jc.jc0": .number(1e8)]
      let edited = try editable.setting(order.map { .init(key: $0, setting: try #require(settings[$0])) })
      var pair = Pair()
      pair.jc0["first"] = 3e8
      #expect(edited.simulationCase == (try readCase(text: pair.text, file: "pair.yaml").checked.simulationCase))
    }
  }
}
