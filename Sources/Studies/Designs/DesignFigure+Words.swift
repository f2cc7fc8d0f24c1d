package import HostSystem
package import Magnets
internal import Meshing
internal import Notation

extension DesignFigure {
  /// What the case has not got that the figure needs.
  func complaint(in base: SimulationCase) -> String? {
    switch kind {
    case .force:
      let bodies = base.bulks.map(\.shape.name) + base.sources.map(\.name)
      guard bodies.contains(where: { $0 == body }) else {
        return "unknown body \(body ?? "") (known: \(bodies.joined(separator: ", ")))"
      }
      return bodies.count > 1 ? nil : "a single bulk in a uniform field feels no force"
    case .stiffness:
      if case .move = base.stages[stage] { return nil }
      return "stage \(stage) is \(base.stages[stage].name); a stiffness is that of a stage move"
    case .homogeneity: return (within ?? 0) > 0 ? nil : "a sphere has a positive diameter"
    default: return nil
    }
  }

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
      case .moment, .hoop, .hoopPeak, .strengthUsed, .stiffness: ["stage"]
      case .force: ["body", "stage"]
      case .homogeneity: ["diameter", "height", "stage"]
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
    var (within, z) = (Double?.none, Double?.none)
    do throws(QuantityError) {
      if quantity == .inhomogeneity { within = try parseQuantity(words[2], .length) }
      if quantity == .homogeneity {
        (within, z) = (try parseQuantity(words[1], .length), try parseQuantity(words[2], .length))
      }
    } catch {
      throw fail(error.description)
    }
    let body = quantity == .force ? words[1] : nil
    self.init(
      kind: quantity, probe: pattern[0] == "probe" ? words[1] : nil, stage: stage, within: within, z: z, body: body)
    if let complaint = complaint(in: base) { throw fail(complaint) }
  }
}
