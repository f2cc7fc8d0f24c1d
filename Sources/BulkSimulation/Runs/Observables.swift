import CoilFields
import EdgeElements
import LinearAlgebra
import Magnets
internal import Meshing

/// What is reported, as linear functionals of the cells' currents, by Biot and Savart.
///
/// Point values of the finite element field are an order less accurate: with 80 cells 2 % against 0.1 %.
struct Observables: Sendable {
  /// Row 2k and 2k+1: Br and Bz of probe k [T/(A/m²)]; then the moment of each bulk [A m²/(A/m²)]; then the flux [Wb/(A/m²)].
  private let matrix: Matrix
  private let probeCount: Int
  private let bulkCount: Int

  /// Values of every functional at one state, and what the applied field adds is left out.
  struct Values: Sendable, Equatable, Codable {
    /// (Br, Bz) of the currents at each probe [T].
    var probes: [SIMD2<Double>]
    /// [A m²]
    var moments: [Double]
    /// Flux of the currents [Wb].
    var flux: Double
    /// Axial forces on all bulks and sources [N]; empty for a magnet in the uniform field alone, of which they are worked out
    /// afterwards.
    var forces: [Double] = []
    /// Temperatures [K], as `TemperatureObservables.Layout` has them; empty where they are those of the protocol.
    var temperatures: [Double] = []

    var moment: Double { moments.reduce(0, +) }

    func scaled(by factor: Double) -> Values {
      Values(
        probes: probes.map { factor * $0 }, moments: moments.map { factor * $0 }, flux: factor * flux,
        forces: forces.map { factor * $0 }, temperatures: temperatures.map { factor * $0 })
    }

    /// The larger of each number and its counterpart.
    func largest(_ other: Values) -> Values {
      Values(
        probes: zip(probes, other.probes).map { SIMD2(max($0.x, $1.x), max($0.y, $1.y)) },
        moments: zip(moments, other.moments).map { max($0, $1) }, flux: max(flux, other.flux),
        forces: zip(forces, other.forces).map { max($0, $1) },
        temperatures: zip(temperatures, other.temperatures).map { max($0, $1) })
    }

    func adding(_ other: Values, times factor: Double) -> Values {
      Values(
        probes: zip(probes, other.probes).map { $0 + factor * $1 },
        moments: zip(moments, other.moments).map { $0 + factor * $1 }, flux: flux + factor * other.flux,
        forces: zip(forces, other.forces).map { $0 + factor * $1 },
        temperatures: zip(temperatures, other.temperatures).map { $0 + factor * $1 })
    }
  }

  init(magnet: Magnet, cells: CurrentCells, probes: [SimulationCase.Probe]) {
    probeCount = probes.count
    bulkCount = magnet.bulks.count
    var matrix = Matrix(rows: 2 * probes.count + magnet.bulks.count + 1, columns: cells.count)
    let disc = magnet.fluxDisc
    // The air of the plain H formulation counts as a bulk more; its currents are not the magnet's.
    for (column, section) in cells.sections.enumerated() where cells.bulks[column] < magnet.meshed.count {
      // A mirrored magnet's cell stands for two: itself and its image below the plane.
      let image = magnet.symmetry.map { section.mirrored(in: $0.plane) }
      for (k, probe) in probes.enumerated() {
        for part in [section, image].compactMap({ $0 }) {
          let field = part.field(r: probe.r, z: probe.z)
          matrix[2 * k, column] += field.br
          matrix[2 * k + 1, column] += field.bz
        }
      }
      let bulk = magnet.meshed[cells.bulks[column]]
      let base = 2 * probes.count
      matrix[base + bulk, column] += section.moment
      if let symmetry = magnet.symmetry { matrix[base + symmetry.images[bulk], column] += section.moment }
      for part in [section, image].compactMap({ $0 }) {
        matrix[base + magnet.bulks.count, column] += 2 * .pi * disc.x * part.field(r: disc.x, z: disc.y).aPhi
      }
    }
    self.matrix = matrix
  }

  /// False for values of other probes or bulks.
  func fit(_ values: Values) -> Bool { values.probes.count == probeCount && values.moments.count == bulkCount }

  /// What a cell of unit current density makes of Br and Bz at each probe in turn, of the whole moment and of the flux.
  func weights(ofCell cell: Int) -> [Double] {
    (0..<2 * probeCount).map { matrix[$0, cell] }
      + [
        (0..<bulkCount).reduce(0) { $0 + matrix[2 * probeCount + $1, cell] }, matrix[2 * probeCount + bulkCount, cell],
      ]
  }

  /// The functionals of currents, or of their rate of change.
  func values(_ currents: [Double]) -> Values {
    let v = matrix.multiply(currents)
    return Values(
      probes: (0..<probeCount).map { SIMD2(v[2 * $0], v[2 * $0 + 1]) },
      moments: (0..<bulkCount).map { v[2 * probeCount + $0] }, flux: v[2 * probeCount + bulkCount])
  }
}
