/// What `sbatch` is given.
public struct SlurmScript: Sendable {
  /// The program that runs a `SlurmTask`; folder and index are added.
  private let command: [String]
  private let timeLimit: String?
  private let options: [String]

  /// A task is warned so long before its time limit [s], which is longer than points usually take.
  private static let warning = 60

  /// - Parameters:
  ///   - timeLimit: as `sbatch --time` takes it; nil for that of the partition.
  ///   - options: further ones: `--partition=short`.
  public init(command: [String], timeLimit: String?, options: [String]) {
    self.command = command
    self.timeLimit = timeLimit
    self.options = options
  }

  /// The program takes the shell's place, so that it gets Slurm's signals itself.
  public func text(name: String, folder: String, tasks: Int) -> String {
    var head = [
      "--job-name=\(name)", "--array=0-\(tasks - 1)", "--ntasks=1", "--cpus-per-task=1",
      "--signal=B:USR1@\(Self.warning)",
      "--chdir=\"\(folder)\"", "--output=task-%a.log", "--open-mode=append",
    ]
    if let timeLimit { head.append("--time=\(timeLimit)") }
    let lines = (head + options).map { "#SBATCH \($0)" }
    let words = (command + [folder]).map { "'\($0.replacing("'", with: "'\\''"))'" }
    return (["#!/bin/sh"] + lines + ["exec \(words.joined(separator: " ")) \"$SLURM_ARRAY_TASK_ID\""]).joined(
      separator: "\n") + "\n"
  }
}
