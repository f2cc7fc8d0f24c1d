import Notation
import Superconductors

extension RunWarning: CustomStringConvertible {
  /// What is so, and what to do about it.
  public var description: String { "\(message); \(remedy)" }

  /// What is so.
  public var message: String {
    switch self {
    case .accuracyMissed(let asked, let reached, _):
      return "the accuracy asked for, \(plain(100 * asked)) %, was not reached: the estimated error is up to "
        + "\(significant(100 * reached, digits: 3)) %"
    case .fluxJumps(let count, let steps):
      return "Jc falls so steeply with the field that flux jumped from cell to cell, in \(count) of \(steps) steps"
    case .energyImbalance(let stage, let share):
      return "\(stage): work, stored energy and heat differ by \(significant(100 * share, digits: 3)) % at its end"
    case .nearOutline(let distance, let share):
      return "the outline of the mesh is only \(Self.short(distance)) times as far away as the magnet is large; "
        + "that adds up to \(significant(100 * share, digits: 2)) % to the error, beyond the estimate"
    case .oversizedBulk(let name, let width, let height, _):
      return "bulk \(name) is \(Self.short(width)) m wide and \(Self.short(height)) m high"
    case .idleStage(let stage, .field(let field)):
      return "protocol[\(stage.index)]: the field is \(plain(field)) T already, so the ramp takes no time"
    case .idleStage(let stage, .current(let current)):
      return "protocol[\(stage.index)]: the current is \(plain(current)) A already, so the ramp takes no time"
    case .idleStage(let stage, .temperature(let temperature)):
      return "protocol[\(stage.index)]: the temperature is \(plain(temperature)) K already, so the stage takes no time"
    case .idleStage(let stage, .temperaturesOfBulks):
      return "protocol[\(stage.index)]: the temperature is that of every bulk already, so the stage takes no time"
    case .scatteringTable(let material, let share):
      return "material \(material): the points of its table of Jc scatter by \(significant(100 * share, digits: 2)) %; "
        + "a smooth curve through them is used"
    case .fieldBeyondTable(let material, let field, let end):
      return "material \(material): fields up to \(plain(field)) T, but its table of Jc ends at \(plain(end)) T; "
        + "beyond, Jc goes on falling exponentially as at the end"
    case .fieldBeyondIrreversibility(let material, let field, let end):
      return "material \(material): fields up to \(plain(field)) T, but its table has Jc = 0 from \(plain(end)) T on; "
        + "above that field it counts as nil, so that a magnet traps only what is below"
    case .temperatureBeyondTable(let material, let run, let table):
      return "material \(material): \(Self.temperatures(run)), but its table of Jc holds \(Self.span(table)); "
        + "beyond, the nearest curve is used"
    case .beyondExponentTable(let material, let field, let run, let table):
      return "material \(material): fields up to \(plain(field)) T, \(Self.temperatures(run)), but its table of n has "
        + "\(table.summary); beyond, the nearest n is used"
    case .lawBeyondSense(let material, let finding):
      return "material \(material): in fields beyond the applied one \(finding.path): \(finding.problem)"
    case .fieldBeyondValidity(let material, let field, let limit):
      return "material \(material): fields up to \(plain(field)) T, but its numbers hold up to \(plain(limit)) T; "
        + "beyond, its law is used all the same"
    case .temperatureBeyondValidity(let material, let run, let valid):
      return "material \(material): \(Self.temperatures(run)), but its numbers hold \(Self.span(valid)); "
        + "beyond, its law is used all the same"
    case .aboveCriticalTemperature(let stage, let bulk, let temperature, let critical):
      return
        "\(stage): bulk \(bulk) is at \(plain(temperature)) K, its Tc is \(plain(critical)) K: it carries and traps nothing"
    case .shortHold(let stage, let duration, let change, let share):
      return
        "\(stage): it takes \(timeText(duration)), the change before it \(timeText(change)); the drift at its end is still "
        + "\(significant(100 * share, digits: 2)) % below the law of creep, for the field relaxes from that change"
    case .frozenFlux(let stage, let source, let field, _):
      return
        "\(stage): the bulks are cooled in the field of \(source), up to \(significant(1e3 * field, digits: 2)) mT, which is frozen in"
    case .thermalJump(let bulk, let time, let field, let jumped, let runs):
      return
        "flux jumps in bulk \(bulk) at t = \(timeText(time)), \(significant(field, digits: 4)) T, in \(jumped) of \(runs) runs; "
        + "what follows depends on every detail, so its errors are the range over meshes and tolerances"
    case .heat(let stage, let warming):
      return
        "\(stage): its own heat would warm bulk \(warming.bulk) by about \(significant(warming.largest, digits: 2)) K, "
        + "\(significant(warming.mean, digits: 2)) K on average, and \(significant(warming.allowed, digits: 2)) K lower Jc by a "
        + "tenth; the stage takes \(timeText(warming.duration)), heat \(timeText(warming.cooling)) or so to leave the bulk. "
        + "Temperatures here are those of the protocol"
    case .supportWithoutHeat(let support):
      return
        "the material of support \(support) has no heat_capacity and conductivity, so that it takes no part in heat and faces that "
        + "it covers are cooled as if it were not there"
    case .eddyCurrents(let stage, let eddy):
      return
        "\(stage): eddy currents in support \(eddy.support) are not computed. A metal that conducts heat as it does has "
        + "\(significant(eddy.resistivity, digits: 2)) ohm m or more at \(plain(eddy.temperature)) K (Wiedemann and Franz); then the field "
        + "inside would lag behind by up to \(timeText(eddy.lag)), \(significant(100 * eddy.share, digits: 2)) % of its change, and the "
        + "support would warm up by up to \(significant(eddy.warming, digits: 2)) K"
    case .mayCrack(let stage, let tension, let margin, let time):
      return
        "\(stage): a tension of up to \(Self.megapascals(tension)) at \(timeText(time)) since the start is more than the bulk's "
        + "strength, \(significant(margin, digits: 3)) times that: it may crack"
    case .supportYields(let stage, let margin):
      return
        "\(stage): von Mises' stress in a support is beyond its strength, \(significant(margin, digits: 3)) times that stress"
    case .contactOpens(let first, let second, let time, let tension):
      return
        "\(first) and \(second) touch without friction, and from \(timeText(time)) on their contact would have to pull, "
        + "with up to \(Self.megapascals(tension)): it opens, and stresses from then on are those of one that does not"
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .accuracyMissed(_, _, fixesMesh: true):
      "the case fixes the mesh; leave out mesh: to let the program choose it"
    case .accuracyMissed: "refining further would take too long, so go by the error bars"
    case .fluxJumps: "the way through these is not resolved, what they lead to is: go by the ends of the stages"
    case .energyImbalance:
      "heat and loss are known no better than that; a smaller accuracy takes shorter steps"
    case .nearOutline: "draw the air further out"
    case .oversizedBulk(_, _, _, isDrawn: true):
      "where the mesh is drawn in millimetres, write unit: mm beside its file"
    case .oversizedBulk: "see to the units of its lengths"
    case .idleStage: "if it should, write a duration"
    case .scatteringTable: "look at the curve in the report, or leave out the points that are off"
    case .fieldBeyondTable: "measure Jc up to there, or lower the field"
    case .fieldBeyondIrreversibility:
      "if that is the irreversibility field all is well, if it is where the instrument saw nothing more leave the zeros out"
    case .temperatureBeyondTable: "measure a curve there, or stay within the table"
    case .beyondExponentTable: "measure n there, or stay within the table"
    case .lawBeyondSense(_, let finding): finding.remedy
    case .fieldBeyondValidity, .temperatureBeyondValidity:
      "take the result for an extrapolation, or give the material a table of Jc there"
    case .aboveCriticalTemperature: "cool below Tc before the field changes"
    case .shortHold(_, let duration, let change, let share):
      // Until 5 % of it are left.
      "hold for \(timeText(min(change, 19 * duration * share / (1 - share)))) or more to see the law of creep"
    case .frozenFlux(_, _, _, let further):
      "for zero-field cooling begin about \(plain((1e3 * further).rounded())) mm further away"
    case .supportWithoutHeat: "write both, as in heat_capacity: {law: card, card: steel}"
    case .eddyCurrents: "take the result for that of a support which is slit or no metal, or of a slower stage"
    case .mayCrack: "cool in less field, or hold the bulk by a ring with more interference"
    case .supportYields: "make it thicker or of a stronger material, or lower the interference"
    case .contactOpens: "bond the two, or give a ring more interference"
    case .thermalJump: "fem-bulk safe-ramp finds the rate at which nothing jumps"
    case .heat(_, let warming):
      "take the result for that of a magnet kept cold, or let the stage last \(timeText(warming.slowEnough)) or more"
    }
  }

  /// Three digits at most.
  private static func short(_ value: Double) -> String { plain(Double(significant(value, digits: 3)) ?? value) }

  private static func temperatures(_ range: ClosedRange<Double>) -> String {
    range.lowerBound == range.upperBound
      ? "the temperature is \(plain(range.lowerBound)) K"
      : "temperatures from \(plain(range.lowerBound)) to \(plain(range.upperBound)) K"
  }

  private static func span(_ range: ClosedRange<Double>) -> String {
    range.lowerBound == range.upperBound
      ? "at \(plain(range.lowerBound)) K" : "from \(plain(range.lowerBound)) to \(plain(range.upperBound)) K"
  }

  private static func megapascals(_ stress: Double) -> String { "\(significant(1e-6 * stress, digits: 3)) MPa" }

  /// A time in the unit that people would say it in, two digits.
  private func timeText(_ seconds: Double) -> String {
    let units = [(86400.0, "d"), (3600, "h"), (60, "min"), (1, "s"), (1e-3, "ms")]
    let (size, symbol) = units.first { seconds >= 0.9995 * $0.0 } ?? (1e-6, "us")
    return "\(plain(Double(significant(seconds / size, digits: 2)) ?? seconds / size)) \(symbol)"
  }
}

extension RunWarning.Stage: CustomStringConvertible {
  public var description: String { "stage \(index), \(name)" }
}
