internal import DesignHistory
internal import Notation
internal import ProcessDesign
internal import Reports
internal import RunFolders
internal import Studies

// The design that was opened: samples, suggestions, and what its models say. Everything is in the design's file, which other processes
// may use at the same time.

extension SessionMethods {
  private var design: DesignFile {
    get throws {
      guard let opened, opened.kind == .design else {
        throw RequestError(.invalidParameters, "no design was opened; fem-bulk explore furnace.design does")
      }
      return try DesignFile(path: opened.path)
    }
  }

  private struct Definition: Encodable {
    struct Parameter: Encodable {
      var name, unit: String
      var lower, upper, step: Double
      var choices: [String]?
    }
    struct Outcome: Encodable {
      var name, unit: String
      var goal: String?
      var atLeast, atMost: Double?
    }
    var parameters: [Parameter]
    var outcomes: [Outcome]
    var constraints: [String]
    var kernel, acquisition: String

    init(_ definition: DesignDefinition) {
      parameters = definition.parameters.map {
        Parameter(
          name: $0.name, unit: $0.unit, lower: $0.lower, upper: $0.upper, step: $0.step, choices: $0.choices)
      }
      outcomes = definition.outcomes.map {
        Outcome(name: $0.name, unit: $0.unit, goal: $0.goal?.rawValue, atLeast: $0.atLeast, atMost: $0.atMost)
      }
      constraints = definition.constraints
      kernel = definition.settings.kernel.rawValue
      acquisition = definition.settings.acquisition.rawValue
    }
  }

  private struct Shown: Encodable {
    var definition: Definition
    var design: DesignDocument
    /// What the models expect of pending experiments, by outcome: mean and deviation.
    var expected: [[[Double]]]
  }

  /// What `fem-bulk design show --json` prints, with the definition.
  func showDesign(_ call: Call) throws -> any Encodable { try shown(try design.state()) }

  private func shown(_ state: DesignState) throws -> Shown {
    let study = try state.study()
    let landscape = try study.landscape(seed: state.definition.seed)
    let places = state.pending.map { study.space.scaled($0.parameters) }
    return Shown(
      definition: Definition(state.definition),
      design: DesignDocument(state, try study.insight(seed: state.definition.seed)),
      expected: landscape.map { landscape in
        landscape.outcomes.indices.map { outcome in
          landscape.predictions(outcome, at: places).map { [$0.mean, $0.deviation] }
        }
      } ?? [])
  }

  /// Adds a sample, or those of a table; as `fem-bulk design add`.
  func addSamples(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable {
      /// By the names of parameters and outcomes, as a user writes them.
      var values: [String: String]?
      var experiment: Int?
      var note, failed: String?
      /// Text of a table, instead, and what a user says that its columns are.
      var csv: String?
      var columns: [ColumnMeaning]?
    }
    let wanted = try call.parameters(Wanted.self)
    let design = try design
    let pending = try design.state().pending
    let computer = try DesignSampleComputer(design.definition)
    if let written = wanted.csv {
      let csv = try wanted.columns.map { try meant(written, file: "table", $0) } ?? written
      let samples = try readSamples(
        csv: csv, file: "table", definition: design.definition, pending: pending, computer: computer, remark: { _ in })
      let state = try design.state()
      _ = try design.add(samples.filter { state.repeated($0) == nil })
      return try shown(try design.state())
    }
    let answered = pending.first { $0.id == wanted.experiment }
    if let experiment = wanted.experiment, answered == nil {
      throw RequestError(.invalidParameters, "experiment \(experiment) is not pending any more")
    }
    var input = DesignSampleInput(design.definition)
    (input.note, input.failure) = (wanted.note, wanted.failed)
    do throws(QuantityError) {
      for (name, text) in (wanted.values ?? [:]).sorted(by: { $0.key < $1.key }) { try input.set(name, text) }
    } catch {
      throw RequestError(.invalidParameters, error.description)
    }
    let computed = try computer.outcomes(input.parameters(answering: answered), table: nil).0
    let sample: NewSample
    do throws(QuantityError) {
      sample = try input.sample(answering: answered, computed: computed, table: nil)
    } catch {
      throw RequestError(.invalidParameters, error.description)
    }
    _ = try design.add([sample])
    return try shown(try design.state())
  }

  /// Proposes the next experiments and writes them down; as `fem-bulk design suggest`.
  func suggestExperiments(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable { var count: Int }
    let count = try call.parameters(Wanted.self).count
    guard (1...100).contains(count) else {
      throw RequestError(.invalidParameters, "count is 1 to 100 experiments")
    }
    let design = try design
    _ = try design.suggest(count, settings: design.definition.settings, version: program.version)
    return try shown(try design.state())
  }

  /// Takes proposed experiments or samples off the list; as `fem-bulk design drop`.
  func dropFromDesign(_ call: Call) throws -> any Encodable {
    struct Wanted: Decodable {
      var experiments, samples: [Int]?
      var because: String?
    }
    let wanted = try call.parameters(Wanted.self)
    let design = try design
    try design.drop(
      experiments: wanted.experiments ?? [], samples: wanted.samples ?? [], because: wanted.because)
    return try shown(try design.state())
  }

  /// Sets bounds and steps of parameters anew; what is not named stays.
  func changeDesign(_ call: Call) throws -> any Encodable {
    struct Range: Decodable {
      /// As they would stand in the file of a definition; in the parameter's own unit where they have none.
      var from, to, step: String
    }
    struct Wanted: Decodable { var parameters: [String: Range] }
    let wanted = try call.parameters(Wanted.self).parameters
    let design = try design
    let known = design.definition.parameters
    let strays = wanted.keys.filter { name in !known.contains { $0.name == name && $0.choices == nil } }
    if let stray = strays.min() {
      throw RequestError(.invalidParameters, "there is no parameter \(stray) with bounds in this design")
    }
    let parameters = try known.map { parameter throws(RequestError) in
      guard let range = wanted[parameter.name] else { return parameter }
      do throws(QuantityError) {
        return try parameter.changed(from: range.from, to: range.to, step: range.step)
      } catch {
        throw RequestError(.invalidParameters, "\(parameter.name): \(error)")
      }
    }
    return try shown(try design.change(parameters, version: program.version).state())
  }

  /// What the models say along each parameter, through the place with the best mean and on average over the samples, and over the two
  /// parameters that matter most.
  func sliceDesign(_ call: Call) throws -> any Encodable {
    struct Curve: Encodable {
      var parameter: String
      /// In its unit.
      var x: [Double]
      /// For each outcome.
      var mean, deviation, effect: [[Double]]
    }
    struct Plane: Encodable {
      var first, second: String
      var x, y: [Double]
      /// For each outcome, row by row of `y`.
      var mean: [[Double]]
    }
    struct Slices: Encodable {
      /// Where the slices go through, in the parameters' units.
      var place: [Double]
      var curves: [Curve]
      var plane: Plane?
    }
    let state = try design.state()
    let parameters = state.definition.parameters
    let study = try state.study()
    let space = study.space
    guard let landscape = try study.landscape(seed: state.definition.seed) else {
      return Slices(place: [], curves: [], plane: nil)
    }
    let best = landscape.bestPlace
    let outcomes = landscape.outcomes.indices
    func grid(_ parameter: DesignParameter, _ most: Int) -> [Double] {
      let last = parameter.lastIndex
      let count = min(last, most)
      return count < 1
        ? [parameter.value(at: 0)]
        : (0...count).map { parameter.value(at: Int((Double(last) * Double($0) / Double(count)).rounded())) }
    }
    let samples = state.used.map { space.scaled($0.sample.parameters) }
    let curves = parameters.enumerated().map { index, parameter in
      let x = grid(parameter, 48)
      func moved(_ place: [Double]) -> [[Double]] {
        x.map { value in
          var place = place
          place[index] = parameter.scaled(value)
          return place
        }
      }
      let predictions = outcomes.map { landscape.predictions($0, at: moved(best)) }
      // The mean over the samples' places with this parameter alone moved.
      let effect = outcomes.map { outcome in
        let sums = samples.prefix(64).reduce([Double](repeating: 0, count: x.count)) { sums, place in
          zip(sums, landscape.predictions(outcome, at: moved(place))).map { $0 + $1.mean }
        }
        return sums.map { $0 / Double(max(1, min(64, samples.count))) }
      }
      return Curve(
        parameter: parameter.name, x: x, mean: predictions.map { $0.map(\.mean) },
        deviation: predictions.map { $0.map(\.deviation) }, effect: effect)
    }
    let order = landscape.parametersByWeight.filter { parameters[$0].choices == nil }
    var plane: Plane?
    if order.count > 1 {
      let (first, second) = (order[0], order[1])
      let (x, y) = (grid(parameters[first], 30), grid(parameters[second], 30))
      let places = y.flatMap { b in
        x.map { a in
          var place = best
          (place[first], place[second]) = (parameters[first].scaled(a), parameters[second].scaled(b))
          return place
        }
      }
      plane = Plane(
        first: parameters[first].name, second: parameters[second].name, x: x, y: y,
        mean: outcomes.map { landscape.predictions($0, at: places).map(\.mean) })
    }
    let place = zip(parameters, best).map { parameter, share in
      grid(parameter, parameter.lastIndex).min { abs(parameter.scaled($0) - share) < abs(parameter.scaled($1) - share) }
        ?? parameter.lower
    }
    return Slices(place: place, curves: curves, plane: plane)
  }
}
