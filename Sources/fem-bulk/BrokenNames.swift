/// Refuses arguments that are not UTF-8: Swift hands them over with U+FFFD in the place of such bytes, and a file of that name would be
/// another one, or be made anew.
///
/// - Throws: `ProgramError` with the argument as far as it can be shown.
func refuseBrokenNames(_ arguments: [String]) throws(ProgramError) {
  guard let broken = arguments.first(where: { $0.contains("\u{FFFD}") }) else { return }
  throw ProgramError(.wrongUse, "\(broken): is not UTF-8, as names of files have to be here; rename the file")
}
