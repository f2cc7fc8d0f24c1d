import Notation
import BulkSimulation
import Meshing
import Superconductors

/// A value in a case file.
enum CaseValue: Equatable {
  /// In the SI unit.
  case quantity(Double, String)
  case number(Double)
  /// Lines of text, kept as they are.
  case block(String)

  /// As it stands behind a key; `indent` is that of the lines of a block.
  func yaml(indent: String) -> String {
    switch self {
    case .quantity(let value, let unit): return "\(value) \(unit)"
    case .number(let value): return plain(value)
    case .block(let text):
      return "|\n" + text.split(separator: "\n").map { indent + $0 }.joined(separator: "\n")
    }
  }
}

/// What the mesh of a case is called next to its case file.
let meshFileName = "mesh.msh"

/// A case as a case file in SI units with every default filled in; reading it gives the same case again. An imported mesh
/// has to stand next to it as `meshFileName`.
func caseFileText(_ simulationCase: SimulationCase) -> String {
  var lines = ["name: \(quoted(simulationCase.name))"]
  if !simulationCase.summary.isEmpty { lines.append("description: \(quoted(simulationCase.summary))") }
  lines.append("bulks:")
  for bulk in simulationCase.bulks {
    let shape = bulk.shape
    let geometry =
      ", inner_radius: \(shape.innerRadius) m, outer_radius: \(shape.outerRadius) m, z_min: \(shape.zMin) m, "
      + "z_max: \(shape.zMax) m"
    lines.append(
      "  - {name: \(quoted(shape.name)), material: \(quoted(bulk.material.name))"
        + "\(simulationCase.importedMesh == nil ? geometry : "")}")
  }
  lines.append("materials:")
  var written: Set<String> = []
  for bulk in simulationCase.bulks where written.insert(bulk.material.name).inserted {
    lines += materialLines(bulk.material)
  }
  lines.append("protocol:")
  lines += simulationCase.stages.map { stage in
    "  - {\(stage.name): {\(stageText(stage, bulks: simulationCase.bulks.map(\.shape.name)))}}"
  }
  lines.append("probes:")
  lines += simulationCase.probes.map { "  \(quoted($0.name)): {r: \($0.r) m, z: \($0.z) m}" }
  lines.append("accuracy: \(ratioText(simulationCase.accuracy))")
  let interval = simulationCase.outputInterval.map { "every: \($0) s, " } ?? ""
  lines.append("output: {\(interval)fields: \(simulationCase.fieldOutput.rawValue)}")
  if let cells = simulationCase.cells {
    lines.append("mesh: {cells_r: \(cells.radial), cells_z: \(cells.axial)}")
  }
  if simulationCase.importedMesh != nil { lines.append("mesh: {file: \(meshFileName)}") }
  if let solver = solverText(simulationCase.solver) { lines.append("solver: \(solver)") }
  return lines.joined(separator: "\n") + "\n"
}

/// The entry of `materials` that describes one, indented to stand below that key.
func materialLines(_ material: Material) -> [String] {
  var lines = ["  \(quoted(material.name)):", "    jc:"]
  if let law = material.criticalCurrent as? any CaseLaw {
    lines.append("      law: \(type(of: law).caseName)")
    lines += law.caseEntries.map { "      \($0.key): \($0.value.yaml(indent: "        "))" }
  } else {
    // Only a program that uses the library can get here: case files know no other laws.
    lines.append("      # no case file can describe this law: \(material.criticalCurrent.summary)")
  }
  if let factor = material.temperatureFactor {
    lines.append("    temperature: {tc: \(factor.criticalTemperature) K, exponent: \(plain(factor.exponent))}")
  }
  if let map = material.map {
    lines += ["    jc_map:", "      data: \(CaseValue.block(map.csv).yaml(indent: "        "))"]
  }
  lines.append("    n: \(plain(material.n))")
  lines.append("    e0: \(material.e0) V/m")
  if let validity = material.validity {
    let (coldest, warmest) = (validity.temperature.lowerBound, validity.temperature.upperBound)
    lines.append("    validity: {b_max: \(validity.largestField) T, t_min: \(coldest) K, t_max: \(warmest) K}")
  }
  if !material.assumptions.isEmpty {
    lines.append("    assumptions:")
    lines += material.assumptions.map { "      - \(quoted($0))" }
  }
  return lines
}

private func stageText(_ stage: MagnetisationStage, bulks: [String]) -> String {
  func text(_ temperature: BulkTemperature) -> String {
    if case .uniform(let value) = temperature { return "\(value) K" }
    return "{" + bulks.map { "\(quoted($0)): \(temperature.of($0) ?? 0) K" }.joined(separator: ", ") + "}"
  }
  func text(_ pace: MagnetisationStage.Pace, _ unit: String) -> String {
    switch pace {
    case .rate(let rate): "rate: \(rate) \(unit)"
    case .duration(let duration): "duration: \(duration) s"
    }
  }
  return switch stage {
  case .cool(let field, let temperature): "field: \(field) T, temperature: \(text(temperature))"
  case .ramp(let field, let pace): "field: \(field) T, \(text(pace, "T/s"))"
  case .hold(let duration): "duration: \(duration) s"
  case .temperature(let target, let pace): "to: \(text(target)), \(text(pace, "K/s"))"
  }
}

/// A ratio in a unit and with digits that are read back as exactly the same number.
private func ratioText(_ ratio: Double) -> String {
  for (unit, divisor) in [("%", 100.0), ("ppm", 1e6)] {
    let value = ratio * divisor
    for candidate in [value, value.nextUp, value.nextDown] where candidate / divisor == ratio {
      return "\(plain(candidate)) \(unit)"
    }
  }
  return "\(ratio * 100) %"
}

/// A text between double quotes; a plain name stays as it is, unless YAML would take it for a number or nothing.
private func quoted(_ text: String) -> String {
  if isName(text), text.first?.isLetter == true,
    !["null", "true", "false", "yes", "no", "on", "off"].contains(text.lowercased())
  {
    return text
  }
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F || (0x80...0x9F).contains(scalar.value) {
        let hex = String(scalar.value, radix: 16)
        result += "\\x" + (hex.count < 2 ? "0" : "") + hex
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result + "\""
}
