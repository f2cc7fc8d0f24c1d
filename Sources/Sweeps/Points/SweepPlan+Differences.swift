extension SweepPlan {
  /// What is different from an older plan, in a few phrases.
  func differences(from old: SweepPlan) -> [String] {
    var phrases: [String] = []
    if name != old.name { phrases.append("its name is \(old.name), not \(name)") }
    phrases += Self.changedLines(old.evaluation.caseText, evaluation.caseText)
    if evaluation.meshText != old.evaluation.meshText { phrases.append("the mesh is another one") }
    let (columns, oldColumns) = (evaluation.columns, old.evaluation.columns)
    let (names, oldNames) = (
      columns.map(\.name).joined(separator: ", "), oldColumns.map(\.name).joined(separator: ", ")
    )
    if names != oldNames {
      phrases.append("it varies \(oldNames), not \(names)")
    } else if columns != oldColumns {
      phrases.append("the keys of \(zip(columns, oldColumns).first { $0 != $1 }?.0.name ?? "a column") are others")
    } else if design != old.design {
      phrases.append(
        "the values of \(changedColumns(old)) are others (\(old.design.count ?? 0) points there, \(design.count ?? 0) here)"
      )
    }
    if target != old.target { phrases.append("its target is \(old.target), not \(target)") }
    return phrases.isEmpty ? ["its results are others"] : phrases
  }

  private func changedColumns(_ old: SweepPlan) -> String {
    let changed = zip(design.parts, old.design.parts).filter { $0 != $1 }.flatMap { $0.0.columns.map(\.name) }
    return changed.isEmpty ? "all columns" : changed.joined(separator: ", ")
  }

  /// The first lines in which two case files differ; they have a line for every bulk, material property and stage.
  private static func changedLines(_ old: String, _ new: String) -> [String] {
    guard old != new else { return [] }
    func lines(_ text: String) -> [Substring] { text.split(separator: "\n").map { $0.drop { $0 == " " } } }
    let changes = lines(new).difference(from: lines(old))
    func quoted(_ changes: [CollectionDifference<Substring>.Change]) -> String {
      let texts = changes.prefix(3).map { change in
        switch change {
        case .insert(_, let line, _), .remove(_, let line, _): line.count > 80 ? "\(line.prefix(77))..." : "\(line)"
        }
      }
      return texts.joined(separator: " | ") + (changes.count > 3 ? " ..." : "")
    }
    let was = changes.removals.isEmpty ? "" : " has \"\(quoted(changes.removals))\""
    let isNow =
      changes.insertions.isEmpty ? "" : "\(was.isEmpty ? " lacks" : ", now") \"\(quoted(changes.insertions))\""
    return ["its case\(was)\(isNow)"]
  }
}
