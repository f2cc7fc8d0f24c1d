import Foundation
import Sampling
import Testing

@testable import ProcessDesign

/// A smooth function of the scaled place with one maximum, 1, inside.
private func hill(_ scaled: [Double]) -> Double {
  exp(-8 * zip(scaled, [0.37, 0.62, 0.55]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
}

@Suite struct `Suggestions` {
  static let furnace = DesignSpace(parameters: [
    DesignParameter(name: "rate", unit: "C/min", lower: 10, upper: 200, step: 0.1),
    DesignParameter(name: "temperature", unit: "C", lower: 400, upper: 800, step: 1),
    DesignParameter(name: "hold", unit: "min", lower: 2, upper: 120),
  ])

  static let jc = DesignOutcome(name: "jc", unit: "A/m^2", goal: .maximise)

  /// A study whose samples are its own suggestions.
  static func run(
    _ study: DesignStudy, rounds: Int, batch: Int = 1, seed: UInt64 = 1, of function: ([Double]) -> [Double?]
  ) throws
    -> DesignStudy
  {
    var study = study
    for round in 1...rounds {
      for suggestion in try study.suggest(batch, seed: seed, round: round) {
        study.samples.append(
          DesignSample(
            id: study.samples.count + 1, parameters: suggestion.parameters,
            outcomes: function(study.space.scaled(suggestion.parameters))))
      }
    }
    return study
  }

  @Test func `values of a grid are the decimal numbers that a person would write`() {
    let rate = Self.furnace.parameters[0]
    #expect(rate.lastIndex == 1900 && rate.value(at: 398) == 49.8 && rate.value(at: 1900) == 200)
    let small = DesignParameter(name: "x", unit: "", lower: 1e-4, upper: 9e-4, step: 1e-4)
    #expect(
      (0...small.lastIndex).map { small.value(at: $0) } == [1e-4, 2e-4, 3e-4, 4e-4, 5e-4, 6e-4, 7e-4, 8e-4, 9e-4])
    // A step that does not divide the range ends below the bound.
    let odd = DesignParameter(name: "x", unit: "", lower: -1, upper: 1, step: 0.3)
    #expect(odd.lastIndex == 6 && odd.value(at: 6) == 0.8)
    let fine = DesignParameter(name: "x", unit: "", lower: 0, upper: 4e-4)
    #expect(fine.value(at: 1) == 4e-10 && fine.value(at: fine.lastIndex) == 4e-4)
  }

  @Test(arguments: [1e-9, 1e9, 1e-3, 60, 0.1])
  func `a parameter's unit changes no suggestion`(factor: Double) throws {
    func scaled(_ space: DesignSpace) -> DesignSpace {
      DesignSpace(
        parameters: space.parameters.map { parameter in
          DesignParameter(
            name: parameter.name, unit: "other", lower: parameter.lower * factor, upper: parameter.upper * factor,
            step: parameter.step * factor)
        })
    }
    var plain = DesignStudy(space: Self.furnace, outcomes: [Self.jc])
    var other = DesignStudy(space: scaled(Self.furnace), outcomes: [Self.jc])
    // One of the researcher's own, off the grid.
    let own = [50.03, 600.4, 5.17]
    plain.samples = [DesignSample(id: 1, parameters: own, outcomes: [0.3])]
    other.samples = [DesignSample(id: 1, parameters: own.map { $0 * factor }, outcomes: [0.3])]
    for round in 1...8 {
      let a = try plain.suggest(2, seed: 7, round: round)
      let b = try other.suggest(2, seed: 7, round: round)
      for (a, b) in zip(a, b) {
        // To the bit, in the coordinates of the model.
        #expect(plain.space.scaled(a.parameters) == other.space.scaled(b.parameters), "\(round)")
        #expect(
          plain.space.nearest(plain.space.scaled(a.parameters)) == other.space.nearest(other.space.scaled(b.parameters))
        )
        #expect(a.predictions == b.predictions)
        for (a, b) in zip(a.parameters, b.parameters) { #expect(abs(a * factor - b) <= 1e-12 * abs(b)) }
        let outcome = hill(plain.space.scaled(a.parameters))
        plain.samples.append(DesignSample(id: plain.samples.count + 1, parameters: a.parameters, outcomes: [outcome]))
        other.samples.append(DesignSample(id: other.samples.count + 1, parameters: b.parameters, outcomes: [outcome]))
      }
    }
  }

  @Test(arguments: DesignSettings.Acquisition.allCases, Kernel.allCases)
  func `bounds, steps and constraints are kept`(_ acquisition: DesignSettings.Acquisition, _ kernel: Kernel) throws {
    var space = DesignSpace(parameters: [
      DesignParameter(name: "a", unit: "", lower: 1e-4, upper: 9e-4, step: 2.5e-5),
      DesignParameter(name: "b", unit: "", lower: -3, upper: 7, step: 0.3),
      DesignParameter(name: "c", unit: "", lower: 0, upper: 1),
    ])
    // A thin slice and a curved face, the maximum outside of both.
    space.constraints = [
      try InputConstraint("a * 1e4 + b <= 4", parameters: ["a", "b", "c"]),
      try InputConstraint("0.2 < c / (1 + b^2) < 0.4", parameters: ["a", "b", "c"]),
    ]
    var study = DesignStudy(
      space: space, outcomes: [Self.jc],
      settings: DesignSettings(kernel: kernel, acquisition: acquisition, initialSamples: 5))
    for round in 1...5 {
      for suggestion in try study.suggest(3, seed: 5, round: round) {
        let values = suggestion.parameters
        for (parameter, value) in zip(space.parameters, values) {
          #expect(value >= parameter.lower && value <= parameter.upper)
          let steps = (value - parameter.lower) / parameter.step
          #expect(abs(steps - steps.rounded()) < 1e-6, "\(parameter.name) \(value)")
        }
        #expect(values[0] * 1e4 + values[1] <= 4 && values[2] / (1 + values[1] * values[1]) > 0.2)
        #expect(values[2] / (1 + values[1] * values[1]) < 0.4)
        study.samples.append(
          DesignSample(id: study.samples.count + 1, parameters: values, outcomes: [hill(space.scaled(values))]))
      }
    }
    // The grid has 33 values of a; the suggestions are not all at one of them, nor at 0.
    #expect(Set(study.samples.map { $0.parameters[0] }).count > 3)
  }

  @Test func `the same study and seed suggest the same, another seed something else`() throws {
    let study = try Self.run(DesignStudy(space: Self.furnace, outcomes: [Self.jc]), rounds: 9) { [hill($0)] }
    let first = try study.suggest(3, seed: 1, round: 10)
    #expect(try (0..<5).allSatisfy { _ in try study.suggest(3, seed: 1, round: 10) == first })
    #expect(try study.suggest(3, seed: 2, round: 10) != first)
  }

  @Test func `pending experiments are neither repeated nor crowded`() throws {
    var study = try Self.run(DesignStudy(space: Self.furnace, outcomes: [Self.jc]), rounds: 9) { [hill($0)] }
    let first = try study.suggest(4, seed: 1, round: 10).map(\.parameters)
    #expect(Set(first).count == 4)
    study.pending = first
    let second = try study.suggest(4, seed: 1, round: 11).map(\.parameters)
    #expect(Set(first + second).count == 8)
    // Without regard to the others all four would be at the same place.
    let alone = study.space.scaled(first[0])
    let distances = first.dropFirst().map { point in
      zip(study.space.scaled(point), alone).map { abs($0 - $1) }.max() ?? 0
    }
    #expect((distances.max() ?? 0) > 0.02, "\(distances)")
  }

  @Test func `finds the maximum, and with limits the best that keeps them`() throws {
    let free = try Self.run(DesignStudy(space: Self.furnace, outcomes: [Self.jc]), rounds: 25) { [hill($0)] }
    #expect(free.samples.compactMap { $0.outcomes[0] }.max() ?? 0 > 0.999)
    // The density is too low where Jc is largest: the best allowed is on the plane where it is 0.5, x = 0.5.
    let density = DesignOutcome(name: "density", unit: "", atLeast: 0.5)
    let limited = try Self.run(DesignStudy(space: Self.furnace, outcomes: [Self.jc, density]), rounds: 25) {
      [hill($0), $0[0]]
    }
    let best = limited.samples.filter { ($0.outcomes[1] ?? 0) >= 0.5 }.compactMap { $0.outcomes[0] }.max() ?? 0
    #expect(best > 0.98 * exp(-8 * 0.13 * 0.13), "\(best)")
    #expect(limited.samples.suffix(10).count { ($0.outcomes[1] ?? 0) >= 0.49 } >= 8)
  }

  @Test func `minimising is maximising upside down`() throws {
    let cost = DesignOutcome(name: "cost", unit: "", goal: .minimise)
    let study = try Self.run(DesignStudy(space: Self.furnace, outcomes: [cost]), rounds: 22) { [-hill($0)] }
    #expect(study.samples.compactMap { $0.outcomes[0] }.min() ?? 0 < -0.995)
  }

  @Test func `two objectives are weighed along their front`() throws {
    // Jc at 0 T is best at x = 0.3, at 3 T at x = 0.7; every x between is a compromise.
    let other = DesignOutcome(name: "jc3", unit: "A/m^2", goal: .maximise)
    func jc(_ scaled: [Double], _ place: Double) -> Double {
      exp(-6 * ((scaled[0] - place) * (scaled[0] - place) + (scaled[1] - 0.5) * (scaled[1] - 0.5)))
    }
    let reference = SIMD2(0.2, 0.2)
    let ideal = ParetoFront(
      (0...400).map { i in
        let place = [0.3 + 0.4 * Double(i) / 400, 0.5, 0]
        return SIMD2(jc(place, 0.3), jc(place, 0.7))
      }, reference: reference)
    // With seeds from 1 to 10 the shares are 0.82 to 0.96, 0.92 on average.
    var shares: [Double] = []
    for seed: UInt64 in 1...5 {
      let study = try Self.run(DesignStudy(space: Self.furnace, outcomes: [Self.jc, other]), rounds: 30, seed: seed) {
        [jc($0, 0.3), jc($0, 0.7)]
      }
      let values = study.samples.map { SIMD2($0.outcomes[0] ?? 0, $0.outcomes[1] ?? 0) }
      let reached = ParetoFront(values, reference: reference)
      shares.append(reached.dominatedArea / ideal.dominatedArea)
      #expect(reached.points.count >= 6)
    }
    #expect(shares.reduce(0, +) / 5 > 0.9, "\(shares)")
  }

  @Test func `noise is fitted from repeated samples, or taken as given`() throws {
    var study = DesignStudy(space: Self.furnace, outcomes: [Self.jc])
    var random = SplitMix64(seed: 4)
    let even = EvenPoints(dimensions: 3, seed: 4)
    for i in 0..<40 {
      let place = even[i / 2]
      let values = study.space.values(study.space.nearest(place))
      study.samples.append(
        DesignSample(id: i + 1, parameters: values, outcomes: [hill(place) + 0.05 * random.normal()]))
    }
    let fitted = try #require(try study.insight(seed: 1)?.models.first)
    #expect((0.025...0.1).contains(try #require(fitted.noise)), "\(String(describing: fitted.noise))")
    #expect(fitted.withinTwoDeviations > 0.8)
    for i in study.samples.indices { study.samples[i].sigmas = [0.05] }
    let given = try #require(try study.insight(seed: 1)?.models.first)
    #expect(given.noise == nil)
    #expect(given.leaveOneOut.allSatisfy { $0.deviation >= 0.05 })
  }

  @Test func `a small grid is searched to its end, and then nothing is left`() throws {
    let space = DesignSpace(parameters: [
      DesignParameter(name: "x", unit: "", lower: 0, upper: 3, step: 1),
      DesignParameter(name: "y", unit: "", lower: 0, upper: 2, step: 1),
    ])
    var study = DesignStudy(space: space, outcomes: [Self.jc])
    study.pending = try study.suggest(12, seed: 1, round: 1).map(\.parameters)
    #expect(Set(study.pending).count == 12)
    #expect(throws: DesignError.nothingLeft) { try study.suggest(1, seed: 1, round: 2) }
    // All measured: a repetition is all that can be proposed, and is.
    study.samples = study.pending.enumerated().map { DesignSample(id: $0 + 1, parameters: $1, outcomes: [hill($1)]) }
    study.pending = []
    #expect(try study.suggest(1, seed: 1, round: 3).count == 1)
  }

  private static func isInFurnace(_ values: [Double]) -> Bool {
    zip(furnace.parameters, values).allSatisfy { ($0.lower...$0.upper).contains($1) }
  }

  @Test func `equal outcomes and samples out of bounds are no obstacle`() throws {
    var study = DesignStudy(space: Self.furnace, outcomes: [Self.jc])
    for i in 0..<8 {
      study.samples.append(
        DesignSample(
          id: i + 1, parameters: [5 + 40 * Double(i), 300 + 80 * Double(i), 1 + 20 * Double(i)], outcomes: [3]))
    }
    let suggestion = try study.suggest(2, seed: 1, round: 1)
    #expect(suggestion.count == 2 && suggestion[0].parameters != suggestion[1].parameters)
    for suggested in suggestion {
      #expect(abs(suggested.predictions[0].mean - 3) < 0.01, "\(suggested)")
    }
    #expect(suggestion.allSatisfy { Self.isInFurnace($0.parameters) })
  }

  @Test func `a sample far out of all bounds is no obstacle either`() throws {
    var study = DesignStudy(space: Self.furnace, outcomes: [Self.jc])
    study.samples = [DesignSample(id: 1, parameters: [1e300, -1e300, 1e9], outcomes: [3])]
    let suggestion = try study.suggest(2, seed: 1, round: 1)
    #expect(suggestion.count == 2 && suggestion[0].parameters != suggestion[1].parameters)
    #expect(suggestion.allSatisfy { Self.isInFurnace($0.parameters) })
  }

  @Test func `Branin's function is brought near to its minimum`() throws {
    let space = DesignSpace(parameters: [
      DesignParameter(name: "x", unit: "", lower: -5, upper: 10),
      DesignParameter(name: "y", unit: "", lower: 0, upper: 15),
    ])
    let value = DesignOutcome(name: "value", unit: "", goal: .minimise)
    var regrets: [Double] = []
    for seed in 1...5 {
      let study = try Self.run(DesignStudy(space: space, outcomes: [value]), rounds: 30, seed: UInt64(seed)) { scaled in
        let (x, y) = (15 * scaled[0] - 5, 15 * scaled[1])
        let parabola = y - 5.1 / (4 * .pi * .pi) * x * x + 5 / .pi * x - 6
        return [parabola * parabola + 10 * (1 - 1 / (8 * .pi)) * cos(x) + 10]
      }
      regrets.append((study.samples.compactMap { $0.outcomes[0] }.min() ?? .infinity) - 0.397887)
    }
    // Random search reaches about 0.9 (Benchmarks/process-design).
    #expect(regrets.sorted()[2] < 0.02, "\(regrets)")
  }
}
