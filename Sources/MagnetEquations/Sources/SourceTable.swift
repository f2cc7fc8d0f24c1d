package import CoilFields
internal import EdgeElements
internal import Meshing
internal import RealModule

/// A source as the equations see it: its section where it begins, what a unit of its drive is, and how far it ever moves.
package struct AppliedSource: Sendable, Equatable {
  package var section: SourceSection
  /// A/m², A/m or A per unit of the drive.
  package var scale: Double
  /// How much it ever rises [m].
  package var rises: ClosedRange<Double>

  package init(section: SourceSection, scale: Double, rises: ClosedRange<Double>) {
    (self.section, self.scale, self.rises) = (section, scale, rises)
  }

  /// What a unit of the drive makes at (r, z) when the source has risen [m].
  package func field(r: Double, z: Double, rise: Double) -> CoilField {
    var field = CoilField()
    field.add(section.field(r: r, z: z - rise), times: scale)
    return field
  }

  /// (Br, Bz) [T] of that, of a coil to about 1e-4 in a tenth of the time: for maps.
  package func mapField(r: Double, z: Double, rise: Double) -> SIMD2<Double> {
    scale * section.mapField(r: r, z: z - rise)
  }
}

/// What one source makes in the cells of a mesh, wherever it stands on its way:
///
///     g_i = ∫ A r dr dz over cell i,     B at its centre
///
/// Cells of one bulk between the same radii see the same functions of their height above the source. So a column of cells has one
/// table: the integral over r of `A r`, by Chebyshev's polynomials in that height, of which g is the integral between a cell's faces,
/// and its derivative, the force, the difference of its values there: force and flux belong to each other exactly.
struct SourceTable: Sendable {
  /// Of all cells, when the source makes a unit of its drive.
  struct Unit: Sendable {
    /// [Wb m²/(2 pi)]
    var flux: [Double]
    /// Its first and second derivative in how much the source has risen.
    var slope: [Double]
    var curvature: [Double]
    /// At the centres [T].
    var br: [Double]
    var bz: [Double]
    /// At each height at which cells of a column begin or end: what the flux is the difference of, its derivative by the height, and
    /// once more.
    fileprivate var faces: [SIMD3<Double>]

    fileprivate init(cells: Int, faces: Int) {
      let zeros = [Double](repeating: 0, count: cells)
      (flux, slope, curvature, br, bz) = (zeros, zeros, zeros, zeros, zeros)
      self.faces = [SIMD3](repeating: .zero, count: faces)
    }
  }

  private struct Column: Sendable {
    var panels: ChebyshevPanels
    /// `∫ A r dr`, and its integral over the height; of a cell that is no rectangle `g` itself, and no integral.
    var potential: ChebyshevPanels.Function
    var integral: ChebyshevPanels.Integral?
    var br: ChebyshevPanels.Function
    var bz: ChebyshevPanels.Function
    /// The cells, and the heights at which they begin or end.
    var places: [Place] = []
    var faces = 0..<0
  }

  private struct Place: Sendable {
    var cell: Int
    /// Among all faces.
    var low = 0, high = 0
    /// The height of the centre above the column's variable.
    var middle: Double
  }

  private var columns: [Column] = []
  /// Heights, column by column; cells that meet share one.
  private var faces: [Double] = []
  private let cellCount: Int

  init(_ source: AppliedSource, cells: CurrentCells, centres: [SIMD2<Double>]) {
    struct Key: Hashable {
      var bulk: Int
      var low, high: Double
      /// Of a cell that is no rectangle.
      var cell: Int?
    }
    var known: [Key: [Int]] = [:]
    for (i, section) in cells.sections.enumerated() {
      let (low, high) = section.bounds
      let isRectangle = if case .rectangle = section { true } else { false }
      known[Key(bulk: cells.bulks[i], low: low.x, high: high.x, cell: isRectangle ? nil : i), default: []].append(i)
    }
    cellCount = cells.count
    let rises = source.rises
    let around = Self.bounds(cells.sections.indices.map { cells.sections[$0].bounds })
    let near = SourceInRegion(
      source, low: around.low - SIMD2(0, rises.upperBound), high: around.high - SIMD2(0, rises.lowerBound))
    for (key, members) in known.sorted(by: { $0.value[0] < $1.value[0] }) {
      let column = Self.bounds(members.map { cells.sections[$0].bounds })
      let (low, high) = (column.low.y, column.high.y)
      if let cell = key.cell {
        let section = cells.sections[cell]
        columns.append(
          Self.column(
            near, from: key.low, to: key.high, height: high - low, range: -rises.upperBound ... -rises.lowerBound,
            shift: low, centre: centres[cell]
          ) { z, clear in section.integralOfPotential(near, raised: z, clear: clear) })
        columns[columns.count - 1].places = [Place(cell: cell, middle: 0)]
      } else {
        let range = (low - rises.upperBound)...(high - rises.lowerBound)
        columns.append(
          Self.column(
            near, from: key.low, to: key.high, height: 0, range: range, shift: 0,
            centre: SIMD2(0.5 * (key.low + key.high), 0)
          ) { z, clear in Self.potential(near, from: key.low, to: key.high, z: z, clear: clear) })
        addFaces(of: members, cells, centres)
      }
    }
  }

  /// Places the cells of the last column.
  private mutating func addFaces(of members: [Int], _ cells: CurrentCells, _ centres: [SIMD2<Double>]) {
    let bounds = members.map { cells.sections[$0].bounds }
    let heights = Set(bounds.flatMap { [$0.low.y, $0.high.y] }).sorted()
    let first = faces.count
    let index = Dictionary(uniqueKeysWithValues: heights.enumerated().map { ($0.element, first + $0.offset) })
    faces += heights
    columns[columns.count - 1].faces = first..<faces.count
    columns[columns.count - 1].places = zip(members, bounds).map { cell, bounds in
      Place(cell: cell, low: index[bounds.low.y] ?? first, high: index[bounds.high.y] ?? first, middle: centres[cell].y)
    }
  }

  private static func bounds(
    _ parts: [(low: SIMD2<Double>, high: SIMD2<Double>)]
  ) -> (low: SIMD2<Double>, high: SIMD2<Double>) {
    parts.dropFirst().reduce(parts[0]) { (pointwiseMin($0.low, $1.low), pointwiseMax($0.high, $1.high)) }
  }

  /// - Parameters:
  ///   - height: of what is looked at at once, which begins at `shift` above the table's variable.
  ///   - centre: r of where B is wanted, and z above that variable.
  private static func column(
    _ near: SourceInRegion, from r0: Double, to r1: Double, height: Double, range: ClosedRange<Double>, shift: Double,
    centre: SIMD2<Double>, _ potential: (_ z: Double, _ clear: Double) -> Double
  ) -> Column {
    func distance(_ part: ClosedRange<Double>) -> Double {
      SourceSection.distance(
        RectangularCoil(r0: r0, r1: r1, z0: part.lowerBound + shift, z1: part.upperBound + shift + height),
        near.source.section.bounds)
    }
    let panels = ChebyshevPanels(range, distance: distance)
    var (potentials, br, bz): ([Double], [Double], [Double]) = ([], [], [])
    for p in 0..<panels.count {
      let clear = distance(panels.bounds[p]...panels.bounds[p + 1])
      for z in panels.nodes(ofPanel: p) {
        potentials.append(potential(z, clear))
        let field = near.field(r: centre.x, z: centre.y + z)
        br.append(field.br)
        bz.append(field.bz)
      }
    }
    let function = panels.function(potentials)
    return Column(
      panels: panels, potential: function, integral: height > 0 ? nil : panels.integral(of: function),
      br: panels.function(br), bz: panels.function(bz))
  }

  /// `∫ A r dr` between two radii.
  private static func potential(
    _ near: SourceInRegion, from r0: Double, to r1: Double, z: Double, clear: Double
  ) -> Double {
    let (width, distance) = (r1 - r0, max(clear, 1e-3 * (r1 - r0)))
    let parts = max(1, (width / distance).rounded(.up))
    let rule: GaussLegendre = width < 0.1 * distance ? .three : width < 0.4 * distance ? .four : .six
    var sum = 0.0
    for part in 0..<Int(parts) {
      rule.forEach(from: r0 + width * Double(part) / parts, to: r0 + width * Double(part + 1) / parts) { r, weight in
        sum += weight * r * near.field(r: r, z: z).aPhi
      }
    }
    return sum
  }

  /// What `set` fills.
  var unit: Unit { Unit(cells: cellCount, faces: faces.count) }

  /// What the source makes when it has risen [m].
  func set(_ unit: inout Unit, rise: Double) {
    setFlux(&unit, rise: rise)
    for column in columns {
      for place in column.places {
        let field = column.panels.values(column.br, column.bz, at: place.middle - rise)
        (unit.br[place.cell], unit.bz[place.cell]) = (field.x, field.y)
      }
    }
  }

  /// The same without B.
  func setFlux(_ unit: inout Unit, rise: Double) {
    for column in columns {
      guard let integral = column.integral else {
        setFluxOfWhole(&unit, column, rise: rise)
        continue
      }
      for face in column.faces {
        unit.faces[face] = column.panels.values(integral, of: column.potential, at: faces[face] - rise)
      }
      for place in column.places {
        let (top, bottom) = (unit.faces[place.high], unit.faces[place.low])
        unit.flux[place.cell] = top.x - bottom.x
        unit.slope[place.cell] = bottom.y - top.y
        unit.curvature[place.cell] = top.z - bottom.z
      }
    }
  }

  /// Of a cell that is no rectangle.
  private func setFluxOfWhole(_ unit: inout Unit, _ column: Column, rise: Double) {
    let panels = column.panels
    let g = panels.valueAndSlope(column.potential, at: -rise)
    let step = 1e-4 * max(panels.bounds[panels.count] - panels.bounds[0], 1e-6)
    let next = panels.valueAndSlope(column.potential, at: -rise + step)
    for place in column.places {
      unit.flux[place.cell] = g.value
      unit.slope[place.cell] = -g.slope
      unit.curvature[place.cell] = (next.slope - g.slope) / step
    }
  }
}

extension CoilSection {
  /// `∫ A r dr dz` of a source over the section raised by so much [m], `clear` of which is the distance between the two [m].
  fileprivate func integralOfPotential(_ near: SourceInRegion, raised z: Double, clear: Double) -> Double {
    quadrature(finerThan: max(clear, 0.02 * area.squareRoot())).reduce(0) { sum, point in
      sum + point.weight * point.r * near.field(r: point.r, z: point.z + z).aPhi
    }
  }
}
