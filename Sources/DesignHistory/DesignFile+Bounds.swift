internal import GRDB
internal import Notation
public import ProcessDesign

extension DesignFile {
  /// Sets bounds and steps anew. Samples stay what they are, also those that are now out of bounds; rounds are replayed with the bounds
  /// that they saw.
  ///
  /// - Parameter parameters: in the order of the definition, with the same names, units and words.
  /// - Returns: the file as it is now.
  /// - Throws: `HistoryError.refused` for others, where a pending experiment would be out of bounds or off the grid, or where a sample
  ///   is farther away than a design takes; `cannotWrite`.
  public func change(_ parameters: [DesignParameter], version: String) throws(HistoryError) -> DesignFile {
    var changed = definition
    changed.parameters = parameters
    let areTheSame = zip(parameters, definition.parameters).allSatisfy { new, old in
      new.name == old.name && new.unit == old.unit && new.choices == old.choices
    }
    guard areTheSame, parameters.count == definition.parameters.count, changed.isWhole else {
      throw .refused("\(path): only bounds and steps can be changed, of the design's own parameters and to a grid")
    }
    guard changed != definition else { return self }
    try write { db in
      let state = try state(db)
      for experiment in state.pending {
        for (parameter, value) in zip(parameters, experiment.parameters)
        where value < parameter.lower || value > parameter.upper || !parameter.isOnGrid(value) {
          throw HistoryError.refused(
            "\(path): experiment \(experiment.id) is pending at \(parameter.name) = \(plain(value)) \(parameter.unit), which is not"
              + " on the grid of \(Self.grid(parameter)); answer it or drop it first")
        }
      }
      // Those that were dropped as well: they stay in the file.
      let places =
        state.samples.map { ("sample \($0.sample.id)", $0.sample.parameters) }
        + state.experiments.map { ("experiment \($0.id)", $0.parameters) }
      for (what, values) in places {
        for (parameter, value) in zip(parameters, values) where !parameter.isNear(value) {
          throw HistoryError.refused(
            "\(path): \(what) has \(parameter.name) = \(plain(value)) \(parameter.unit), more than a thousand ranges away from"
              + " \(Self.grid(parameter)); choose wider bounds")
        }
      }
      try db.execute(
        sql: "INSERT INTO changes (time, version, definition, rounds) VALUES (\(Self.now), ?, ?, ?)",
        arguments: [version, Self.encoded(changed), state.rounds])
    }
    return try DesignFile(path: path)
  }

  private static func grid(_ parameter: DesignParameter) -> String {
    "\(plain(parameter.lower)) to \(plain(parameter.upper)) \(parameter.unit) by \(plain(parameter.step))"
  }
}
