public import Meshing
public import Superconductors

/// Everything that defines one run, in SI units and with every default filled in.
public struct SimulationCase: Sendable, Hashable, Codable {
  /// A bulk and what it is made of.
  public struct Bulk: Sendable, Hashable, Codable {
    public var shape: BulkShape
    public var material: Material
    /// Printed with the result.
    public var summary: String

    public init(shape: BulkShape, material: Material, summary: String = "") {
      self.shape = shape
      self.material = material
      self.summary = summary
    }
  }

  /// A point where the flux density is reported [m].
  public struct Probe: Sendable, Hashable, Codable {
    public var name: String
    public var r, z: Double

    public init(name: String, r: Double, z: Double) {
      self.name = name
      self.r = r
      self.z = z
    }
  }

  /// Cells per bulk, given instead of chosen by the program.
  public struct CellCounts: Sendable, Hashable, Codable {
    public var radial, axial: Int

    public init(radial: Int, axial: Int) {
      self.radial = radial
      self.axial = axial
    }
  }

  /// Which field maps a run writes.
  public enum FieldOutput: String, Sendable, CaseIterable, Codable {
    case stageEnds = "stage-ends"
    case none
  }

  public var name: String
  public var summary: String
  public var bulks: [Bulk]
  /// What makes a field besides the bulks and the uniform field.
  public var sources: [FieldSource]
  /// What holds the bulks; known to stresses, and to heat where they conduct it.
  public var supports: [Support]
  public var stages: [MagnetisationStage]
  /// What takes heat from bulks and supports where heat is computed; faces that are not named are insulated.
  public var cooling: [FaceCooling]
  public var probes: [Probe]
  /// Target for the relative numerical error of probes and moment: 0.003 is 0.3 %.
  public var accuracy: Double
  /// Interval of the history [s]; nil for the integrator's own steps.
  public var outputInterval: Double?
  /// Times at which the history has rows besides [s].
  public var outputTimes: [Double]
  public var fieldOutput: FieldOutput
  public var cells: CellCounts?
  /// Solved on as it is and refined once, instead of generated meshes. Its regions are named after the bulks, whose shapes
  /// then only say where they are (`Mesh.boundingShapes()`).
  public var importedMesh: Mesh?
  public var solver: Solver

  public static let defaultAccuracy = 0.003

  public init(
    name: String, summary: String = "", bulks: [Bulk], sources: [FieldSource] = [], supports: [Support] = [],
    stages: [MagnetisationStage], cooling: [FaceCooling] = [], probes: [Probe]? = nil,
    accuracy: Double = SimulationCase.defaultAccuracy, outputInterval: Double? = nil,
    outputTimes: [Double] = [],
    fieldOutput: FieldOutput = .stageEnds, cells: CellCounts? = nil,
    importedMesh: Mesh? = nil, solver: Solver = Solver()
  ) {
    self.name = name
    self.summary = summary
    self.bulks = bulks
    self.sources = sources
    self.supports = supports
    self.stages = stages
    self.cooling = cooling
    self.probes = probes ?? Self.defaultProbes(bulks.map(\.shape), sources: sources)
    self.accuracy = accuracy
    self.outputInterval = outputInterval
    self.outputTimes = outputTimes
    self.fieldOutput = fieldOutput
    self.cells = cells
    self.importedMesh = importedMesh
    self.solver = solver
  }

  /// `centre`: on the axis at mid-height of the whole magnet; `surface`: on the axis, 1 mm above its upper face.
  ///
  /// Beside a permanent magnet the force is what is looked for, and what is left of its field in the middle of a bulk that shields it
  /// takes a mesh many times finer: of the two there is `surface` alone.
  public static func defaultProbes(_ shapes: [BulkShape], sources: [FieldSource] = []) -> [Probe] {
    let bottom = shapes.map(\.zMin).min() ?? 0
    let top = shapes.map(\.zMax).max() ?? 0
    let surface = Probe(name: "surface", r: 0, z: top + 1e-3)
    if sources.contains(where: { $0.kind == .magnet }) { return [surface] }
    return [Probe(name: "centre", r: 0, z: 0.5 * (bottom + top)), surface]
  }
}
