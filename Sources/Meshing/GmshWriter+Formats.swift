/// https://gmsh.info/doc/texinfo/gmsh.html#MSH-file-format, version 4.1, ASCII.
func gmsh41Text(_ model: GmshModel) -> String {
  var lines = ["$MeshFormat", "4.1 0 8", "$EndMeshFormat"]
  lines += model.physicalNames
  lines += entitySection(model)
  lines += nodeSection(model)
  lines += elementSection(model)
  return lines.joined(separator: "\n") + "\n"
}

/// The legacy format 2.2, ASCII: the same tags, elements in the order of their tags.
func gmsh22Text(_ model: GmshModel) -> String {
  var lines = ["$MeshFormat", "2.2 0 8", "$EndMeshFormat"]
  lines += model.physicalNames
  lines += ["$Nodes", "\(model.nodes.count)"]
  for i in model.nodes.indices { lines.append("\(i + 1) \(model.coordinates(ofNode: i + 1))") }
  lines += ["$EndNodes", "$Elements", "\(model.elementCount)"]
  let elements = model.entities.flatMap { entity in entity.elements.map { (entity, $0) } }
  for (entity, element) in elements.sorted(by: { $0.1.tag < $1.1.tag }) {
    let head = "\(element.tag) \(element.type) 2 \(entity.physicalTag) \(entity.tag)"
    lines.append(element.nodes.reduce(head) { "\($0) \($1)" })
  }
  lines.append("$EndElements")
  return lines.joined(separator: "\n") + "\n"
}

private func entitySection(_ model: GmshModel) -> [String] {
  let curves = model.entities.filter { $0.dimension == 1 }
  let surfaces = model.entities.filter { $0.dimension == 2 }
  var lines = ["$Entities", "0 \(curves.count) \(surfaces.count) 0"]
  for entity in curves + surfaces {
    let tags = Set(entity.elements.flatMap(\.nodes))
    var (low, high) = (SIMD2(repeating: Double.infinity), SIMD2(repeating: -Double.infinity))
    for tag in tags {
      low = pointwiseMin(low, model.nodes[tag - 1])
      high = pointwiseMax(high, model.nodes[tag - 1])
    }
    // One physical tag, no bounding entities: the boundary between regions is no entity of its own.
    lines.append("\(entity.tag) \(low.x) \(low.y) 0 \(high.x) \(high.y) 0 1 \(entity.physicalTag) 0")
  }
  return lines + ["$EndEntities"]
}

/// Every node belongs to one entity: a curve if one passes through it, or else the last region around it, so that nodes on
/// the surface of a bulk are the bulk's. A node without a cell goes to the first entity.
private func nodeSection(_ model: GmshModel) -> [String] {
  var owner = [Int](repeating: 0, count: model.nodes.count)
  let curvesLast = model.entities.indices.sorted {
    (model.entities[$1].dimension, $0) < (model.entities[$0].dimension, $1)
  }
  for i in curvesLast {
    for element in model.entities[i].elements {
      for tag in element.nodes { owner[tag - 1] = i }
    }
  }
  var tagsByEntity = [[Int]](repeating: [], count: model.entities.count)
  if !model.entities.isEmpty {
    for (i, entity) in owner.enumerated() { tagsByEntity[entity].append(i + 1) }
  }
  let blocks = zip(model.entities, tagsByEntity).filter { !$0.1.isEmpty }
  let count = blocks.reduce(0) { $0 + $1.1.count }
  var lines = ["$Nodes", "\(blocks.count) \(count) \(min(1, count)) \(count)"]
  for (entity, tags) in blocks {
    lines.append("\(entity.dimension) \(entity.tag) 0 \(tags.count)")
    lines += tags.map(String.init)
    lines += tags.map(model.coordinates(ofNode:))
  }
  return lines + ["$EndNodes"]
}

private func elementSection(_ model: GmshModel) -> [String] {
  let blocks = model.entities.flatMap { entity in
    [1, 2, 3].map { type in (entity, type, entity.elements.filter { $0.type == type }) }
  }.filter { !$0.2.isEmpty }
  let count = model.elementCount
  var lines = ["$Elements", "\(blocks.count) \(count) \(min(1, count)) \(count)"]
  for (entity, type, elements) in blocks {
    lines.append("\(entity.dimension) \(entity.tag) \(type) \(elements.count)")
    lines += elements.map(\.line)
  }
  return lines + ["$EndElements"]
}
