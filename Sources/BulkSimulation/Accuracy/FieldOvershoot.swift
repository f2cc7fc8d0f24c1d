import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import RealModule

/// By how far the field on the axis has moved against the applied one.
///
/// While the applied field rises, E has one sign everywhere, so that the flux through each circle around the axis, and with it Bz on the
/// axis, can but rise. What falls nevertheless is an error, and one that no pair of meshes may show: ahead of a front cells answer to its
/// passage from one to the next with currents of both signs, which add up to nothing where there are none yet; but where old currents are
/// at their critical value already, one sign is cut off and flux leaks to the axis, on all meshes that are coarser than the core that
/// should be left there, until it has gone. Measured on a pair with a gap of 0.5 mm, Jc of 3e8 A/m² and n = 100, in a loop of 3 T:
/// Bz(0, 3 mm), which stays near 0, was told as 0.2288 ± 0.0001 T by meshes of 26, 44 and 176 cells alike.
///
/// It counts where fronts are refined for. In the plain H formulation the air's resistivity moves the field as well: a disc cooled in 2 T
/// took half a minute instead of 0.1 s.
struct FieldOvershoot {
  /// At each probe [T], stage by stage; 0 where the field has not moved the wrong way, or may have.
  let stages: [[Double]]
  /// The same of each point of the history.
  let rows: [[Double]]

  init(_ run: Transient, probes: [SimulationCase.Probe], magnet: Magnet) {
    // The middles of bulks come after the probes.
    let bulkOfProbe = probes.map { probe in
      magnet.bulks.firstIndex {
        probe.r == 0 && $0.shape.reaches(axisAt: probe.z, outside: Self.reach * $0.shape.outerRadius)
      }
    }
    let middles = magnet.bulks.map { bulk in
      SimulationCase.Probe(name: "middle", r: 0, z: 0.5 * (bulk.shape.zMin + bulk.shape.zMax))
    }
    let inMiddles = Observables(magnet: magnet, cells: run.model.cells, probes: middles)
    func fields(_ values: Observables.Values, _ currents: [Double]?) -> [Double] {
      let currents = currents ?? [Double](repeating: 0, count: run.model.cells.count)
      return (values.probes + inMiddles.values(currents).probes).map(\.y)
    }
    let exponent = max(1, run.exponents.min() ?? 1)
    let zeros = [Double](repeating: 0, count: probes.count + middles.count)
    var (last, amounts) = (zeros, zeros)
    var ramp: Ramp?
    func atProbes(_ amounts: [Double]) -> [Double] {
      bulkOfProbe.enumerated().map { k, bulk in
        bulk.map { max(amounts[k], Self.shareOfMiddle * amounts[probes.count + $0]) } ?? 0
      }
    }
    var (stages, rows) = ([[Double]](), [[Double]]())
    for end in run.stageEnds {
      let segment = end.segment
      if !segment.isHold {
        ramp = segment.directionOfUniformField.map { direction in
          Ramp(segment: segment, direction: direction, fields: last, exponent: exponent)
        }
        amounts = zeros
      }
      let (before, latest) = (amounts, ramp)
      func overshoot(_ fields: [Double], at time: Double) -> [Double] {
        let own = latest?.overshoot(fields, in: segment, at: time) ?? zeros
        return zip(before, own).map { max($0, $1) }
      }
      while rows.count < run.history.count, run.history[rows.count].time <= segment.end {
        let point = run.history[rows.count]
        rows.append(atProbes(overshoot(fields(point.values, point.currents), at: point.time)))
      }
      last = fields(end.values, end.currents)
      amounts = overshoot(last, at: segment.end)
      stages.append(atProbes(amounts))
    }
    (self.stages, self.rows) = (stages, rows + run.history.dropFirst(rows.count).map { _ in atProbes(amounts) })
  }

  /// Of the radius, how far outside a bulk the currents at its axis are felt.
  private static let reach = 0.25
  /// What leaks to the axis in the middle of a bulk, and is felt at a probe on its axis. Measured on a pair of n = 300 with a gap of 2 mm, charged
  /// in 1 T and taken back to 0: between the bulks, where the field falls with the applied one, Bz was off by 14 bars on 22 to 168 cells alike, and
  /// by a sixth of what it had gained in the middle of the bulks.
  private static let shareOfMiddle = 0.2

  /// The last change of the applied field, which what is held after it goes on from: fading currents make no E of the other sign.
  ///
  /// Measured on a disc of n = 40 in a hold of a day, ramped down from 3 T: 3.0527 ± 0.0059 T in its middle on meshes of 32, 128 and 324 cells
  /// alike, 3.002 T on 548.
  private struct Ramp {
    let segment: TimelineSegment
    let direction: Double
    /// Of the currents at its start, on the axis [T].
    let fields: [Double]
    let exponent: Double

    /// - Parameters:
    ///   - fields: of the currents, on the axis [T].
    ///   - current: the ramp itself or a hold after it.
    func overshoot(_ fields: [Double], in current: TimelineSegment, at time: Double) -> [Double] {
      let change = current.field(at: time) - segment.field.start
      let creep = creep(until: time)
      return zip(fields, self.fields).map { max(0, -direction * ($0 + change - $1) - creep * abs($1)) }
    }

    /// The share of their field by which currents may creep on in the old direction until the new front has come: they fall with the
    /// logarithm of time over n, from the time in which they would have changed by a share 1/n on. Measured on a pair of n = 40 charged in
    /// 1 T and taken back to 0: Bz in its middle went from 0.510 T to 0.545 T or less, of 0.49 T that the currents made, while half of this
    /// was allowed for; the rest cost 20 times the time to refine for.
    private func creep(until time: Double) -> Double {
      let holding = max(1, (time - segment.start) / segment.duration)
      return Double.log(exponent * holding) / exponent
    }
  }
}

extension TimelineSegment {
  /// Where the applied field is uniform and goes one way, at constant temperature: +1 or -1.
  fileprivate var directionOfUniformField: Double? {
    guard sources.isEmpty, duration > 0, directions.count == 1, field.start != field.end,
      temperatures.allSatisfy({ $0.start == $0.end })
    else { return nil }
    return field.end > field.start ? 1 : -1
  }
}

extension BulkShape {
  /// Whether it meets the axis so near to a height [m].
  func reaches(axisAt z: Double, outside distance: Double) -> Bool {
    innerRadius == 0 && zMin - distance <= z && z <= zMax + distance
  }
}
