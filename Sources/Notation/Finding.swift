/// Something that is wrong with a value, where it stands, and what to do about it.
public struct Finding: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Of the value in the case; empty for the case as a whole.
  public var path: CasePath
  /// A clause without a full stop: `-4.8 T/h is not positive`.
  public var problem: String
  /// What to write instead, likewise.
  public var remedy: String

  public init(_ path: CasePath, _ problem: String, remedy: String) {
    self.path = path
    self.problem = problem
    self.remedy = remedy
  }

  /// Without the path.
  public var message: String { "\(problem); \(remedy)" }

  public var description: String { path.steps.isEmpty ? message : "\(path): \(message)" }
}
