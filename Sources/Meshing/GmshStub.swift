// Stands in for the Gmsh writer until it is merged; replace this file.
public enum GmshFormat: String, Sendable, CaseIterable {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case v4_1 = "4.1"
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case v2_2 = "2.2"
}

public func gmshText(_ mesh: Mesh, format: GmshFormat) -> String { "$MeshFormat\n\(format.rawValue) 0 8\n" }
