internal import Algorithms
internal import BulkSimulation
internal import Magnets
internal import Meshing
internal import Notation
internal import RealModule
internal import RunFolders
internal import Superconductors

/// The figures of one run, in the order in which a reader wants them.
struct RunPictures {
  let record: RunRecord
  /// On a mesh fine enough for pictures; nil for those of the numbers.
  private let display: DisplayFields?
  /// Of the ends of stages that have a field map.
  private let states: [State]

  private struct State {
    /// Index in the summary.
    var stage: Int
    var fields: FieldSnapshot
    var profiles: [FieldProfile]
  }

  init(record: RunRecord, display: DisplayFields?) {
    self.record = record
    let stages = record.summary.stages
    let display = display.flatMap { $0.stageEnds.count == stages.count ? $0 : nil }
    self.display = display
    states = record.maps.map { map in
      let fields = display?.stageEnds[map.stage] ?? map.fields
      return State(
        stage: map.stage, fields: fields,
        profiles: displayProfiles(fields, applied: record.applied(atEndOf: map.stage)))
    }
  }

  var all: [Figure] {
    [lead].compactMap { $0 } + maps.map(Figure.init) + [ramp].compactMap { $0 }
      + (profilePictures + histories + materialPictures).map(Figure.init)
  }

  private var last: State? { states.last }

  /// What maps are drawn from, and what the numbers are from.
  var source: String? {
    guard let last else { return nil }
    let study =
      "\(record.summary.numerics.cells) current cells\(record.summary.numerics.mirrored ? " in half of the magnet" : "")"
    let smoothed =
      "Maps are smoothed for display: a current density is a mean over each cell, and nothing finer is known."
    guard let display else {
      return "Maps show the finest mesh of the study, \(study). \(smoothed)"
    }
    let across = last.fields.mesh.regionNames.count == 2 ? "the bulk" : "each bulk"
    return
      "Fields and currents are drawn from one more run, on a mesh of \(display.cells) current cells, \(display.cellsAcross) across \(across), "
      + "made for the pictures alone. Every number on this page comes from the study, whose finest mesh has \(study). \(smoothed)"
  }

  // MARK: Maps

  private func moment(_ state: State) -> String { "at the end of \(record.stageLabel(state.stage))" }

  /// |B| with field lines and profiles, over the full width.
  var lead: Figure? {
    guard let last else { return nil }
    let section = SectionPicture(last.fields.mesh)
    let field = SectionField(last.fields, applied: record.applied(atEndOf: last.stage))
    guard let picture = FieldPicture(section, field, profiles: last.profiles) else { return nil }
    let alternative =
      "Map of the flux density with field lines over the full section of the magnet, \(moment(last)), and its profiles."
    return Figure(
      wide: picture.full(alternative: alternative), narrow: picture.narrow(alternative: alternative),
      caption: "Magnitude of the flux density \(moment(last)) with field lines, and Bz in the mid-plane, z = "
        + "\(millimetreText(section.frame.middle)), below it. \(picture.lineText)")
  }

  /// J [A/mm²].
  private func inSquareMillimetres(_ density: [Double]) -> [Double] { density.map { 1e-6 * $0 } }

  /// One scale for all maps of the current density.
  private var currentRange: ClosedRange<Double>? {
    guard let last else { return nil }
    let all = [last.fields.currentDensity] + (display?.instants.map(\.currentDensity) ?? [])
    return Self.symmetricRange(all.flatMap { inSquareMillimetres($0) })
  }

  private var maps: [Picture] {
    guard let last else { return [] }
    let (fields, moment) = (last.fields, moment(last))
    let section = SectionPicture(fields.mesh)
    // The mesh of the numbers, not that of the pictures.
    let study = record.maps.last.map { SectionPicture($0.fields.mesh) } ?? section
    var pictures: [Picture] = []
    if let range = currentRange {
      pictures.append(
        section.map(
          "current", values: inSquareMillimetres(fields.currentDensity), map: .blueRed, range: range,
          label: "'{/:Italic J} (A/mm^2)'", caption: "Current density along φ \(moment).",
          alternative: "Map of the current density over the full section of the magnet, \(moment), from "
            + "\(significant(range.lowerBound, digits: 3)) to \(significant(range.upperBound, digits: 3)) A/mm²."))
      pictures.append(critical(section, fields, moment))
    }
    if let temperature = temperature(section, fields, moment) { pictures.append(temperature) }
    pictures.append(study.geometry(probes: record.simulationCase?.probes ?? []))
    pictures += [arrangement].compactMap { $0 }
    if let stress = StressPicture(record)?.picture { pictures.append(stress) }
    return pictures
  }

  /// With coils and permanent magnets, at the end of the stage at which they stand nearest.
  private var arrangement: Picture? {
    guard let simulationCase = record.simulationCase, !simulationCase.sources.isEmpty else { return nil }
    func placed(_ state: State) -> [ArrangementPicture.Placed] {
      let places = record.summary.stages[state.stage].sources ?? [:]
      return simulationCase.sources.map { .init(source: $0, zMin: places[$0.name]?.zMin.value ?? $0.zMin) }
    }
    let sizes = states.map { ArrangementPicture.size($0.fields.mesh, placed($0)) }
    guard let least = sizes.min(), let index = sizes.lastIndex(where: { $0 <= 1.001 * least }) else { return nil }
    let state = states[index]
    return ArrangementPicture(
      state.fields, applied: record.applied(atEndOf: state.stage), sources: placed(state)
    ).picture(moment: moment(state))
  }

  /// Where it is computed, and differs from place to place.
  private func temperature(_ section: SectionPicture, _ fields: FieldSnapshot, _ moment: String) -> Picture? {
    guard let temperature = fields.temperature else { return nil }
    let cells = fields.mesh.cells.indices.filter { fields.mesh.cellRegions[$0] != Mesh.air }
    guard let (low, high) = cells.map({ temperature[$0] }).minAndMax(), high > low else { return nil }
    return section.map(
      "temperature", values: temperature.map { max(low, $0) }, map: .viridis, range: low...high,
      label: "'{/:Italic T} (K)'", caption: "Temperature \(moment).",
      alternative: "Map of the temperature over the full section of the magnet, \(moment), from "
        + "\(significant(low, digits: 4)) to \(significant(high, digits: 4)) K.")
  }

  /// J/Jc, or E where that is the same everywhere.
  private func critical(_ section: SectionPicture, _ fields: FieldSnapshot, _ moment: String) -> Picture {
    let cells = fields.mesh.cells.indices.filter { fields.mesh.cellRegions[$0] != Mesh.air }
    let share = zip(fields.currentDensity, fields.criticalCurrentDensity).map { $1 > 0 ? $0 / $1 : 0 }
    let (least, largest) = cells.map { abs(share[$0]) }.minAndMax() ?? (0, 0)
    if largest - least > 0.1 * largest {
      let range = Self.symmetricRange(share) ?? -1...1
      return section.map(
        "critical-share", values: share, map: .blueRed, range: range, label: "'{/:Italic J} / {/:Italic J}_c'",
        caption: "Share of the critical current density at the local field \(moment).",
        alternative: "Map of the share of the critical current density over the full section of the magnet, \(moment).")
    }
    let (low, high) = cells.map { abs(fields.electricField[$0]) }.filter { $0 > 0 }.minAndMax() ?? (1, 1)
    let top = Double.log10(high).rounded(.up)
    let bottom = min(top - 1, max(top - 8, Double.log10(low).rounded(.down)))
    return section.map(
      "electric-field",
      values: fields.electricField.map { max(bottom, $0 == 0 ? bottom : .log10(abs($0))) }, map: .viridis,
      range: bottom...top, label: "'log_{10} {/:Italic E} (V/m)'",
      caption:
        "Electric field along φ \(moment): where flux still moves. The currents are critical everywhere, J/Jc from "
        + "\(significant(least, digits: 3)) to \(significant(largest, digits: 3)).",
      alternative: "Map of the logarithm of the electric field over the full section of the magnet, \(moment).")
  }

  /// The currents along the ramps.
  private var ramp: Figure? {
    guard let display, let mesh = last?.fields.mesh, let range = currentRange, !display.instants.isEmpty else {
      return nil
    }
    let section = SectionPicture(mesh)
    let labels = display.instants.map { instant in
      "\(typeset(plainNumber(instant.appliedField, digits: 3))) T \(instant.fieldRate < 0 ? "↓" : "↑")"
        + " after \(timeText(instant.time, digits: 3))"
    }
    let pictures = display.instants.enumerated().map { i, instant in
      section.miniature(
        "ramp-\(i + 1)", values: inSquareMillimetres(instant.currentDensity), map: .blueRed, range: range,
        alternative: "Map of the current density in an applied field of \(labels[i]).")
    }
    return Figure(
      name: "ramp", series: pictures, labels: labels,
      caption:
        "Current density on the way, in applied fields that fall (↓) or rise (↑); colours as in the map of the current "
        + "density, ±\(significant(range.upperBound, digits: 3)) A/mm².")
  }

  /// Around 0, to a round number that no value exceeds; nil when nothing flows.
  static func symmetricRange(_ values: [Double]) -> ClosedRange<Double>? {
    let largest = values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    guard largest > 0 else { return nil }
    return -scaleEnd(largest)...scaleEnd(largest)
  }

  // MARK: Profiles

  private var profilePictures: [Picture] {
    let states = states.filter { record.summary.stages[$0.stage].time > 0 }
    guard let last, !states.isEmpty else { return [] }
    let frame = SectionFrame(last.fields.mesh)
    return FieldProfile.Line.allCases.compactMap { line -> Picture? in
      let isAxis = line == .axis
      let curves = states.map { entry in
        let profile = entry.profiles.first { $0.line == line }
        let points = zip(profile?.points ?? [], profile?.fluxDensity ?? []).map { point, b in
          SIMD2(1e3 * (isAxis ? point.y : point.x), b.y)
        }
        // Both sides of the axis, as a sensor scans.
        let mirrored = isAxis ? [] : points.dropFirst().reversed().map { SIMD2(-$0.x, $0.y) }
        return CurvePicture.Curve(label: record.stageLabel(entry.stage), points: mirrored + points)
      }
      // The large picture shows it.
      if line == .middle, states.count == 1 { return nil }
      let place =
        switch line {
        case .middle: "in the mid-plane, z = \(millimetreText(frame.middle))"
        case .above: "1 mm above the upper face, z = \(millimetreText(frame.top + 1e-3))"
        case .axis: "on the axis"
        }
      let extent = 1e3 * (isAxis ? 1.5 * frame.halfHeight : frame.width)
      let centre = isAxis ? 1e3 * frame.middle : 0
      return CurvePicture(
        name: "profile-\(line.rawValue)",
        caption: "Bz \(place), at the end of each stage\(line == .middle ? "" : "; grey: the extent of the bulks").",
        alternative: "Curves of the axial flux density in tesla \(place), over \(isAxis ? "z" : "r") in millimetres.",
        xLabel: isAxis ? "'{/:Italic z} (mm)'" : "'{/:Italic r} (mm)'", yLabel: "'{/:Italic B_z} (T)'",
        curves: Self.distinct(curves), shaded: shaded(line, frame), includesZero: true,
        xRange: centre - extent...centre + extent
      ).picture
    }
  }

  /// Curves that no eye can tell apart drawn once, under all their names; colours and dashes in turn.
  static func distinct(_ curves: [CurvePicture.Curve]) -> [CurvePicture.Curve] {
    let values = curves.flatMap { $0.points.map(\.y) }.filter(\.isFinite)
    let tolerance = 0.004 * ((values.max() ?? 0) - (values.min() ?? 0))
    var kept: [CurvePicture.Curve] = []
    for curve in curves {
      let same = kept.firstIndex { other in
        other.points.count == curve.points.count
          && zip(other.points, curve.points).allSatisfy { abs($0.y - $1.y) <= tolerance }
      }
      if let same {
        kept[same].label += ", \(curve.label)"
      } else {
        kept.append(curve)
      }
    }
    for i in kept.indices { (kept[i].isDashed, kept[i].colour) = (i % 2 == 1, i) }
    return kept
  }

  private func shaded(_ line: FieldProfile.Line, _ frame: SectionFrame) -> [ClosedRange<Double>] {
    switch line {
    case .middle: []
    case .axis:
      frame.shapes.filter { $0.innerRadius == 0 }.map { 1e3 * $0.zMin...1e3 * $0.zMax }
    case .above:
      frame.shapes.filter { $0.zMax == frame.top }.flatMap { shape in
        shape.innerRadius == 0
          ? [-1e3 * shape.outerRadius...1e3 * shape.outerRadius]
          : [-1e3 * shape.outerRadius ... -1e3 * shape.innerRadius, 1e3 * shape.innerRadius...1e3 * shape.outerRadius]
      }
    }
  }

  // MARK: Histories

  private var histories: [Picture] {
    let curves = HistoryCurves(record)
    return [
      curves.field, curves.moment, curves.temperature, curves.warming, curves.loop, curves.fieldLoop,
      curves.fieldWithHeat, curves.computedTemperature, curves.forces,
    ].compactMap { $0 } + curves.forceLoops + curves.decays
  }

  // MARK: Materials

  private var materialPictures: [Picture] {
    guard let simulationCase = record.simulationCase else { return [] }
    let materials = simulationCase.bulks.map(\.material).uniqued(on: \.name)
    var temperatures = Array(Set(record.summary.stages.map(\.temperature))).sorted()
    if temperatures.count > 3 {
      temperatures = [temperatures[0], temperatures[temperatures.count / 2], temperatures[temperatures.count - 1]]
    }
    let highest = max(1, record.history.probes.compactMap { record.history.bz($0) }.flatMap { $0.map(abs) }.max() ?? 1)
    var curves: [CurvePicture.Curve] = []
    for material in materials {
      let depends =
        material.temperatureFactor != nil
        || temperatures.contains { t in
          material.criticalCurrentDensity(fluxDensity: 0, temperature: t)
            != material.criticalCurrentDensity(fluxDensity: 0, temperature: temperatures[0])
        }
      for temperature in depends ? temperatures : Array(temperatures.prefix(1)) {
        curves.append(
          CurvePicture.Curve(
            label: depends ? "\(material.name), \(plain(temperature)) K" : material.name,
            points: (0...100).map { i in
              let b = 1.05 * highest * Double(i) / 100
              return SIMD2(b, 1e-6 * material.criticalCurrentDensity(fluxDensity: b, temperature: temperature))
            }, isDashed: curves.count % 2 == 1, colour: curves.count))
      }
    }
    guard curves.allSatisfy({ $0.points.allSatisfy { $0.y.isFinite } }) else { return [] }
    return [
      CurvePicture(
        name: "material", caption: "Critical current density of the materials as the run used it.",
        alternative:
          "Curves of the critical current density in ampere per square millimetre over the flux density in tesla.",
        xLabel: "'|{/:Bold B}| (T)'", yLabel: "'{/:Italic J}_c (A/mm^2)'", curves: curves, includesZero: true,
        xRange: 0...1.05 * highest
      ).picture
    ]
  }
}

/// A length [m] in mm, without needless digits.
func millimetreText(_ length: Double) -> String { typeset("\(plain((1e9 * length).rounded() / 1e6)) mm") }
