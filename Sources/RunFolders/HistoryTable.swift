public import BulkSimulation
internal import Magnets

/// `history.csv` of a run folder: a row for each output time, in SI units, with the estimated errors of each row at its end.
public struct HistoryTable: Sendable, Equatable {
  public let table: ColumnTable

  public init(_ result: SimulationResult) {
    let byBulk = result.history.contains { !$0.temperatureByBulk.isEmpty }
    table = ColumnTable(
      Self.always + (byBulk ? result.bulkNames.map { "\($0)_temperature[K]" } : [])
        + result.probeNames.flatMap { ["\($0)_Br[T]", "\($0)\(Self.bzSuffix)"] } + [Self.momentError]
        + result.probeNames.map { "\($0)\(Self.errorSuffix)" } + Self.sourceHeads(result) + Self.forceHeads(result)
        + Self.heatHeads(result) + (result.stress == nil ? [] : [Self.hoop, Self.hoopError]),
      rows: result.history.enumerated().map { index, row in
        [row.time, row.appliedField, row.temperature, row.moment] + row.temperatureByBulk
          + row.probes.flatMap { [$0.x, $0.y] } + [row.momentError]
          + (row.probeErrors.isEmpty ? row.probes.map { _ in 0 } : row.probeErrors)
          + row.sources.flatMap { source in
            source.field.map { [source.current, $0].compactMap { $0 } } ?? [source.zMin]
          } + row.forces.flatMap { [$0.force, $0.error] } + Self.heatCells(row)
          + (result.stress.map { [$0.rows[index].hoop, $0.rows[index].error] } ?? [])
      })
  }

  /// The current of each coil with turns and the field of each coil, the lower face of each permanent magnet.
  private static func sourceHeads(_ result: SimulationResult) -> [String] {
    guard let row = result.history.first else { return [] }
    return zip(result.sourceNames, row.sources).flatMap { name, source in
      guard source.field != nil else { return [heightHead(name)] }
      return (source.current == nil ? [] : ["\(name)_current[A]"]) + ["\(name)_field[T]"]
    }
  }

  private static func forceHeads(_ result: SimulationResult) -> [String] {
    guard result.history.contains(where: { !$0.forces.isEmpty }) else { return [] }
    return result.bodyNames.flatMap { [forceHead($0), "force_\($0)_error[N]"] }
  }

  private static func heatHeads(_ result: SimulationResult) -> [String] {
    guard let row = result.history.first, row.heat != nil else { return [] }
    let bodies = result.heatedNames.count > 1 ? result.heatedNames.map { "\($0)_temperature_max[K]" } : []
    return [temperatureMax, temperatureMean, "temperature_error[K]", heat] + bodies
      + (row.heat?.faces ?? []).map { "heat_\($0.body)_\($0.face.rawValue)[J]" }
      + zip(result.probeNames, row.probeTemperatures).filter { $0.1 != nil }.map { "\($0.0)_temperature[K]" }
  }

  private static func heatCells(_ row: SimulationResult.HistoryRow) -> [Double] {
    guard let heat = row.heat else { return [] }
    let bodies = heat.largestByBody.count > 1 ? heat.largestByBody.map(\.temperature) : []
    return [
      heat.largest.temperature, heat.mean.temperature, max(heat.largest.error, heat.mean.error), heat.dissipated,
    ] + bodies + heat.faces.map(\.heat) + row.probeTemperatures.compactMap { $0 }
  }

  private static let temperatureMax = "temperature_max[K]"
  private static let temperatureMean = "temperature_mean[K]"
  private static let heat = "heat[J]"

  /// The largest and the mean temperature of the bulks [K]; nil where they are those of the protocol.
  public var largestTemperature: [Double]? { table.column(Self.temperatureMax) }
  public var meanTemperature: [Double]? { table.column(Self.temperatureMean) }

  /// - Parameter file: the name to show in errors.
  /// - Throws: `RecordError` when it is no table of numbers, or lacks a column that every history has.
  init(csv: String, file: String) throws(RecordError) {
    table = try ColumnTable(csv: csv, file: file)
    for needed in Self.always where !table.names.contains(needed) {
      throw .wrong(path: file, reason: "has no column \(needed)")
    }
  }

  private static let always = ["time[s]", "applied_field[T]", "temperature[K]", "moment[A m^2]"]
  private static let hoop = "hoop_max[Pa]"
  private static let hoopError = "hoop_max_error[Pa]"
  private static let bzSuffix = "_Bz[T]"
  private static let momentError = "moment_error[A m^2]"
  private static let errorSuffix = "_error[T]"

  public var count: Int { table.count }

  /// [s]
  public var time: [Double] { always(0) }
  /// [T]
  public var appliedField: [Double] { always(1) }
  /// Of the first bulk [K].
  public var temperature: [Double] { always(2) }
  /// [A m²]
  public var moment: [Double] { always(3) }

  /// Largest hoop stress in bulks [Pa]; nil where none was computed.
  public var hoop: [Double]? { table.column(Self.hoop) }

  private func always(_ index: Int) -> [Double] { table.column(Self.always[index]) ?? [] }

  /// Bz at a probe [T]; nil when there is no such probe.
  public func bz(_ probe: String) -> [Double]? { table.column("\(probe)\(Self.bzSuffix)") }

  /// Axial, on a bulk or a source [N]; nil where it was not worked out.
  public func force(_ body: String) -> [Double]? { table.column(Self.forceHead(body)) }

  /// Of the lower face of a permanent magnet [m]; nil for a coil.
  public func height(of source: String) -> [Double]? { table.column(Self.heightHead(source)) }

  private static func forceHead(_ body: String) -> String { "force_\(body)[N]" }
  private static func heightHead(_ source: String) -> String { "\(source)_z_min[m]" }

  /// Probes in the order of the columns.
  public var probes: [String] {
    table.names.filter { $0.hasSuffix(Self.bzSuffix) }.map { String($0.dropLast(Self.bzSuffix.count)) }
  }
}
