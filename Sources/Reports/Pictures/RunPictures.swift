internal import Algorithms
internal import BulkSimulation
internal import Magnets
internal import Meshing
internal import Notation
internal import RunFolders
internal import Superconductors

/// The pictures of one run, in the order in which a reader wants them.
struct RunPictures {
  let record: RunRecord
  /// Of the ends of stages that have a field map and took time.
  let profiles: [(stage: Int, profiles: [FieldProfile])]

  var all: [Picture] { maps + profilePictures + histories + materialPictures }

  private var last: RunRecord.StageMap? { record.maps.last }

  // MARK: Maps

  private var maps: [Picture] {
    guard let last else { return [] }
    let fields = last.fields
    let stage = record.summary.stages[last.stage]
    let moment = "at the end of \(record.stageLabel(last.stage))"
    let section = SectionPicture(fields.mesh)
    var pictures = [
      section.geometry(probes: record.simulationCase?.probes ?? []),
      section.fieldMap(
        SectionField(fields, appliedField: stage.appliedField),
        caption: { flux in
          "Magnitude of the flux density \(moment), with field lines: between two of them lies a flux of "
            + "\(significant(1e6 * flux, digits: 2)) µWb."
        },
        alternative: "Map of the flux density with field lines over the full section of the magnet, \(moment)."),
    ]
    let bulkCells = fields.mesh.cells.indices.filter { fields.mesh.cellRegions[$0] != Mesh.air }
    let current = fields.currentDensity.map { 1e-6 * $0 }
    let share = zip(fields.currentDensity, fields.criticalCurrentDensity).map { $1 > 0 ? $0 / $1 : 0 }
    for (name, values, label, caption) in [
      (
        "current", current, "'{/:Italic J} (A/mm^2)'",
        "Current density along φ \(moment), cell by cell; one scale for all bulks."
      ),
      (
        "critical-share", share, "'{/:Italic J} / {/:Italic J}_c'",
        "Share of the critical current density at the local field \(moment)."
      ),
    ] {
      let range = Self.range(bulkCells.map { values[$0] })
      guard let range else { continue }
      pictures.append(
        section.cellMap(
          name, values: values, map: Self.colours(of: range), range: range,
          label: label, caption: caption,
          alternative:
            "Map over the full section of the magnet. \(caption) From \(significant(range.lowerBound, digits: 3)) to "
            + "\(significant(range.upperBound, digits: 3))."))
    }
    return pictures
  }

  /// The brightest, or the most saturated, colour is where most flows, whichever way.
  private static func colours(of range: ClosedRange<Double>) -> ColourMap {
    if range.lowerBound < 0, range.upperBound > 0 { return .blueRed }
    return range.lowerBound < 0 ? .cividis.reversed : .cividis
  }

  /// From 0 to a round number above the largest value, or symmetric when both signs matter; nil when nothing flows.
  static func range(_ values: [Double]) -> ClosedRange<Double>? {
    let finite = values.filter(\.isFinite)
    let (low, high) = finite.minAndMax() ?? (0, 0)
    let largest = max(high, -low)
    guard largest > 0 else { return nil }
    let end = scaleEnd(largest)
    if low < -0.02 * largest, high > 0.02 * largest { return -end...end }
    return high > -low ? 0...end : -end...0
  }

  // MARK: Profiles

  private var profilePictures: [Picture] {
    guard let mesh = last?.fields.mesh, !profiles.isEmpty else { return [] }
    let frame = SectionFrame(mesh)
    return FieldProfile.Line.allCases.map { line in
      let isAxis = line == .axis
      let curves = profiles.map { entry in
        let profile = entry.profiles.first { $0.line == line }
        let points = zip(profile?.points ?? [], profile?.fluxDensity ?? []).map { point, b in
          SIMD2(1e3 * (isAxis ? point.y : point.x), b.y)
        }
        // Both sides of the axis, as a sensor scans.
        let mirrored = isAxis ? [] : points.dropFirst().reversed().map { SIMD2(-$0.x, $0.y) }
        return CurvePicture.Curve(label: record.stageLabel(entry.stage), points: mirrored + points)
      }
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
    return [curves.field, curves.moment, curves.temperature, curves.warming, curves.loop, curves.fieldLoop].compactMap {
      $0
    } + curves.decays
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
