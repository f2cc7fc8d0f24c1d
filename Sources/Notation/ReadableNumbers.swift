import RealModule

/// A number with a fixed count of decimals, for people; data files take `description`, which loses nothing.
package func fixed(_ value: Double, decimals: Int) -> String {
  guard value.isFinite else { return "\(value)" }
  let scale = Double.pow(10, Double(decimals))
  let scaled = (abs(value) * scale).rounded()
  // Beyond 2^53 there are no decimals left to round.
  guard scaled < 9e15 else { return "\(value)" }
  var digits = String(Int(scaled))
  if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard decimals > 0 else { return sign + digits }
  return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
}

/// `2.1468 ± 0.0008`: the error with two significant digits, the value with as many decimals.
package func measured(_ value: Double, error: Double) -> String {
  guard error.isFinite, error > 0 else { return significant(value, digits: 5) }
  var place = Int(Double.log10(error).rounded(.down)) - 1
  // 0.0997 becomes 0.10, not 0.100.
  if (error / Double.pow(10, Double(place))).rounded() >= 100 { place += 1 }
  let decimals = max(0, -place)
  // Errors of 100 and more: round both to whole tens, hundreds and so on.
  let step = Double.pow(10, Double(max(0, place)))
  guard decimals <= 12 else { return significant(value, digits: 5) }
  return "\(fixed((value / step).rounded(to: place) * step, decimals: decimals)) ± "
    + fixed((error / step).rounded(to: place) * step, decimals: decimals)
}

/// A number with so many significant digits; powers of ten only where decimals would be unreadable.
package func significant(_ value: Double, digits: Int) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
  let exponent = Int(Double.log10(abs(value)).rounded(.down))
  if exponent < -4 || exponent > 6 {
    return fixed(value / Double.pow(10, Double(exponent)), decimals: digits - 1) + "e\(exponent)"
  }
  return fixed(value, decimals: max(0, digits - 1 - exponent))
}

extension Double {
  /// Rounded to a whole number, if the last digit to show is left of the decimal point.
  fileprivate func rounded(to place: Int) -> Double { place > 0 ? rounded() : self }
}

/// The unit in which a time is easiest to read.
package enum TimeUnit: CaseIterable {
  case second
  case minute
  case hour
  case day

  package var symbol: String {
    switch self {
    case .second: "s"
    case .minute: "min"
    case .hour: "h"
    case .day: "d"
    }
  }

  package var seconds: Double {
    switch self {
    case .second: 1
    case .minute: 60
    case .hour: 3600
    case .day: 86400
    }
  }

  /// For times up to the one given [s].
  package static func suitable(for longest: Double) -> TimeUnit {
    switch longest {
    case ..<120: .second
    case ..<7200: .minute
    case ..<864_000: .hour
    default: .day
    }
  }
}

/// A length [m] in millimetres, to a nanometre.
package func millimetres(_ length: Double) -> String { "\(plain((length * 1e9).rounded() / 1e6)) mm" }
