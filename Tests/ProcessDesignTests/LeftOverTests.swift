import Foundation
import Sampling
import Testing

@testable import ProcessDesign

/// What is not proposed twice, and where there is nothing to go by.
@Suite struct `What is left to try` {
  private static let jc = DesignOutcome(name: "jc", unit: "A/m^2", goal: .maximise)

  private static func grid(_ side: Int, _ dimensions: Int = 2) -> DesignSpace {
    DesignSpace(
      parameters: (0..<dimensions).map {
        DesignParameter(name: "x\($0)", unit: "", lower: 0, upper: Double(side - 1), step: 1)
      })
  }

  private static func distance(_ a: [Double], _ b: [Double], in space: DesignSpace) -> Double {
    zip(space.scaled(a), space.scaled(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// On 36 points of which one is good, and nothing leads to it.
  @Test(arguments: DesignSettings.Acquisition.allCases)
  func `a needle on a small grid is found before anything is tried twice`(
    _ acquisition: DesignSettings.Acquisition
  ) throws {
    let space = Self.grid(6)
    for seed: UInt64 in 1...50 {
      var random = SplitMix64(seed: seed)
      let needle = [Double(Int(6 * random.uniform())), Double(Int(6 * random.uniform()))]
      var study = DesignStudy(
        space: space, outcomes: [Self.jc], settings: DesignSettings(acquisition: acquisition, initialSamples: 5))
      var found = 0
      while found == 0, study.samples.count < 36 {
        let next = try study.suggest(1, seed: seed, round: study.samples.count)[0].parameters
        #expect(!study.samples.contains { $0.parameters == next }, "\(next) twice")
        study.samples.append(
          DesignSample(id: study.samples.count + 1, parameters: next, outcomes: [next == needle ? 1 : 0]))
        if next == needle { found = study.samples.count }
      }
      #expect((1...36).contains(found), "seed \(seed)")
    }
  }

  /// Dropped and failed experiments never come back, not even when all else was made.
  @Test(arguments: DesignSettings.Acquisition.allCases)
  func `dropped and failed experiments do not come back`(_ acquisition: DesignSettings.Acquisition) throws {
    var study = DesignStudy(
      space: Self.grid(4), outcomes: [Self.jc], settings: DesignSettings(acquisition: acquisition, initialSamples: 3))
    var failed: [[Double]] = []
    for round in 0..<16 {
      let next = try study.suggest(1, seed: 3, round: round)[0].parameters
      #expect(!study.dropped.contains(next) && !study.samples.contains { $0.parameters == next })
      if round % 4 == 1 {
        study.dropped.append(next)
      } else {
        let isFailed = round % 4 == 3
        if isFailed { failed.append(next) }
        study.samples.append(
          DesignSample(id: round + 1, parameters: next, outcomes: [isFailed ? nil : next[0] - next[1] * next[1]]))
      }
    }
    for round in 16..<24 {
      let again = try study.suggest(2, seed: 3, round: round).map(\.parameters)
      #expect(!again.isEmpty && again.allSatisfy { !study.dropped.contains($0) && !failed.contains($0) })
    }
    study.dropped = study.space.allPoints().map(study.space.values)
    #expect(throws: DesignError.nothingLeft) { try study.suggest(1, seed: 3, round: 24) }
  }

  /// Two of three asked for: 6 and 9.
  @Test(arguments: [(6.0, 10.0, 3.0, 2), (0, 1, 1, 2), (0, 10, 4, 3), (1, 2, 0.25, 5)])
  func `a batch beyond the grid is as many as there are`(lower: Double, upper: Double, step: Double, count: Int) throws
  {
    let parameter = DesignParameter(name: "x", unit: "", lower: lower, upper: upper, step: step)
    var study = DesignStudy(space: DesignSpace(parameters: [parameter]), outcomes: [Self.jc])
    let first = try study.suggest(count + 2, seed: 1, round: 1).map(\.parameters)
    #expect(first.count == count && Set(first).count == count)
    // With a model, too.
    study.samples = first.prefix(2).enumerated().map { DesignSample(id: $0, parameters: $1, outcomes: [$1[0]]) }
    study.settings.initialSamples = 2
    let rest = try study.suggest(count + 2, seed: 1, round: 2).map(\.parameters)
    #expect(rest.count == max(1, count - 2))
    #expect(count == 2 || Set(rest).isDisjoint(with: first.prefix(2)))
  }

  private static let furnace = DesignSpace(parameters: [
    DesignParameter(name: "rate", unit: "C/min", lower: 10, upper: 200, step: 0.1),
    DesignParameter(name: "temperature", unit: "C", lower: 400, upper: 800, step: 1),
  ])

  /// Samples that are all alike tell nothing: what is proposed is far from them and from each other.
  @Test(arguments: DesignSettings.Acquisition.allCases, [0.0, 3e8, -7])
  func `equal samples are answered by spreading out`(
    _ acquisition: DesignSettings.Acquisition, value: Double
  ) throws {
    let places = [[20.0, 420], [180, 780], [30, 700], [150, 450], [100, 600]]
    for (goal, count) in [(DesignOutcome.Goal.maximise, 5), (.minimise, 5), (.maximise, 4)] {
      let study = DesignStudy(
        space: Self.furnace, outcomes: [DesignOutcome(name: "jc", unit: "", goal: goal)],
        settings: DesignSettings(acquisition: acquisition, initialSamples: 4),
        samples: places.prefix(count).enumerated().map { DesignSample(id: $0, parameters: $1, outcomes: [value]) },
        pending: [[60, 500]], dropped: [[84.9, 673]])
      let proposed = try study.suggest(4, seed: 1, round: 1).map(\.parameters)
      var all = study.samples.map(\.parameters) + study.pending + study.dropped
      for place in proposed {
        let nearest = all.map { Self.distance($0, place, in: study.space) }.min() ?? 0
        #expect(nearest > 0.1, "\(place) is \(nearest) from another")
        all.append(place)
      }
    }
  }

  /// A limit that every sample misses by as much, and a second objective without any scatter.
  @Test func `constant limits tell nothing either, a constant second outcome does no harm`() throws {
    let density = DesignOutcome(name: "density", unit: "%", atLeast: 90)
    func samples(_ second: Double) -> [DesignSample] {
      (0..<8).map { i in
        DesignSample(
          id: i, parameters: [10 + 20 * Double(i), 420 + Double(i * 151 % 380)], outcomes: [Double(i), second])
      }
    }
    var study = DesignStudy(space: Self.furnace, outcomes: [Self.jc, density], samples: samples(70))
    let spread = try study.suggest(4, seed: 1, round: 1).map(\.parameters)
    var all = study.samples.map(\.parameters)
    for place in spread {
      #expect((all.map { Self.distance($0, place, in: study.space) }.min() ?? 0) > 0.1)
      all.append(place)
    }
    // Kept by all: the objective decides, which rises with the rate.
    study.samples = samples(95)
    let best = try study.suggest(1, seed: 1, round: 1)[0].parameters
    #expect(best[0] > 120, "\(best)")
  }

  /// Nine temperatures, jc to be large and cracks at most 5 %: 550 C is the best that keeps the limit.
  @Test(
    arguments: [
      DesignSettings.Acquisition.expectedImprovement, .upperConfidenceBound, .probabilityOfImprovement, .thompson,
    ], [50.0, 10, 1])
  func `a limit does not hold a search at the best sample`(
    _ acquisition: DesignSettings.Acquisition, step: Double
  ) throws {
    // Steeply up from 550 C on.
    func crack(_ t: Double) -> Double { t <= 550 ? 1 + 3 * pow((t - 400) / 150, 2) : 4 + 0.32 * (t - 550) }
    func jc(_ t: Double) -> Double { 1e8 + (t - 400) * 1e6 }
    var study = DesignStudy(
      space: DesignSpace(parameters: [DesignParameter(name: "t", unit: "C", lower: 400, upper: 800, step: step)]),
      outcomes: [Self.jc, DesignOutcome(name: "crack", unit: "%", atMost: 5)],
      settings: DesignSettings(acquisition: acquisition, initialSamples: 3))
    func add(_ t: Double) {
      study.samples.append(
        DesignSample(id: study.samples.count + 1, parameters: [t], outcomes: [jc(t), crack(t)], sigmas: [0, 0]))
    }
    for t in [400.0, 500, 600, 700] { add(t) }
    for round in 1...(step == 50 ? 5 : 10) {
      let next = try study.suggest(1, seed: 1, round: round)[0].parameters[0]
      #expect(!study.samples.contains { $0.parameters == [next] }, "\(next) twice")
      add(next)
    }
    let best = study.samples.filter { ($0.outcomes[1] ?? 9) <= 5 }.map { $0.parameters[0] }.max() ?? 0
    // A probability weighs no gains: it takes the surest step that is one, a hundredth of the scatter, and gets there later.
    let least = acquisition == .probabilityOfImprovement && step < 50 ? 510.0 : 550
    #expect((least...553.2).contains(best), "\(best) of \(study.samples.map { $0.parameters[0] })")
  }

  // MARK: Words

  private static let oven = DesignSpace(parameters: [
    DesignParameter(name: "temperature", unit: "C", lower: 400, upper: 800, step: 1),
    DesignParameter(name: "atmosphere", choices: ["argon", "vacuum", "nitrogen", "oxygen"]),
  ])

  @Test func `choices are words, all as far from each other`() {
    let atmosphere = Self.oven.parameters[1]
    #expect(atmosphere.lastIndex == 3 && atmosphere.word(2) == "nitrogen" && atmosphere.word(0.5) == nil)
    #expect(!atmosphere.isNear(4) && !atmosphere.isNear(0.5) && !atmosphere.isNear(-1) && atmosphere.isNear(3))
    for index in 0...3 { #expect(atmosphere.nearestIndex(atmosphere.scaled(index: index)) == index) }
    // Each as often as the others, where the space is filled evenly.
    var counts = [0, 0, 0, 0]
    let even = EvenPoints(dimensions: 2, seed: 5)
    for i in 0..<64 { counts[Self.oven.nearest(even[i])[1]] += 1 }
    #expect(counts == [16, 16, 16, 16])
    var data = TrainingData(dimensions: 2, isChoice: Self.oven.isChoice)
    data.append([0.5, atmosphere.scaled(0)], 1, noise: 1e-6)
    let process = try? GaussianProcess(
      data, kernel: .matern52, hyperparameters: Hyperparameters(lengthScales: [0.5, 0.5], variance: 1, noise: 1e-6))
    let others = (1...3).compactMap { process?.predict([0.5, atmosphere.scaled(Double($0))]) }
    #expect(others.count == 3 && others.allSatisfy { $0.mean == others[0].mean && $0.deviation == others[0].deviation })
    #expect(others[0].deviation > 0.1)
  }

  /// Each atmosphere has its own best temperature; nitrogen's is the best of all.
  @Test(arguments: DesignSettings.Acquisition.allCases, Kernel.allCases.filter { $0 != .linear })
  func `the best of words and numbers is found`(_ acquisition: DesignSettings.Acquisition, _ kernel: Kernel) throws {
    func jc(_ values: [Double]) -> Double {
      let (best, height) = [(450.0, 0.4), (600, 0.6), (700, 1), (520, 0.2)][Int(values[1])]
      return height * exp(-pow((values[0] - best) / 80, 2))
    }
    var study = DesignStudy(
      space: Self.oven, outcomes: [Self.jc],
      settings: DesignSettings(kernel: kernel, acquisition: acquisition, initialSamples: 8))
    for round in 1...32 {
      let next = try study.suggest(1, seed: 2, round: round)[0].parameters
      #expect(Self.oven.parameters[1].isNear(next[1]))
      study.samples.append(DesignSample(id: round, parameters: next, outcomes: [jc(next)]))
    }
    let best = study.samples.max { ($0.outcomes[0] ?? 0) < ($1.outcomes[0] ?? 0) }
    #expect(best?.parameters[1] == 2 && (best?.outcomes[0] ?? 0) > 0.95, "\(String(describing: best))")
  }
}
