internal import CoilFields
internal import RealModule

/// n of every cell and what follows from it. Where n is a number they stay what they are.
struct CellExponents {
  var n: [Double] { values.value }
  /// E0 [V/m] with the factor of the cell's mean field, which depends on n.
  private(set) var criteria: [Double]
  /// J/Jc at which E is a trillion times the criterion: far above any field that a magnet sees.
  private(set) var steepestRatios: [Double]
  /// With dn/d|B| [1/T] and dn/dT [1/K].
  private var values: CellSlopes
  /// d ln E0/dn of cells whose n is more than a number.
  private var criterionSlopes: [Double]
  private let factors: [MeanFieldFactor?]
  private let e0: [Double]

  /// Whether n is more than a number anywhere.
  let vary: Bool

  init(_ materials: CellMaterials) {
    vary = !materials.varyingExponents.isEmpty
    values = CellSlopes(cells: materials.exponents.count, byTemperature: materials.isHeated)
    values.value = materials.exponents
    criteria = materials.criteria
    steepestRatios = materials.exponents.map(Self.steepestRatio)
    let count = vary ? materials.exponents.count : 0
    criterionSlopes = [Double](repeating: 0, count: count)
    var factors = [MeanFieldFactor?](repeating: nil, count: count)
    for range in materials.varyingExponents {
      for i in range { factors[i] = MeanFieldFactor(materials.sections[i]) }
    }
    self.factors = factors
    e0 = materials.electricFieldCriteria
  }

  private static func steepestRatio(_ n: Double) -> Double { .pow(1e12, 1 / n) }

  /// Sets n by |B| at the cells' centres [T] and temperatures.
  mutating func set(_ materials: CellMaterials, fluxDensity: [Double], temperatures: CellTemperatures) {
    guard vary else { return }
    materials.setExponents(
      fluxDensity, temperatures: temperatures, value: &values.value, slope: &values.byField,
      temperatureSlope: &values.byTemperature)
    for i in factors.indices {
      guard let factor = factors[i] else { continue }
      let (logarithm, slope) = factor.logarithm(n: n[i])
      criteria[i] = e0[i] * .exp(logarithm)
      criterionSlopes[i] = slope
      steepestRatios[i] = Self.steepestRatio(n[i])
    }
  }

  /// n stays what it is.
  mutating func hold() {
    for i in values.byField.indices { values.byField[i] = 0 }
    for i in values.byTemperature.indices { values.byTemperature[i] = 0 }
  }

  /// `d ln E/d|B|` [1/T] by n alone, of `E = E0(n) (J/Jc)^n`.
  @inline(__always)
  func slope(cell i: Int, ratio: Double) -> Double {
    guard values.byField[i] != 0, ratio != 0 else { return 0 }
    return values.byField[i] * (.log(abs(ratio)) + criterionSlopes[i])
  }

  /// `d ln E/dT` [1/K], likewise.
  @inline(__always)
  func temperatureSlope(cell i: Int, ratio: Double) -> Double {
    guard values.byTemperature[i] != 0, ratio != 0 else { return 0 }
    return values.byTemperature[i] * (.log(abs(ratio)) + criterionSlopes[i])
  }
}

/// `CellMaterials.meanFieldFactor` of one cell for every n: its logarithm is a cubic in 1/n through four of them, off by 1e-3 at most,
/// and so J by 1e-3/n.
struct MeanFieldFactor {
  /// Newton's divided differences.
  private let coefficients: SIMD4<Double>
  /// 1/n
  private static let nodes = SIMD4(0.001, 0.08, 0.4, 1.0)

  init(_ section: CoilSection) {
    var values = SIMD4<Double>()
    for k in 0..<4 { values[k] = .log(CellMaterials.meanFieldFactor(section, n: 1 / Self.nodes[k])) }
    for order in 1..<4 {
      for k in (order..<4).reversed() {
        values[k] = (values[k] - values[k - 1]) / (Self.nodes[k] - Self.nodes[k - order])
      }
    }
    coefficients = values
  }

  /// And its slope in n.
  func logarithm(n: Double) -> (value: Double, slope: Double) {
    let u = 1 / n
    let (x, c) = (Self.nodes, coefficients)
    let (a, b, d) = (u - x[0], u - x[1], u - x[2])
    let value = c[0] + a * (c[1] + b * (c[2] + d * c[3]))
    let byInverse = c[1] + c[2] * (a + b) + c[3] * (a * b + a * d + b * d)
    return (value, -u * u * byInverse)
  }
}
