import BulkSimulation
import CaseFiles
import CaseSamples
import Fitting
import HostSystem
import Magnets
import Notation
import Reports
import Sampling
import Superconductors
import Testing

@testable import Studies

@Suite struct `Fit` {
  private static let truth = [3e8, 1.5, 15]
  private static let seeds = 120

  private static let twoParameters = """
    case: disc.yaml
    parameters:
      - {key: materials.kim.jc.jc0, start: 2e8 A/m^2}
      - {key: materials.kim.jc.b0, start: 1.5 T}
    data:
      - trapped: {value: 1.2 T, probe: centre, stage: ramp, sigma: 0.01 T}
    """

  @Test func `recovers known parameters within its error bars`() throws {
    let problem = try readFitText(discFit)
    var model = FitModel(editable: problem.editable, quantities: problem.quantities, data: problem.data)
    let exact = try model.simulated(Self.truth)
    var within = [0, 0, 0]
    for seed in 1...Self.seeds {
      var noise = SplitMix64(noise: UInt64(seed))
      var synthetic = problem
      for (set, values) in exact.enumerated() {
        for (index, value) in values.enumerated() {
          let sigma = 0.01 * abs(value)
          synthetic.data[set].points[index].value = value + sigma * noise.noise()
          synthetic.data[set].points[index].sigma = sigma
        }
      }
      let result = try synthetic.minimum()
      let statistics = result.statistics(sigmaIsKnown: true)
      #expect(result.hasConverged && statistics.weakCombinations.isEmpty)
      for k in 0..<3 {
        let error = try #require(statistics.standardErrors[k])
        if abs(result.values[k] - Self.truth[k]) <= error { within[k] += 1 }
        // An error bar that covers everything would prove nothing.
        #expect(error < 0.1 * Self.truth[k])
      }
    }
    // 68 % are expected. Measured over 200 seeds: 66, 68 and 72 %, deviations of 0.98 standard errors; the first 40 alone have
    // 48 to 70 %, the luck of few draws.
    print("within one standard error: \(within) of \(Self.seeds)")
    for count in within {
      #expect(Double(count) > 0.6 * Double(Self.seeds) && Double(count) < 0.8 * Double(Self.seeds), "\(within)")
    }
  }

  @Test func `says when Jc0 and B0 cannot be told apart`() throws {
    let problem = try readFitText(Self.twoParameters)
    let report = try runFit(problem)
    // One of many answers, and it fits.
    #expect(abs(report.differences(0)[0]) < 1e-4)
    #expect(report.statistics.standardErrors == [nil, nil])
    let warning = try #require(report.warnings.first)
    #expect(
      warning.hasPrefix(
        "the data cannot tell materials.kim.jc.jc0 and materials.kim.jc.b0 apart: materials.kim.jc.jc0 "), "\(warning)")
    #expect(fitText(report, folder: "f", seconds: 1).contains("± ?"))
  }

  @Test func `hardly tells them apart by two probes in one state`() throws {
    let second = "\n  - trapped: {value: 0.8 T, probe: surface, stage: ramp, sigma: 0.01 T}"
    var problem = try readFitText(Self.twoParameters + second)
    var model = FitModel(editable: problem.editable, quantities: problem.quantities, data: problem.data)
    let exact = try model.simulated([3e8, 1.5])
    for k in 0..<2 { problem.data[k].points[0].value = exact[k][0] }
    let report = try runFit(problem)
    #expect(abs(report.values[0] / 3e8 - 1) < 0.01 && abs(report.values[1] / 1.5 - 1) < 0.03)
    let correlation = try #require(report.statistics.correlations[0][1])
    #expect(correlation < -0.98)
    #expect(report.warnings.contains { $0.hasPrefix("the data hardly tell materials.kim.jc.jc0 and") })
  }

  @Test func `judges its numerical errors`() throws {
    // The coarse disc against exact data of a finer one: the fit is wrong by about what it says.
    var problem = try readFitText(
      """
      case: disc.yaml
      parameters: [{key: scale}]
      data: [{trapped: {value: 1 T, probe: centre, stage: ramp, sigma: 1 mT}}]
      """)
    var fine = FitModel(editable: problem.editable, quantities: problem.quantities, data: problem.data, refinement: 3)
    problem.data[0].points[0].value = try fine.simulated([1])[0][0]
    let report = try runFit(problem)
    let (error, stated) = (report.values[0] - 1, -report.numericalShifts[0])
    #expect(abs(error) > 1e-3 && abs(error - stated) < 0.4 * abs(error), "wrong by \(error), stated \(stated)")
    #expect(report.fittedCase.summary.contains("fitted to 1 measured value: scale = "))
  }

  @Test func `finds times of temperatures and of fields on a loop`() throws {
    let text = discCase.replacing(
      "- {hold: {duration: 10 h}}",
      with: "- {ramp: {field: -2 T, rate: 1 T/h}}\n  - {ramp: {field: 2 T, rate: 1 T/h}}\n"
        + "  - {temperature: {to: 25 K, rate: 10 K/h}}")
    let problem = try readFitText(
      """
      case: disc.yaml
      parameters: [{key: scale}]
      data:
        - loop: {file: loop.csv, stage: 2, sigma: 1 A m^2}
        - warming: {file: warm.csv, probe: centre, stage: temperature, sigma: 1 mT}
      """,
      tables: ["loop.csv": "Ba[T],m[emu]\n-1,1\n-2,1\n-1,1\n1.5,1\n", "warm.csv": "Bz[mT],T[K]\n900,10\n800,25\n"],
      caseText: text)
    let segments = problem.editable.base.timeline
    let hour = 3600.0
    let loop = try problem.data[0].times(in: segments).map { ($0 - segments[2].start) / hour }
    for (time, expected) in zip(loop, [1, 2, 3, 5.5]) { #expect(abs(time - expected) < 1e-9) }
    let warming = try problem.data[1].times(in: segments).map { ($0 - segments[4].start) / hour }
    for (time, expected) in zip(warming, [0.5, 2]) { #expect(abs(time - expected) < 1e-9) }
    #expect(problem.data[0].points[0].value == 1e-3 && problem.data[1].points[0].value == 0.9)
  }

  @Test(
    arguments: slips(
      #"""
      key: materials.kim.n, start: 25 => key: materials.kim.m, start: 25 => :5: parameters[2].key: materials.kim has no m;
      start: 25, lower: 2 => start: 25, lower: 30 => :5: parameters[2].start: the start, 25, is not between
      start: 25, lower: 2 => start: 0.5 => : with materials.kim.jc.jc0 = 200000000 A/m^2, materials.kim.jc.b0 = 3 T,
      start: 3 T => start: 0 T => :4: parameters[1].start: a start at 0 does not say what a small change is; write lower
      start: 3 T => start: 3 => :4: parameters[1].start: 3 has no unit; write 3 T
      key: materials.kim.n,  => key: materials.kim.jc.b0,  => :5: parameters[2].start: 25 has no unit; write 25 T
      z: 6 mm => z: 6 mm, r: 0 mm => :7: data[0].scan: write either z, for a scan Bz(r), or r
      stage: hold => stage: 7 => :8: data[1].decay.stage: the protocol has 3 stages, counted from 0: cool, ramp, hold
      probe: centre => probe: center => :8: data[1].decay.probe: unknown probe center; did you mean centre?
      decay: { => warming: { => decay.csv:1: the column T is missing; write the header as in T[K],Bz[T]
      hall.csv => absent.csv => :7: data[0].scan.file: absent.csv: no such table
      scan: => skan: => :7: data[0]: unknown key skan; did you mean scan?
      """#))
  func `refuses a slip with file, line and remedy`(slip: Slip) throws {
    #expect(discFit.contains(slip.old))
    let error = #expect(throws: InputError.self) { try readFitText(slip.made(in: discFit)) }
    let start = (slip.message.hasPrefix(":") ? "fit.yaml" : "") + slip.message
    #expect(error?.message.hasPrefix(start) == true, "\(String(describing: error))")
  }

  @Test(
    arguments: slips(
      #"""
      hall.csv => r[mm],Bz[T]\n0,1,2\n => hall.csv:2: 3 values where the header has 2 columns
      hall.csv => r,Bz[T]\n0,1\n => hall.csv:1: the column r has no unit; write it as in r[m]
      hall.csv => r[T],Bz[T]\n0,1\n => hall.csv:1: unknown unit T of the column r; use m, cm, mm, um
      hall.csv => r[mm],Bz[T]\n0,one\n => hall.csv:2: Bz: one is not a number; write one as in 21
      hall.csv => r[mm],Bz[T]\n# none\n => hall.csv:3: no points below the header
      hall.csv => r[mm],Bz[T]\n0,1\n => fit.yaml:7: data[0]: sigma is missing; several data need one each
      hall.csv => r[mm],Bz[T],sigma[T]\n0,1,0\n => hall.csv:2: sigma is not positive
      decay.csv => t[h],Bz[T],sigma[T]\n11,1,1\n => fit.yaml: decay.csv:2: t = 39600 s is outside of the stage
      branch.csv => Ba[T],m[A m^2],sigma[emu]\n5,1,1\n => fit.yaml: branch.csv:2: the applied field does not come to 5 T
      """#))
  func `refuses a slip in a table`(slip: Slip) throws {
    let error = #expect(throws: InputError.self) {
      try readFitText(discFit, tables: discTables.merging([slip.old: slip.new]) { $1 })
    }
    #expect(error?.message.hasPrefix(slip.message) == true, "\(String(describing: error))")
  }
}
