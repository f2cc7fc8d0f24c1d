public import Magnets
import Notation
import RealModule

/// The largest rate of a ramp at which flux does not jump for heat, by bisection over runs.
///
/// On each of two meshes, one of half the other's cell size, rates are halved in between until one that is quiet and one that jumps differ by
/// next to nothing. What the meshes differ by is told as the error, next to the last bracket; while it is large, finer meshes follow.
///
/// ```swift
/// let safe = try SafeRamp.search(checked, stage: 1)
/// print(safe.rate, "±", safe.error, "T/s")
/// ```
public struct SafeRamp: Sendable, Equatable {
  /// [T/s], of a coil with turns [A/s]; 0 where every rate jumps, infinite where none does.
  public var rate: Double
  /// Estimated numerical error, in the same unit as all rates.
  public var error: Double
  /// The fastest quiet rate and the slowest that jumps, on the finer mesh.
  public var quiet, jumping: Double
  /// Index of the ramp in the protocol.
  public var stage: Int
  /// Of the finer mesh.
  public var cells: Int
  /// On both meshes.
  public var runs: Int
  /// Rates beyond are those of no magnet.
  public var range: ClosedRange<Double>

  private static let meshLimit = 5
  /// Of the rate, that two meshes may differ by; and current cells above which no finer one follows.
  private static let (sharpness, cellLimit) = (0.03, 600)

  /// [T/s]
  private static let fieldRange = 1e-6...1e4

  /// Of the rates in the case that was searched: `T/s`, or `A/s` of a coil with turns.
  ///
  /// - Parameters:
  ///   - simulationCase: that was searched.
  ///   - stage: index of the ramp in the protocol; nil for the only one.
  public static func unit(of simulationCase: SimulationCase, stage: Int? = nil) -> String {
    let ramp =
      stage.flatMap { simulationCase.stages.indices.contains($0) ? simulationCase.stages[$0] : nil }
      ?? simulationCase.stages.first { if case .ramp = $0 { true } else { false } }
    return simulationCase.sources.drive(of: ramp?.source) == .current ? "A/s" : "T/s"
  }

  /// Why there is no answer.
  public enum Failure: Error, Sendable, CustomStringConvertible {
    /// No ramp of a field, or more than one: their indices in the protocol.
    case ramps([Int])
    /// A case whose temperatures are those of its protocol.
    case isothermal
    case run(SimulationError)

    public var description: String {
      switch self {
      case .ramps([]): "the protocol has no ramp; write {ramp: {field: 0 T, rate: 0.01 T/s}}"
      case .ramps(let stages):
        "the protocol has ramps in the stages \(stages.map(String.init).joined(separator: ", ")); say which with --stage"
      case .isothermal:
        "no material has a heat_capacity, so that nothing can jump; write heat_capacity, conductivity and cooling"
      case .run(let error): error.description
      }
    }
  }

  /// - Parameters:
  ///   - simulationCase: with heat; its own rate is where the search begins.
  ///   - stage: index of a ramp in the protocol; nil for the only one.
  ///   - resolution: the ratio of the last bracket less one.
  ///   - progress: told after each run: the rate and whether it jumped.
  public static func search(
    _ simulationCase: ValidCase, stage: Int? = nil, resolution: Double = 0.02, progress: ((Double, Bool) -> Void)? = nil
  ) throws(Failure) -> SafeRamp {
    guard simulationCase.isHeated else { throw .isothermal }
    let ramps = simulationCase.stages.indices.filter {
      if case .ramp = simulationCase.stages[$0] { true } else { false }
    }
    guard let stage = stage ?? (ramps.count == 1 ? ramps[0] : nil), ramps.contains(stage) else { throw .ramps(ramps) }
    let segment = simulationCase.timeline[stage]
    let sources = simulationCase.simulationCase.sources
    let fieldPerUnit = sources.first { $0.name == segment.stage.source }?.fieldPerUnit ?? 1
    let range = fieldRange.lowerBound / fieldPerUnit...fieldRange.upperBound / fieldPerUnit
    let way = segment.way(until: segment.end, sources.map(\.fieldPerUnit)) / fieldPerUnit
    let own = abs(segment.duration > 0 ? way / segment.duration : 1e-2 / fieldPerUnit)
    do {
      var magnet = try PreparedMagnet(simulationCase)
      var (runs, refinement, found) = (0, 1.0, [(quiet: Double, jumping: Double)]())
      for level in 0..<meshLimit {
        if level > 1 {
          let (a, b) = (middle(found[level - 2]), middle(found[level - 1]))
          guard abs(a - b) > sharpness * b, simulationCase.importedMesh == nil, 4 * magnet.cells <= cellLimit else {
            break
          }
          refinement *= 2
          magnet = try PreparedMagnet(simulationCase, refinement: refinement)
        }
        let mesh = min(level, 1)
        // The finer mesh begins next to what the coarser has found.
        let start = found.last.map { ($0.quiet * $0.jumping).squareRoot() } ?? own
        let bracket = try bracket(
          from: min(max(start.isFinite && start > 0 ? start : own, range.lowerBound), range.upperBound),
          within: range, width: found.isEmpty ? 3 : 1.1, resolution: resolution
        ) { rate throws(SimulationError) in
          runs += 1
          let jumps = try magnet.jumps(simulationCase.ramping(stage, at: rate), mesh: mesh)
          progress?(rate, jumps)
          return jumps
        }
        found.append(bracket)
      }
      let last = found[found.count - 1]
      let (coarse, fine) = (middle(found[found.count - 2]), middle(last))
      let spread = coarse.isFinite && fine.isFinite ? abs(fine - coarse) : 0
      return SafeRamp(
        rate: fine, error: spread + (fine.isFinite ? 0.5 * (last.jumping - last.quiet) : 0),
        quiet: last.quiet, jumping: last.jumping, stage: stage, cells: magnet.cells, runs: runs, range: range)
    } catch {
      throw .run(error)
    }
  }

  private static func middle(_ bracket: (quiet: Double, jumping: Double)) -> Double {
    bracket.quiet == 0 ? 0 : bracket.jumping.isFinite ? (bracket.quiet * bracket.jumping).squareRoot() : .infinity
  }

  /// A quiet rate and one that jumps, by factors of `width` from `start` and then by bisection.
  private static func bracket(
    from start: Double, within range: ClosedRange<Double>, width: Double, resolution: Double,
    _ jumps: (Double) throws(SimulationError) -> Bool
  ) throws(SimulationError) -> (quiet: Double, jumping: Double) {
    var (quiet, jumping) = (0.0, Double.infinity)
    var (rate, factor) = (start, width)
    while quiet == 0 || jumping.isInfinite {
      if try jumps(rate) { jumping = rate } else { quiet = rate }
      if quiet > 0, jumping.isFinite { break }
      let next = jumping.isFinite ? rate / factor : rate * factor
      guard range.contains(next) else { return (quiet, jumping) }
      (rate, factor) = (next, min(factor * factor, 10))
    }
    while jumping / quiet > 1 + resolution {
      let rate = (quiet * jumping).squareRoot()
      if try jumps(rate) { jumping = rate } else { quiet = rate }
    }
    return (quiet, jumping)
  }
}

extension ValidCase {
  /// The same with another rate of a ramp.
  fileprivate func ramping(_ stage: Int, at rate: Double) throws(SimulationError) -> ValidCase {
    var copy = simulationCase
    guard case .ramp(let field, _, let source) = copy.stages[stage] else { return self }
    copy.stages[stage] = .ramp(field: field, pace: .rate(rate), source: source)
    return try ValidCase(checking: copy)
  }
}
