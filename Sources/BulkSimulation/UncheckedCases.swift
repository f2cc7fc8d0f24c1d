public import Magnets

// The same for cases that nobody has checked yet: each call checks once, before anything is computed.

extension ValidCase {
  /// - Throws: `SimulationError.invalid` with everything that is wrong.
  init(checking simulationCase: SimulationCase) throws(SimulationError) {
    do throws(InvalidCase) {
      try self.init(simulationCase)
    } catch {
      throw .invalid(error)
    }
  }
}

/// Checks and runs a case.
///
/// - Throws: `SimulationError.invalid` for a case with findings; else as `simulate` of a checked case.
public func simulate(
  _ simulationCase: SimulationCase, from state: SimulationState? = nil,
  progress: ((SimulationProgress) -> Void)? = nil, checkpoints: Checkpoints? = nil
) throws(SimulationError) -> SimulationResult {
  try simulate(ValidCase(checking: simulationCase), from: state, progress: progress, checkpoints: checkpoints)
}

extension PreparedMagnet {
  /// Checks a case and prepares its magnet.
  ///
  /// - Throws: `SimulationError.invalid` for a case with findings; else as for a checked case.
  public init(_ simulationCase: SimulationCase, refinement: Double = 1) throws(SimulationError) {
    try self.init(ValidCase(checking: simulationCase), refinement: refinement)
  }

  /// Checks and runs a case that the meshes serve.
  ///
  /// - Throws: `SimulationError.invalid` for a case with findings; else as for a checked case.
  public func run(_ simulationCase: SimulationCase, at times: [Double] = []) throws(SimulationError) -> Run {
    try run(ValidCase(checking: simulationCase), at: times)
  }
}
