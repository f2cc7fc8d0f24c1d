/// The field on a regular grid over the half section, from the axis to the window's edge.
struct FieldGrid {
  let columns: Int
  let rows: Int
  /// Row by row from below.
  private(set) var values: [SectionField.Value]
  private let frame: SectionFrame

  /// About 14 000 points, as square as they can be. The field is computed on every second line and column and interpolated
  /// by cubics between them: at a quarter of the time, wrong by less than 1 % of the largest field.
  init(_ field: SectionField, _ frame: SectionFrame) {
    self.frame = frame
    let aspect = min(8, max(0.125, frame.width / (2 * frame.halfHeight)))
    let (coarseColumns, coarseRows) = (
      max(12, Int((3600 * aspect).squareRoot())), max(12, Int((3600 / aspect).squareRoot()))
    )
    (columns, rows) = (2 * coarseColumns - 1, 2 * coarseRows - 1)
    values = Array(repeating: SectionField.Value(br: 0, bz: 0, flux: 0), count: columns * rows)
    for row in stride(from: 0, to: rows, by: 2) {
      for column in stride(from: 0, to: columns, by: 2) {
        values[row * columns + column] = field.approximate(r: r(column), z: z(row))
      }
      for column in stride(from: 1, to: columns, by: 2) {
        values[row * columns + column] = between { at(row, column + $0) }
      }
    }
    for row in stride(from: 1, to: rows, by: 2) {
      for column in 0..<columns { values[row * columns + column] = between { at(row + $0, column) } }
    }
  }

  /// [m]; negative on the other side of the axis.
  func r(_ column: Int) -> Double { frame.width * Double(column) / Double(columns - 1) }
  /// [m]
  func z(_ row: Int) -> Double { frame.middle + frame.halfHeight * (2 * Double(row) / Double(rows - 1) - 1) }

  /// A known value, mirrored at the axis; beyond the other edges nil.
  private func at(_ row: Int, _ column: Int) -> SectionField.Value? {
    guard row >= 0, row < rows, column < columns else { return nil }
    var value = values[row * columns + abs(column)]
    if column < 0 { value.br = -value.br }
    return value
  }

  /// Half way between the neighbours at -1 and 1, by the cubic through those at -3 and 3, too.
  private func between(_ neighbour: (Int) -> SectionField.Value?) -> SectionField.Value {
    guard let a = neighbour(-1), let b = neighbour(1) else { return SectionField.Value(br: 0, bz: 0, flux: 0) }
    let (before, after) = (neighbour(-3), neighbour(3))
    func middle(_ part: KeyPath<SectionField.Value, Double>) -> Double {
      guard let before, let after else { return 0.5 * (a[keyPath: part] + b[keyPath: part]) }
      return 0.5625 * (a[keyPath: part] + b[keyPath: part]) - 0.0625 * (before[keyPath: part] + after[keyPath: part])
    }
    return SectionField.Value(br: middle(\.br), bz: middle(\.bz), flux: middle(\.flux))
  }

  /// Where field lines cross a line near the upper edge, on both sides of the axis: r, z and the steps of an arrow there,
  /// all [m].
  func arrows(on levels: [Double]) -> [[Double]] {
    let row = rows * 17 / 20
    let length = 1e-3 * frame.width
    var arrows: [[Double]] = []
    for column in 0..<columns - 1 {
      let (a, b) = (values[row * columns + column], values[row * columns + column + 1])
      for level in levels where (a.flux - level) * (b.flux - level) < 0 {
        let share = (level - a.flux) / (b.flux - a.flux)
        let (br, bz) = (a.br + share * (b.br - a.br), a.bz + share * (b.bz - a.bz))
        let size = (br * br + bz * bz).squareRoot()
        guard size > 0 else { continue }
        let place = r(column) + share * (r(column + 1) - r(column))
        for side in [1.0, -1.0] {
          arrows.append([side * place, z(row), side * length * br / size, length * bz / size])
        }
      }
    }
    return arrows
  }
}
