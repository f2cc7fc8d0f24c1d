/// A text as a gnuplot string that does nothing but show it: names in a run folder may come from anybody.
///
/// Within single quotes gnuplot substitutes nothing, backquotes included; there only the quote itself is special, and the
/// characters of its markup, which a backslash makes plain.
func gnuplotString(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "'": result += "''"
    case "_", "^", "{", "}", "@", "&", "~", "\\": result += "\\\(scalar)"
    case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): result += " "
    default: result.unicodeScalars.append(scalar)
    }
  }
  return "'\(result)'"
}

/// A number for gnuplot, in which what is not finite leaves a gap.
///
/// Seven digits, which no picture can show.
func gnuplotNumber(_ value: Double) -> String {
  let short = Float(value)
  return short.isFinite ? short.description : "NaN"
}

/// Columns as a block of data for a script, under a name that the caller chose.
func dataBlock(_ name: String, _ rows: [[Double]]) -> String {
  let lines = rows.map { $0.map(gnuplotNumber).joined(separator: " ") }
  return (["$\(name) << EOD"] + lines + ["EOD"]).joined(separator: "\n")
}

/// Values on a grid as a block of data that is plotted by `matrixColumns`.
///
/// gnuplot reads the places from the first row and column: computing them from indices takes it three system calls for each point.
func matrixBlock(_ name: String, columns: [Double], rows: [(place: Double, values: [Double])]) -> String {
  dataBlock(name, [[Double(columns.count)] + columns] + rows.map { [$0.place] + $0.values })
}

/// What plots a `matrixBlock`.
func matrixColumns(_ name: String) -> String { "$\(name) nonuniform matrix using 1:2:3" }

/// The same in groups with a blank line between them: lines of a grid, polygons.
func dataBlock(_ name: String, groups: [[[Double]]]) -> String {
  let texts = groups.map { rows in rows.map { $0.map(gnuplotNumber).joined(separator: " ") }.joined(separator: "\n") }
  return "$\(name) << EOD\n" + texts.joined(separator: "\n\n") + "\nEOD"
}

/// A path between single quotes of a script, without the quotes around it; nil when no quotes can hold it.
func gnuplotPath(_ path: String) -> String? {
  path.contains(where: \.isNewline) ? nil : path.replacing("'", with: "''")
}
