import RealModule

/// A number that a fit may change, with the bounds that it must keep.
public struct FitParameter: Sendable, Equatable {
  public var name: String
  public var start: Double
  /// Infinite where there is no bound.
  public var lower: Double
  public var upper: Double
  /// True for a positive number whose size is not known well: the fit then sees its logarithm, and steps are ratios.
  public var isLogarithmic: Bool

  /// - Parameters:
  ///   - start: between the bounds, not on one; above zero if logarithmic.
  public init(
    name: String, start: Double, lower: Double = -.infinity, upper: Double = .infinity, isLogarithmic: Bool = false
  ) {
    self.name = name
    self.start = start
    self.lower = lower
    self.upper = upper
    self.isLogarithmic = isLogarithmic
  }

  /// The change of a linear parameter that counts as one [unit of the parameter]: its start or, from a start at zero, the
  /// width of its bounds.
  var unit: Double {
    if isLogarithmic { return 1 }
    if start != 0 { return abs(start) }
    return (upper - lower).isFinite ? upper - lower : 1
  }

  /// The scaled parameter: its logarithm, or itself in terms of `unit`. Differences and singular values refer to it.
  func scaled(_ value: Double) -> Double {
    isLogarithmic ? Double.log(max(value, .leastNormalMagnitude)) : value / unit
  }

  /// The bounds of the scaled parameter, infinite where there is none.
  var scaledBounds: (lower: Double, upper: Double) {
    (isLogarithmic && lower <= 0 ? -.infinity : scaled(lower), scaled(upper))
  }

  func value(scaled: Double) -> Double { isLogarithmic ? Double.exp(scaled) : scaled * unit }

  /// d(value) / d(scaled).
  func slope(at value: Double) -> Double { isLogarithmic ? value : unit }
}

/// A coordinate without bounds for a parameter with bounds, 1 at its start and with slope 1 there.
///
/// The transformations are those of MINUIT: F. James and M. Roos, Comput. Phys. Commun. 10, 343 (1975). A coordinate that
/// starts at 1 gives relative tolerances of coordinates a meaning.
struct FreeCoordinate {
  private let lower: Double
  private let upper: Double
  private let origin: Double
  private let stretch: Double

  /// - Parameter parameter: whose bounds apply to its scaled value.
  init(_ parameter: FitParameter) {
    let start = parameter.scaled(parameter.start)
    (lower, upper) = parameter.scaledBounds
    switch (lower.isFinite, upper.isFinite) {
    case (true, true):
      origin = Double.asin(2 * (start - lower) / (upper - lower) - 1)
      stretch = 0.5 * (upper - lower) * Double.cos(origin)
    case (true, false):
      origin = ((start - lower + 1) * (start - lower + 1) - 1).squareRoot()
      stretch = origin / (start - lower + 1)
    case (false, true):
      origin = ((upper - start + 1) * (upper - start + 1) - 1).squareRoot()
      stretch = origin / (upper - start + 1)
    case (false, false):
      (origin, stretch) = (start, 1)
    }
  }

  /// The scaled parameter at a coordinate, and its slope.
  func scaled(_ coordinate: Double) -> (value: Double, slope: Double) {
    // Away from a single bound the root grows like its argument; an upper one is the mirror image of a lower one.
    let sign: Double = lower.isFinite || !upper.isFinite ? 1 : -1
    let w = origin + sign * (coordinate - 1) / stretch
    switch (lower.isFinite, upper.isFinite) {
    case (true, true):
      let half = 0.5 * (upper - lower)
      return (lower + half * (1 + Double.sin(w)), half * Double.cos(w) / stretch)
    case (true, false):
      let root = (w * w + 1).squareRoot()
      return (lower - 1 + root, w / root / stretch)
    case (false, true):
      let root = (w * w + 1).squareRoot()
      return (upper + 1 - root, w / root / stretch)
    case (false, false):
      return (w, 1)
    }
  }
}
