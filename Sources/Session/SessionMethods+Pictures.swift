internal import BulkSimulation
internal import CoilFields
internal import Magnets
internal import Meshing
internal import Reports
internal import RunFolders
internal import Superconductors
internal import Synchronization

// The section at any time of a run, as a page draws it.

/// What the field of currents is asked for at: a grid over the half section, a line, and the middles of all cells.
struct PictureKernel: Sendable {
  /// A rectangle of the half section, and how many points it has.
  struct Window: Decodable, Equatable, Sendable {
    /// Largest r; r begins at the axis [m].
    var r: Double
    var zMin, zMax: Double
    var columns, rows: Int

    static let largest = 40_000

    var isPossible: Bool {
      r > 0 && zMin < zMax && r.isFinite && zMin.isFinite && zMax.isFinite && columns > 1 && rows > 1
        && columns <= Self.largest && rows <= Self.largest && columns * rows <= Self.largest
    }

    var points: [SIMD2<Double>] {
      (0..<rows).flatMap { row in
        (0..<columns).map { column in
          SIMD2(
            r * Double(column) / Double(columns - 1), zMin + (zMax - zMin) * Double(row) / Double(rows - 1))
        }
      }
    }
  }

  let window: Window
  let line: [SIMD2<Double>]
  private let mesh: Mesh
  private let groups: [[Int]]
  let grid, profile, centres: SectionKernel

  init(_ course: RunCourse, window: Window, line: [SIMD2<Double>]) {
    (self.window, self.line, mesh, groups) = (window, line, course.mesh, course.groups)
    func kernel(_ points: [SIMD2<Double>]) -> SectionKernel {
      SectionKernel(mesh: course.mesh, groups: course.groups, points: points)
    }
    (grid, profile, centres) = (kernel(window.points), kernel(line), kernel(course.centres))
  }

  func serves(_ course: RunCourse, window: Window, line: [SIMD2<Double>]) -> Bool {
    self.window == window && self.line == line && groups == course.groups && mesh == course.mesh
  }
}

extension SessionMethods {
  private struct PictureParameters: Decodable {
    var run: Int
    /// [s]; the nearest within the protocol is taken.
    var time: Double
    var window: PictureKernel.Window
    /// (r, z) of each point of a line [m].
    var line: ReceivedArray?
    var arrays: ArrayForm?
  }

  private struct SectionPicture: Encodable {
    /// [s], and the stage that ends there.
    var time: Double
    var stage: Int?
    /// Of the uniform field [T], and of each bulk [K]; no temperatures where they differ within a bulk.
    var applied: Double
    var temperatures: [Double]?
    /// On the grid, row by row from below: [T], and r A_phi [Wb/rad], constant along field lines.
    var br, bz, flux: NumberArray
    /// (Br, Bz) on the line [T].
    var line: NumberArray?
    var bulks: [BulkPicture]
    var stress: StressPicture?
  }

  private struct BulkPicture: Encodable {
    var name: String
    /// (r, z) of two corners [m].
    var low, high: [Double]
    var columns, rows: Int
    /// [A/m²]; row by row from below.
    var currentDensity: NumberArray
    /// J over Jc, and [K]: nil where they are known at the ends of stages only.
    var share, temperature: NumberArray?
  }

  private struct StressPicture: Encodable {
    /// (r, z) [m]; three points of each triangle; hoop stress at each point [Pa].
    var points, triangles, hoop: NumberArray
  }

  /// The section at a time: the field on a grid, the currents in the bulks.
  func picture(_ call: Call) throws -> any Encodable {
    let wanted = try call.parameters(PictureParameters.self)
    guard wanted.window.isPossible, wanted.time.isFinite else {
      throw RequestError(
        .invalidParameters,
        "window is {r, zMin, zMax [m], columns, rows}, of \(PictureKernel.Window.largest) points at most")
    }
    let numbers = wanted.line?.values ?? []
    guard numbers.count.isMultiple(of: 2), numbers.count <= 4000, numbers.allSatisfy(\.isFinite) else {
      throw RequestError(.invalidParameters, "line is up to 2000 pairs (r, z) of finite numbers [m]")
    }
    // Beyond the axis a line goes on at positive r.
    let line = stride(from: 0, to: numbers.count, by: 2).map { SIMD2(abs(numbers[$0]), numbers[$0 + 1]) }
    let kept = try run(wanted.run)
    guard let (result, checked) = kept.solved, let course = result.course else {
      throw RequestError(.invalidParameters, "run \(wanted.run) was solved without course: true")
    }
    let value = checked.simulationCase
    let time = min(max(wanted.time, course.times.lowerBound), course.times.upperBound)
    let form = wanted.arrays ?? .base64
    let kernel = pictureKernel(course, wanted.window, line)
    guard !call.isCancelled() else { throw RequestError(.cancelled, "cancelled") }
    let densities = course.currentDensity(at: time)
    let applied = AppliedField(value, at: time)
    func sum(_ kernel: SectionKernel) -> [CoilField] {
      let own = kernel.fields(densities)
      return kernel.points.indices.map { i in
        let outer = applied.field(r: kernel.points[i].x, z: kernel.points[i].y)
        return CoilField(
          br: own.br[i] + outer.br, bz: own.bz[i] + outer.bz, aPhi: own.aPhi[i] + outer.aPhi)
      }
    }
    let grid = sum(kernel.grid)
    let stage = checked.timeline.indices.last { checked.timeline[$0].end == time }
    let exact = stage.flatMap { stage in kept.record.maps.first { $0.stage == stage }?.fields }
    let temperatures = value.isHeated ? nil : value.segment(at: time)?.temperatures(at: time).all
    let cells = CellValues(
      course, densities: densities, fields: sum(kernel.centres), temperatures: temperatures, exact: exact, of: value)
    return SectionPicture(
      time: time, stage: stage, applied: applied.uniform, temperatures: temperatures,
      br: NumberArray(grid.map(\.br), form: form), bz: NumberArray(grid.map(\.bz), form: form),
      flux: NumberArray(zip(kernel.grid.points, grid).map { $0.x * $1.aPhi }, form: form),
      line: line.isEmpty
        ? nil : NumberArray(sum(kernel.profile).flatMap { [$0.br, $0.bz] }, shape: [line.count, 2], form: form),
      bulks: bulks(course.mesh, cells, form), stress: stage.flatMap { stress(result, $0, form) })
  }

  private func pictureKernel(
    _ course: RunCourse, _ window: PictureKernel.Window, _ line: [SIMD2<Double>]
  ) -> PictureKernel {
    if let kernel = kernels.withLock({ kernels in
      kernels.first { $0.serves(course, window: window, line: line) }
    }) {
      return kernel
    }
    let kernel = PictureKernel(course, window: window, line: line)
    // The preview's mesh and the final one, before and after a change of shape.
    kernels.withLock { $0 = [kernel] + $0.prefix(3) }
    return kernel
  }

  private func bulks(_ mesh: Mesh, _ cells: CellValues, _ form: ArrayForm) -> [BulkPicture] {
    let regions = Dictionary(grouping: mesh.cells.indices) { mesh.cellRegions[$0] }
    let largest = mesh.boundingShapes().filter { $0.outerRadius.isFinite }.map { max($0.width, $0.height) }.max() ?? 1
    return regions.filter { $0.key != Mesh.air }.sorted { $0.key < $1.key }.compactMap { region, own in
      func raster(_ values: [Double]?) -> CellRaster? {
        values.flatMap { CellRaster($0, of: own, in: mesh, pitch: largest / 90) }
      }
      guard let current = raster(cells.currentDensity) else { return nil }
      return BulkPicture(
        name: mesh.regionNames[Int(region)], low: [current.low.x, current.low.y],
        high: [current.high.x, current.high.y], columns: current.columns, rows: current.rows,
        currentDensity: NumberArray(current.values, form: form),
        share: raster(cells.share).map { NumberArray($0.values, form: form) },
        temperature: raster(cells.temperature).map { NumberArray($0.values, form: form) })
    }
  }

  private func stress(_ result: SimulationResult, _ stage: Int, _ form: ArrayForm) -> StressPicture? {
    guard let field = result.stress?.stages[stage].field else { return nil }
    let triangles = field.cells.flatMap { cell in (2..<cell.count).flatMap { [cell[0], cell[$0 - 1], cell[$0]] } }
    return StressPicture(
      points: NumberArray(field.points.flatMap { [$0.x, $0.y] }, shape: [field.points.count, 2], form: form),
      triangles: NumberArray(triangles.map(Double.init), shape: [triangles.count / 3, 3], form: form),
      hoop: NumberArray(field.stresses.map(\.y), form: form))
  }
}

/// What the cells of a mesh carry at one time; 0 in air.
private struct CellValues {
  var currentDensity: [Double]
  /// J over Jc; nil where temperatures are known at the ends of stages only.
  var share: [Double]?
  /// nil where they are those of the protocol.
  var temperature: [Double]?

  /// - Parameter exact: at the end of a stage what the run itself has kept.
  init(
    _ course: RunCourse, densities: [Double], fields: [CoilField], temperatures: [Double]?, exact: FieldSnapshot?,
    of simulationCase: SimulationCase
  ) {
    let mesh = course.mesh
    currentDensity = Array(repeating: 0, count: mesh.cells.count)
    for (group, density) in zip(course.groups, densities) {
      for cell in group { currentDensity[cell] = density }
    }
    if let exact, exact.mesh.cells.count == mesh.cells.count {
      share = zip(exact.currentDensity, exact.criticalCurrentDensity).map { $1 > 0 ? $0 / $1 : 0 }
      temperature = exact.temperature
      return
    }
    guard let temperatures, simulationCase.bulks.allSatisfy({ $0.material.map == nil }) else { return }
    let bulks = Dictionary(
      simulationCase.bulks.enumerated().map { ($0.element.shape.name, $0.offset) }
    ) { first, _ in first }
    let centres = course.centres
    var shares = currentDensity
    for (index, cell) in course.groups.joined().enumerated() {
      guard let bulk = bulks[mesh.regionNames[Int(mesh.cellRegions[cell])]] else { continue }
      let (shape, material) = (simulationCase.bulks[bulk].shape, simulationCase.bulks[bulk].material)
      let (field, centre) = (fields[index], centres[index])
      let jc = material.criticalCurrentDensity(
        fluxDensity: (field.br * field.br + field.bz * field.bz).squareRoot(),
        temperature: temperatures.count == 1 ? temperatures[0] : temperatures[bulk],
        place: SIMD2(centre.x, centre.y - 0.5 * (shape.zMin + shape.zMax)))
      shares[cell] = jc > 0 ? currentDensity[cell] / jc : 0
    }
    share = shares
  }
}
