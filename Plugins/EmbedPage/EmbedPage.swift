import Foundation
import PackagePlugin

/// Writes the files of `Page` into the program as text: `pageFiles`, by their names. With resources of the package manager a bundle would
/// have to lie beside the program.
@main struct EmbedPage: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.pluginWorkDirectoryURL.appending(path: "generated")
    // Written only when it changes, so that what depends on it is not compiled for nothing.
    let script = ######"""
      cd "$1" && mkdir -p "$2" || exit 1
      {
        echo 'let pageFiles: [PageFile] = ['
        for file in *; do
          printf '  PageFile(name: "%s", text: #####"""\n' "$file"
          cat "$file"
          printf '\n"""#####),\n'
        done
        echo ']'
      } >"$2/PageFiles.new"
      if cmp -s "$2/PageFiles.new" "$2/PageFiles.swift"; then rm "$2/PageFiles.new"
      else mv "$2/PageFiles.new" "$2/PageFiles.swift"; fi
      """######
    return [
      .prebuildCommand(
        displayName: "Files of the page", executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", script, "sh", target.directoryURL.appending(path: "Page").path, folder.path],
        outputFilesDirectory: folder)
    ]
  }
}
