/// Why a key of a case cannot be set so: a sentence with the remedy, to be put behind the place where the key was written.
public struct CaseChangeError: Error, Equatable, Sendable, CustomStringConvertible {
  public var description: String

  package init(_ description: String) { self.description = description }
}
