public import Notation

extension CriticalCurrentTable {
  /// What is wrong with a table that was not read from a file; `place` is its path in the case.
  public func findings(at place: CasePath) -> [Finding] {
    guard !curves.isEmpty else {
      return [Finding(place, "the table is empty", remedy: "begin with the header \(Self.headerWithTemperature)")]
    }
    let count = curves.reduce(0) { $0 + $1.fluxDensity.count }
    guard count <= Self.largestCount else {
      return [Finding(place, "\(count) points", remedy: "a table has at most \(Self.largestCount)")]
    }
    var findings = curves.flatMap { $0.findings(at: place) }
    let temperatures = curves.compactMap(\.temperature)
    if temperatures.count < curves.count, curves.count > 1 {
      findings.append(
        Finding(place, "several curves, of which one has no temperature", remedy: "give each curve its temperature"))
    }
    if zip(temperatures, temperatures.dropFirst()).contains(where: { !($0 < $1) }) {
      findings.append(Finding(place, "the temperatures of the curves do not ascend", remedy: "sort the curves"))
    }
    return findings
  }
}

extension CriticalCurrentTable.Curve {
  fileprivate func findings(at place: CasePath) -> [Finding] {
    let name = temperature.map { "the curve at \($0) K" } ?? "the table"
    func finding(_ problem: String, _ remedy: String) -> [Finding] {
      [Finding(place, "\(name) \(problem)", remedy: remedy)]
    }
    guard fluxDensity.count == criticalCurrentDensity.count else {
      return finding(
        "has \(fluxDensity.count) values of B and \(criticalCurrentDensity.count) of Jc", "write one Jc for each B")
    }
    guard fluxDensity.count >= 2 else {
      return finding(
        "has only \(fluxDensity.count) point\(fluxDensity.count == 1 ? "" : "s")", "a curve needs at least 2")
    }
    if let temperature, !(temperature > 0 && temperature.isFinite) {
      return finding("has no temperature above 0 K", "write kelvins")
    }
    if let b = fluxDensity.first(where: { !($0 >= 0 && $0.isFinite) }) {
      return finding("has B = \(b) T", "write |B|, finite and 0 or more")
    }
    if let jc = criticalCurrentDensity.first(where: { !($0 >= 0 && $0.isFinite) }) {
      return finding("has Jc = \(jc) A/m^2, which is not 0 or more", "write 0 where there is none")
    }
    guard criticalCurrentDensity.contains(where: { $0 > 0 }) else {
      return finding("has no Jc above 0", "leave it out: it conducts nothing")
    }
    if zip(fluxDensity, fluxDensity.dropFirst()).contains(where: { $0 >= $1 }) {
      return finding("has values of B that do not ascend", "sort its points")
    }
    return []
  }
}
