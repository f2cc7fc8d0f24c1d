internal import BulkSimulation
internal import Notation
internal import RealModule
internal import RunFolders

/// What each run of the study gives by itself, the order that they show, and what is reported.
struct ConvergenceTable {
  private let record: RunRecord
  private let runs: [RunSummary.Run]

  init(_ record: RunRecord) {
    self.record = record
    // From coarse to fine, long steps before short ones; runs of earlier versions have no values.
    runs = record.summary.numerics.runs.filter { $0.moment != nil }
      .sorted { ($0.cells, $1.tolerance.value ?? 0) < ($1.cells, $0.tolerance.value ?? 0) }
  }

  private func run(_ purpose: SimulationResult.RunPurpose) -> RunSummary.Run? { runs.first { $0.purpose == purpose } }

  /// One column of the table.
  private struct Quantity {
    var head: String
    var value: (RunSummary.Run) -> Double?
    var result: Double?
    var error: Double?
  }

  private var quantities: [Quantity] {
    let stage = record.lastStage
    return record.probeNames.map { name in
      Quantity(
        head: "Bz \(name) (T)", value: { $0.bz?[name]?.value }, result: stage.probes[name]?.bz.value,
        error: stage.probes[name]?.error.value)
    } + [
      Quantity(
        head: "moment (A m²)", value: { $0.moment?.value }, result: stage.moment.value, error: stage.momentError.value)
    ]
  }

  /// By what power of the cell size differences fall: from the coarse to the medium mesh with short steps, from the medium to the
  /// fine one with longer ones; nil without a third mesh, or where differences do not fall regularly.
  private func order(_ quantity: Quantity) -> Double? {
    guard let coarse = run(.coarse).flatMap(quantity.value), let tight = run(.time).flatMap(quantity.value),
      let medium = run(.medium).flatMap(quantity.value), let fine = run(.fine).flatMap(quantity.value),
      fine != medium, (tight - coarse) / (fine - medium) > 1
    else { return nil }
    let order = Double.log2((tight - coarse) / (fine - medium))
    return Self.regularOrders.contains(order) ? order : nil
  }

  /// Beyond, a number is right by chance on one of the meshes: the order of differences then says nothing.
  private static let regularOrders = 0.5...4.0

  /// What the study calls its runs, for a reader.
  private static func name(_ run: RunSummary.Run) -> String {
    run.purpose == .time ? "medium, shorter steps" : run.purpose.rawValue
  }

  var parts: [String] {
    guard run(.fine) != nil else { return [] }
    let quantities = quantities
    var rows = runs.map { run in
      [Self.name(run), "\(run.cells)", "\(run.steps)"]
        + quantities.map { quantity in
          quantity.value(run).map { value in
            // A digit more than the error has, to see the difference.
            typeset(
              quantity.error.map { measured(value, error: 0.1 * $0).split(separator: " ").first.map(String.init) ?? "" }
                ?? significant(value, digits: 6))
          } ?? "–"
        }
    }
    let orders = quantities.map(order)
    let isRegular = run(.coarse) != nil
    if isRegular {
      rows.append(["observed order", "", ""] + orders.map { $0.map { fixed($0, decimals: 1) } ?? "–" })
    }
    rows.append(
      ["extrapolated", "", ""]
        + quantities.map { quantity in
          quantity.result.map { typeset(measured($0, error: quantity.error ?? .nan)) } ?? "–"
        })
    let meaning =
      isRegular
      ? "The observed order is the power of the cell size with which differences between meshes fall; the method's is 2. A dash stands "
        + "where they do not fall regularly: the estimate then counts their size."
      : "Cells are cut where a front or the mesh at hand asks for it, so that there is no third mesh and no order to observe: the "
        + "estimate counts what each cell contributes."
    return [
      "<h3>Convergence</h3>", htmlTable(heads: ["run", "current cells", "steps"] + quantities.map(\.head), rows),
      "<p class=\"soft\">\(html("Each run by itself at the end of \(record.stageLabel(record.summary.stages.count - 1)). \(meaning)"))</p>",
    ]
  }
}
