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
  let grid, profile: SectionKernel
  /// Half of the work where a shape follows the hand and only the field is asked for.
  let centres: SectionKernel?

  init(_ course: RunCourse, window: Window, line: [SIMD2<Double>], hasCentres: Bool) {
    (self.window, self.line, mesh, groups) = (window, line, course.mesh, course.groups)
    func kernel(_ points: [SIMD2<Double>]) -> SectionKernel {
      SectionKernel(mesh: course.mesh, groups: course.groups, points: points)
    }
    (grid, profile) = (kernel(window.points), kernel(line))
    centres = hasCentres ? kernel(course.centres) : nil
  }

  func serves(_ course: RunCourse, window: Window, line: [SIMD2<Double>], hasCentres: Bool) -> Bool {
    self.window == window && self.line == line && (centres != nil || !hasCentres) && groups == course.groups
      && mesh == course.mesh
  }
}

extension SessionMethods {
  /// What is to be seen of a run.
  struct PictureWish: Decodable {
    /// The time [s]; the nearest within the protocol is taken.
    var time: Double?
    /// Instead of a time: a stage and the share of it that is over, for one who does not know how long stages take.
    var stage: Int?
    var share: Double?
    var window: PictureKernel.Window
    /// (r, z) of each point of a line [m].
    var line: ReceivedArray?
    /// False for the field alone.
    var bodies: Bool?
    var arrays: ArrayForm?

    /// - Throws: `RequestError` for a window, a line or a time that cannot be.
    func check() throws(RequestError) {
      guard window.isPossible else {
        throw RequestError(
          .invalidParameters,
          "window is {r, zMin, zMax [m], columns, rows}, of \(PictureKernel.Window.largest) points at most")
      }
      let numbers = line?.values ?? []
      guard numbers.count.isMultiple(of: 2), numbers.count <= 4000, numbers.allSatisfy(\.isFinite) else {
        throw RequestError(.invalidParameters, "line is up to 2000 pairs (r, z) of finite numbers [m]")
      }
      guard (time ?? share ?? .nan).isFinite, (time == nil) == (stage != nil) else {
        throw RequestError(.invalidParameters, "time [s], or stage and the share of it that is over")
      }
    }

    func time(in timeline: [TimelineSegment]) -> Double {
      guard let stage, let share else { return time ?? 0 }
      let segment = timeline[min(max(0, stage), timeline.count - 1)]
      // The end itself, to the bit: there more is known.
      return share >= 1 ? segment.end : segment.start + max(0, share) * segment.duration
    }
  }

  struct SectionPicture: Encodable {
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

  struct BulkPicture: Encodable {
    var name: String
    /// (r, z) of two corners [m].
    var low, high: [Double]
    var columns, rows: Int
    /// [A/m²]; row by row from below.
    var currentDensity: NumberArray
    /// J over Jc, and [K]: nil where they are known at the ends of stages only.
    var share, temperature: NumberArray?
  }

  struct StressPicture: Encodable {
    /// (r, z) [m]; three points of each triangle; hoop stress at each point [Pa].
    var points, triangles, hoop: NumberArray
  }

  /// The section at a time: the field on a grid, the currents in the bulks.
  func picture(_ call: Call) throws -> any Encodable {
    struct Run: Decodable { var run: Int }
    let wanted = try call.parameters(PictureWish.self)
    try wanted.check()
    let run = try call.parameters(Run.self).run
    guard let picture = try picture(try self.run(run), wanted, call) else {
      throw RequestError(.invalidParameters, "run \(run) was solved without course: true")
    }
    return picture
  }

  /// - Parameter wanted: checked.
  /// - Returns: nil for a run without its course.
  func picture(_ kept: KeptRun, _ wanted: PictureWish, _ call: Call) throws(RequestError) -> SectionPicture? {
    guard let (result, checked) = kept.solved, let course = result.course else { return nil }
    let numbers = wanted.line?.values ?? []
    // Beyond the axis a line goes on at positive r.
    let line = stride(from: 0, to: numbers.count, by: 2).map { SIMD2(abs(numbers[$0]), numbers[$0 + 1]) }
    let value = checked.simulationCase
    let time = min(max(wanted.time(in: checked.timeline), course.times.lowerBound), course.times.upperBound)
    let form = wanted.arrays ?? .base64
    let hasBodies = wanted.bodies ?? true
    let kernel = pictureKernel(course, wanted.window, line, hasCentres: hasBodies)
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
    let temperatures = value.isHeated ? nil : value.segment(at: time)?.temperatures(at: time).all
    func bulkPictures(_ centres: SectionKernel) -> [BulkPicture] {
      let exact = stage.flatMap { stage in kept.record.maps.first { $0.stage == stage }?.fields }
      let cells = CellValues(
        course, densities: densities, fields: sum(centres), temperatures: temperatures, exact: exact, of: value)
      return bulks(course.mesh, cells, form)
    }
    return SectionPicture(
      time: time, stage: stage, applied: applied.uniform, temperatures: temperatures,
      br: NumberArray(grid.map(\.br), form: form), bz: NumberArray(grid.map(\.bz), form: form),
      flux: NumberArray(zip(kernel.grid.points, grid).map { $0.x * $1.aPhi }, form: form),
      line: line.isEmpty
        ? nil : NumberArray(sum(kernel.profile).flatMap { [$0.br, $0.bz] }, shape: [line.count, 2], form: form),
      bulks: hasBodies ? kernel.centres.map(bulkPictures) ?? [] : [],
      stress: hasBodies ? stage.flatMap { stress(result, $0, form) } : nil)
  }

  private func pictureKernel(
    _ course: RunCourse, _ window: PictureKernel.Window, _ line: [SIMD2<Double>], hasCentres: Bool
  ) -> PictureKernel {
    if let kernel = kernels.withLock({ kernels in
      kernels.first { $0.serves(course, window: window, line: line, hasCentres: hasCentres) }
    }) {
      return kernel
    }
    let kernel = PictureKernel(course, window: window, line: line, hasCentres: hasCentres)
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
