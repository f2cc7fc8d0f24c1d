package import EdgeElements
internal import LinearAlgebra
package import Meshing

/// A magnet's equations on one mesh, before any material: condensed onto its currents, or the full edge system.
/// Both are the same discretisation and give the same numbers; which is cheaper depends on the number of cells.
package enum FieldModel: Sendable {
  case condensed(CondensedModel)
  case edges(EdgeModel)

  package enum System: Sendable {
    case condensed
    case edges
  }

  /// - Parameters:
  ///   - formulation: the plain H formulation is always the edge system, for it has no currents to condense onto.
  ///   - system: nil for the cheaper one.
  /// - Throws: `FieldModelError` for a mesh with degenerate cells, or with more than `CondensedModel.cellLimit` of them when the
  ///   condensed system is asked for.
  package init(mesh: Mesh, formulation: Formulation, system: System?) throws(FieldModelError) {
    let currentCells = mesh.cellRegions.count { $0 != Mesh.air }
    if case .hPhi = formulation, system == .condensed, currentCells > CondensedModel.cellLimit {
      throw .tooManyCells(currentCells)
    }
    do throws(LinearSolveError) {
      switch formulation {
      case .h: self = .edges(try EdgeModel(space: EdgeSpace(mesh: mesh, formulation: .h), airIncluded: true))
      case .hPhi:
        let space = EdgeSpace(mesh: mesh)
        let (choice, kept) = system.map { ($0, nil) } ?? Self.cheaper(space)
        switch choice {
        case .condensed: self = .condensed(try CondensedModel(space: space))
        case .edges: self = .edges(try EdgeModel(space: space, airIncluded: false, kept: kept))
        }
      }
    } catch {
      throw .degenerateMesh(error)
    }
  }

  /// By the cost of set-up and of a run with 250 factorisations and 600 iterations, as field cooling takes (n = 21 to 100).
  /// They meet at about 130 cells.
  /// - Returns: with the unknowns of the edge system where they were looked at.
  private static func cheaper(_ space: EdgeSpace) -> (System, KeptUnknowns?) {
    let cells = CurrentCells(mesh: space.mesh)
    // Looking closer would cost more than it could save.
    guard cells.count > 60 else { return (.condensed, nil) }
    guard cells.count <= CondensedModel.cellLimit else { return (.edges, nil) }
    let count = Double(cells.count)
    let condensed = RunCost(condensedCells: count)
    let unknowns = KeptUnknowns(space: space, cells: cells)
    let edges = RunCost(unknowns)
    let isCondensed =
      950 * count * count + condensed.run(factorisations: 250, iterations: 600)
      < 28_000 * Double(unknowns.kept.count) + edges.run(factorisations: 250, iterations: 600)
    return (isCondensed ? .condensed : .edges, unknowns)
  }

  /// Nanoseconds of one core, about: fitted to runs on 50 to 20000 cells, which it meets within a tenth or so.
  package struct RunCost: Sendable {
    var factorisation: Double
    var iteration: Double
    /// How the cost of a run grows with the number of cells.
    package var growth: Double

    /// A dense matrix is filled, factored and solved with, and three are multiplied with.
    package init(condensedCells n: Double) {
      factorisation = 0.015 * n * n * n + 0.3 * n * n
      iteration = 0.7 * n * n + 200 * n
      growth = 3
    }

    init(_ unknowns: KeptUnknowns) {
      let (work, count) = (unknowns.dissection.work, Double(unknowns.kept.count))
      factorisation = 0.03 * work.factor + 400 * count
      iteration = 0.1 * work.solve + 50 * count
      growth = 2
    }

    package func run(factorisations: Int, iterations: Int) -> Double {
      Double(factorisations) * factorisation + Double(iterations) * iteration
    }
  }

  package var cost: RunCost {
    switch self {
    case .condensed(let model): RunCost(condensedCells: Double(model.cells.count))
    case .edges(let model): RunCost(model.kept)
    }
  }

  package var system: System {
    switch self {
    case .condensed: .condensed
    case .edges: .edges
    }
  }

  /// Numbers in the integrator's state.
  package var stateCount: Int {
    switch self {
    case .condensed(let model): model.cells.count
    case .edges(let model): model.kept.kept.count + model.cells.count
    }
  }

  package var space: EdgeSpace {
    switch self {
    case .condensed(let model): model.space
    case .edges(let model): model.space
    }
  }

  package var cells: CurrentCells {
    switch self {
    case .condensed(let model): model.cells
    case .edges(let model): model.cells
    }
  }

  /// Flux density (Br, Bz) [T] at the centre of every cell of the mesh, air included.
  package func fluxDensity(state: [Double], appliedField: Double) -> [SIMD2<Double>] {
    switch self {
    case .condensed(let model): model.fluxDensity(currents: state, appliedField: appliedField)
    case .edges(let model): model.fluxDensity(unknowns: state, appliedField: appliedField)
    }
  }
}
