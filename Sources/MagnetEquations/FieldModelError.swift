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
    case .tooManyCells(let count):
      "the condensed system takes up to \(CondensedModel.cellLimit) current cells, and this mesh has \(count): leave out "
        + "system: condensed, so that the edge system is taken, or give the mesh fewer cells"
    }
  }
}
