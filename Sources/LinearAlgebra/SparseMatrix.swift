/// A square matrix of which only some elements are kept, row by row.
public struct SparseMatrix: Sendable {
  public let order: Int
  /// The elements of row `i` are `starts[i]..<starts[i + 1]`.
  private let starts: [Int]
  private let columns: [Int32]
  private let values: [Double]

  /// One contribution to an element; those to the same element add up.
  public struct Term {
    var row: Int32
    var column: Int32
    var value: Double

    public init(row: Int, column: Int, value: Double) {
      (self.row, self.column, self.value) = (Int32(row), Int32(column), value)
    }
  }

  public init(order: Int, terms: consuming [Term]) {
    self.order = order
    terms.sort { ($0.row, $0.column) < ($1.row, $1.column) }
    var (starts, columns, values) = ([0], [Int32](), [Double]())
    var last: Term?
    for term in terms {
      if let before = last, before.row == term.row, before.column == term.column {
        values[values.count - 1] += term.value
      } else {
        while starts.count <= term.row { starts.append(columns.count) }
        columns.append(term.column)
        values.append(term.value)
      }
      last = term
    }
    while starts.count <= order { starts.append(columns.count) }
    (self.starts, self.columns, self.values) = (starts, columns, values)
  }

  /// The first elements of `y` become `A x`, with x the first elements of `x`. Allocates nothing.
  public func multiply(_ x: [Double], into y: inout [Double]) {
    precondition(x.count >= order && y.count >= order, "A x: order \(order) times \(x.count) into \(y.count)")
    let (starts, columns, values) = (starts.span, columns.span, values.span)
    for row in 0..<order {
      var sum = 0.0
      for k in starts[row]..<starts[row + 1] { sum += values[k] * x[Int(columns[k])] }
      y[row] = sum
    }
  }

  public func forEach(_ body: (_ row: Int, _ column: Int, _ value: Double) -> Void) {
    for row in 0..<order {
      for k in starts[row]..<starts[row + 1] { body(row, Int(columns[k]), values[k]) }
    }
  }
}
