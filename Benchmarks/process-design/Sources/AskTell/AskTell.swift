import ProcessDesign

/// A whole search in one process, its function being elsewhere: the first line of standard input is `seed minimise|maximise`, the
/// second `lower:upper[:step]` of each parameter. Each suggestion is printed as a line of numbers, and the answer read as one number.
@main
struct AskTell {
  static func main() throws {
    guard let head = readLine()?.split(separator: " "), head.count == 2, let seed = UInt64(head[0]),
      let goal = DesignOutcome.Goal(rawValue: String(head[1])), let bounds = readLine()
    else { fatalError("the first lines are: seed minimise|maximise, and lower:upper[:step] of each parameter") }
    let parameters = bounds.split(separator: " ").enumerated().map { index, text in
      let numbers = text.split(separator: ":").compactMap { Double($0) }
      return DesignParameter(
        name: "x\(index)", unit: "", lower: numbers[0], upper: numbers[1], step: numbers.count > 2 ? numbers[2] : nil)
    }
    var study = DesignStudy(
      space: DesignSpace(parameters: parameters), outcomes: [DesignOutcome(name: "y", unit: "", goal: goal)])
    while true {
      let suggestion = try study.suggest(1, seed: seed, round: study.samples.count)[0]
      print(suggestion.parameters.map(\.description).joined(separator: " "))
      flush()
      guard let line = readLine(), let value = Double(line) else { return }
      study.samples.append(
        DesignSample(id: study.samples.count + 1, parameters: suggestion.parameters, outcomes: [value]))
    }
  }
}
