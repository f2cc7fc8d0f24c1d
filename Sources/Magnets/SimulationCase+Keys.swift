internal import Meshing
public import Notation

// The tables of keys: what a value is called, what it measures, its range, and what it means. Checks, case files, schema,
// reference and edits by key path follow from them.

extension SimulationCase {
  public static let keys: [Key<SimulationCase>] = [
    .name(
      "name", \.name, isRequired: false, example: "pair", "Names the run's folder; by default the name of the file."),
    .text("description", \.summary, example: "a sentence", "A sentence, printed with the result."),
  ]

  public static let accuracyKey = Key<SimulationCase>.quantity(
    "accuracy", .ratio, \.accuracy, Bounds(from: 1e-5, to: 0.1), isRequired: false, example: "0.3 %",
    "Target for the relative error of probes and moment; mesh and time steps follow from it.")

  public static let outputKeys: [Key<SimulationCase>] = [
    Key(
      "every", .quantity(.time), .positive, isRequired: false, example: "10 min",
      "Interval of the history; without it the integrator's own steps.",
      get: { $0.outputInterval.map(KeyValue.number) }, set: { $0.outputInterval = $1.number }),
    .word("fields", \.fieldOutput, example: "stage-ends", "Which field maps are written."),
  ]

  public static let solverKeys: [Key<Solver>] = [
    Key(
      "system", .word(System.allCases.map(\.rawValue)), isRequired: false, example: "banded",
      "Which equations are solved; without it the faster ones.", get: { $0.system.map { .text($0.rawValue) } },
      set: { if case .text(let word) = $1 { $0.system = System(rawValue: word) } }),
    Key(
      "formulation", .word([Formulation.hPhi.name, Formulation.h(airResistivity: 1).name]), isRequired: false,
      example: "h-phi", "What carries current: the bulks alone in h-phi, the default; in h the air as well.",
      get: { $0.formulation == .hPhi ? nil : .text($0.formulation.name) },
      set: { $0.formulation = $1 == .text("h") ? .h(airResistivity: defaultAirResistivity) : .hPhi }),
    Key(
      "air_resistivity", .quantity(.resistivity), .positive, isRequired: false, example: "1e-6 ohm m",
      "Resistivity of the air in formulation h; in h-phi no current flows there.",
      get: { if case .h(let value) = $0.formulation { .number(value) } else { nil } },
      set: { if case .h = $0.formulation, let value = $1.number { $0.formulation = .h(airResistivity: value) } }),
  ]
}

extension SimulationCase.CellCounts {
  /// Cells across and along a bulk. How many of them fit into memory is known to the plan of a run.
  public static let keys: [Key<SimulationCase.CellCounts>] = [
    key("cells_r", \.radial, Bounds(from: 4, to: 100_000), example: "20", "Cells across the widest bulk."),
    key("cells_z", \.axial, Bounds(from: 3, to: 100_000), example: "8", "Cells along the tallest bulk."),
  ]

  private static func key(
    _ name: String, _ path: any WritableKeyPath<SimulationCase.CellCounts, Int> & Sendable, _ bounds: Bounds,
    example: String,
    _ documentation: String
  ) -> Key<SimulationCase.CellCounts> {
    Key(
      name, .integer, bounds, example: example, documentation, get: { .integer($0[keyPath: path]) },
      set: { if case .integer(let count) = $1 { $0[keyPath: path] = count } })
  }
}

extension SimulationCase.Bulk {
  public static let keys: [Key<SimulationCase.Bulk>] = [
    .name("name", \.shape.name, example: "A", "A name of its own; air is taken.")
  ]

  /// The outline of a bulk that does not come from a mesh.
  public static let outlineKeys: [Key<SimulationCase.Bulk>] = [
    length(
      "inner_radius", \.shape.innerRadius, .notNegative(remedy: "radii count from the axis"), isRequired: false,
      example: "5 mm", "0 by default; a ring has more."),
    length(
      "outer_radius", \.shape.outerRadius, .positive(remedy: "radii count from the axis"), example: "15 mm",
      "Larger than inner_radius."),
    length("z_min", \.shape.zMin, example: "1 mm", "Lower face."),
    length("z_max", \.shape.zMax, example: "7 mm", "Upper face."),
  ]

  private static func length(
    _ name: String, _ path: any WritableKeyPath<SimulationCase.Bulk, Double> & Sendable, _ bounds: Bounds = .any,
    isRequired: Bool = true, example: String, _ documentation: String
  ) -> Key<SimulationCase.Bulk> {
    Key(
      name, .quantity(.length), bounds, isRequired: isRequired, example: example, documentation,
      get: { .number($0[keyPath: path]) },
      set: { if let length = $1.number { $0[keyPath: path] = onPicometreGrid(length) } })
  }
}

/// A length [m] to a picometre. 7 mm and 0.7 cm become the same number, so that bulks which touch neither overlap by a rounding
/// error nor have a sliver of air between them.
package func onPicometreGrid(_ length: Double) -> Double { (length * 1e12).rounded() / 1e12 }

extension SimulationCase.Probe {
  public static let keys: [Key<SimulationCase.Probe>] = [
    .quantity(
      "r", .length, \.r, .notNegative(remedy: "r is the distance from the axis"), example: "0 mm",
      "Distance from the axis."),
    .quantity("z", .length, \.z, example: "0 mm", "Height."),
  ]
}
