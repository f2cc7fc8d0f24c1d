internal import Magnets
internal import Notation

// The protocol in sentences.

extension MagnetisationStage {
  /// What the stage does, with the sources that it may drive.
  func sentence(_ sources: [FieldSource]) -> String {
    let drive = sources.drive(of: source)
    let unit = drive.units[0].symbol
    func text(_ pace: Pace, perHour: Double, _ unit: String) -> String {
      switch pace {
      case .rate(let rate): "at \(plainNumber(rate * perHour)) \(unit)"
      case .duration(let time): "in \(timeText(time))"
      case .relaxation(let constant, let time):
        "exponentially with a time constant of \(timeText(constant)), for \(timeText(time))"
      }
    }
    let whose = source.map { "the \(drive.rawValue) of \($0)" } ?? "the applied field"
    return switch self {
    case .cool(let field, let temperature, let drives):
      "cool in \(typeset(plainNumber(field))) T\(Self.text(drives, sources)) to \(temperature.text)"
    case .move(let source, .distance(let distance), let pace):
      "move \(source) by \(typeset(plainNumber(1e3 * distance))) mm \(text(pace, perHour: 1e3, "mm/s"))"
    case .move(let source, .z(let z), let pace):
      "move \(source) to z = \(typeset(plainNumber(1e3 * z))) mm \(text(pace, perHour: 1e3, "mm/s"))"
    case .move(let source, .gap(let gap), let pace):
      "move \(source) to a gap of \(plainNumber(1e3 * gap)) mm \(text(pace, perHour: 1e3, "mm/s"))"
    case .pulse(let peak, let rise, let duration, _):
      "a pulse of \(typeset(plainNumber(peak))) \(unit) on \(whose), at its peak after \(timeText(rise)), for \(timeText(duration))"
    case .sine(let amplitude, let period, let periods, _):
      "a sine of \(typeset(plainNumber(amplitude))) \(unit) on \(whose), \(plainNumber(periods)) periods of \(timeText(period))"
    case .discharge(let circuit, let duration, let source):
      "discharge \(plainNumber(1e3 * circuit.capacitance)) mF from \(typeset(plainNumber(circuit.voltage))) V through \(source), "
        + "\(plainNumber(1e3 * circuit.inductance)) mH and \(plainNumber(1e3 * circuit.resistance)) mohm"
        + "\(circuit.hasCrowbar ? " with a crowbar" : ""), for \(timeText(duration))"
    case .drive(let table, _): "\(whose) by a table of \(table.times.count) rows, for \(timeText(table.duration))"
    case .ramp(let field, let pace, _):
      "ramp \(whose) to \(typeset(plainNumber(field))) \(unit) "
        + (drive == .current ? text(pace, perHour: 1, "A/s") : text(pace, perHour: 3600, "T/h"))
    case .hold(let duration): "hold for \(timeText(duration))"
    case .temperature(let target, let pace):
      "bring the temperature to \(target.text) \(text(pace, perHour: 60, "K/min"))"
    }
  }

  private static func text(_ drives: [String: Double], _ sources: [FieldSource]) -> String {
    drives.sorted { $0.key < $1.key }.map { name, value in
      " and \(typeset(plainNumber(value))) \(sources.drive(of: name).units[0].symbol) of \(name)"
    }.joined()
  }
}

extension BulkTemperature {
  /// Of all bulks, or of each.
  fileprivate var text: String {
    switch self {
    case .uniform(let value): "\(plainNumber(value)) K"
    case .byBulk(let values):
      values.sorted { $0.key < $1.key }.map { "\(plainNumber($0.value)) K (\($0.key))" }.joined(separator: ", ")
    }
  }
}

func timeText(_ time: Double, digits: Int = 5) -> String {
  let unit = TimeUnit.suitable(for: time)
  return "\(plainNumber(time / unit.seconds, digits: digits)) \(unit.symbol)"
}
