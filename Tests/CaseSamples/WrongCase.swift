import Magnets

/// A case with a fault, the path of the key that has it, and what is said of it.
package struct WrongCase: Sendable, CustomStringConvertible {
  /// What becomes of the fault in the text of a case file.
  package enum InFile: Sendable {
    /// It is found with file and line.
    case found
    /// The reader stops before a case is made of the text: what is wrong is no number, table or list at all.
    case unreadable
    /// No text says it: it is gone, or only a program can make it.
    case none
  }

  package var path: String
  /// A part of the message.
  package var message: String
  package var inFile: InFile
  package var value: SimulationCase

  init(
    _ path: String, _ message: String, _ inFile: InFile = .found, from base: SimulationCase = pairValue,
    _ change: (inout SimulationCase) -> Void
  ) {
    self.path = path
    self.message = message
    self.inFile = inFile
    value = base
    change(&value)
  }

  package var description: String { "\(path): \(message)" }

  /// Every kind of fault that a case can have.
  package static let all =
    names + outlines + lists + laws + tables + maps + materials + protocols + sources + supports + heat + settings
    + meshes
}
