internal import FoundationEssentials
internal import GRDB
internal import HostSystem
public import ProcessDesign

/// The file of a design: an SQLite database that only grows. What a method has written is on the disk when it returns, and a process
/// that is killed at any moment leaves the file as the last method left it. Several processes may use one file: they take turns.
///
/// Tables, for those who look with `sqlite3` or pandas: `definition`, `changes` of it, `samples`, `rounds`, `experiments`; lists are
/// JSON.
public final class DesignFile: Sendable {
  public let path: String
  /// As it was when the file was opened.
  public let definition: DesignDefinition
  private let database: DatabaseQueue

  /// Opens a file.
  ///
  /// - Throws: `HistoryError.missing` for no file, `unusable` for one that is no design file, damaged or of another version.
  public init(path: String) throws(HistoryError) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw .missing("\(path): no such design file; fem-bulk design init makes one")
    }
    self.path = path
    let (database, definition) = try Self.wrapping(path) {
      let database = try Self.open(path)
      return (database, try database.read { try Self.readDefinition($0, path) })
    }
    self.database = database
    self.definition = definition
  }

  /// Makes a new file; it appears under its name only when it is complete, and never in place of another.
  ///
  /// - Throws: `HistoryError.exists`, or `cannotWrite` with the system's reason.
  public static func create(
    path: String, definition: DesignDefinition, version: String
  ) throws(HistoryError) -> DesignFile {
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
    func clear() { for suffix in ["", "-journal"] { removeFile(temporary + suffix) } }
    clear()
    defer { clear() }
    try wrapping(path) {
      let database = try open(temporary)
      try database.write { db in
        try db.execute(sql: schema)
        try db.execute(
          sql: "INSERT INTO definition VALUES (1, \(now), ?, ?)", arguments: [version, encoded(definition)])
      }
      try database.close()
    }
    let isNew: Bool
    do throws(OutputError) {
      isNew = try addName(path, to: temporary)
    } catch {
      throw .cannotWrite("\(path): cannot be written: \(error.reason)")
    }
    guard isNew else { throw .exists("\(path): exists already; name another file, or go on with this one") }
    return try DesignFile(path: path)
  }

  // MARK: Writing

  /// Adds samples, all or none.
  ///
  /// - Returns: their numbers, in order.
  /// - Throws: `HistoryError.unknown` for a sample of an experiment that is not pending, `cannotWrite`.
  public func add(_ samples: [NewSample]) throws(HistoryError) -> [Int] {
    try write { db in
      var pending = try experiments(db).filter { $0.state == .pending }
      let known = try Int.fetchOne(db, sql: "SELECT count(*) FROM experiments") ?? 0
      return try samples.map { sample in
        let scaled = self.scaled(sample.parameters)
        let index = pending.firstIndex { experiment in
          sample.experiment.map { $0 == experiment.id } ?? (self.scaled(experiment.parameters) == scaled)
        }
        if let wanted = sample.experiment, index == nil {
          let reason = (1...max(known, 1)).contains(wanted) && known > 0 ? "is not pending any more" : "does not exist"
          let list = pending.map { String($0.id) }.joined(separator: ", ")
          throw HistoryError.unknown(
            "\(self.path): experiment \(wanted) \(reason) (pending: \(list.isEmpty ? "none" : list))")
        }
        try db.execute(
          sql:
            "INSERT INTO samples (time, parameters, outcomes, sigmas, experiment, jc, note) VALUES (\(Self.now), ?, ?, ?, ?, ?, ?)",
          arguments: [
            Self.encoded(sample.parameters), Self.encoded(sample.outcomes), Self.encoded(sample.sigmas),
            index.map { pending[$0].id }, sample.table, sample.note,
          ])
        if let index { pending.remove(at: index) }
        return Int(db.lastInsertedRowID)
      }
    }
  }

  /// Takes pending experiments off the list, and samples out of what counts; nothing is erased. All or none.
  ///
  /// - Parameter reason: kept with experiments.
  /// - Throws: `HistoryError.unknown` for a number that is not there, or not any more; `cannotWrite`.
  public func drop(experiments: [Int], samples: [Int], because reason: String? = nil) throws(HistoryError) {
    try write { db in
      for (table, what, ids) in [("experiments", "pending experiment", experiments), ("samples", "sample", samples)] {
        for id in ids {
          try db.execute(
            sql: "UPDATE \(table) SET dropped = \(Self.now) WHERE id = ? AND dropped IS NULL"
              + (table == "experiments"
                ? " AND id NOT IN (SELECT experiment FROM samples WHERE experiment NOT NULL)" : ""),
            arguments: [id])
          guard db.changesCount == 1 else { throw HistoryError.unknown("\(self.path): there is no \(what) \(id)") }
          guard let reason, table == "experiments" else { continue }
          try db.execute(sql: "UPDATE experiments SET note = ? WHERE id = ?", arguments: [reason, id])
        }
      }
    }
  }

  /// Proposes the next experiments and writes them down with what they came from.
  ///
  /// Another process that adds or asks at the same time waits, so that no two are given the same experiments.
  ///
  /// - Throws: `HistoryError.noSuggestion` when none can be made, `cannotWrite`.
  public func suggest(
    _ count: Int, settings: DesignSettings, version: String
  ) throws(HistoryError) -> (experiments: [ProposedExperiment], suggestions: [Suggestion]) {
    try write { db in
      let state = try self.state(db)
      let round = SuggestionRound(
        id: state.rounds + 1, time: "", version: version, settings: settings, count: count,
        samples: state.used.map(\.sample.id), pending: state.pending.map(\.id), dropped: state.dropped.map(\.id),
        result: "")
      let suggestions = try self.suggestions(round, in: state, of: definition)
      try db.execute(
        sql: "INSERT INTO rounds (id, time, version, settings, count, samples, pending, dropped, result)"
          + " VALUES (?, \(Self.now), ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          round.id, version, Self.encoded(settings), count, Self.encoded(round.samples), Self.encoded(round.pending),
          Self.encoded(round.dropped), Self.text(of: suggestions),
        ])
      let experiments = try suggestions.map { suggestion in
        try db.execute(
          sql: "INSERT INTO experiments (round, parameters) VALUES (?, ?)",
          arguments: [round.id, Self.encoded(suggestion.parameters)])
        return ProposedExperiment(
          id: Int(db.lastInsertedRowID), round: round.id, parameters: suggestion.parameters, state: .pending)
      }
      return (experiments, suggestions)
    }
  }

  // MARK: Reading

  /// All samples and experiments.
  ///
  /// - Throws: `HistoryError.unusable` for a file with something in it that this program does not write.
  public func state() throws(HistoryError) -> DesignState {
    try Self.wrapping(path) { try database.read { try state($0) } }
  }

  /// All rounds of suggestions, the first one first.
  ///
  /// - Throws: `HistoryError.unusable` for a file with something in it that this program does not write.
  public func rounds() throws(HistoryError) -> [SuggestionRound] {
    try Self.wrapping(path) {
      try database.read { db in
        try Row.fetchAll(db, sql: "SELECT * FROM rounds ORDER BY id").map { row in
          let round = SuggestionRound(
            id: try row.decode(forColumn: "id"), time: try row.decode(forColumn: "time"),
            version: try row.decode(forColumn: "version"), settings: try Self.decoded(row, "settings"),
            count: try row.decode(forColumn: "count"), samples: try Self.decoded(row, "samples"),
            pending: try Self.decoded(row, "pending"),
            // Files of the first format, whose rounds knew nothing of them.
            dropped: try Self.text(row, "dropped").map { try Self.decoded($0) } ?? [],
            result: try row.decode(forColumn: "result"))
          try check((1...100_000).contains(round.count), "round \(round.id) has \(round.count) experiments")
          return round
        }
      }
    }
  }

  /// Computes a round again from what it saw.
  ///
  /// - Returns: the text that it would be written down as.
  /// - Throws: `HistoryError.noSuggestion` when none can be made now, `unusable` for a damaged file.
  public func replay(_ round: SuggestionRound) throws(HistoryError) -> String {
    let state = try state()
    return try Self.wrapping(path) {
      // What the design was about when the round was made.
      let definitions = try database.read { try Self.definitions($0) }
      let own = definitions.last { $0.rounds < round.id }?.definition ?? definition
      return Self.text(of: try suggestions(round, in: state, of: own))
    }
  }

  private func suggestions(
    _ round: SuggestionRound, in state: DesignState, of definition: DesignDefinition
  ) throws -> [Suggestion] {
    let samples = Set(round.samples)
    let (pending, dropped) = (Set(round.pending), Set(round.dropped))
    return try DesignStudy(
      space: try definition.space(), outcomes: definition.outcomes, settings: round.settings,
      samples: state.samples.map(\.sample).filter { samples.contains($0.id) },
      pending: state.experiments.filter { pending.contains($0.id) }.map(\.parameters),
      dropped: state.experiments.filter { dropped.contains($0.id) }.map(\.parameters)
    ).suggest(round.count, seed: definition.seed, round: round.id)
  }

  private func scaled(_ values: [Double]) -> [Double] { zip(definition.parameters, values).map { $0.scaled($1) } }

  // MARK: The database

  func state(_ db: Database) throws -> DesignState {
    let samples = try Row.fetchAll(
      db,
      sql: "SELECT * FROM samples ORDER BY id"
    ).map { row in
      let sample = DesignSample(
        id: try row.decode(forColumn: "id"), parameters: try Self.decoded(row, "parameters"),
        outcomes: try Self.decoded(row, "outcomes"), sigmas: try Self.decoded(row, "sigmas"))
      try check(definition.takes(sample), "sample \(sample.id) is none of its definition")
      return RecordedSample(
        sample: sample, time: try row.decode(forColumn: "time"), experiment: try row.decode(forColumn: "experiment"),
        isDropped: try row.decode(String?.self, forColumn: "dropped") != nil,
        table: try row.decode(forColumn: "jc"), note: try Self.text(row, "note"))
    }
    return DesignState(
      definition: definition, samples: samples, experiments: try experiments(db),
      rounds: try Int.fetchOne(db, sql: "SELECT count(*) FROM rounds") ?? 0)
  }

  private func experiments(_ db: Database) throws -> [ProposedExperiment] {
    try Row.fetchAll(
      db,
      sql: "SELECT e.*, min(s.id) AS sample"
        + " FROM experiments e LEFT JOIN samples s ON s.experiment = e.id GROUP BY e.id ORDER BY e.id"
    ).map { row in
      let sample: Int? = try row.decode(forColumn: "sample")
      let isDropped = try row.decode(String?.self, forColumn: "dropped") != nil
      let experiment = ProposedExperiment(
        id: try row.decode(forColumn: "id"), round: try row.decode(forColumn: "round"),
        parameters: try Self.decoded(row, "parameters"),
        state: sample.map { .answered($0) } ?? (isDropped ? .dropped : .pending), note: try Self.text(row, "note"))
      try check(definition.takes(experiment.parameters), "experiment \(experiment.id) is none of its definition")
      return experiment
    }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
    try Self.wrapping(path) {
      try database.write { db in
        try Self.upgrade(db)
        guard try Self.definitions(db).last?.definition == definition else {
          throw HistoryError.refused(
            "\(path): its bounds or steps were changed meanwhile; nothing was written, try again")
        }
        return try body(db)
      }
    }
  }

  private static func readDefinition(_ db: Database, _ path: String) throws -> DesignDefinition {
    let complaint = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)")
    try check(complaint == "ok", complaint ?? "nothing in it", path)
    guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID, try db.tableExists("definition") else {
      throw HistoryError.unusable("\(path): is not a design file; fem-bulk design init makes one")
    }
    guard (1...formatVersion).contains(try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0) else {
      throw HistoryError.unusable("\(path): was made by another version of fem-bulk; use that one")
    }
    guard let definition = try definitions(db).last?.definition else {
      throw HistoryError.unusable("\(path): is not a design file; fem-bulk design init makes one")
    }
    try check(definition.isWhole, "its definition is none", path)
    return definition
  }

  /// What a file of this program cannot hold is damage.
  private static func check(_ isWhole: Bool, _ complaint: String, _ path: String) throws(HistoryError) {
    guard isWhole else { throw .unusable("\(path): is damaged (\(complaint)); take a copy of it if there is one") }
  }

  private func check(_ isWhole: Bool, _ complaint: String) throws(HistoryError) {
    try Self.check(isWhole, complaint, path)
  }

  /// Errors of all kinds as those of the file.
  private static func wrapping<Value>(_ path: String, _ body: () throws -> Value) throws(HistoryError) -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw HistoryError(error, file: path)
    } catch let error as HistoryError {
      throw error
    } catch let error as DesignError {
      throw .noSuggestion(error)
    } catch {
      throw .unusable("\(path): \(error)")
    }
  }

  /// Suggestions as they are written down and compared.
  private static func text(of suggestions: [Suggestion]) -> String {
    suggestions.map { suggestion in
      let predictions = suggestion.predictions.map { " \($0.mean) ± \($0.deviation)" }.joined(separator: ",")
      return suggestion.parameters.map(\.description).joined(separator: " ") + ":" + predictions
    }.joined(separator: "\n")
  }
}
