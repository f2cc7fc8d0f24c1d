import Meshing
import Superconductors

extension SimulationCase {
  /// Refuses a map of Jc that leaves out a part of its bulk.
  func checkMaps() throws(SimulationError) {
    for bulk in bulks {
      if let gap = bulk.uncoveredByMap { throw .incompleteMap("\(gap) of bulk \(bulk.shape.name)") }
    }
  }
}

extension SimulationCase.Bulk {
  /// What of the bulk the map of its material leaves out, in words; nil when there is no map or it covers all.
  public var uncoveredByMap: String? {
    material.map?.uncovered(
      r: shape.innerRadius...shape.outerRadius, z: (shape.zMin - shape.middle)...(shape.zMax - shape.middle))
  }
}
