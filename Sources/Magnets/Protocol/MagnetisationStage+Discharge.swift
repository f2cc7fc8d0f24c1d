internal import Notation

// How case files write the discharge of a capacitor.

extension MagnetisationStage {
  static let dischargeForm = Form(
    name: "discharge",
    blank: .discharge(
      DischargeCircuit(voltage: .nan, capacitance: .nan, inductance: .nan, resistance: .nan), duration: .nan, source: ""
    ),
    keys: [
      circuitKey(
        "voltage", .voltage, .any, example: "2 kV", "To which the capacitor is charged; with the sign of the current.",
        \.voltage),
      circuitKey("capacitance", .capacitance, .positive, example: "20 mF", "Of the capacitor.", \.capacitance),
      circuitKey("inductance", .inductance, .positive, example: "2 mH", "Of the coil with its leads.", \.inductance),
      circuitKey("resistance", .resistance, .positive, example: "80 mohm", "Of coil and leads.", \.resistance),
      Key(
        "crowbar", .word(["diode", "none"]), isRequired: false, example: "diode",
        "With a diode across the capacitor its voltage does not go below zero: the current then dies away by itself.",
        get: { stage in stage.circuit.map { .text($0.hasCrowbar ? "diode" : "none") } },
        set: { if case .text(let word) = $1 { $0.circuit?.hasCrowbar = word == "diode" } }),
      Key(
        "duration", .quantity(.time), .positive, example: "1 s", "How long the stage lasts.",
        get: { if case .discharge(_, let duration, _) = $0 { .number(duration) } else { nil } },
        set: { stage, value in
          if case .discharge(let circuit, _, let source) = stage, let duration = value.number {
            stage = .discharge(circuit, duration: duration, source: source)
          }
        }),
      sourceKey,
    ],
    example:
      "{discharge: {source: main, voltage: 2 kV, capacitance: 20 mF, inductance: 2 mH, resistance: 80 mohm, crowbar: diode, duration: 1 s}}",
    documentation: "A capacitor discharges through a coil with turns; what the bulks induce in the coil is left out.")

  /// Of a discharge.
  fileprivate var circuit: DischargeCircuit? {
    get { if case .discharge(let circuit, _, _) = self { circuit } else { nil } }
    set {
      if case .discharge(_, let duration, let source) = self, let newValue {
        self = .discharge(newValue, duration: duration, source: source)
      }
    }
  }

  private static func circuitKey(
    _ name: String, _ dimension: Dimension, _ bounds: Bounds, example: String, _ documentation: String,
    _ path: any WritableKeyPath<DischargeCircuit, Double> & Sendable
  ) -> Key<MagnetisationStage> {
    key(name, dimension, bounds, example: example, documentation, of: \.circuit, path)
  }

  /// What is wrong with a discharge beyond the ranges of its keys; of keys without findings.
  func dischargeFindings(at place: CasePath, _ sources: [FieldSource]) -> [Finding] {
    guard case .discharge(let circuit, _, let name) = self else { return [] }
    if name.isEmpty {
      return [
        Finding(place.key("source"), "which coil is missing", remedy: "write source: and the name of one with turns")
      ]
    }
    if let source = sources.first(where: { $0.name == name }), source.isDriven, source.turns == nil {
      return [
        Finding(
          place.key("source"), "\(name) has no turns, and a capacitor sends a current",
          remedy: "give it turns: sources.\(name).turns")
      ]
    }
    guard circuit.oscillations <= Self.mostOscillations else {
      return [
        Finding(
          place.key("resistance"), "the circuit rings \(compact(circuit.oscillations.rounded())) times",
          remedy: "write a larger resistance, or a crowbar and a shorter duration")
      ]
    }
    return []
  }

  private static let mostOscillations = 1000.0
}
