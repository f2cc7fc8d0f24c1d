internal import Algorithms
internal import GRDB

/// A task of a Slurm job array, as the store knows it.
struct StoredTask: Sendable {
  var task: Int
  var job: Int
  var index: Int
  var folder: String
}

extension SweepStore {
  /// Takes waiting points for new tasks.
  ///
  /// - Parameters:
  ///   - chunk: points of a task.
  ///   - limit: of tasks in one array.
  /// - Returns: the points of each task with the number of its row.
  func prepareTasks(chunk: Int, limit: Int, folder: String) throws(StoreError) -> [(task: Int, points: [SweepPoint])] {
    let points = try claim(chunk * limit)
    return try write { db in
      try points.chunks(ofCount: chunk).enumerated().map { index, part in
        try db.execute(
          sql: "INSERT INTO tasks (array_index, folder, state) VALUES (?, ?, 'prepared')", arguments: [index, folder])
        return (task: Int(db.lastInsertedRowID), points: Array(part))
      }
    }
  }

  /// Notes that the tasks are with Slurm: their points are its from now on, whatever becomes of this process.
  func submit(_ tasks: [(task: Int, points: [SweepPoint])], job: Int) throws(StoreError) {
    try write { db in
      for (task, points) in tasks {
        try db.execute(sql: "UPDATE tasks SET job = ?, state = 'submitted' WHERE task = ?", arguments: [job, task])
        for point in points {
          try db.execute(
            sql: "UPDATE points SET status = 'submitted', owner = NULL, task = ? WHERE point = ?",
            arguments: [task, point.point])
        }
      }
    }
  }

  func submittedTasks() throws(StoreError) -> [StoredTask] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT task, job, array_index, folder FROM tasks WHERE state = 'submitted' ORDER BY task"
      ).map { row in
        StoredTask(
          task: try row.decode(atIndex: 0), job: try row.decode(atIndex: 1), index: try row.decode(atIndex: 2),
          folder: try row.decode(atIndex: 3))
      }
    }
  }

  /// Keeps the outcomes of a task that are new; the same once more changes nothing.
  ///
  /// - Returns: how many points the task still owes.
  func merge(_ result: SlurmResult?, of task: StoredTask) throws(StoreError) -> Int {
    try write { db in
      for outcome in result?.outcomes ?? [] {
        try keep(outcome, version: result?.version ?? "", where: "status = 'submitted' AND task = \(task.task)", db)
      }
      let open = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM points WHERE status = 'submitted' AND task = ?", arguments: [task.task])
      if open == 0 {
        try db.execute(sql: "UPDATE tasks SET state = 'finished' WHERE task = ?", arguments: [task.task])
      }
      return open ?? 0
    }
  }

  /// Takes back the points of a task that is over without them; those that were in too many such tasks have failed.
  ///
  /// - Returns: how many wait again.
  func giveUp(_ task: StoredTask, reason: String, version: String, attempts: Int) throws(StoreError) -> Int {
    try write { db in
      try db.execute(sql: "UPDATE tasks SET state = 'lost' WHERE task = ?", arguments: [task.task])
      try db.execute(
        sql: """
          UPDATE points SET status = 'failed', error = ?, task = NULL, version = ?, finished = \(Self.now) \
          WHERE status = 'submitted' AND task = ? AND claims >= ?
          """, arguments: [reason, version, task.task, attempts])
      try db.execute(
        sql: "UPDATE points SET status = 'waiting', task = NULL WHERE status = 'submitted' AND task = ?",
        arguments: [task.task])
      return db.changesCount
    }
  }
}
