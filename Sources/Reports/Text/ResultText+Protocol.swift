internal import BulkSimulation
internal import Notation
internal import RealModule

/// What a sweep there and back says about the magnet.
func loopText(_ loop: HysteresisLoop, probeNames: [String]) -> String {
  let cycle = (0..<2).map { i in loop.points.filter { $0.sweep == loop.firstSweepOfCycle + i } }
  let fields = [cycle[0].first, cycle[0].last, cycle[1].last].compactMap {
    $0.map { plainNumber($0.appliedField) }
  }
  var lines = [
    "Loop \(fields.joined(separator: " -> ")) T:",
    "  loss per cycle  \(significant(loop.loss, digits: 4)) J, \(significant(loop.loss / loop.volume, digits: 4)) J/m^3",
  ]
  if let remanence = loop.remanence {
    let probes = zip(probeNames, remanence.probes).map { "\($0) \(significant($1, digits: 4)) T" }
    lines.append(
      "  remanence       \(kiloAmperes(remanence.magnetisation)), \(significant(remanence.moment, digits: 4)) A m^2; "
        + probes.joined(separator: ", "))
  }
  // A quarter, a half and three quarters of the way.
  let widths = [1, 2, 3].compactMap { quarter -> String? in
    let point = cycle[0][quarter * (cycle[0].count - 1) / 4]
    return point.width.map { "\(kiloAmperes($0)) at \(plainNumber(point.appliedField)) T" }
  }
  lines.append("  width           \(widths.joined(separator: ", "))")
  return lines.joined(separator: "\n")
}

private func kiloAmperes(_ magnetisation: Double) -> String { "\(significant(1e-3 * magnetisation, digits: 4)) kA/m" }

/// How the field at the probes decays in a hold: a line a decade, then when it is quiet.
func creepText(_ creep: FluxCreep, probeNames: [String]) -> String {
  var rows = [
    ["t"]
      + probeNames.flatMap { ["Bz \($0) [T]", "drift [ppm/h]", "d ln B/d ln t"] }
  ]
  // The end and what lies whole decades before it.
  for i in creep.times.indices where isDecade(creep.times, i) {
    rows.append(
      [timeText(creep.times[i])]
        + creep.probes.flatMap { probe in
          [
            significant(probe.bz[i], digits: 6), probe.drift[i].map { significant($0, digits: 3) } ?? "-",
            probe.exponent[i].map { significant($0, digits: 3) } ?? "-",
          ]
        })
  }
  let quiet = zip(probeNames, creep.probes).map { name, probe in
    guard let time = probe.quietAfter else { return "\(name): cannot be told" }
    let unit = TimeUnit.suitable(for: time)
    let text = "\(name): after \(significant(time / unit.seconds, digits: 3)) \(unit.symbol)"
    return probe.quietAfterIsExtrapolated ? text + " (extrapolated by the law of creep)" : text
  }
  let limit = plain(FluxCreep.quietDrift)
  return "Decay in stage \(creep.stage), hold:\n" + aligned(rows) + "\nDrift below \(limit) ppm/h: "
    + quiet.joined(separator: "; ")
}

/// True for the last time and for those that are whole decades after the first.
private func isDecade(_ times: [Double], _ index: Int) -> Bool {
  let decades = Double.log10(times[index] / times[0])
  return index == times.count - 1 || abs(decades - decades.rounded()) < 1e-6
}
