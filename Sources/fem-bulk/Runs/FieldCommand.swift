import ArgumentParser
import BulkSimulation
import HostSystem
import Magnets
import Notation
import Reports
import RunFolders

struct FieldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "field", "Tells the field of a run anywhere, without solving again.",
    example: "fem-bulk field runs/pair-20260801-093000 --line r=0,z=-20mm:20mm:0.5mm",
    """
    From the currents that the run's folder keeps: B, the vector potential and the estimated error of each value, inside of bulks, on \
    their edges and on the axis as well. Of a grid, along a line, or at the points of a table with columns r and z, to \
    standard output as CSV or to a file whose suffix tells the format: .csv, .vti (ParaView) or .npz (NumPy). Over a sphere or a \
    cylinder, how homogeneous Bz is, and for a sphere its zonal coefficients to order \(Homogeneity.order).
    """)

  @Argument(help: "Folder of the run.", completion: .directory)
  var folder: String

  @Argument(
    help: ArgumentHelp("Table of points: columns r and z with units, as r[mm],z[mm].", valueName: "points.csv"),
    completion: .file(extensions: ["csv"]))
  var pointsFile: String?

  @Option(help: ArgumentHelp("The same as an option.", valueName: "file"), completion: .file(extensions: ["csv"]))
  var points: String?

  @Option(
    help: ArgumentHelp(
      "First, last and step of r and z: r=0:20mm:0.1mm,z=-10:10mm:0.1mm; a number without a unit has that of the next.",
      valueName: "ranges"),
    transform: gridOption)
  var grid: FieldPoints?

  @Option(
    help: ArgumentHelp("The same with one of the two fixed: r=0,z=-10mm:10mm:0.1mm.", valueName: "ranges"),
    transform: lineOption)
  var line: FieldPoints?

  @Option(help: ArgumentHelp("Homogeneity over a sphere.", valueName: "diameter"), transform: positiveQuantity(.length))
  var sphere: Double?

  @Option(
    help: ArgumentHelp("The same over a cylinder, 10mmx20mm.", valueName: "diameter x height"),
    transform: cylinderOption)
  var cylinder: Homogeneity.Sample?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Height of the sample's centre on the axis. (default: 0 mm)", valueName: "z"),
    transform: quantity(.length))
  var centre: Double?

  @Option(
    help: ArgumentHelp("Name or number (from 0) of the stage at whose end. (default: the last)", valueName: "stage"))
  var stage: String?

  @Option(
    help: ArgumentHelp("A new file for the values.", valueName: "file"),
    completion: .file(extensions: ["csv", "vti", "npz"]))
  var output: String?

  @Flag(help: "Print the homogeneity as one JSON document.")
  var json = false

  private var sample: Homogeneity.Sample? { sphere.map { .sphere(diameter: $0) } ?? cylinder }

  func validate() throws {
    let asked = [pointsFile != nil, points != nil, grid != nil, line != nil, sphere != nil, cylinder != nil]
    guard asked.count(where: { $0 }) == 1 else {
      throw ValidationError("say where: one of --grid, --line, a table of points, --sphere and --cylinder")
    }
    if sample == nil, json || centre != nil {
      throw ValidationError("\(json ? "--json" : "--centre") is for --sphere and --cylinder")
    }
    if sample != nil, output != nil { throw ValidationError("--output is for values; the homogeneity is printed") }
  }

  func run() throws {
    let format = try output.map { try FieldMap.Format(file: $0) }
    let recorded = try RecordedField(folder: folder, stage: stage)
    if let sample {
      let homogeneity = try Homogeneity(recorded.field, sample: sample, z: centre ?? 0)
      return try StandardOutput.write(
        json
          ? encodeJSON(HomogeneityDocument(homogeneity, stage: recorded.stage.name))
          : homogeneityText(homogeneity, stage: recorded.stage.name))
    }
    let places = try grid ?? line ?? (pointsFile ?? points).map { try FieldPoints(file: $0) }
    guard let places else { return }
    let map = FieldMap(recorded.field, at: places)
    if let output, let format { return try map.write(output, as: format) }
    try StandardOutput.write(String(map.csv.dropLast()))
  }
}

@Sendable
private func gridOption(_ text: String) throws -> FieldPoints {
  do { return try FieldPoints(grid: text) } catch { throw ValidationError("\(error)") }
}

@Sendable
private func lineOption(_ text: String) throws -> FieldPoints {
  let points = try gridOption(text)
  guard let axes = points.axes, axes.r.count == 1 || axes.z.count == 1 else {
    throw ValidationError("both r and z are ranges; fix one, as in r=0, or give --grid")
  }
  return points
}

@Sendable
private func cylinderOption(_ text: String) throws -> Homogeneity.Sample {
  let sides = text.split(separator: "x").map(String.init)
  guard sides.count == 2 else { throw ValidationError("\(text) is not diameter x height; write 10mmx20mm") }
  let size = try sides.map(positiveQuantity(.length))
  return .cylinder(diameter: size[0], height: size[1])
}
