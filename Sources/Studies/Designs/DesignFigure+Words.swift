package import HostSystem
package import Magnets
internal import Notation

extension DesignFigure {
  /// A figure as a user asks for it, `bz centre hold`.
  ///
  /// - Parameters:
  ///   - base: whose probes and stages are meant.
  ///   - fail: makes an error of what is wrong.
  package init(_ text: String, of base: SimulationCase, fail: (String) -> InputError) throws(InputError) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    let known = Kind.allCases.map(\.rawValue)
    guard let quantity = words.first.flatMap(Kind.init) else {
      throw fail("a simulation gives \(known.joined(separator: ", ")); write one as in 'bz centre hold [T]'")
    }
    let pattern: [String] =
      switch quantity {
      case .moment, .hoop, .hoopPeak, .strengthUsed: ["stage"]
      case .inhomogeneity: ["probe", "length", "stage"]
      case .bz, .drift: ["probe", "stage"]
      }
    guard words.count == pattern.count + 1 else {
      throw fail(
        "write \(quantity.rawValue) \(pattern.map { $0.uppercased() }.joined(separator: " ")) and the unit in brackets")
    }
    let probes = base.probes.map(\.name)
    if pattern[0] == "probe", !probes.contains(words[1]) {
      throw fail("unknown probe \(words[1]) (known: \(probes.joined(separator: ", ")))")
    }
    let stages = base.stages.map(\.name)
    let last = words[words.count - 1]
    guard let stage = Int(last).flatMap({ stages.indices.contains($0) ? $0 : nil }) ?? stages.lastIndex(of: last) else {
      throw fail("unknown stage \(last) (known: \(stages.joined(separator: ", ")), or a number from 0)")
    }
    var within: Double?
    if quantity == .inhomogeneity {
      do throws(QuantityError) {
        within = try parseQuantity(words[2], .length)
      } catch {
        throw fail(error.description)
      }
    }
    self.init(kind: quantity, probe: pattern[0] == "probe" ? words[1] : nil, stage: stage, within: within)
  }
}
