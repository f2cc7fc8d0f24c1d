internal import Notation

/// One field map of a time series.
package struct FieldSeriesEntry {
  /// [s]
  package var time: Double
  /// Relative to the folder of the collection.
  package var file: String

  package init(time: Double, file: String) { (self.time, self.file) = (time, file) }
}

/// ParaView's collection of field maps, with the time [s] as its timestep. File names must not need escaping in XML.
package func pvdText(_ entries: [FieldSeriesEntry]) -> String {
  let lines =
    [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<VTKFile type="Collection" version="1.0" byte_order="LittleEndian">"#, "<Collection>",
    ]
    + entries.map { #"<DataSet timestep="\#(plain($0.time))" group="" part="0" file="\#($0.file)"/>"# }
    + ["</Collection>", "</VTKFile>"]
  return lines.joined(separator: "\n") + "\n"
}
