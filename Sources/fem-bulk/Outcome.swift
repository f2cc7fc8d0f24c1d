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

  fileprivate init(_ kind: InputError.Kind) {
    self =
      switch kind {
      case .missing: .missingInput
      case .wrong: .wrongData
      case .use: .wrongUse
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

/// Why the program cannot do what it was asked: a sentence for the user and the exit status for scripts.
struct ProgramError: Error, Equatable, CustomStringConvertible {
  var status: Outcome
  var message: String

  init(_ status: Outcome, _ message: String) {
    self.status = status
    self.message = message
  }

  var description: String { message }
}

extension ProgramError {
  /// What a library could not do, with its exit code; nil for an error of another kind.
  init?(_ error: any Error) {
    switch error {
    case let error as ProgramError: self = error
    case let error as InputError: self.init(Outcome(error.kind), error.message)
    case let error as OutputError: self.init(.cannotWrite, "\(error)")
    case let error as StoreError: self.init(Outcome(error), error.description)
    case let error as RecordError: self.init(Outcome(error), error.description)
    case let error as RunFolderError: self.init(Outcome(error), error.description)
    default: return nil
    }
  }
}

extension Outcome {
  fileprivate init(_ error: StoreError) {
    self =
      switch error {
      case .unusable, .otherSweep: .wrongData
      case .missing: .missingInput
      case .cannotWrite: .cannotWrite
      }
  }

  fileprivate init(_ error: RecordError) {
    self =
      switch error {
      case .missing: .missingInput
      case .wrong: .wrongData
      }
  }

  fileprivate init(_ error: RunFolderError) {
    self =
      switch error {
      case .noFolder: .missingInput
      case .inUse: .cannotWrite
      case .complete, .noCheckpoint, .damaged, .otherProgram, .otherCase: .wrongData
      }
  }

  init(_ error: SimulationError) {
    self =
      switch error {
      case .stopped: .stopped
      case .foreignState, .tooLarge: .wrongData
      case .stepFloor, .unusableProtocol, .degenerateMesh, .incompleteMap, .brokenInvariant: .computationFailed
      }
  }
}
