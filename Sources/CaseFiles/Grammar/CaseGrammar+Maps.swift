internal import HostSystem
internal import Notation
internal import Superconductors
internal import Tables

/// `jc_map: {file: map.csv}`, or with the map itself under `data`, as in the case file of a run folder, which must not depend
/// on files elsewhere.
func mapEntry() -> Entry<Material> {
  Entry(
    "jc_map", example: "{file: map.csv}",
    schema: .anyOf(
      [
        .mapping(
          [
            "file": .string("A table next to the case file, with columns as in r[mm],z[mm],factor."),
            "units": .named(.string("A unit."), description: "Units of columns whose heads have none."),
          ], required: ["file"]),
        .mapping(["data": .string("The map itself.")], required: ["data"]),
      ], description: "Jc times a factor that depends on the place."),
    read: { node, material, reading in
      let fields = try node.fields(["file", "data", "units"], example: "{file: map.csv}")
      let (name, csv) = try fields.tableText(
        "map", example: "{file: map.csv}", fileExample: "map.csv",
        dataExample: "r[mm],z[mm],factor and lines of values",
        reader: reading.tableText)
      let units = try fields.tableUnits(example: "{r: mm, z: mm}")
      do throws(TableError) {
        let (map, summary) = try CriticalCurrentMap.reading(csv, file: name, units: units)
        if fields["file"] != nil { reading.readings.append("\(name): \(summary)") }
        material.map = map
      } catch {
        throw InputError(error)
      }
    },
    write: { material in material.map.map { .mapping([("data", .block($0.csv))]) } }, place: { _ in nil })
}
