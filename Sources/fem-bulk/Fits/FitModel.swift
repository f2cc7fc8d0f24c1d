import Magnets
import BulkSimulation
import Meshing
import Superconductors

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
  func simulationCase(_ values: [Double]) throws(CaseChangeError) -> SimulationCase {
    try editable.setting(zip(quantities, values).map { $0.change(to: $1) })
  }

  /// A computed value for each measured one.
  mutating func simulated(_ values: [Double]) throws(FitModelError) -> [[Double]] {
    var simulationCase: SimulationCase
    let timeline: [TimelineSegment]
    let times: [[Double]]
    do throws(CaseChangeError) {
      simulationCase = try self.simulationCase(values)
      timeline = try Self.timeline(of: simulationCase)
      let segments = timeline
      times = try data.map { data throws(CaseChangeError) in try data.times(in: segments) }
    } catch {
      throw .refused(error)
    }
    let probeNames = simulationCase.probes.map(\.name)
    simulationCase.probes += data.flatMap(\.points).compactMap { point in
      guard case .point(let r, let z) = point.quantity else { return nil }
      return SimulationCase.Probe(name: point.place, r: r, z: z)
    }
    let run = try run(simulationCase, at: Set(times.joined()).sorted())
    // Points of scans stand behind the case's own probes, in the order of the data.
    var next = probeNames.count
    return zip(data, times).map { data, times in
      zip(data.points, times).map { point, time in
        let row = Self.row(at: time, field: timeline[data.stage].field(at: time), point.instant, of: run, data.stage)
        switch point.quantity {
        case .moment: return row.moment
        case .probe(let name): return row.probes[probeNames.firstIndex(of: name) ?? 0].y
        case .point:
          next += 1
          return row.probes[next - 1].y
        }
      }
    }
  }

  private mutating func run(
    _ simulationCase: SimulationCase, at times: [Double]
  ) throws(FitModelError) -> PreparedMagnet.Run {
    do throws(SimulationError) {
      return try magnets.magnet(for: simulationCase).run(simulationCase, at: times)
    } catch {
      throw .failed(error)
    }
  }

  private static func timeline(of simulationCase: SimulationCase) throws(CaseChangeError) -> [TimelineSegment] {
    do {
      return try Superconductors.timeline(
        of: simulationCase.stages, bulks: simulationCase.bulks.map(\.shape.name))
    } catch {
      throw CaseChangeError(error.description)
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
enum FitModelError: Error {
  /// The case does not take the values.
  case refused(CaseChangeError)
  case failed(SimulationError)
}
