package import LinearAlgebra

/// Why there are no equations on a mesh.
package enum FieldModelError: Error, CustomStringConvertible {
  /// Its energy is not positive definite: cells far too thin for their length.
  case degenerateMesh(LinearSolveError)
  /// More current cells than the condensed system takes.
  case tooManyCells(Int)

  package var description: String {
    switch self {
    case .degenerateMesh(let error): "\(error)"
    case .tooManyCells(let count): "\(Self.problem(cells: count)): \(Self.remedy)"
    }
  }

  /// That a condensed system is asked for with so many current cells.
  package static func problem(cells count: Int) -> String {
    "the condensed system takes up to \(CondensedModel.cellLimit) current cells, and this mesh has \(count)"
  }

  package static let remedy =
    "leave out system: condensed, so that the edge system is taken, or give the mesh fewer cells"
}
