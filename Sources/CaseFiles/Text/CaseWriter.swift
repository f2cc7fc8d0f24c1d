public import Magnets
public import Superconductors

/// A case as a case file in SI units with every default filled in; reading it gives the same case again. An imported mesh
/// has to stand next to it as `meshFileName`.
public func caseFileText(_ simulationCase: SimulationCase) -> String {
  let distinct = simulationCase.withDistinctMaterialNames
  return CaseTree.lines(caseEntries().tree(of: distinct)).joined(separator: "\n") + "\n"
}

/// The entry of `materials` that describes one, with that key.
public func materialsText(_ material: Material) -> String {
  CaseTree.lines([("materials", .mapping([(quoted(material.name), .mapping(materialEntries().tree(of: material)))]))])
    .joined(separator: "\n")
}
