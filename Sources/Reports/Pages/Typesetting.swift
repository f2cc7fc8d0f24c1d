internal import Notation
internal import RunFolders

/// Numbers and units as they are printed: a minus sign, powers of ten and exponents raised. For pages; what a program reads
/// stays as it is.
func typeset(_ text: String) -> String {
  text
    .replacing(/([0-9])e([-+]?)0*([0-9]+)/) {
      "\($0.output.1)×10\(raised(($0.output.2 == "-" ? "-" : "") + $0.output.3))"
    }
    .replacing(/\^(-?[0-9]+)(?![0-9.])/) { raised(String($0.output.1)) }
    .replacing(/(^|[^\w.])-([0-9.])/) { "\($0.output.1)−\($0.output.2)" }
    .replacing(" - ", with: " − ")
}

/// Digits and sign as superscripts.
private func raised(_ digits: String) -> String {
  let signs: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
  ]
  return String(digits.map { signs[$0] ?? $0 })
}

/// A drift [ppm/h], two digits: at the end of a ramp it is that of the first instant, and has no more.
func driftNumber(_ value: Double) -> String {
  guard value.isFinite, abs(value) >= 1e4 else {
    return typeset(
      significant(
        abs(value) >= 1000 ? 100 * (value / 100).rounded() : abs(value) >= 100 ? 10 * (value / 10).rounded() : value,
        digits: 2))
  }
  // More than `significant` writes as a power of ten by itself.
  let exponent = "\(Int(abs(value)))".count - 1
  var power = 1.0
  for _ in 0..<exponent { power *= 10 }
  return typeset("\(significant(value / power, digits: 2))e\(exponent)")
}

/// The multiple of 1, 2, 2.5 or 5 times a power of ten at or above a positive number, in steps of a tenth to a fifth of it:
/// where a scale of colours ends.
func scaleEnd(_ value: Double) -> Double {
  guard value > 0, value.isFinite else { return value }
  var power = 1.0
  while power > value { power /= 10 }
  while power * 10 <= value { power *= 10 }
  // A hair of room, so that 0.30000000000000004 ends at 0.3.
  let step = value / power < 2 ? 0.1 : value / power < 5 ? 0.25 : 0.5
  return ((value / power / step - 1e-9).rounded(.up)) * step * power
}
