internal import CoilFields
package import EdgeElements
internal import Meshing

/// What all sources make in the cells of one mesh.
package struct SourceTables: Sendable {
  package let sources: [AppliedSource]
  let tables: [SourceTable]
  /// `slopes` of each source that never moves.
  private let still: [(first: [Double], second: [Double])?]
  package let cellCount: Int

  /// - Parameter sources: at least one.
  package init(_ sources: [AppliedSource], space: EdgeSpace, cells: CurrentCells) {
    self.sources = sources
    let centres = cells.meshCells.map { space.mesh.middle(of: $0) }
    tables = sources.map { SourceTable($0, cells: cells, centres: centres) }
    cellCount = cells.count
    still = zip(tables, sources).map { table, source in
      source.rises.lowerBound == source.rises.upperBound ? Self.slopes(table, rise: source.rises.lowerBound) : nil
    }
  }

  private static func slopes(_ table: SourceTable, rise: Double) -> (first: [Double], second: [Double]) {
    var unit = table.unit
    table.setFlux(&unit, rise: rise)
    return (unit.slope, unit.curvature)
  }

  /// The flux of one source in each cell, differentiated once and twice by how much it has risen.
  package func slopes(of source: Int, rise: Double) -> (first: [Double], second: [Double]) {
    still[source] ?? Self.slopes(tables[source], rise: rise)
  }

  /// The largest and smallest flux density [T] at the cells' centres, a uniform one along z added; strengths and rises of all sources.
  package func fluxDensities(
    uniform: Double, _ state: (Int) -> (strength: Double, rise: Double)
  ) -> (least: Double, most: Double) {
    var (br, bz) = ([Double](repeating: 0, count: cellCount), [Double](repeating: uniform, count: cellCount))
    for k in sources.indices {
      let (strength, rise) = state(k)
      var unit = tables[k].unit
      tables[k].set(&unit, rise: rise)
      for i in 0..<cellCount {
        br[i] += strength * unit.br[i]
        bz[i] += strength * unit.bz[i]
      }
    }
    var (least, most) = (Double.infinity, 0.0)
    for i in 0..<cellCount {
      let magnitude = (br[i] * br[i] + bz[i] * bz[i]).squareRoot()
      (least, most) = (min(least, magnitude), max(most, magnitude))
    }
    return (least, most)
  }
}

/// The sources' part in a magnet's equations. What they make of flux in the cells is a part of the momentum,
///
///     d/dt (L j + sum_k s_k g_k(position)) + w E(j, B) = 0
///
/// so that a step sees the difference of flux between its ends, however fast a source moves within it.
struct SourceFields: Sendable {
  private let tables: SourceTables
  private var units: [SourceTable.Unit]
  /// Where the sources stood when the units were set [m].
  private var rises: [Double]
  /// When the rest was set [s].
  private var time = Double.nan

  /// `sum_k s_k g_k` of each cell and its rate of change.
  private(set) var flux: [Double]
  private(set) var fluxRate: [Double]
  /// At the centres [T].
  private(set) var br: [Double]
  private(set) var bz: [Double]

  init(_ tables: SourceTables) {
    self.tables = tables
    let zeros = [Double](repeating: 0, count: tables.cellCount)
    units = tables.tables.map(\.unit)
    rises = tables.sources.map { _ in .nan }
    (flux, fluxRate, br, bz) = (zeros, zeros, zeros, zeros)
  }

  /// A drive follows to which no time belongs yet.
  mutating func forget() { time = .nan }

  /// Sets everything to what it is at a time [s].
  mutating func set(_ drive: any Drive, at newTime: Double) {
    guard newTime != time else { return }
    time = newTime
    for i in flux.indices { (flux[i], fluxRate[i], br[i], bz[i]) = (0, 0, 0, 0) }
    for k in units.indices {
      let (strength, strengthRate, rise, speed) = drive.source(k, at: newTime)
      if rise != rises[k] {
        tables.tables[k].set(&units[k], rise: rise)
        rises[k] = rise
      }
      let slope = strength * speed
      for i in flux.indices {
        flux[i] += strength * units[k].flux[i]
        fluxRate[i] += strengthRate * units[k].flux[i] + slope * units[k].slope[i]
        br[i] += strength * units[k].br[i]
        bz[i] += strength * units[k].bz[i]
      }
    }
  }

  /// The rate of change of the flux at a time [s].
  func rate(_ drive: any Drive, at time: Double) -> [Double] {
    if time == self.time { return fluxRate }
    var other = self
    other.set(drive, at: time)
    return other.fluxRate
  }
}
