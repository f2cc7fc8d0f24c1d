public import BulkSimulation
public import CaseFiles
internal import HostSystem
internal import Magnets
internal import Notation

/// The simulation as a function of a few keys of its case: what was measured, computed.
struct FitModel {
  let editable: EditableCase
  let quantities: [CaseQuantity]
  let data: [FitData]
  private var magnets: MagnetCache

  init(editable: EditableCase, quantities: [CaseQuantity], data: [FitData], refinement: Double = 1) {
    self.editable = editable
    self.quantities = quantities
    self.data = data
    magnets = MagnetCache(refinement: refinement)
  }

  var cells: Int { magnets.cells }

  /// The case with the keys set to values [SI].
  func simulationCase(_ values: [Double]) throws(CaseChangeError) -> ValidCase {
    try editable.setting(zip(quantities, values).map { $0.change(to: $1) })
  }

  /// A computed value for each measured one.
  mutating func simulated(_ values: [Double]) throws(FitModelError) -> [[Double]] {
    try evaluated(values).map { $0.map(\.value) }
  }

  /// The same with errors of the mesh.
  mutating func evaluated(_ values: [Double]) throws(FitModelError) -> [[ReportedQuantity.Value]] {
    let checked: ValidCase
    let times: [[Double]]
    do throws(CaseChangeError) {
      checked = try withProbes(simulationCase(values))
      let segments = checked.timeline
      times = try data.map { data throws(CaseChangeError) in try data.times(in: segments) }
    } catch {
      throw .refused(error)
    }
    let run = try run(checked, at: Set(times.joined()).sorted())
    return try zip(data, times).map { data, times throws(FitModelError) in
      try zip(data.points, times).map { point, time throws(FitModelError) in
        if point.instant == .end {
          let asked = ReportedQuantity(name: data.name, stage: data.stage, quantity: point.quantity)
          do throws(UnknownQuantity) {
            return try asked.value(in: run) ?? .init(value: .nan)
          } catch {
            throw .refused(CaseChangeError("\(point.place): \(error)"))
          }
        }
        let row = Self.row(
          at: time, field: checked.timeline[data.stage].field(at: time), point.instant, of: run, data.stage)
        do throws(UnknownQuantity) {
          // A field that has no inhomogeneity has no such residual either: told as what is not finite.
          return try point.quantity.value(in: row) ?? .init(value: .nan)
        } catch {
          throw .refused(CaseChangeError("\(point.place): \(error)"))
        }
      }
    }
  }

  /// The case with the points of scans as further probes, in the order of the data.
  private func withProbes(_ checked: ValidCase) throws(CaseChangeError) -> ValidCase {
    let probes = data.flatMap(\.probes)
    guard !probes.isEmpty else { return checked }
    var simulationCase = checked.simulationCase
    simulationCase.probes += probes
    do throws(InvalidCase) {
      return try ValidCase(simulationCase)
    } catch {
      throw CaseChangeError(error.description)
    }
  }

  private mutating func run(
    _ simulationCase: ValidCase, at times: [Double]
  ) throws(FitModelError) -> PreparedMagnet.Run {
    do throws(SimulationError) {
      return try magnets.magnet(for: simulationCase).run(simulationCase, at: times)
    } catch {
      throw .failed(error)
    }
  }

  /// The state at a time; of two at the same time, before and after a fresh start, the one in the right field.
  private static func row(
    at time: Double, field: Double, _ instant: FitData.Instant, of run: PreparedMagnet.Run, _ stage: Int
  ) -> SimulationResult.HistoryRow {
    if instant == .end { return run.stageEnds[stage] }
    let nearest = run.history.min { a, b in
      (abs(a.time - time), abs(a.appliedField - field)) < (abs(b.time - time), abs(b.appliedField - field))
    }
    return nearest ?? run.stageEnds[stage]
  }
}

/// Why a fit's model could not be evaluated.
public enum FitModelError: Error {
  /// The case does not take the values.
  case refused(CaseChangeError)
  case failed(SimulationError)
}
