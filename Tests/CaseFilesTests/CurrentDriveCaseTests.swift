import CaseSamples
import HostSystem
import Magnets
import Notation
import Testing

@testable import CaseFiles

/// Coils with turns in case files: what the protocol gives of them are currents.
@Suite struct `Cases with turns` {
  private static let text = """
    name: wound
    bulks:
      - {name: A, material: m, outer_radius: 15 mm, z_min: -3 mm, z_max: 3 mm}
    materials:
      m: {jc: {law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}, n: 21}
    sources:
      main: {kind: solenoid, inner_radius: 40 mm, outer_radius: 60 mm, z_min: -40 mm, z_max: 40 mm, turns: 800}
      trim: {kind: loop, radius: 70 mm, z: 0 mm}
    protocol:
      - {cool: {field: {main: 0.3 kA, trim: 1 mT, uniform: 0.1 T}, temperature: 5 K}}
      - {ramp: {source: main, field: 100 A, rate: 60 A/min}}
      - {ramp: {source: main, field: 50 A, time_constant: 2 s, duration: 10 s}}
      - {pulse: {source: main, peak: 20 A, rise_time: 10 ms, duration: 1 s}}
      - {sine: {source: main, amplitude: 5 A, period: 20 ms, periods: 2}}
      - {drive: {source: main, data: "t (s),I (kA)\\n0,0.05\\n2,0\\n"}}
      - {discharge: {source: main, voltage: 2 kV, capacitance: 20 mF, inductance: 2 mH, resistance: 80 mohm, crowbar: diode, duration: 1 s}}
      - {ramp: {source: trim, field: 0 T, rate: 1 mT/s}}
      - {ramp: {field: 0 T, rate: 0.1 T/s}}
    """

  private static func read(_ text: String) throws -> SimulationCase {
    try readCase(text: text, file: "case.yaml").simulationCase
  }

  @Test func `currents come in amperes, fields of other sources in teslas`() throws {
    let simulationCase = try Self.read(Self.text)
    #expect(simulationCase.sources.map(\.turns) == [800, nil])
    #expect(simulationCase.stages[0] == .cool(field: 0.1, temperature: 5, sources: ["main": 300, "trim": 1e-3]))
    #expect(simulationCase.stages[1] == .ramp(field: 100, pace: .rate(1), source: "main"))
    #expect(
      simulationCase.stages[6]
        == .discharge(
          DischargeCircuit(
            voltage: 2000, capacitance: 0.02, inductance: 2e-3, resistance: 0.08, hasCrowbar: true), duration: 1,
          source: "main"))
    #expect(simulationCase.stages[5] == .drive(table: DriveTable(times: [0, 2], values: [50, 0]), source: "main"))
    let timeline = try ValidCase(simulationCase).timeline
    #expect(timeline[1].duration == 200)
  }

  @Test func `they are written as they were read`() throws {
    let simulationCase = try Self.read(Self.text)
    let written = caseFileText(simulationCase)
    #expect(try Self.read(written) == simulationCase, "\(written)")
    for part in [
      "turns: 800", "main: 300.0 A", "field: 100.0 A", "rate: 1.0 A/s", "peak: 20.0 A", "current[A]",
      "voltage: 2000.0 V", "crowbar: diode",
    ] {
      #expect(written.contains(part), "\(part) in \(written)")
    }
  }

  @Test(arguments: [
    ("main: 0.3 kA", "main: 5 T", "protocol[0].cool.field.main: 5 T is no current, and main has turns"),
    ("field: 100 A", "field: 1 T", "protocol[1].ramp.field: 1 T is no current, and main has turns"),
    ("rate: 60 A/min", "rate: 1 T/h", "protocol[1].ramp.rate: 1 T/h is no current, and main has turns"),
    ("peak: 20 A", "peak: 20 mT", "protocol[3].pulse.peak: 20 mT is no current"),
    ("trim: 1 mT", "trim: 1 A", "protocol[0].cool.field.trim: 1 A is no field, and trim has no turns"),
    ("field: 0 T, rate: 0.1", "field: 0 A, rate: 0.1", "the uniform field is given in T"),
    ("main: 0.3 kA", "mian: 300 A", "no source is named mian"), ("I (kA)", "B (T)", "current"),
    ("crowbar: diode", "crowbar: thyristor", "thyristor"), ("discharge: {source: main, ", "discharge: {", "which coil"),
    ("turns: 800", "turns: 0", "sources.main.turns: 0 is not positive"),
    ("turns: 800", "turns: 10 mm", "sources.main.turns"),
  ]) func `what is meant otherwise is told`(part: String, other: String, message: String) {
    let error = #expect(throws: InputError.self) { try Self.read(Self.text.replacing(part, with: other)) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func `edits by key path go by what drives the source`() throws {
    let editable = EditableCase(try ValidCase(Self.read(Self.text)))
    #expect(try editable.quantity("protocol.1.ramp.field").unit == "A")
    #expect(try editable.quantity("protocol.1.ramp.rate").unit == "A/s")
    #expect(try editable.quantity("protocol.0.cool.field.main").unit == "A")
    #expect(try editable.quantity("protocol.0.cool.field.uniform").unit == "T")
    #expect(try editable.quantity("protocol.0.cool.field.trim").unit == "T")
    #expect(try editable.quantity("sources.main.turns").base == [800])
    func setting(_ key: String, _ text: String) throws -> SimulationCase {
      try editable.setting([.init(key: key, setting: .text(text))]).simulationCase
    }
    #expect(
      try setting("protocol.1.ramp.field", "0.2 kA").stages[1] == .ramp(field: 200, pace: .rate(1), source: "main"))
    #expect(try setting("sources.main.turns", "400").sources[0].turns == 400)
    for (key, text) in [
      ("protocol.1.ramp.field", "2 T"), ("sources.trim.turns", "10"), ("protocol.1.ramp.source", "trim"),
    ] {
      #expect(throws: CaseChangeError.self) { try setting(key, text) }
    }
  }
}
