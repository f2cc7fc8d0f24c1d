import Foundation
import PackagePlugin

/// Writes the commit of the sources into the program, before each build: `builtCommit`, nil where there is no git.
///
/// A plugin, because a file beside the program does not go with a copy of it, and the manifest's own knowledge of git is kept from
/// one build to the next.
@main struct EmbedCommit: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.pluginWorkDirectoryURL.appending(path: "generated")
    // Written only when it changes, so that what depends on it is not compiled for nothing.
    let script = """
      cd "$1" && mkdir -p "$2" || exit 1
      commit=$(git describe --always --dirty --abbrev=40 2>/dev/null | grep -Ex '[0-9A-Za-z._-]{1,100}')
      text="let builtCommit: String? = ${commit:+\\"$commit\\"}"
      [ -n "$commit" ] || text="let builtCommit: String? = nil"
      [ "$(cat "$2/BuiltCommit.swift" 2>/dev/null)" = "$text" ] || printf '%s\\n' "$text" >"$2/BuiltCommit.swift"
      """
    return [
      .prebuildCommand(
        displayName: "Commit of the sources", executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", script, "sh", context.package.directoryURL.path, folder.path], outputFilesDirectory: folder)
    ]
  }
}
