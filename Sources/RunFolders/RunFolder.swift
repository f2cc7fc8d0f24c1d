internal import FoundationEssentials
public import HostSystem

/// The folder of one run. It is new: two runs never share a folder, and no file is written twice.
///
///     let folder = try RunFolder(parent: "runs", name: "pair")      // runs/pair-20260801-093000
///     try folder.write(record)
///
/// `summary.json` is written last, so a folder that has one is complete.
public struct RunFolder: Sendable {
  /// As the parent was given: relative to the working folder or absolute.
  public let path: String
  private let lock: FolderLock?
  /// The end of a stopped run may have left files already.
  private let isResumed: Bool

  /// Creates `<parent>/<name>-<yyyymmdd>-<hhmmss>` (UTC), with -2, -3, ... when that exists; `parent` is created if missing.
  ///
  /// - Throws: `OutputError` with the folder that cannot be made.
  public init(parent: String, name: String) throws(OutputError) {
    try self.init(parent: parent, name: name, time: Date())
  }

  init(parent: String, name: String, time: Date) throws(OutputError) {
    let parent = parent.isEmpty ? "." : parent
    try createFolders(parent)
    let stem = "\(parent)\(parent.hasSuffix("/") ? "" : "/")\(fileName(from: name))-\(compactUTC(time))"
    var candidate = stem
    var count = 1
    while try !createFolder(exclusively: candidate) {
      count += 1
      candidate = "\(stem)-\(count)"
    }
    self.init(path: candidate, lock: FolderLock(candidate), isResumed: false)
  }

  init(path: String, lock: FolderLock?, isResumed: Bool) {
    self.path = path
    self.lock = lock
    self.isResumed = isResumed
  }

  func write(_ name: String, _ text: String) throws(OutputError) {
    try isResumed ? replaceFile("\(path)/\(name)", text) : writeNewFile("\(path)/\(name)", text)
  }

  func write(_ name: String, _ bytes: [UInt8]) throws(OutputError) {
    try isResumed ? replaceFile("\(path)/\(name)", bytes) : writeNewFile("\(path)/\(name)", bytes)
  }

  /// Removes the folder when there is nothing in it.
  public func removeIfEmpty() {
    guard (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty == true else { return }
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// A name that is safe as a part of a path: letters, digits, `.`, `_` and `-`, at most 80 bytes, no dot in front.
package func fileName(from name: String) -> String {
  let kept = name.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" }
  var parts = String(kept).split(separator: "-").joined(separator: "-").drop { $0 == "." }
  while parts.utf8.count > 80 { parts.removeLast() }
  return parts.isEmpty ? "run" : String(parts)
}

/// yyyymmdd-hhmmss
private func compactUTC(_ time: Date) -> String {
  String(time.formatted(.iso8601).compactMap { $0 == "T" ? "-" : ($0.isNumber ? $0 : nil) })
}
