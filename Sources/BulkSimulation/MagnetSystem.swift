import EdgeElements
import Superconductors
import TimeStepping

/// What a transient needs of a magnet's system beyond the integrator's contract: condensed or edges, the same equations.
protocol MagnetSystem: ImplicitSystem, ~Copyable {
  /// The next stage of the protocol; also resets what sizes are relative to when the magnet starts afresh.
  mutating func enter(_ next: TimelineSegment)

  /// Current density of each cell [A/m²].
  func currents(of state: [Double]) -> [Double]

  /// `∫ A J r dr dz` of the currents' own field [J/pi].
  mutating func energy(of state: [Double]) -> Double

  /// The law at the last `evaluate`: Jc [A/m²] and E [V/m] of each cell.
  var jc: [Double] { get }
  var electricField: [Double] { get }

  /// The cell that the last correction changed most: where to look when an iteration does not converge.
  var fastestCell: Int { get }
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

/// Slopes of E in each cell, by its current and the two components of B, times shift and weight: all that the factors of a
/// Newton matrix are made from.
struct TangentSlopes {
  var j: [Double]
  var br: [Double]
  var bz: [Double]

  init(cells: Int) {
    let zeros = [Double](repeating: 0, count: cells)
    (j, br, bz) = (zeros, zeros, zeros)
  }

  var memory: [Double] { j + br + bz }

  /// Takes up a `memory`; false when it is not one of as many cells.
  mutating func restore(_ memory: ArraySlice<Double>) -> Bool {
    guard memory.count == 3 * j.count, memory.allSatisfy(\.isFinite) else { return false }
    let (first, n) = (memory.startIndex, j.count)
    j = Array(memory[first..<first + n])
    br = Array(memory[first + n..<first + 2 * n])
    bz = Array(memory[(first + 2 * n)...])
    return true
  }
}
