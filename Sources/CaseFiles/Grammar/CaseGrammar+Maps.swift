internal import HostSystem
internal import Notation
internal import Superconductors
internal import Tables

/// `jc_map: {file: map.csv}`, or with the map itself under `data`, as in the case file of a run folder, which must not depend
/// on files elsewhere.
func mapEntry() -> Entry<Material> {
  let keys = TableKeys(
    what: "map", example: "{file: map.csv}", fileExample: "map.csv", header: "r[mm],z[mm],factor",
    unitsExample: "{r: mm, z: mm}",
    columnsSentence: "A table next to the case file, with columns as in r[mm],z[mm],factor.")
  return Entry(
    "jc_map", example: keys.example,
    schema: .anyOf(
      ["file", "data"].map { given in
        .mapping(keys.schema.filter { $0.key == given || $0.key == "units" }, required: [given])
      }, description: "Jc times a factor that depends on the place."),
    read: { node, material, reading in
      let fields = try node.fields(TableKeys.names, example: keys.example)
      material.map = try keys.read(fields, reading) { csv, file, units throws(TableError) in
        try CriticalCurrentMap.reading(csv, file: file, units: units)
      }
    },
    write: { material in material.map.map { .mapping([("data", .block($0.csv))]) } }, place: { _ in nil })
}
