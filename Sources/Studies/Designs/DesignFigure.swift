internal import BulkSimulation
internal import HostSystem
internal import Magnets
internal import Meshing
internal import Notation

/// What a design asks of a simulated magnet, as its definition keeps it: `bz 1 centre `, `inhomogeneity 2 centre 0.005`.
///
/// The words of a `ReportedQuantity`; what it is worth in a run, that type says.
package struct DesignFigure: Sendable, Equatable {
  package enum Kind: String, CaseIterable, Sendable {
    /// Bz at a probe.
    case bz
    /// The relative change of Bz with time at a probe, by its magnitude.
    case drift
    /// The magnetic moment of all bulks.
    case moment
    /// Largest less smallest Bz on the line through a probe along the axis, relative to its mean.
    case inhomogeneity
    /// The same over a sphere on the axis.
    case homogeneity
    /// Axial, on a bulk or a source.
    case force
    /// Axial, of the source that the stage moves.
    case stiffness
    /// Largest hoop stress in bulks at the end of a stage, and of the whole run.
    case hoop
    case hoopPeak = "hoop-peak"
    /// Tension in bulks in terms of their strength.
    case strengthUsed = "strength-used"

    /// What is asked of a run: of a probe by its index, or of the line of probes through it.
    func observable(probe: Int, line: [Int] = []) -> ReportedQuantity.Observable {
      switch self {
      case .bz: .bz(probe)
      case .drift: .drift(probe)
      case .moment: .moment
      case .inhomogeneity: .inhomogeneity(line: line)
      case .homogeneity: .homogeneity(.sphere(diameter: 0), z: 0)
      case .force: .force(0)
      case .stiffness: .stiffness
      case .hoop: .hoopMax
      case .hoopPeak: .hoopPeak
      case .strengthUsed: .strengthUsed
      }
    }

    /// Whether it is of the magnet as a whole, not of a probe.
    package var isOfMagnet: Bool {
      switch self {
      case .bz, .drift, .inhomogeneity: false
      case .moment, .hoop, .hoopPeak, .strengthUsed, .homogeneity, .force, .stiffness: true
      }
    }

    /// The unit in which it is computed.
    var unit: String { observable(probe: 0).unit }
  }

  package var kind: Kind
  /// nil for what is of the magnet as a whole.
  package var probe: String?
  /// Index in the protocol.
  package var stage: Int
  /// Half the length of the line of an inhomogeneity, the diameter of the sphere of a homogeneity [m].
  package var within: Double?
  /// Of the sphere's centre [m].
  package var z: Double?
  /// The bulk or source of a force.
  package var body: String?

  /// Points of that line on each side of the probe.
  private static let sidePoints = 4

  package init(
    kind: Kind, probe: String?, stage: Int, within: Double? = nil, z: Double? = nil, body: String? = nil
  ) {
    (self.z, self.body) = (z, body)
    self.kind = kind
    self.probe = probe
    self.stage = stage
    self.within = within
  }

  /// As a definition keeps it.
  var text: String {
    ([kind.rawValue, "\(stage)", probe ?? body ?? "", within.map { "\($0)" } ?? ""] + (z.map { ["\($0)"] } ?? []))
      .joined(separator: " ")
  }

  /// - Throws: `InputError` for a text that is none.
  init(text: String) throws(InputError) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 4 || words.count == 5, let kind = Kind(rawValue: words[0]), let stage = Int(words[1]) else {
      throw InputError(.wrong, "\(text) is not a figure of a simulation")
    }
    let name = words[2].isEmpty ? nil : words[2]
    self.init(
      kind: kind, probe: kind == .force ? nil : name, stage: stage, within: Double(words[3]),
      z: words.count == 5 ? Double(words[4]) : nil, body: kind == .force ? name : nil)
  }

  /// The quantity in a case, which gets the probes of a line.
  ///
  /// - Throws: `CaseChangeError`'s kind of sentence as `InputError` for a probe that the case has not.
  func quantity(addingProbesTo simulationCase: inout SimulationCase) throws(InputError) -> ReportedQuantity {
    switch kind {
    case .force:
      let bodies = simulationCase.bulks.map(\.shape.name) + simulationCase.sources.map(\.name)
      guard let index = bodies.firstIndex(where: { $0 == body }) else {
        throw InputError(.wrong, "the case has no body \(body ?? "") (known: \(bodies.joined(separator: ", ")))")
      }
      return ReportedQuantity(name: text, stage: stage, quantity: .force(index))
    case .homogeneity:
      return ReportedQuantity(
        name: text, stage: stage, quantity: .homogeneity(.sphere(diameter: within ?? 0), z: z ?? 0))
    default: break
    }
    if kind.isOfMagnet { return ReportedQuantity(name: text, stage: stage, quantity: kind.observable(probe: 0)) }
    guard let middle = simulationCase.probes.firstIndex(where: { $0.name == probe }) else {
      let known = simulationCase.probes.map(\.name).joined(separator: ", ")
      throw InputError(.wrong, "the case has no probe \(probe ?? "") (known: \(known))")
    }
    var line: [Int] = []
    if kind == .inhomogeneity {
      let (centre, within) = (simulationCase.probes[middle], within ?? 0)
      line = (-Self.sidePoints...Self.sidePoints).map { i -> Int in
        if i == 0 { return middle }
        let name = "line-\(middle)-\(simulationCase.probes.count)"
        simulationCase.probes.append(
          .init(name: name, r: centre.r, z: centre.z + within * Double(i) / Double(Self.sidePoints)))
        return simulationCase.probes.count - 1
      }
    }
    return ReportedQuantity(name: text, stage: stage, quantity: kind.observable(probe: middle, line: line))
  }

  /// The outcome's unit must be one that the figure converts to.
  func check(unit: String) throws(QuantityError) {
    guard kind == .drift else {
      _ = try ProcessUnit.value("1 \(kind.unit)", in: unit)
      return
    }
    guard unit == kind.unit else { throw QuantityError(description: "a drift is in ppm/h, not in \(unit)") }
  }

  /// A value of the quantity in the unit of an outcome.
  func converted(_ value: Double, to unit: String) throws(QuantityError) -> Double {
    kind == .drift ? abs(value) : try ProcessUnit.value("\(value) \(kind.unit)", in: unit)
  }
}
