internal import Notation

/// Where a bulk works: fields, temperatures and places at which its material has to have numbers.
public struct OperatingRange: Sendable, Hashable {
  /// |B| [T]
  public var fields: ClosedRange<Double>
  /// [K]
  public var temperatures: ClosedRange<Double>
  /// r, and z from the middle of the bulk's height [m].
  public var radii, heights: ClosedRange<Double>

  public init(
    fields: ClosedRange<Double>, temperatures: ClosedRange<Double>, radii: ClosedRange<Double>,
    heights: ClosedRange<Double>
  ) {
    (self.fields, self.temperatures, self.radii, self.heights) = (fields, temperatures, radii, heights)
  }

  private static func spread(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
    guard range.upperBound > range.lowerBound else { return [range.lowerBound] }
    // The last one exactly.
    return (0..<count).map {
      $0 == count - 1
        ? range.upperBound
        : range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1)
    }
  }

  /// The same without what a formula does not depend on.
  func reduced(to formula: LawFormula) -> OperatingRange {
    func middle(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
      let value = 0.5 * (range.lowerBound + range.upperBound)
      return value...value
    }
    return OperatingRange(
      fields: formula.dependsOnField ? fields : 0...0,
      temperatures: formula.dependsOnTemperature ? temperatures : middle(temperatures),
      radii: formula.dependsOnPlace ? radii : middle(radii), heights: formula.dependsOnPlace ? heights : 0...0)
  }

  /// Calls with |B|, T and (r, z) of an even grid until one is enough.
  func first(where isFound: (Double, Double, SIMD2<Double>) -> Bool) {
    let places = Self.spread(radii, 7).flatMap { r in Self.spread(heights, 5).map { SIMD2(r, $0) } }
    for b in Self.spread(fields, places.count > 1 ? 15 : 65) {
      for temperature in Self.spread(temperatures, 17) {
        for place in places where isFound(b, temperature, place) { return }
      }
    }
  }
}

extension LawFormula {
  /// What is wrong with its values where a bulk works, and in which part of the expression.
  ///
  /// - Parameters:
  ///   - range: of its values; what is to have one is called `name` in the finding.
  ///   - path: of the formula in the case.
  func findings(
    over operating: OperatingRange, in range: ClosedRange<Double>, name: String, at path: CasePath
  ) -> [Finding] {
    var found: Finding?
    operating.reduced(to: self).first { b, temperature, place in
      let names = names(b, temperature, place)
      let value = tree.value(names)
      guard !(range.contains(value)) else { return false }
      var at: [String] = []
      if dependsOnField { at.append("B = \(significant(b, digits: 4)) T") }
      if dependsOnTemperature { at.append("T = \(significant(temperature, digits: 4)) K") }
      if dependsOnPlace {
        at.append("r = \(significant(1e3 * place.x, digits: 4)) mm, z = \(significant(1e3 * place.y, digits: 4)) mm")
      }
      let point = at.isEmpty ? "" : " at \(at.joined(separator: ", "))"
      let cause: Expression
      let problem: String
      let remedy: String
      if value.isFinite {
        cause = value < 0 ? tree.negativePart(names) : tree
        problem =
          "\(name) is \(significant(value, digits: 3))\(quantity.map { " \($0.units[0].symbol)" } ?? "")\(point)"
        let unit = quantity.map { " \($0.units[0].symbol)" } ?? ""
        remedy =
          value < range.lowerBound
          ? "keep it at \(compact(range.lowerBound)) or above, as max(\(compact(range.lowerBound))\(unit), ...) does"
          : "keep it at \(compact(range.upperBound)) or below, as min(\(compact(range.upperBound))\(unit), ...) does"
      } else {
        cause = tree.faultyPart(names)
        problem = "\(faultWords(cause, names))\(point)"
        remedy = "keep it from that, as max(0, ...) around what is raised or B + b0 instead of B do"
      }
      found = Finding(
        path, "\(ExpressionError.place(in: expression, cause.place)): \(problem)", remedy: remedy)
      return true
    }
    return found.map { [$0] } ?? []
  }
}

extension Expression {
  /// The smallest part that has no value although its own parts have.
  fileprivate func faultyPart(_ names: [Double]) -> Expression {
    guard let part = operands.first(where: { !$0.value(names).isFinite }) else { return self }
    return part.faultyPart(names)
  }

  /// The smallest part whose sign makes the whole negative.
  fileprivate func negativePart(_ names: [Double]) -> Expression {
    switch kind {
    case .binary(.times, let left, let right), .binary(.over, let left, let right):
      let part = left.value(names) < 0 ? left : right
      return part.value(names) < 0 ? part.negativePart(names) : self
    default: return self
    }
  }
}
