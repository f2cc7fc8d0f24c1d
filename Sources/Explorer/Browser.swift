internal import Subprocess

/// Shows an address in the user's browser.
///
/// - Returns: false where there is none to be started.
public func openInBrowser(_ address: String) async -> Bool {
  let outcome = try? await Subprocess.run(
    .name("xdg-open"), arguments: [address], output: .discarded, error: .discarded)
  return outcome?.terminationStatus.isSuccess == true
}
