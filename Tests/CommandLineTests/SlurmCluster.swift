import Foundation
import FoundationEssentials
import HostSystem

/// A cluster of one node on this machine: munged, slurmctld and slurmd in a temporary folder, on loopback.
final class SlurmCluster {
  /// Where the tests' user may start one and the programs are there, Debian's packages slurm-wlm and munge; slurmd does not start
  /// where the system's control groups are hidden.
  static let isPossible =
    geteuid() == 0 && (try? FileManager.default.contentsOfDirectory(atPath: "/sys/fs/cgroup"))?.isEmpty == false
    && ["munged", "slurmctld", "slurmd"].allSatisfy { name in
      ["/usr/sbin", "/usr/bin", "/sbin"].contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

  let folder: TemporaryFolder
  let environment: [String: String]
  private var daemons: [String: Int32] = [:]

  struct DidNotHappen: Error { let logs: String }

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.url.path
    environment = [
      "SLURM_CONF": "\(path)/slurm.conf", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    ]
    try folder.makeFolder("state")
    try folder.makeFolder("spool")
    try folder.write(Data((0..<1024).map { _ in UInt8.random(in: 0...255) }), to: "munge.key")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(path)/munge.key")
    let host = try shell("hostname -s").output.split(separator: "\n").first.map(String.init) ?? "localhost"
    let port = Int.random(in: 20000...29999)
    try folder.write(
      """
      ClusterName=test
      SlurmctldHost=\(host)(127.0.0.1)
      SlurmUser=root
      SlurmdUser=root
      SlurmctldPort=\(port)
      SlurmdPort=\(port + 1)
      AuthType=auth/munge
      AuthInfo=socket=\(path)/munge.socket
      CredType=cred/munge
      StateSaveLocation=\(path)/state
      SlurmdSpoolDir=\(path)/spool
      SlurmctldPidFile=\(path)/slurmctld.pid
      SlurmdPidFile=\(path)/slurmd.pid
      SlurmctldLogFile=\(path)/slurmctld.log
      SlurmdLogFile=\(path)/slurmd.log
      ProctrackType=proctrack/linuxproc
      TaskPlugin=task/none
      SelectType=select/cons_tres
      SelectTypeParameters=CR_CPU
      SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
      AccountingStorageType=accounting_storage/none
      JobAcctGatherType=jobacct_gather/none
      MpiDefault=none
      SwitchType=switch/none
      ReturnToService=2
      KillWait=2
      NodeName=\(host) NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
      PartitionName=main Nodes=ALL Default=YES DefaultTime=10 State=UP

      """, to: "slurm.conf")
    try start(
      "munged",
      [
        "--foreground", "--key-file=\(path)/munge.key", "--socket=\(path)/munge.socket",
        "--pid-file=\(path)/munged.pid",
        "--log-file=\(path)/munged.log", "--seed-file=\(path)/munge.seed", "--force",
      ])
    try waitUntil(10) { FileManager.default.fileExists(atPath: "\(path)/munge.socket") }
    try start("slurmctld", ["-D"])
    try start("slurmd", ["-D"])
    try waitUntil(20) { try self.shell("sinfo --noheader --format=%t").output.hasPrefix("idle") }
  }

  deinit {
    for name in ["slurmd", "slurmctld", "munged"] { stop(name) }
  }

  func shell(_ command: String) throws -> Run {
    try Run(["-c", command], environment: environment, program: URL(filePath: "/bin/bash"))
  }

  /// As a grandchild without any open file of ours: Foundation learns of a child's end by a socket, which those that are started at
  /// the same moment inherit, so that other tests would wait for a daemon's end.
  private func start(_ name: String, _ arguments: [String]) throws {
    let command = ([name] + arguments).map { "'\($0)'" }.joined(separator: " ")
    let run = try shell(
      "(for f in /proc/self/fd/*; do f=${f##*/}; ((f > 2)) && eval \"exec $f>&-\"; done; "
        + "exec \(command) </dev/null >'\(folder.url.path)/\(name).messages' 2>&1) & echo $!")
    daemons[name] = Int32(run.output.filter(\.isNumber))
  }

  private func stop(_ name: String) {
    guard let process = daemons.removeValue(forKey: name) else { return }
    kill(process, SIGTERM)
    // It is gone, or waits for somebody to note that it is.
    try? waitUntil(10) {
      guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
      return status.contains(") Z ")
    }
    kill(process, SIGKILL)
  }

  /// The controller goes down for a while, as for maintenance.
  func restartController() throws {
    stop("slurmctld")
    Thread.sleep(forTimeInterval: 1)
    try start("slurmctld", ["-D"])
  }

  func waitUntil(_ seconds: Double, _ condition: () throws -> Bool) throws {
    let end = Date(timeIntervalSinceNow: seconds)
    while try !condition() {
      guard Date() < end else { throw DidNotHappen(logs: logs) }
      Thread.sleep(forTimeInterval: 0.05)
    }
  }

  /// What the daemons said last.
  private var logs: String {
    ["munged.messages", "slurmctld.log", "slurmd.log", "slurmd.messages"].map { name in
      let lines = ((try? folder.text(of: name)) ?? "").split(separator: "\n").suffix(5)
      return "\(name): \(lines.joined(separator: "\n"))"
    }.joined(separator: "\n")
  }

  /// Processes whose arguments end so.
  static func processes(endingWith arguments: [String]) -> [Int32] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap { Int32($0) }.filter { process in
      guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
      return line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.suffix(arguments.count)
        == arguments[...]
    }
  }
}
