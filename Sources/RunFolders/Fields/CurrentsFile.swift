internal import BulkSimulation
internal import CoilFields
internal import FoundationEssentials
internal import HostSystem

/// `currents.npz` of a run folder: the cells' sections on each mesh and their current densities at the ends of stages, from which the
/// field anywhere follows.
enum CurrentsFile {
  static let name = "currents.npz"

  /// Corners (r, z) [m] of each cell, the fourth of a triangle nan, and a row of `J` [A/m²] for each state.
  static func bytes(_ currents: RunCurrents) -> [UInt8] {
    var archive = NumpyArchive()
    for (mesh, states) in [("fine", currents.fine), ("medium", currents.medium)]
      + (currents.coarse.map { [("coarse", $0)] } ?? [])
    {
      let corners = states.sections.flatMap { section in
        let corners = self.corners(section)
        return (0..<4).flatMap { $0 < corners.count ? [corners[$0].x, corners[$0].y] : [.nan, .nan] }
      }
      archive.add("\(mesh)_corners_m", corners, shape: [states.sections.count, 4, 2])
      archive.add(
        "\(mesh)_J_A_m2", states.densities.flatMap { $0 }, shape: [states.densities.count, states.sections.count])
    }
    archive.add("parents", currents.parents)
    archive.add(
      "error_shares", currents.stages.flatMap { [$0.time, $0.mesh, $0.change] }, shape: [currents.stages.count, 3])
    archive.add("least_field_T", [currents.leastField])
    archive.add("is_local_has_front", [currents.isLocal ? 1 : 0, currents.hasFront ? 1 : 0])
    return archive.bytes
  }

  /// - Throws: `RecordError` with what is not as a run writes it.
  static func currents(_ bytes: [UInt8], file: String) throws(RecordError) -> RunCurrents {
    let archive = try NumpyArchive(bytes, file: file)
    let shares = try archive.doubles("error_shares", file: file).values
    let flags = try archive.integers("is_local_has_front", file: file)
    let least = try archive.doubles("least_field_T", file: file).values
    guard shares.count % 3 == 0, flags.count == 2, least.count == 1 else {
      throw .wrong(path: file, reason: "has errors of another form")
    }
    let names = Set(archive.arrays.map(\.name))
    let hasCoarse = names.contains("coarse_J_A_m2")
    let meshes = ["fine", "medium"] + (hasCoarse ? ["coarse"] : [])
    let known =
      meshes.flatMap { ["\($0)_corners_m", "\($0)_J_A_m2"] } + [
        "parents", "error_shares", "least_field_T", "is_local_has_front",
      ]
    // A damaged name must not pass for a run without a third mesh.
    guard names == Set(known) else { throw .wrong(path: file, reason: "has other arrays than a run writes") }
    let (fine, medium) = (try states("fine", archive, file: file), try states("medium", archive, file: file))
    let coarse = hasCoarse ? try states("coarse", archive, file: file) : nil
    let parents = try archive.integers("parents", file: file)
    do throws(RunCurrentsError) {
      return try RunCurrents(
        fine: fine, medium: medium, coarse: coarse, parents: parents,
        stages: stride(from: 0, to: shares.count, by: 3).map {
          RunCurrents.Shares(time: shares[$0], mesh: shares[$0 + 1], change: shares[$0 + 2])
        }, leastField: least[0], isLocal: flags[0] != 0, hasFront: flags[1] != 0)
    } catch {
      throw .wrong(path: file, reason: error.description)
    }
  }

  private static func states(_ mesh: String, _ archive: NumpyArchive, file: String) throws(RecordError) -> SectionStates
  {
    let corners = try archive.doubles("\(mesh)_corners_m", file: file)
    let densities = try archive.doubles("\(mesh)_J_A_m2", file: file)
    let count = corners.values.count / 8
    guard corners.shape == [count, 4, 2], densities.shape.count == 2, densities.shape[1] == count,
      densities.values.allSatisfy(\.isFinite)
    else { throw .wrong(path: file, reason: "has cells and currents of the \(mesh) mesh that do not fit each other") }
    let sections = (0..<count).compactMap { cell in
      section(
        (0..<4).map { SIMD2(corners.values[8 * cell + 2 * $0], corners.values[8 * cell + 2 * $0 + 1]) }
          .filter { !$0.x.isNaN })
    }
    guard sections.count == count else {
      throw .wrong(path: file, reason: "has a cell of the \(mesh) mesh that is no section of a coil")
    }
    return SectionStates(
      sections: sections,
      densities: (0..<densities.shape[0]).map { Array(densities.values[$0 * count..<($0 + 1) * count]) })
  }

  private static func corners(_ section: CoilSection) -> [SIMD2<Double>] {
    switch section {
    case .rectangle(let coil):
      [SIMD2(coil.r0, coil.z0), SIMD2(coil.r1, coil.z0), SIMD2(coil.r1, coil.z1), SIMD2(coil.r0, coil.z1)]
    case .polygon(let coil): coil.corners
    }
  }

  /// nil for corners that are none of a section.
  private static func section(_ c: [SIMD2<Double>]) -> CoilSection? {
    guard c.count >= 3, c.allSatisfy({ $0.x.isFinite && $0.y.isFinite && $0.x >= 0 }) else { return nil }
    if c.count == 4, c[0].x == c[3].x, c[1].x == c[2].x, c[0].y == c[1].y, c[2].y == c[3].y, c[0].x < c[1].x,
      c[0].y < c[2].y
    {
      return .rectangle(RectangularCoil(r0: c[0].x, r1: c[1].x, z0: c[0].y, z1: c[2].y))
    }
    let coil = PolygonalCoil(c)
    return coil.area > 0 ? .polygon(coil) : nil
  }
}
