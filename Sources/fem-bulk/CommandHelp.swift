import ArgumentParser

extension CommandConfiguration {
  /// A command without subcommands, whose help begins with an example.
  init(_ name: String, _ abstract: String, example: String, _ discussion: String) {
    self.init(commandName: name, abstract: abstract, discussion: "Example: \(example)\n\n\(discussion)")
  }
}
