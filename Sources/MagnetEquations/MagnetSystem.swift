package import LinearAlgebra
package import TimeStepping

/// What a transient needs of a magnet's system beyond the integrator's contract: condensed or edges, the same equations.
package protocol MagnetSystem: ImplicitSystem, ~Copyable {
  /// The law at the last `evaluate`, and the slopes at the last `factor`.
  var law: CellLaw { get set }

  var scale: CurrentScale { get set }

  /// Factors the matrix that the slopes make.
  ///
  /// - Throws: `LinearSolveError.singular`.
  mutating func factorSlopes() throws(LinearSolveError)

  /// The diagonal of M, in the order of the state; 0 for what is no unknown of its own.
  var momentumDiagonal: [Double] { get }

  /// What drives the magnet at the times of the next evaluations.
  var drive: any Drive { get set }

  /// Current density of each cell [A/m²].
  func currents(of state: [Double]) -> [Double]

  /// Temperature of each cell [K]; empty where they are those of the drive.
  func temperatures(of state: [Double]) -> [Double]

  /// The state without currents, at the drive's temperatures at a time [s].
  func restState(at time: Double) -> [Double]

  /// `∫ A J r dr dz` of the currents' own field [J/pi].
  mutating func energy(of state: [Double]) -> Double

  /// What leaves by each exchange of heat at the last evaluation [W]; empty without heat.
  var exchangePowers: [Double] { get }

  /// Heat that is stored in cells at these temperatures [J], from any fixed point on; 0 without heat.
  func storedHeat(_ temperatures: [Double]) -> Double
}

extension MagnetSystem where Self: ~Copyable {
  package func temperatures(of state: [Double]) -> [Double] { [] }

  package func restState(at time: Double) -> [Double] { [Double](repeating: 0, count: dimension) }

  package var exchangePowers: [Double] { [] }

  package func storedHeat(_ temperatures: [Double]) -> Double { 0 }

  /// Goes on with what drives the magnet from now on.
  ///
  /// - Parameters:
  ///   - expected: the current densities that the drives from one beginning to the next lead to [A/m²], about.
  ///   - isHeld: whether neither field nor temperatures change.
  ///   - startsAfresh: whether the magnet begins without a current, and sizes count from there.
  package mutating func enter(
    _ drive: any Drive, expecting expected: ClosedRange<Double>, isHeld: Bool, startsAfresh: Bool
  ) {
    self.drive = drive
    scale.followsCurrents = isHeld
    law.leastCriticalCurrent = CurrentScale.leastDensity(of: expected)
    if startsAfresh { scale.forget(expecting: expected.upperBound) }
  }

  /// Goes on with another drive between two such beginnings.
  package mutating func enter(_ drive: any Drive) { self.drive = drive }

  package mutating func factor(shift: Double) -> Bool {
    law.setSlopes(shift: shift)
    return factors()
  }

  /// False when the matrix is singular: the integrator then takes a shorter step.
  private mutating func factors() -> Bool {
    do {
      try factorSlopes()
      return true
    } catch {
      return false
    }
  }

  package var holdsCoefficients: Bool {
    get { law.holdsCriticalCurrent }
    set { law.holdsCriticalCurrent = newValue }
  }

  package mutating func startStep() {
    law.startStep()
    scale.set(law.jc, share: scale.followsCurrents ? law.largestShare : 1)
  }

  package var memory: [Double] { scale.memory + law.memory }

  package mutating func restore(_ memory: [Double]) -> Bool {
    let scales = scale.memory.count
    return memory.count > scales && scale.restore(memory[..<scales]) && law.restore(memory[scales...])
      && factors()
  }

  /// Relative to the magnet in which every cell carries the mean Jc, in the energy norm `y' M y`: what is reported (moments, probes)
  /// follows it, while single cells switched on by a moving front hardly count. Measured on 40 cells, n = 21: 60 steps
  /// for 0.02 % in the reported values, where the mean square of j needed 95.
  package mutating func size(of change: [Double]) -> Double {
    max(energy(of: change), 0).squareRoot() / scale.rootEnergy
  }

  /// As `size(of:)` of `M^-1 residual`, but by M's diagonal alone: a pass instead of a solve.
  package func size(ofResidual residual: [Double]) -> Double {
    let diagonal = momentumDiagonal
    var sum = 0.0
    for i in residual.indices where diagonal[i] > 0 { sum += residual[i] * residual[i] / diagonal[i] }
    return sum.squareRoot() / scale.rootEnergy
  }
}
