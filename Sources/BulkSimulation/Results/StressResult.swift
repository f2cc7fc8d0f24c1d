/// Stresses of a whole run, in bulks and supports. SI units, tension positive.
public struct StressResult: Sendable, Equatable {
  /// Where a stress is largest.
  public struct Extreme: Sendable, Equatable {
    /// [Pa]
    public var value: Double
    /// [m]
    public var r, z: Double
    /// Index among bulks and, counted on, supports.
    public var body: Int
  }

  /// At a probe that lies in a body.
  public struct ProbeValue: Sendable, Equatable {
    /// [Pa]
    public var hoop, radial, axial: Double
    /// [m]; along z from the middle of the part's first body.
    public var displacementR, displacementZ: Double
  }

  /// At one time, the ends of stages among others.
  public struct State: Sendable, Equatable {
    /// [s]
    public var time: Double
    /// Of the bulks: the largest hoop stress, radial stress, and principal stress of any direction.
    public var hoop, radial, principal: Extreme
    /// Estimated numerical error of the largest hoop stress [Pa].
    public var error: Double
    /// The part of it that the currents' meshes and time steps make [Pa]; the rest is that of the elements.
    public var currentsError: Double
    /// The part of that which their meshes make [Pa].
    public var meshError: Double
    /// What the border of the places that are left out leaves open, where the largest is at it [Pa].
    public var borderError: Double
    /// Least strength over the largest principal tension of any bulk that has one; nil without a strength or a tension.
    public var margin: Double?
    /// By Weibull's statistics, of all bulks that have some; nil without.
    public var failureProbability: Double?
    /// Of each support.
    public var vonMises: [Extreme]
    /// Least strength over von Mises' stress of any support that has one.
    public var supportMargin: Double?
    /// Largest radial displacement of a bulk's rim, and largest axial one of a face [m].
    public var rimDisplacement, faceDisplacement: Double
    /// In the order of the case's probes; nil outside of bodies.
    public var probes: [ProbeValue?]
    /// Of the whole section.
    public var field: StressField
  }

  /// At one time of the history [Pa].
  public struct Row: Sendable, Equatable {
    /// The largest hoop stress in any bulk.
    public var hoop: Double
    /// Estimated numerical error.
    public var error: Double
  }

  /// When the hoop stress was largest, anywhere in a run, between steps as well.
  public struct Peak: Sendable, Equatable {
    public var state: State
    /// Stage that it is in.
    public var stage: Int
    /// [T]
    public var appliedField: Double
  }

  /// A contact without friction that would open.
  public struct Opening: Sendable, Equatable {
    /// Names of the two bodies.
    public var first, second: String
    /// [s], [Pa]
    public var time, tension: Double
  }

  /// One for each stage.
  public var stages: [State]
  public var peak: Peak
  /// One for each row of the history.
  public var rows: [Row]
  /// How far from edges where stress has no bound it is reported [m]; nil where there are none.
  public var distance: Double?
  public var openings: [Opening]
  /// What the same currents would do to the bulks without their supports; nil where there are none.
  public var alone: Peak?
  /// Bulks first, then supports.
  public var bodyNames: [String]
  public var unknowns: Int
}

/// Stress and displacement at the nodes of the elastic mesh.
public struct StressField: Sendable, Equatable {
  /// (r, z) [m] of each site: a node, or one for each body that has it.
  public var points: [SIMD2<Double>]
  /// Bulks first, then supports.
  public var bodies: [Int]
  /// (r, z) [m]
  public var displacements: [SIMD2<Double>]
  /// Radial, hoop, axial and shear [Pa].
  public var stresses: [SIMD4<Double>]
  /// Sites of each cell: three or four corners of straight pieces of the elements, counter-clockwise.
  public var cells: [[Int]]

  /// Read again from a file; one of everything for each point.
  public init(
    points: [SIMD2<Double>], bodies: [Int], displacements: [SIMD2<Double>], stresses: [SIMD4<Double>], cells: [[Int]]
  ) {
    (self.points, self.bodies, self.displacements) = (points, bodies, displacements)
    (self.stresses, self.cells) = (stresses, cells)
  }
}
