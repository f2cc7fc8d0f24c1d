import BulkSimulation
import DesignHistory
import HostSystem
import Magnets
import RunFolders
import Studies
import Sweeps

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
  /// An error of the library with the exit status that belongs to it; nil for any other, the argument parser's among them.
  init?(_ error: any Error) {
    let status: Outcome
    switch error {
    case let error as ProgramError:
      self = error
      return
    case let error as InputError: status = Outcome(error.kind)
    case is InvalidCase, is HomogeneityError: status = .wrongData
    case StudyError.refused: status = .wrongData
    case StudyError.failed: status = .computationFailed
    case let error as SimulationError: status = Outcome(error)
    case SafeRamp.Failure.run(let error): status = Outcome(error)
    case is SafeRamp.Failure: status = .wrongData
    case is OutputError: status = .cannotWrite
    case let error as RunFolderError: status = Outcome(error)
    case let error as RecordError: status = Outcome(error)
    case let error as StoreError: status = Outcome(error)
    case is SlurmFailure: status = .computationFailed
    case let error as HistoryError: status = Outcome(error)
    default: return nil
    }
    self.init(status, "\(error)")
  }
}

extension Outcome {
  fileprivate init(_ kind: InputError.Kind) {
    self =
      switch kind {
      case .missing: .missingInput
      case .wrong: .wrongData
      case .use: .wrongUse
      }
  }

  init(_ error: SimulationError) {
    self =
      switch error {
      case .stopped: .stopped
      case .foreignState, .tooLarge, .invalid, .otherMagnet: .wrongData
      case .stepFloor, .degenerateMesh, .brokenInvariant: .computationFailed
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

  fileprivate init(_ error: RecordError) {
    self =
      switch error {
      case .missing: .missingInput
      case .wrong: .wrongData
      }
  }

  fileprivate init(_ error: StoreError) {
    self =
      switch error {
      case .unusable, .unmade, .otherSweep: .wrongData
      case .missing: .missingInput
      case .cannotWrite: .cannotWrite
      }
  }

  fileprivate init(_ error: HistoryError) {
    self =
      switch error {
      case .missing: .missingInput
      case .exists, .cannotWrite: .cannotWrite
      case .unusable: .wrongData
      case .unknown, .refused: .wrongUse
      case .noSuggestion: .computationFailed
      }
  }
}
