package import HostSystem
package import Magnets

// What a file about a case names of it: a probe, a stage.

/// The index of a probe of the case.
package func readProbe(_ fields: CaseFields, _ base: SimulationCase) throws(InputError) -> Int {
  let node = try fields.require("probe", example: "centre")
  let name = try node.text(example: "centre")
  let known = base.probes.map(\.name)
  guard let index = known.firstIndex(of: name) else { throw node.unknown("probe", name, known: known) }
  return index
}

/// The index of a stage: its number in the protocol from 0, or its name if it is the only one of that name.
package func readStage(_ fields: CaseFields, _ base: SimulationCase) throws(InputError) -> Int {
  let node = try fields.require("stage", example: "ramp")
  let written = try node.text(example: "ramp")
  let names = base.stages.map(\.name)
  if let index = Int(written) {
    guard names.indices.contains(index) else {
      throw node.error("the protocol has \(names.count) stages, counted from 0: \(names.joined(separator: ", "))")
    }
    return index
  }
  let found = names.indices.filter { names[$0] == written }
  guard let index = found.first else { throw node.unknown("stage", written, known: names) }
  guard found.count == 1 else {
    throw node.error(
      "\(found.count) stages are called \(written); write a number from 0: \(found.map(String.init).joined(separator: ", "))"
    )
  }
  return index
}
