import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Superconductors

/// The bulks of a case as they are meshed: all of them, or the upper half of a magnet that is its own mirror image. An
/// imported mesh is always that of the whole magnet.
struct Magnet: Sendable {
  let bulks: [SimulationCase.Bulk]
  let symmetry: MirrorSymmetry?
  /// Indices in `bulks` of those that are meshed, in the order of the mesh's regions.
  let meshed: [Int]
  let importedMesh: Mesh?
  /// Of a magnet whose temperatures are computed.
  let cooling: [FaceCooling]
  /// Supports that conduct heat, and those of them that are computed: all, or the upper half with their images.
  let supports: [Support]
  let supportImages: [Int]?
  /// Besides the uniform field.
  let sources: [AppliedSource]
  /// What a unit of each source's drive makes [T], about.
  let fieldsPerUnit: [Double]
  /// Of a magnet with a symmetry and sources: for each of these the one that is its image.
  let sourceImages: [Int]?

  init(_ simulationCase: SimulationCase) {
    let bulks = simulationCase.bulks
    self.bulks = bulks
    cooling = simulationCase.cooling
    let supports = simulationCase.heatedSupports
    self.supports = supports
    let timeline = simulationCase.sources.isEmpty ? [] : simulationCase.segments
    sources = simulationCase.appliedSources(timeline)
    fieldsPerUnit = simulationCase.sources.map(\.fieldPerUnit)
    importedMesh = simulationCase.importedMesh
    if let mesh = importedMesh {
      (symmetry, sourceImages, supportImages) = (nil, nil, nil)
      meshed = mesh.regionNames.dropFirst().compactMap { name in bulks.firstIndex { $0.shape.name == name } }
      return
    }
    var symmetry: MirrorSymmetry?
    if bulks.allSatisfy({ $0.material.isSymmetric && FacesCooled($0.shape.name, in: simulationCase) != nil }) {
      symmetry = MirrorSymmetry(of: bulks.map(\.shape), kinds: bulks.map { Behaviour(of: $0, in: simulationCase) })
    }
    // The error estimate halves the mesh twice; half of a bulk with few given cells leaves nothing to halve.
    if let cells = simulationCase.cells, cells.axial < 8,
      symmetry?.images.enumerated().contains(where: { $0.offset == $0.element }) == true
    {
      symmetry = nil
    }
    let supportImages = symmetry.flatMap { Self.images(of: supports, in: $0.plane, of: simulationCase) }
    if supportImages == nil { symmetry = nil }
    self.supportImages = symmetry == nil ? nil : supportImages
    let images = sources.isEmpty ? nil : symmetry?.images(of: sources, timeline)
    if images == nil, !sources.isEmpty { symmetry = nil }
    self.symmetry = symmetry
    sourceImages = images
    meshed = bulks.indices.filter { symmetry?.isAbove(bulks[$0].shape) ?? true }
  }

  /// What makes a bulk behave: equal for those that may be each other's image.
  private struct Behaviour: Equatable {
    var material: MaterialNumbers
    /// At each stage that sets one [K].
    var temperatures: [Double?]
    var cooling: FacesCooled?

    init(of bulk: SimulationCase.Bulk, in simulationCase: SimulationCase) {
      material = bulk.material.numbers
      temperatures = simulationCase.stages.map { $0.temperature?.of(bulk.shape.name) }
      cooling = FacesCooled(bulk.shape.name, in: simulationCase)
    }
  }

  /// Whether its temperatures are computed.
  var isHeated: Bool { bulks.contains { $0.material.heatCapacity != nil } }

  var materials: [Material] { meshed.map { bulks[$0].material } }

  var mesher: RectangleMesher { RectangleMesher(shapes: meshed.map { bulks[$0].shape }, mirrorPlane: symmetry?.plane) }

  func mesh(_ resolution: RectangleMesher.Resolution) -> Mesh { mesher.mesh(resolution) }

  /// Half the diagonal of the section around its middle [m]: what the far boundary is far from.
  var radius: Double {
    let shapes = bulks.map(\.shape)
    let height = (shapes.map(\.zMax).max() ?? 0) - (shapes.map(\.zMin).min() ?? 0)
    let width = shapes.map(\.outerRadius).max() ?? 0
    return (width * width + 0.25 * height * height).squareRoot()
  }

  /// The disc through which trapped flux is counted: the largest outer radius at mid-height (r, z) [m].
  var fluxDisc: SIMD2<Double> {
    let shapes = bulks.map(\.shape)
    let middle = 0.5 * ((shapes.map(\.zMax).max() ?? 0) + (shapes.map(\.zMin).min() ?? 0))
    return SIMD2(shapes.map(\.outerRadius).max() ?? 0, middle)
  }
}
