import CoilFields
import EdgeElements
import MagnetEquations
import Magnets

/// What holds in every magnet at all times. A run that breaks it has a fault of the program, or numbers that the equations are
/// not made for; it stops there instead of going on to a wrong result.
///
/// Checked after every step, at each cell: E, J and Jc are finite, Jc is positive, `E J >= 0`, and J is no further above Jc
/// than E below `largestElectricField` allows, for n = 21 less than three times. At the end of each stage: the work of the
/// applied field is what was stored and dissipated. Meshes are checked when they are made (`Mesh.checkInvariants`).
struct Invariants: Sendable {
  struct Breach {
    var what: String
    /// nil for what concerns the whole magnet.
    var cell: Int?
  }

  /// [V/m]. In a ramp E is about the rate times half the radius: 7 T in a microsecond on 15 mm make a twentieth of it.
  private static let largestElectricField = 1e6
  /// Share of the energies' sum. Measured: 0.15 % at most in the templates and the verification, below 2 % in all tests. With
  /// 2 % here 17 of 500 random cases stopped, by up to 8 %: a law so steep that the field jumps into a few coarse cells within a
  /// step, where a step's heat, summed from E at its stages, is not exact.
  private static let largestImbalance = 0.3

  let cells: CurrentCells
  /// In the plain H formulation the air stores and spends energy that is not the magnet's, and the balance is left out.
  var checksEnergy = true

  /// The first cell that breaks something, in the state of the system's last `evaluate`.
  func breach<System: MagnetSystem & ~Copyable>(of currents: [Double], _ system: borrowing System) -> Breach? {
    let (field, critical) = (system.law.electricField, system.law.jc)
    for i in currents.indices {
      let power = field[i] * currents[i]
      // Comparisons with NaN are false, so that what is not finite fails here too.
      if power >= 0, abs(field[i]) <= Self.largestElectricField, critical[i] > 0 { continue }
      return Breach(what: Self.describe(currents[i], field[i], critical[i]), cell: i)
    }
    return nil
  }

  /// - Parameters:
  ///   - full: energy of the magnet with every cell at Jc [J]. A billionth of it is rounding: that is left of the work when a magnet
  ///     that shields its whole inside has gone through a loop.
  ///   - earlier: at the ends of the stages before, of which likewise: after such a loop hardly a current is left in a hold, and
  ///     none gives it a scale.
  func breach(of energy: EnergyBalance, full: Double, earlier: [EnergyBalance]) -> Breach? {
    guard checksEnergy else { return nil }
    let turnedOver = earlier.map(\.sum).reduce(full, max)
    let sum = energy.sum + 1e-9 * turnedOver
    // What is stored is a quadratic form, zero to rounding without currents.
    let isSound = energy.stored >= -1e-9 * sum && energy.dissipated >= 0
    if isSound, abs(energy.imbalance) <= Self.largestImbalance * sum { return nil }
    return Breach(
      what: "the energy does not add up: work \(energy.work) J, stored \(energy.stored) J, heat \(energy.dissipated) J",
      cell: nil)
  }

  private static func describe(_ j: Double, _ e: Double, _ jc: Double) -> String {
    let numbers = "J = \(j) A/m², Jc = \(jc) A/m², E = \(e) V/m"
    if !j.isFinite || !e.isFinite || !jc.isFinite { return "a number that is not finite: \(numbers)" }
    if !(jc > 0) { return "a critical current density that is not positive: \(numbers)" }
    if e * j < 0 { return "a current against its electric field, which would create energy: \(numbers)" }
    return
      "a current far above the critical one (\(numbers)); in fields that change so fast displacement currents matter,"
      + " which the equations leave out"
  }

  /// The breach with its place and time [s].
  func failure(_ breach: Breach, stage: String, time: Double) -> SimulationError {
    let place = breach.cell.map { cells.sections[$0].centroid }
    return .brokenInvariant(stage: stage, time: time, what: breach.what, r: place?.x, z: place?.y)
  }
}
