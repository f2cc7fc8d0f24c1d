import BulkSimulation
import HostSystem
import RunFolders
import Sweeps

/// How the program ends, as scripts see it. The numbers are those of `sysexits.h`.
enum Outcome: Int32, CaseIterable {
  case done = 0
  case wrongUse = 64
  case wrongData = 65
  case missingInput = 66
  case computationFailed = 70
  case cannotWrite = 73
  case stopped = 75
  case interrupted = 130
  case terminated = 143

  var meaning: String {
    switch self {
    case .done: "done"
    case .wrongUse: "wrong use: an unknown option, or a value it does not take"
    case .wrongData: "wrong case or data file; the message names line, key and remedy"
    case .missingInput: "an input file is missing or cannot be read"
    case .computationFailed: "the computation failed; the message tells what, where and when"
    case .cannotWrite: "the output cannot be written, or would replace a file"
    case .stopped: "stopped; can be resumed"
    case .interrupted: "interrupted by a signal (SIGINT, Ctrl-C)"
    case .terminated: "ended by a signal (SIGTERM)"
    }
  }

  /// One line for each status.
  static var list: String {
    allCases.map { status in
      let code = String(status.rawValue)
      return String(repeating: " ", count: 5 - code.count) + code + "  " + status.meaning
    }.joined(separator: "\n")
  }
}
