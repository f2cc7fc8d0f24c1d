// Stands in for the simulation until it is merged; replace this file.
public import Meshing

public struct SimulationProgress: Sendable {
  public var run: String
  public var time: Double
  public var endTime: Double
  public var step: Int
  public var centreField: Double
  public var fraction: Double

  public init(run: String, time: Double, endTime: Double, step: Int, centreField: Double, fraction: Double) {
    self.run = run
    self.time = time
    self.endTime = endTime
    self.step = step
    self.centreField = centreField
    self.fraction = fraction
  }
}

public enum SimulationError: Error, CustomStringConvertible {
  case notBuilt

  public var description: String { "the simulation is not part of this build" }
}

public func simulate(
  _ simulationCase: SimulationCase, progress: ((SimulationProgress) -> Void)? = nil
) throws(SimulationError) -> SimulationResult {
  throw .notBuilt
}

public func sectionMesh(of simulationCase: SimulationCase) throws(SimulationError) -> Mesh {
  RectangleMesher(shapes: simulationCase.bulks.map(\.shape), mirrorPlane: nil).mesh(
    .init(
      radialCells: simulationCase.cells?.radial ?? 20, axialCells: simulationCase.cells?.axial ?? 8, airGrowth: 1.35,
      farDistance: 0.2))
}
