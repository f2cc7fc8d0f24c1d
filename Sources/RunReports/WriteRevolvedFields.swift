internal import Magnets
public import HostSystem
internal import Reporting

/// Writes a run's field maps turned around the axis, `fields-3d/stage-<i>-<stage>.vtu` and `fields-3d.pvd`, in place of older
/// ones.
///
/// - Parameter sectors: solids around the axis, at least 3.
/// - Returns: the collection's path; nil for a run without field maps.
public func writeRevolvedFields(_ record: RunRecord, sectors: Int) throws(OutputError) -> String? {
  guard !record.maps.isEmpty else { return nil }
  try createFolders("\(record.folder)/fields-3d")
  var entries: [FieldSeriesEntry] = []
  for map in record.maps {
    let stage = record.summary.stages[map.stage]
    let file = "fields-3d/stage-\(map.stage)-\(fileName(from: stage.stage)).vtu"
    try replaceFile("\(record.folder)/\(file)", revolvedVTUText(map.fields, sectors: sectors))
    entries.append(FieldSeriesEntry(time: stage.time, file: file))
  }
  let collection = "\(record.folder)/fields-3d.pvd"
  try replaceFile(collection, pvdText(entries))
  return collection
}
