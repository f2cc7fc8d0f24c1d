/// What sizes are relative to, as it is at the start of a step: the root mean square of Jc over the bulks, and the field
/// energy of that much current. Near Tc everything fades, and in a high field hardly any current flows yet; a thousandth of what the
/// magnet carries at its best is what still counts.
package struct CurrentScale {
  /// Share of what a magnet carries at its best below which a Jc is nil. Cooled in 30 T, an exponential law with B0 = 0.5 T has a Jc of
  /// 4e-18 A/m²; rounding in the edge system is larger, and its 21st power is noise.
  private static let nothing = 1e-9

  /// Below which Jc is nil in a magnet that carries from so little to so much [A/m²]; 0 where it carries more at all times: iterates in
  /// fields that no magnet sees come back the faster the less Jc they find there.
  static func leastDensity(of expected: ClosedRange<Double>) -> Double {
    let least = nothing * expected.upperBound
    return expected.lowerBound < least ? least : 0
  }

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

  /// - Parameter expected: what the magnet will carry at its best [A/m²]. Without it steps follow currents that nobody will ever
  ///   see: cooled in 7 T, where a Jc that is gone at 5 T has fallen to a billionth, a disc took 87000 steps instead of 300.
  mutating func forget(expecting expected: Double) { largest = expected }

  /// What changes in the course of a run.
  var memory: [Double] { [largest, density, rootEnergy] }

  /// Takes up a `memory`; false for one that no run has.
  mutating func restore(_ memory: ArraySlice<Double>) -> Bool {
    guard memory.count == 3, memory.allSatisfy({ $0 > 0 && $0.isFinite }) else { return false }
    let values = Array(memory)
    (largest, density, rootEnergy) = (values[0], values[1], values[2])
    return true
  }

  /// Whether nothing drives the magnet: then currents that have faded away are what counts, not the Jc that they once had. Of a law of
  /// n = 1.5 a ten-thousandth is left after a minute, and its decay is reported on.
  var followsCurrents = false

  /// Share of Jc above which Jc is the measure, and below which rounding is.
  private static let faded = 1.0 / 3
  private static let gone = 1e-15

  /// - Parameters:
  ///   - jc: of each cell [A/m²].
  ///   - share: the largest |J|/Jc of all cells; taken where nothing drives the magnet.
  mutating func set(_ jc: [Double], share: Double) {
    var squares = 0.0
    for i in weights.indices { squares += weights[i] * jc[i] * jc[i] }
    let present = (squares / totalWeight).squareRoot()
    largest = max(largest, present)
    density = max(present, 1e-3 * largest)
    if followsCurrents {
      density *= min(1, max(share / Self.faded, Self.gone))
    }
    rootEnergy = rootEnergyOfUnit * density
  }
}
