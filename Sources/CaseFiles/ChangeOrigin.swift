public import HostSystem
public import Magnets
internal import Superconductors

extension SimulationCase {
  /// Adds to the assumptions of materials where numbers came from that replace what is said above about them.
  ///
  /// - Parameter source: as in `fitted to 3 measured values`.
  package mutating func note(_ changes: [EditableCase.Change], source: String) {
    for index in bulks.indices {
      let name = bulks[index].material.name
      for change in changes {
        let isOfMaterial = ["materials.\(name).", "materials.*."].contains { change.key.hasPrefix($0) }
        if change.key == CaseShorthand.scale.rawValue {
          bulks[index].material.assumptions.append(
            "Jc is \(source): \(change.description), times what stands above about it.")
        } else if isOfMaterial {
          bulks[index].material.assumptions.append("\(change.description) is \(source).")
        }
      }
    }
  }
}

extension ValidCase {
  /// The case with keys set, as from a command line; what stands in the case itself comes first.
  ///
  /// - Throws: `InputError` for a key that there is not, and for a value that the case does not take.
  public func setting(_ changes: [EditableCase.Change]) throws(InputError) -> ValidCase {
    guard !changes.isEmpty else { return self }
    do {
      var simulationCase = try EditableCase(self).setting(changes).simulationCase
      simulationCase.note(changes, source: "set beside the case")
      return try ValidCase(simulationCase)
    } catch {
      throw InputError(.wrong, "\(error)")
    }
  }
}
