import Magnets

extension WrongCase {
  /// The pair with a solenoid around it and a magnet above it.
  private static let base: SimulationCase = {
    var value = pairValue
    value.sources = [
      .solenoid("main", innerRadius: 0.04, outerRadius: 0.06, zMin: -0.04, zMax: 0.04),
      .magnet("pm", outerRadius: 0.01, zMin: 0.05, zMax: 0.06, remanence: 1.3),
    ]
    return value
  }()

  private static func wrong(
    _ path: String, _ message: String, _ inFile: InFile = .found, _ change: @escaping (inout SimulationCase) -> Void
  ) -> WrongCase { WrongCase(path, message, inFile, from: base, change) }

  package static let sources = [
    wrong("sources.A", "the name is taken by a bulk; choose another name") { $0.sources[0].name = "A" },
    wrong("sources.uniform", "uniform means the field that needs no source") { $0.sources[0].name = "uniform" },
    wrong("sources.pm", "the name is taken by another source", .none) { $0.sources[0].name = "pm" },
    wrong("sources.main.outer_radius", "30 mm is not larger than the inner radius of 40 mm") {
      $0.sources[0].outerRadius = 0.03
    },
    wrong("sources.main.z_max", "is not above z_min") { $0.sources[0].zMax = -0.05 },
    wrong("sources.main.inner_radius", "0 mm is not positive; a coil has a bore") { $0.sources[0].innerRadius = 0 },
    wrong("sources.pm.remanence", "0 T is no magnet") { $0.sources[1].remanence = 0 },
    wrong("sources.pm", "the magnet overlaps bulk A; move one of them away") {
      ($0.sources[1].zMin, $0.sources[1].zMax) = (0.005, 0.015)
    },
    wrong("sources.pm", "it overlaps the source main") {
      ($0.sources[1].innerRadius, $0.sources[1].outerRadius, $0.sources[1].zMin) = (0.045, 0.05, 0.03)
    },
    wrong("protocol[0].cool.field.coil", "no source is named coil; write one of main") {
      $0.stages[0] = .cool(field: 0, temperature: 5, sources: ["coil": 5])
    },
    wrong("protocol[0].cool.field.pm", "pm is a permanent magnet, whose field is always there") {
      $0.stages[0] = .cool(field: 0, temperature: 5, sources: ["pm": 5])
    },
    wrong("protocol[1].ramp.source", "no source is named coil; write one of main") {
      $0.stages[1] = .ramp(field: 0, pace: .duration(60), source: "coil")
    },
    wrong("protocol[1].ramp.time_constant", "is not positive") {
      $0.stages[1] = .ramp(field: 0, pace: .relaxation(timeConstant: -1, duration: 60), source: "main")
    },
    wrong("protocol[1].move.source", "no source is named coil; write one of main, pm") {
      $0.stages[1] = .move(source: "coil", to: .distance(0.001), pace: .rate(1e-3))
    },
    wrong(
      "protocol[1].move", "pm would touch A at 43 s, 43 mm on its way, with its lower face at z = 7 mm; stop it before"
    ) {
      $0.stages[1] = .move(source: "pm", to: .distance(-0.05), pace: .rate(1e-3))
    },
    wrong("protocol[1].move.gap", "main stands neither above nor below all bulks there") {
      $0.stages[1] = .move(source: "main", to: .gap(0.001), pace: .rate(1e-3))
    },
    wrong("protocol[1].move.speed", "is not positive") {
      $0.stages[1] = .move(source: "pm", to: .gap(0.001), pace: .rate(-1e-3))
    },
    wrong("protocol[1].pulse.rise_time", "0 h is not positive") {
      $0.stages[1] = .pulse(peak: 4, riseTime: 0, duration: 1)
    },
    wrong("protocol[1].sine.periods", "0") { $0.stages[1] = .sine(amplitude: 1, period: 1, periods: 0) },
    wrong("protocol[1].drive", "times must ascend", .unreadable) {
      $0.stages[1] = .drive(table: DriveTable(times: [0, 2, 1], values: [0, 1, 2]))
    },
    wrong("protocol[1].drive", "times count from the start of the stage", .found) {
      $0.stages[1] = .drive(table: DriveTable(times: [1, 2], values: [0, 1]), source: "main")
    },
    wrong("solver.formulation", "the plain H formulation knows the uniform field alone") {
      $0.solver.formulation = .h(airResistivity: 1e-6)
    },
    wrong("output.at", "is no time since the start; write times from 0 s on") { $0.outputTimes = [1, -1] },
  ]
}
