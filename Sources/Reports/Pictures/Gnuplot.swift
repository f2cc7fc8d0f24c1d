internal import Subprocess

/// Why pictures could not be drawn. The run they belong to is not touched by that.
public enum DrawingError: Error, Equatable, CustomStringConvertible {
  case programMissing
  /// The first lines of what gnuplot said.
  case failed(String)

  public var description: String {
    switch self {
    case .programMissing:
      "gnuplot is not installed, so there are no pictures; install it by: sudo apt-get install gnuplot-nox"
    case .failed(let reason): "gnuplot drew no pictures: \(reason)"
    }
  }
}

/// Runs a script file in one process and returns the SVG documents that it writes, in their order. No file of settings of the
/// user is read.
func drawSVG(scriptFile: String, count: Int) async throws(DrawingError) -> [String] {
  // gnuplot takes what begins with - for an option.
  let file = scriptFile.hasPrefix("-") ? "./\(scriptFile)" : scriptFile
  do {
    let result = try await run(
      .name("gnuplot"), arguments: ["-d", file], output: .bytes(limit: 200_000_000), error: .string(limit: 1_000_000))
    guard result.terminationStatus.isSuccess else {
      throw DrawingError.failed(firstLine(result.standardError) ?? "\(result.terminationStatus)")
    }
    let documents = svgDocuments(String(decoding: result.standardOutput, as: UTF8.self))
    guard documents.count == count else {
      throw DrawingError.failed(firstLine(result.standardError) ?? "\(documents.count) of \(count) pictures")
    }
    return documents
  } catch let error as DrawingError {
    throw error
  } catch let error as SubprocessError where error.code == .executableNotFound {
    throw .programMissing
  } catch {
    throw .failed("\(error)")
  }
}

/// Documents that stand one after the other.
private func svgDocuments(_ text: String) -> [String] {
  let bytes = text.utf8
  var starts: [String.Index] = []
  var line = bytes.startIndex
  while line < bytes.endIndex {
    if bytes[line...].starts(with: "<?xml".utf8) { starts.append(line) }
    guard let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) else { break }
    line = bytes.index(after: end)
  }
  return zip(starts, starts.dropFirst() + [bytes.endIndex]).map { String(text[$0..<$1]) }
}

/// What gnuplot complains about first, without the line that it quotes.
private func firstLine(_ text: String) -> String? {
  text.split(whereSeparator: \.isNewline).map { String($0.drop(while: \.isWhitespace)) }
    .first { !$0.isEmpty && !$0.allSatisfy { "^ ".contains($0) } }
}
