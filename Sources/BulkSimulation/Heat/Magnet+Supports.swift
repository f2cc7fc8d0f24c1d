import CoilFields
import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Superconductors

// The bodies whose temperatures are computed: bulks, and supports that conduct heat.

extension Magnet {
  /// A body of the equations of heat.
  struct HeatedBody {
    var shape: BulkShape
    var material: String
    /// Its properties against temperature, each with its keys within the material.
    var curves: [(path: [String], curve: TemperatureCurve)]
    /// Indices among bulks and, counted on, supports: its own and that of its image; itself where it has none.
    var own, image: Int
    /// The bulk of the case that it is as cold as at the start.
    var driven: Int
    var isBulk: Bool
  }

  /// Those that are meshed, in the order of the equations.
  var heatedBodies: [HeatedBody] {
    meshed.map { own in
      let bulk = bulks[own]
      return HeatedBody(
        shape: bulk.shape, material: bulk.material.name, curves: bulk.material.thermalCurves, own: own,
        image: symmetry?.images[own] ?? own, driven: own, isBulk: true)
    }
      + meshedSupports.map { index in
        let (support, own) = (supports[index], bulks.count + index)
        return HeatedBody(
          shape: support.shape, material: support.material.name, curves: support.material.thermalCurves, own: own,
          image: symmetry == nil ? own : bulks.count + (supportImages?[index] ?? index), driven: 0, isBulk: false)
      }
  }

  /// Of all, meshed or not.
  var heatedNames: [String] { bulks.map(\.shape.name) + supports.map(\.shape.name) }

  private var meshedSupports: [Int] {
    supports.indices.filter { symmetry?.isAbove(supports[$0].shape) ?? true }
  }

  /// The meshed supports on grids that go with a mesh of the bulks: about as fine, halved where that is.
  func heatedSupports(_ model: FieldModel) -> [HeatedSupport] {
    guard !supports.isEmpty else { return [] }
    let cells = model.cells
    let area = cells.sections.reduce(0) { $0 + $1.area }
    let size = (area / Double(cells.count)).squareRoot()
    // As many cells as the bulks have, or twice as many, is enough: a large plate has larger ones.
    let others = meshedSupports.reduce(0) { $0 + supports[$1].shape.width * supports[$1].shape.height }
    let cellSize = size * max(1, 0.5 * others / area).squareRoot()
    return meshedSupports.map { index in
      let support = supports[index]
      let touching =
        bulks.map(\.shape).filter { support.meeting($0, closes: support.interference) != nil }
        + supports.indices.filter { $0 != index }.map { supports[$0] }.filter {
          support.meeting($0.shape, closes: max(support.interference, $0.interference)) != nil
        }.map(\.shape)
      let faces = (
        r: touching.flatMap { [$0.innerRadius, $0.outerRadius] }, z: touching.flatMap { [$0.zMin, $0.zMax] }
      )
      let isCut = symmetry.map { support.shape.zMin < $0.plane } ?? false
      return HeatedSupport(
        grid: HeatGrid(
          support.shape, closes: support.interference, faces: faces, mirrorPlane: isCut ? symmetry?.plane : nil,
          cellSize: cellSize, least: Self.leastCells(cells.count)),
        material: support.material, driven: 0)
    }
  }

  /// Cells across the thinnest support, by how many the bulks have: 1, 2 and 4 on meshes of up to 35, 143 and 575.
  private static func leastCells(_ count: Int) -> Int {
    [36, 144, 576].reduce(1) { count >= $1 ? 2 * $0 : $0 }
  }

  /// For each support that which is its image in a plane; nil where one has none.
  static func images(of supports: [Support], in plane: Double, of simulationCase: SimulationCase) -> [Int]? {
    var images: [Int] = []
    for support in supports {
      guard let faces = FacesCooled(support.shape.name, in: simulationCase) else { return nil }
      let slack = 1e-9 * (support.shape.height + support.shape.outerRadius)
      func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= slack }
      let image = supports.firstIndex { other in
        isNear(other.shape.zMin + support.shape.zMax, 2 * plane)
          && isNear(other.shape.zMax + support.shape.zMin, 2 * plane)
          && isNear(other.shape.innerRadius, support.shape.innerRadius)
          && isNear(other.shape.outerRadius, support.shape.outerRadius)
          && isNear(other.interference, support.interference) && other.material.hasNumbers(of: support.material)
          && FacesCooled(other.shape.name, in: simulationCase) == faces
      }
      guard let image else { return nil }
      images.append(image)
    }
    return images
  }
}
