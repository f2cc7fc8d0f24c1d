import FoundationEssentials

/// The commit that the running program was built from: `make build` leaves it in a file beside the program.
///
/// A file rather than a compiled-in constant, because a flag that changes with every commit would rebuild everything.
func buildCommit() -> String? {
  guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
  // Older than the program: left by another build.
  func modified(_ path: String) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
  }
  guard let built = modified(program), let noted = modified(program + ".commit"), noted >= built else { return nil }
  guard let text = try? String(contentsOfFile: program + ".commit", encoding: .utf8) else { return nil }
  let commit = text.filter { !$0.isWhitespace }
  return commit.isEmpty || commit.count > 100 ? nil : commit
}
