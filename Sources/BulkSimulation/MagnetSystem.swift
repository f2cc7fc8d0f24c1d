import EdgeElements
import Superconductors
import TimeStepping

/// What a transient needs of a magnet's system beyond the integrator's contract: condensed or edges, the same equations.
protocol MagnetSystem: ImplicitSystem, ~Copyable {
  /// The law at the last `evaluate`, and the slopes at the last `factor`.
  var law: CellLaw { get set }

  var scale: CurrentScale { get set }

  /// Factors the matrix that the slopes make; false when it is singular.
  mutating func factorSlopes() -> Bool

  /// The diagonal of M, in the order of the state; 0 for what is no unknown of its own.
  var momentumDiagonal: [Double] { get }

  /// The next stage of the protocol; also resets what sizes are relative to when the magnet starts afresh.
  mutating func enter(_ next: TimelineSegment)

  /// Current density of each cell [A/m²].
  func currents(of state: [Double]) -> [Double]

  /// `∫ A J r dr dz` of the currents' own field [J/pi].
  mutating func energy(of state: [Double]) -> Double

  /// The cell that the last correction changed most: where to look when an iteration does not converge.
  var fastestCell: Int { get }
}

extension MagnetSystem where Self: ~Copyable {
  mutating func factor(shift: Double) -> Bool {
    law.setSlopes(shift: shift)
    return factorSlopes()
  }

  var holdsCoefficients: Bool {
    get { law.holdsCriticalCurrent }
    set { law.holdsCriticalCurrent = newValue }
  }

  mutating func startStep() { scale.set(law.jc) }

  var memory: [Double] { scale.memory + law.slopes.memory }

  mutating func restore(_ memory: [Double]) -> Bool {
    let scales = scale.memory.count
    return memory.count > scales && scale.restore(memory[..<scales]) && law.slopes.restore(memory[scales...])
      && factorSlopes()
  }

  /// Relative to the magnet in which every cell carries the mean Jc, in the energy norm `y' M y`: what is reported (moments, probes)
  /// follows it, while single cells switched on by a moving front hardly count. Measured on 40 cells, n = 21: 60 steps
  /// for 0.02 % in the reported values, where the mean square of j needed 95.
  mutating func size(of change: [Double]) -> Double { max(energy(of: change), 0).squareRoot() / scale.rootEnergy }

  /// As `size(of:)` of `M^-1 residual`, but by M's diagonal alone: a pass instead of a solve.
  func size(ofResidual residual: [Double]) -> Double {
    let diagonal = momentumDiagonal
    var sum = 0.0
    for i in residual.indices where diagonal[i] > 0 { sum += residual[i] * residual[i] / diagonal[i] }
    return sum.squareRoot() / scale.rootEnergy
  }
}

/// What sizes are relative to, as it is at the start of a step: the root mean square of Jc over the bulks, and the field
/// energy of that much current. Near Tc everything fades; a thousandth of the coldest state is what still counts.
struct CurrentScale {
  private let weights: [Double]
  private let totalWeight: Double
  private let rootEnergyOfUnit: Double
  private var largest = 0.0
  /// [A/m²]
  private(set) var density = 1.0
  /// Square root of `∫ A J r dr dz` [(J/pi)^(1/2)]
  private(set) var rootEnergy = 1.0

  /// - Parameters:
  ///   - weights: `∫ r dr dz` of each cell [m³], 0 where there is no bulk.
  ///   - energyOfUnitDensity: `∫ A J r dr dz` with 1 A/m² in every bulk.
  init(weights: [Double], energyOfUnitDensity: Double) {
    self.weights = weights
    totalWeight = weights.reduce(0, +)
    rootEnergyOfUnit = energyOfUnitDensity.squareRoot()
  }

  mutating func forget() { largest = 0 }

  /// What changes in the course of a run.
  var memory: [Double] { [largest, density, rootEnergy] }

  /// Takes up a `memory`; false for one that no run has.
  mutating func restore(_ memory: ArraySlice<Double>) -> Bool {
    guard memory.count == 3, memory.allSatisfy({ $0 > 0 && $0.isFinite }) else { return false }
    let values = Array(memory)
    (largest, density, rootEnergy) = (values[0], values[1], values[2])
    return true
  }

  mutating func set(_ jc: [Double]) {
    var squares = 0.0
    for i in weights.indices { squares += weights[i] * jc[i] * jc[i] }
    let present = (squares / totalWeight).squareRoot()
    largest = max(largest, present)
    density = max(present, 1e-3 * largest)
    rootEnergy = rootEnergyOfUnit * density
  }
}
