import EdgeElements
import LinearAlgebra
import Meshing

/// A magnet's equations on one mesh, before any material: condensed onto its currents, or the full banded edge system.
/// Both are the same discretisation and give the same numbers; which is cheaper depends on the number of cells.
enum FieldModel: Sendable {
  case condensed(CondensedModel)
  case banded(BandedModel)

  /// - Parameter solver: its `system` nil for the cheaper one; the plain H formulation is always banded, for it has no
  ///   currents to condense onto.
  init(mesh: Mesh, solver: SimulationCase.Solver) throws(LinearSolveError) {
    if case .h = solver.formulation {
      self = .banded(try BandedModel(space: EdgeSpace(mesh: mesh, formulation: .h), airIncluded: true))
      return
    }
    let space = EdgeSpace(mesh: mesh)
    switch solver.system ?? Self.cheaper(space) {
    case .condensed: self = .condensed(try CondensedModel(space: space))
    case .banded: self = .banded(try BandedModel(space: space, airIncluded: false))
    }
  }

  /// By the operations of a run with 250 factorisations and 600 iterations, as field cooling takes (n = 21 to 100).
  private static func cheaper(_ space: EdgeSpace) -> SimulationCase.System {
    let cells = Double(space.mesh.cellRegions.count { $0 != Mesh.air })
    let bandwidth = MagneticEnergy.bandwidth(of: space, first: space.map.unknownCount - space.map.ringCount)
    let (n, b) = (Double(space.map.unknownCount), Double(bandwidth))
    let condensed = Work(condensedCells: cells)
    let banded = Work(BandedUnknowns(space: space, cells: CurrentCells(mesh: space.mesh)))
    let setup = n * b * b + 4 * n * b * cells + cells * cells * cells
    return setup + condensed.run(factorisations: 250, iterations: 600)
      < banded.run(factorisations: 250, iterations: 600) ? .condensed : .banded
  }

  /// Floating point operations, about: LAPACK does both kinds of factorisations at about the same speed (measured, one
  /// core: 320 cells 0.93 ms, 2207 unknowns in a band of 68 1.5 ms: 23 and 27 operations a nanosecond).
  struct Work: Sendable {
    var factorisation: Double
    var iteration: Double

    /// A dense matrix is filled, factored and solved with, and three are multiplied with.
    init(condensedCells n: Double) {
      factorisation = 2.0 / 3 * n * n * n + 6 * n * n
      iteration = 14 * n * n
    }

    init(_ unknowns: BandedUnknowns) {
      let work = BorderedLU.work(
        order: unknowns.bandedCount, bandwidth: unknowns.bandwidth, borderWidth: unknowns.borderCount)
      let (n, b, w) = (Double(unknowns.bandedCount), Double(unknowns.bandwidth), Double(unknowns.borderCount))
      factorisation = work.factor + n * (3 * b + w)
      iteration = work.solve + 100 * n
    }

    func run(factorisations: Int, iterations: Int) -> Double {
      Double(factorisations) * factorisation + Double(iterations) * iteration
    }
  }

  var work: Work {
    switch self {
    case .condensed(let model): Work(condensedCells: Double(model.cells.count))
    case .banded(let model):
      Work(model.kept)
    }
  }

  var system: SimulationCase.System {
    switch self {
    case .condensed: .condensed
    case .banded: .banded
    }
  }

  /// Numbers in the integrator's state.
  var stateCount: Int {
    switch self {
    case .condensed(let model): model.cells.count
    case .banded(let model): model.kept.kept.count + model.cells.count
    }
  }

  var space: EdgeSpace {
    switch self {
    case .condensed(let model): model.space
    case .banded(let model): model.space
    }
  }

  var cells: CurrentCells {
    switch self {
    case .condensed(let model): model.cells
    case .banded(let model): model.cells
    }
  }

  /// Flux density (Br, Bz) [T] at the centre of every cell of the mesh, air included.
  func fluxDensity(state: [Double], appliedField: Double) -> [SIMD2<Double>] {
    switch self {
    case .condensed(let model): model.fluxDensity(currents: state, appliedField: appliedField)
    case .banded(let model): model.fluxDensity(unknowns: state, appliedField: appliedField)
    }
  }
}
