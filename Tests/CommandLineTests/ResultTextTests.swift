import CaseFiles
import Magnets
import Notation
import Reports
import Superconductors
import Testing

@testable import BulkSimulation
@testable import fem_bulk

@Suite struct `Numbers for people` {
  @Test(
    arguments: [
      (2.146812, 0.00080, "2.14681 ± 0.00080"), (2.146812, 0.0123, "2.147 ± 0.012"),
      (12.797, 0.0061, "12.7970 ± 0.0061"),
      (-0.5, 0.0997, "-0.50 ± 0.10"), (-0.5, 0.0994, "-0.500 ± 0.099"), (123_456, 1234, "123500 ± 1200"),
      (1234, 12, "1234 ± 12"), (0, 3e-7, "0.00000000 ± 0.00000030"), (2.146812, 0, "2.1468"),
      (2.146812, .nan, "2.1468"), (.nan, 0.1, "nan ± 0.10"),
    ] as [(Double, Double, String)])
  func `have as many decimals as their error`(value: Double, error: Double, text: String) {
    #expect(measured(value, error: error) == text)
  }

  @Test(
    arguments: [
      (0, "0"), (1.0, "1.00"), (-91.34, "-91.3"), (0.01234, "0.0123"), (5e-8, "5.00e-8"), (1.234e9, "1.23e9"),
      (9.999, "10.00"),
    ] as [(Double, String)])
  func `have significant digits`(value: Double, text: String) {
    #expect(significant(value, digits: 3) == text)
  }

  @Test func `are rounded half away from zero and keep their sign`() {
    #expect(fixed(-0.004, decimals: 2) == "0.00")
    #expect(fixed(-1.25, decimals: 1) == "-1.3")
    #expect(fixed(0.05, decimals: 3) == "0.050")
    #expect(fixed(1e20, decimals: 2) == "1e+20")
    #expect(fixed(.infinity, decimals: 2) == "inf")
  }
}

@Test func `result of a run is a table, what it assumes and what it took`() {
  let simulationCase = BuiltInPair().simulationCase
  let text = resultText(sampleResult, of: simulationCase, folder: "runs/pair")
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  #expect(lines[0] == simulationCase.summary)
  #expect(lines[2] == "stage  t [min]  applied [T]  T [K]    Bz centre [T]    moment [A m^2]  drift centre [ppm/h]")
  #expect(lines[3] == "cool         0            7      5           7.0000   0.0000 ± 0.0010                     -")
  #expect(lines[4] == "ramp      87.5            0      5  2.8301 ± 0.0041  12.7970 ± 0.0060                   -91")
  for material in simulationCase.bulks.map(\.material) {
    for assumption in material.assumptions {
      #expect(lines.filter { $0 == "  - \(assumption)" }.count == 1)
    }
  }
  #expect(
    lines.contains(
      "Numerics: condensed system, 80 cells, 968 unknowns, 161 steps, 120 factorisations, 1 run in 0.020 s"))
  #expect(lines.last == "Folder: runs/pair")
}

@Test func `progress is rewritten on a terminal and a line each elsewhere`() {
  var written = ""
  let first = SimulationProgress(
    run: .fine, time: 1800, endTime: 5250, step: 44, centreField: 6.2148, fraction: 0.25)
  var second = first
  second.step = 5
  let terminal = ProgressLine(isTerminal: true) { written += $0 }
  terminal.show(first, elapsed: 3)
  terminal.show(second, elapsed: 3)
  terminal.finish()
  let line = "fem-bulk: fine: 30.00 of 87.50 min, step 44, centre 6.215 T, 9 s left"
  let shorter = line.replacing("step 44", with: "step 5")
  let blanks = String(repeating: " ", count: shorter.count)
  #expect(written == "\r\(line)\r\(shorter) \r\(blanks)\r")

  written = ""
  let file = ProgressLine(isTerminal: false) { written += $0 }
  file.show(first, elapsed: 3)
  file.finish()
  #expect(written == line + "\n")
}

@Test func `progress of a short run is silent`() {
  var written = ""
  let progress = ProgressLine(isTerminal: true) { written += $0 }
  progress.update(
    SimulationProgress(run: .fine, time: 1, endTime: 2, step: 1, centreField: 1, fraction: 0.5))
  progress.finish()
  #expect(written.isEmpty)
}

private let sampleResult = SimulationResult(
  caseName: "pair", probeNames: ["centre"], bulkNames: ["Bulk1", "Bulk2"], accuracy: 0.003,
  stages: [
    stage("cool", time: 0, field: 7, bz: 7, error: 0, moment: 0, momentError: 0.001, drift: nil),
    stage("ramp", time: 5250, field: 0, bz: 2.83012, error: 0.0041, moment: 12.797, momentError: 0.006, drift: -91.2),
  ],
  history: [],
  numerics: .init(
    system: .condensed, formulation: .hPhi, mirrored: false,
    runs: [
      .init(
        purpose: .fine, cells: 80, unknowns: 968, steps: 161, rejected: 3, factorisations: 120,
        newtonIterations: 300, tolerance: 1e-3, setup: 0.004, solve: 0.006)
    ],
    ownValues: [.init(moment: 12.79, probes: [2.829])], finest: 0, total: 0.02),
  warnings: [])

private func stage(
  _ name: String, time: Double, field: Double, bz: Double, error: Double, moment: Double, momentError: Double,
  drift: Double?
) -> SimulationResult.StageState {
  .init(
    stage: name, time: time, appliedField: field, temperature: 5,
    probes: [.init(br: 0, bz: bz, error: error, drift: drift)], moment: moment, momentError: momentError,
    momentByBulk: [0.5 * moment, 0.5 * moment], trappedFlux: 0, trappedFluxError: 0, energy: .zero, fields: nil)
}
