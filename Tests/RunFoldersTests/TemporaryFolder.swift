import FoundationEssentials
import HostSystem

/// Runs a body with a new empty folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = FileManager.default.temporaryDirectory.appending(path: "fem-bulk-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

func contents(_ path: String) throws -> String {
  String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}

/// All files below a folder, as paths relative to it.
func files(below path: String) throws -> Set<String> {
  var found: Set<String> = []
  for entry in try FileManager.default.contentsOfDirectory(atPath: path) {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: "\(path)/\(entry)", isDirectory: &isFolder) else { continue }
    if isFolder {
      found.formUnion(try files(below: "\(path)/\(entry)").map { "\(entry)/\($0)" })
    } else {
      found.insert(entry)
    }
  }
  return found
}
