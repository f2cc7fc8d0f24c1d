internal import Meshing
public import Notation

/// A case that has been checked: whoever holds one may run it, and nobody checks again.
///
/// ```swift
/// let checked = try ValidCase(simulationCase)
/// let result = try simulate(checked)
/// ```
@dynamicMemberLookup
public struct ValidCase: Sendable, Hashable {
  public let simulationCase: SimulationCase
  /// Its stages, laid out in time.
  public let timeline: [TimelineSegment]

  /// - Throws: `InvalidCase` with everything that is wrong.
  public init(_ simulationCase: SimulationCase) throws(InvalidCase) {
    let findings = simulationCase.validate()
    guard findings.isEmpty else { throw InvalidCase(findings) }
    self.simulationCase = simulationCase
    timeline = simulationCase.segments
  }

  public subscript<Value>(dynamicMember path: KeyPath<SimulationCase, Value>) -> Value { simulationCase[keyPath: path] }
}

/// Everything that is wrong with a case.
public struct InvalidCase: Error, Sendable, Hashable, CustomStringConvertible {
  /// At least one.
  public var findings: [Finding]

  public init(_ findings: [Finding]) { self.findings = findings }

  /// One line for each finding.
  public var description: String { findings.map(\.description).joined(separator: "\n") }
}
