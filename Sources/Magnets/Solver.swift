package import Superconductors

extension SimulationCase {
  /// Which equations are solved; both are the same discretisation and give the same numbers.
  public enum System: String, Sendable, CaseIterable, Codable {
    /// A small dense system in the currents alone.
    case condensed
    /// The full edge system, for large meshes. Its name is that of the solver it first had.
    case banded
  }

  /// What carries current.
  public enum Formulation: Sendable, Hashable, Codable {
    /// The bulks alone; the air has a potential.
    case hPhi
    /// The air too, with a resistivity [ohm m]: the plain H formulation, to compare with published results.
    case h(airResistivity: Double)

    /// As it is written in case files and results.
    public var name: String {
      switch self {
      case .hPhi: "h-phi"
      case .h: "h"
      }
    }
  }

  /// How the equations are solved, where the case does not leave it to the program.
  public struct Solver: Sendable, Hashable, Codable {
    /// nil for the cheaper one.
    public var system: System?
    public var formulation: Formulation

    public init(system: System? = nil, formulation: Formulation = .hPhi) {
      self.system = system
      self.formulation = formulation
    }

    /// The air as a bulk: ohmic, E = rho J.
    package var air: Material {
      let resistivity = if case .h(let value) = formulation { value } else { 1.0 }
      return Material(name: "air", criticalCurrent: ConstantLaw(jc0: 1), n: 1, e0: resistivity)
    }
  }

  /// [ohm m]. Measured on the pair, 10 x 4 cells a bulk: at 1e-9 results are off H-phi by 0.15 %, at 1e-8 by 0.017 %, at 1e-7 and
  /// 1e-6 by 0.003 %; at 1e-5 rounding triples the factorisations, at 1e-3 Newton stalls.
  public static let defaultAirResistivity = 1e-6
}
