/// What sizes are relative to, as it is at the start of a step: the root mean square of Jc over the bulks, and the field
/// energy of that much current. Near Tc everything fades; a thousandth of the coldest state is what still counts.
package struct CurrentScale {
  private let weights: [Double]
  private let totalWeight: Double
  private let rootEnergyOfUnit: Double
  private var largest = 0.0
  /// [A/m²]
  private(set) var density = 1.0
  /// Square root of `∫ A J r dr dz` [(J/pi)^(1/2)]
  package private(set) var rootEnergy = 1.0

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
