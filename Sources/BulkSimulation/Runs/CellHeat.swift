/// Joule heat of each cell since the magnet was last cooled afresh [J/m³], by the trapezoidal rule over the steps: to see where heat
/// matters. The energy balance has its own sum, by the integrator's weights.
struct CellHeat: Sendable, Codable, Equatable {
  private(set) var density: [Double]
  /// `E J` at the last step's end [W/m³].
  private var power: [Double]

  init(cells: Int) {
    density = [Double](repeating: 0, count: cells)
    power = density
  }

  /// False for the heat of other cells.
  func fits(cells: Int) -> Bool { density.count == cells && power.count == cells }

  /// Adds a step of a length [s] to whose end these fields [V/m] and currents [A/m²] belong.
  mutating func add(_ length: Double, electricField: [Double], currents: [Double]) {
    for i in density.indices {
      let present = electricField[i] * currents[i]
      density[i] += 0.5 * length * (power[i] + present)
      power[i] = present
    }
  }
}
