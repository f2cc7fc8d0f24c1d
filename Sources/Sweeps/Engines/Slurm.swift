internal import Subprocess

/// Why Slurm did not do what it was asked.
public struct SlurmFailure: Error, CustomStringConvertible {
  public var description: String
}

/// The commands of the user's cluster.
enum Slurm {
  /// Hands a script in.
  ///
  /// - Returns: the number of the job.
  static func submit(scriptFile: String) async throws -> Int {
    let output = try await run("sbatch", ["--parsable", scriptFile])
    // `job;cluster` where there are several clusters.
    guard let job = Int(output.prefix { $0.isNumber }) else {
      throw SlurmFailure(description: "sbatch answered \(output) instead of a job's number")
    }
    return job
  }

  /// The state of every task of some arrays that Slurm knows: `RUNNING`, `TIMEOUT`...; nil when Slurm does not answer.
  static func states(of jobs: Set<Int>) async -> [String: String]? {
    var states: [String: String] = [:]
    for job in jobs.sorted() {
      do {
        let text = try await run(
          "squeue", ["--noheader", "--array", "--states=all", "--jobs=\(job)", "--format=%F_%K %T"])
        for line in text.split(separator: "\n") {
          let words = line.split(separator: " ")
          if words.count == 2 { states[String(words[0])] = String(words[1]) }
        }
      } catch let failure as SlurmFailure where failure.description.contains("Invalid job id") {
        // Over for so long that Slurm has forgotten it.
        continue
      } catch {
        return nil
      }
    }
    return states
  }

  /// States in which a task may still write a result. What is unknown counts as over.
  static let liveStates: Set<String> = [
    "PENDING", "RUNNING", "SUSPENDED", "COMPLETING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED",
    "RESIZING",
    "SIGNALING", "STAGE_OUT", "STOPPED", "SPECIAL_EXIT", "RESV_DEL_HOLD",
  ]

  private static func run(_ program: String, _ arguments: [String]) async throws -> String {
    do {
      let result = try await Subprocess.run(
        .name(program), arguments: Arguments(arguments), output: .string(limit: 50_000_000),
        error: .string(limit: 1_000_000))
      guard result.terminationStatus.isSuccess else {
        let reason = result.standardError.split(separator: "\n").first.map(String.init) ?? "\(result.terminationStatus)"
        throw SlurmFailure(description: reason.hasPrefix(program) ? reason : "\(program): \(reason)")
      }
      return result.standardOutput
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw SlurmFailure(
        description: "\(program) is not installed; run this where Slurm's commands are, or use --engine local")
    }
  }
}
