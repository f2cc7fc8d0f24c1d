/// The temperatures that the law of a magnet's cells is at [K]: those of the drive, one for each run of cells of one body, or one for
/// each cell where heat is computed.
struct CellTemperatures {
  var values: [Double]
  let areOfCells: Bool
}

/// A coefficient of every cell, and its slopes by |B| [1/T] and by T [1/K]; the latter empty where temperatures are those of the drive.
struct CellSlopes {
  var value: [Double]
  var byField: [Double]
  var byTemperature: [Double]

  init(cells: Int, byTemperature heated: Bool) {
    let zeros = [Double](repeating: 0, count: cells)
    (value, byField) = (zeros, zeros)
    byTemperature = heated ? zeros : []
  }
}
