import Magnets
public import Meshing

/// What a run found out: the state at the end of every stage with its error estimate, the history and the cost. SI units.
public struct SimulationResult: Sendable {
  /// Flux density at a probe.
  public struct ProbeValue: Sendable, Equatable {
    /// [T]
    public var br: Double
    public var bz: Double
    /// Estimated numerical error of both components [T].
    public var error: Double
    /// Relative drift of Bz with the applied field and temperature held [ppm/h]; nil where Bz is 0.
    public var drift: Double?
    /// Its estimated numerical error [ppm/h]; nil without a drift.
    public var driftError: Double?
    /// Of the body there, with its estimated numerical error [K]; nil outside of bodies, and where temperatures are those of the protocol.
    public var temperature: TemperatureValue?
  }

  /// The state at the end of one stage of the protocol.
  public struct StageState: Sendable {
    public var stage: String
    /// [s]
    public var time: Double
    /// Applied flux density [T].
    public var appliedField: Double
    /// Of the first bulk [K].
    public var temperature: Double
    /// Of each bulk, in the order of the case [K]; empty for a protocol that keeps all bulks at one temperature.
    public var temperatureByBulk: [Double] = []
    /// In the order of the case's probes.
    public var probes: [ProbeValue]
    /// Magnetic moment along z [A m²] and its estimated numerical error.
    public var moment: Double
    public var momentError: Double
    /// In the order of the case's bulks [A m²].
    public var momentByBulk: [Double]
    /// Flux of the bulks' currents through the disc of the largest outer radius at mid-height [Wb], and its error.
    public var trappedFlux: Double
    public var trappedFluxError: Double
    /// Since the last `cool` before.
    public var energy: EnergyBalance
    /// Maps over the section, when the case asks for them.
    public var fields: FieldSnapshot?
    /// In the order of the case's sources.
    public var sources: [SourceState] = []
    /// Along z, on all bulks and then all sources in the order of the case; empty for a single bulk in the uniform field.
    public var forces: [ForceValue] = []
    /// nil for a stage that moves no source.
    public var stiffness: Stiffness?
    /// nil where temperatures are those of the protocol.
    public var heat: HeatState?
  }

  /// An axial force and its estimated numerical error [N].
  public struct ForceValue: Sendable, Equatable {
    public var force: Double
    public var error: Double
  }

  /// A temperature and its estimated numerical error [K].
  public struct TemperatureValue: Sendable, Equatable {
    public var temperature: Double
    public var error: Double
  }

  /// What the heat of a magnet has come to, where it is computed.
  public struct HeatState: Sendable, Equatable {
    /// The warmest place of the bulks, and the mean over their volume [K].
    public var largest, mean: TemperatureValue
    /// Of each body, in the order of `heatedNames`.
    public var largestByBody, meanByBody: [TemperatureValue]
    /// Joule heat since the start [J], and its estimated error. The balance is in the stage's `energy`.
    public var dissipated, dissipatedError: Double
    /// Heat that has left through each cooled face since the start.
    public var faces: [FaceHeat]
  }

  /// Heat that has left through a cooled face of a bulk or a support.
  public struct FaceHeat: Sendable, Equatable {
    public var body: String
    public var face: FaceCooling.Face
    /// [J], and its estimated error.
    public var heat, error: Double
  }

  /// Flux that jumped for heat: heat lowers Jc, which lets flux move, which heats.
  public struct FluxJump: Sendable, Equatable {
    /// When it began [s], and by how much the meshes differ about that.
    public var time, timeError: Double
    /// Applied field as it began and when it was over [T], and by how much the meshes differ about the first.
    public var appliedField, fieldAfter, fieldError: Double
    public var bulk: String
    /// Largest temperature before and after [K].
    public var temperatureBefore, temperatureAfter: Double
  }

  /// One line of the history, extrapolated like the stages' values.
  public struct HistoryRow: Sendable {
    /// [s]
    public var time: Double
    /// [T]
    public var appliedField: Double
    /// Of the first bulk [K].
    public var temperature: Double
    /// Of each bulk, in the order of the case [K]; empty for a protocol that keeps all bulks at one temperature.
    public var temperatureByBulk: [Double] = []
    /// [A m²]
    public var moment: Double
    /// (Br, Bz) [T] in the order of the case's probes.
    public var probes: [SIMD2<Double>]
    /// Estimated numerical errors: of the moment [A m²], and of both components at each probe [T]; 0 and empty where nothing
    /// estimated them.
    public var momentError = 0.0
    public var probeErrors: [Double] = []
    /// As those of a stage's end.
    public var sources: [SourceState] = []
    public var forces: [ForceValue] = []
    public var heat: HeatState?
    /// In the order of the case's probes, nil outside of bulks [K]; empty where temperatures are those of the protocol.
    public var probeTemperatures: [Double?] = []
  }

  /// What one integration was for: one of the three meshes, or the medium one again with shorter steps.
  public enum RunPurpose: String, Sendable, Codable {
    case coarse, medium, fine, time
  }

  /// What one integration on one mesh took.
  public struct RunCost: Sendable, Equatable, Codable {
    public var purpose: RunPurpose
    /// Current cells, unknowns of the edge space.
    public var cells: Int
    public var unknowns, steps, rejected, factorisations, newtonIterations: Int
    /// Tolerance of the integrator.
    public var tolerance: Double
    /// [s]
    public var setup: Double
    public var solve: Double
  }

  /// What one integration gives by itself for the end of the last stage: what is extrapolated.
  public struct OwnValues: Sendable, Equatable {
    /// [A m²]
    public var moment: Double
    /// Bz in the order of the case's probes [T].
    public var probes: [Double]
  }

  /// Cost of the whole run.
  public struct Numerics: Sendable {
    /// Of the finest run.
    public var system: SimulationCase.System
    public var formulation: SimulationCase.Formulation
    /// True when only the upper half was solved, by mirror symmetry.
    public var mirrored: Bool
    /// The integrations of the last round: coarse, time, fine, medium. `finest` is the one with the finest mesh.
    public var runs: [RunCost]
    /// One for each of `runs`.
    public var ownValues: [OwnValues]
    /// Index in `runs` of the run on the finest mesh.
    public var finest: Int
    /// Wall time from the case to the last error estimate [s].
    public var total: Double
  }

  public var caseName: String
  public var probeNames: [String]
  public var bulkNames: [String]
  public var sourceNames: [String] = []
  /// Bulks, then supports that conduct heat; empty where temperatures are those of the protocol.
  public var heatedNames: [String] = []
  public var accuracy: Double
  /// False when some estimated error is above the accuracy asked for; a warning then says by how much, and why.
  public var meetsAccuracy = true
  public var stages: [StageState]
  public var history: [HistoryRow]
  /// When the protocol sweeps the applied field there and back.
  public var loop: HysteresisLoop? = nil
  /// One for each hold of the protocol.
  public var creep: [FluxCreep] = []
  public var numerics: Numerics
  /// In the order of time.
  public var fluxJumps: [FluxJump] = []
  /// From which the field anywhere follows; nil in a result that no run has given.
  public var currents: RunCurrents? = nil
  /// What was applied at the end of each stage.
  var appliedFields: [AppliedField] = []
  /// For pictures over time; nil where it was not asked for.
  public var course: RunCourse? = nil
  /// nil for a case without elastic materials.
  public var stress: StressResult? = nil
  /// What the user must read: accuracy missed, validity range left, heat left out.
  public var warnings: [RunWarning]
}

extension SimulationResult {
  /// Of the bulks and sources, in the order of their forces.
  public var bodyNames: [String] { bulkNames + sourceNames }
}

/// Fields over the whole section (both halves of a mirrored magnet), one value per cell.
public struct FieldSnapshot: Sendable, Equatable {
  public var mesh: Mesh
  /// Current density [A/m²]; 0 in air.
  public var currentDensity: [Double]
  /// Flux density (Br, Bz) at the cell centre [T].
  public var fluxDensity: [SIMD2<Double>]
  /// Critical current density [A/m²]; 0 in air.
  public var criticalCurrentDensity: [Double]
  /// Electric field [V/m]; 0 in air.
  public var electricField: [Double]
  /// Temperature [K], 0 in air; nil where it is that of the protocol.
  public var temperature: [Double]?

  /// Fields read again from a file; each array as long as the mesh has cells.
  public init(
    mesh: Mesh, currentDensity: [Double], fluxDensity: [SIMD2<Double>], criticalCurrentDensity: [Double],
    electricField: [Double], temperature: [Double]? = nil
  ) {
    self.temperature = temperature
    self.mesh = mesh
    self.currentDensity = currentDensity
    self.fluxDensity = fluxDensity
    self.criticalCurrentDensity = criticalCurrentDensity
    self.electricField = electricField
  }
}
