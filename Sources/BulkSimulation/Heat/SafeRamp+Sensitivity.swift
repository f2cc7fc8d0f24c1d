public import Magnets
import RealModule
import Superconductors

extension SafeRamp {
  /// What a safe rate rests on.
  public enum Assumption: String, Sendable, CaseIterable, Codable {
    case heatCapacity = "heat_capacity"
    case conductivity
    case coefficient
  }

  /// How the safe rate follows one of them.
  public struct Sensitivity: Sendable, Equatable {
    public var assumption: Assumption
    /// What it was multiplied by, everywhere.
    public var factor: Double
    /// The safe rate then [T/s]; 0 or infinite as that of a search.
    public var rate: Double
    /// d ln rate / d ln assumption over that factor, and its error; nil where one of the rates is none.
    public var exponent, error: Double?
  }

  private static let factor = 1.5

  /// A search with, if asked for, three more for what it rests on; arguments as those of both.
  public static func answer(
    _ simulationCase: ValidCase, stage: Int?, withSensitivities: Bool, progress: ((Double, Bool) -> Void)? = nil
  ) throws(Failure) -> (safe: SafeRamp, sensitivities: [Sensitivity]) {
    let safe = try search(simulationCase, stage: stage, progress: progress)
    return (safe, withSensitivities ? try sensitivities(simulationCase, of: safe, progress: progress) : [])
  }

  /// The same search with heat capacity, conductivity and cooling times 1.5, one after the other.
  ///
  /// - Parameters:
  ///   - simulationCase: with heat capacity, conductivity and cooling.
  ///   - safe: what the search of this case gave.
  ///   - progress: told after each run: the rate [T/s] and whether it jumped.
  public static func sensitivities(
    _ simulationCase: ValidCase, of safe: SafeRamp, progress: ((Double, Bool) -> Void)? = nil
  ) throws(Failure) -> [Sensitivity] {
    var found: [Sensitivity] = []
    for assumption in Assumption.allCases {
      var changed = simulationCase.simulationCase
      changed.scale(assumption, by: factor)
      let checked: ValidCase
      do { checked = try ValidCase(checking: changed) } catch { throw .run(error) }
      let other = try search(checked, stage: safe.stage, progress: progress)
      var sensitivity = Sensitivity(assumption: assumption, factor: factor, rate: other.rate)
      if safe.rate > 0, other.rate > 0, safe.rate.isFinite, other.rate.isFinite {
        sensitivity.exponent = Double.log(other.rate / safe.rate) / Double.log(factor)
        sensitivity.error = (safe.error / safe.rate + other.error / other.rate) / Double.log(factor)
      }
      found.append(sensitivity)
    }
    return found
  }
}

extension SimulationCase {
  /// Multiplies what a safe rate rests on in all bulks, supports and faces.
  fileprivate mutating func scale(_ assumption: SafeRamp.Assumption, by factor: Double) {
    switch assumption {
    case .heatCapacity:
      for i in bulks.indices { bulks[i].material.heatCapacity = bulks[i].material.heatCapacity?.scaled(by: factor) }
      for i in supports.indices {
        supports[i].material.heatCapacity = supports[i].material.heatCapacity?.scaled(by: factor)
      }
    case .conductivity:
      for i in bulks.indices {
        bulks[i].material.conductivity = bulks[i].material.conductivity?.scaled(by: factor)
      }
      for i in supports.indices {
        supports[i].material.conductivity = supports[i].material.conductivity?.scaled(by: factor)
      }
    case .coefficient:
      for i in cooling.indices { cooling[i].coefficient = cooling[i].coefficient.scaled(by: factor) }
    }
  }
}

extension ThermalConductivity {
  fileprivate func scaled(by factor: Double) -> ThermalConductivity {
    ThermalConductivity(radial: radial.scaled(by: factor), axial: axial.scaled(by: factor))
  }
}

extension TemperatureCurve {
  fileprivate func scaled(by factor: Double) -> TemperatureCurve {
    switch self {
    case .constant(let value): .constant(factor * value)
    case .power(let value, let exponent): .power(at1K: factor * value, exponent: exponent)
    case .table(let table):
      .table(TemperatureTable(temperatures: table.temperatures, values: table.values.map { factor * $0 }))
    case .debye(let own):
      .debye(
        DebyeCurve(
          temperature: own.temperature, limit: factor * own.limit, electronsAt1K: factor * own.electronsAt1K))
    }
  }
}
