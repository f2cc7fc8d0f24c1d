import ArgumentParser
import CaseFiles
import Magnets
import Notation

/// A quantity of the built-in pair that an option sets.
///
/// Every command that has the option takes its unit, its range, its default and its help from here.
enum PairOption: String, CaseIterable {
  case fcm
  case zfcLoop = "zfc-loop"
  case temperature
  case rampRate = "ramp-rate"
  case subcool
  case hold
  case warm
  case warmRate = "warm-rate"
  case gap
  case diameter
  case thickness
  case accuracy

  /// The key of the pair's case that the option sets; nil where several keys follow from it.
  var key: String? {
    switch self {
    case .fcm: "protocol.0.cool.field"
    case .zfcLoop: "protocol.1.ramp.field"
    case .temperature: "protocol.0.cool.temperature"
    case .rampRate: "protocol.1.ramp.rate"
    case .subcool: "protocol.3.temperature.to"
    // Where nothing stands between the charging and these.
    case .hold: "protocol.2.hold.duration"
    case .warm: "protocol.2.temperature.to"
    case .warmRate: "protocol.2.temperature.rate"
    case .gap: "gap"
    case .diameter, .thickness: nil
    case .accuracy: SimulationCase.accuracyKey.name
    }
  }

  var dimension: Dimension {
    switch self {
    case .fcm, .zfcLoop: .field
    case .temperature, .subcool, .warm: .temperature
    case .rampRate: .fieldRate
    case .hold: .time
    case .warmRate: .temperatureRate
    case .gap, .diameter, .thickness: .length
    case .accuracy: .ratio
    }
  }

  /// In SI units; nil for what is left out.
  var standard: Double? {
    let pair = BuiltInPair()
    return switch self {
    case .fcm: if case .fieldCooled(let field) = pair.charge { field } else { nil }
    case .zfcLoop, .subcool, .hold, .warm: nil
    case .temperature: pair.temperature
    case .rampRate: pair.rampRate
    case .warmRate: pair.warmRate
    case .gap: pair.gap
    case .diameter: pair.diameter
    case .thickness: pair.thickness
    case .accuracy: pair.accuracy
    }
  }

  private var meaning: String {
    switch self {
    case .fcm: "Field in which the pair is cooled."
    case .zfcLoop: "Instead: cool without field, then sweep 0 -> field -> -field -> field."
    case .temperature: "Temperature at which the pair is charged."
    case .rampRate: "Rate of the ramps of the field."
    case .subcool: "Temperature to which the charged pair is cooled further, after 1 h and at 1 K/min."
    case .hold: "How long to wait after that."
    case .warm: "Temperature to which the pair is warmed in the end."
    case .warmRate: "Rate of warming."
    case .gap: "Distance between the bulks."
    case .diameter: "Diameter of the bulks."
    case .thickness: "Thickness of each bulk."
    case .accuracy: SimulationCase.accuracyKey.documentation
    }
  }

  /// As a user would write it: `4.8T/h`.
  var standardText: String? { standard.map { dimension.text($0).replacing(" ", with: "") } }

  private var name: String {
    switch dimension {
    case .fieldRate, .temperatureRate: "rate"
    default: dimension.rawValue
    }
  }

  /// What a sweep over the option calls its column.
  var column: String { rawValue.replacing("-", with: "_") }

  /// Of the option with one value.
  var help: ArgumentHelp {
    ArgumentHelp("\(meaning) (default: \(standardText ?? "not at all"))", valueName: name)
  }

  /// Of the option with a list of values or a range.
  var helpForMany: ArgumentHelp {
    ArgumentHelp(
      "\(meaning) Several, or from:to:step. (default: \(standardText ?? "not at all"))", valueName: "\(name)s")
  }

  /// What the option takes.
  var value: @Sendable (String) throws -> Double {
    switch self {
    case .accuracy: accuracyOption
    // The field may be negative; a gap that is tells the command what overlaps.
    case .fcm, .gap: quantity(dimension)
    default: positiveQuantity(dimension)
    }
  }

  /// What the option takes where it may have several values.
  var values: @Sendable (String) throws -> [Double] {
    switch self {
    case .fcm, .gap: axis(dimension)
    default: positiveAxis(dimension)
    }
  }
}
