/// What LAPACK's status codes mean.
public enum LinearSolveError: Error, Equatable, Sendable {
  /// A factor has an exact zero on its diagonal; `pivot` counts from 1.
  case singular(pivot: Int)
  /// The leading minor of this order is not positive definite.
  case notPositiveDefinite(order: Int)
  /// A matrix holds a number that is not finite.
  case notFinite
  /// LAPACK refused an argument: a fault of this program.
  case illegalArgument(routine: String, position: Int)
}
