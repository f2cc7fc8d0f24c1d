/// What magnets do and this program does not compute, by the words that people write for it: a key among these is no slip.
///
/// Whoever makes the program compute something strikes its entry here.
enum OtherPhysics: CaseIterable {
  case heat, stress, iron, support, rotation, direction, grains

  /// What a key is about; nil for any other word.
  init?(key: String) {
    let word = key.lowercased().replacing("-", with: "_")
    guard let found = Self.allCases.first(where: { $0.words.contains(word) }) else { return nil }
    self = found
  }

  var words: [String] {
    switch self {
    case .heat:
      [
        "heat", "heating", "thermal", "quench", "joule_heating", "cooler", "cryocooler", "cryostat", "coolant",
        "cooling_power",
        "ambient",
      ]
    case .stress:
      [
        "stress", "strain", "pressure", "mechanics", "mechanical", "elastic", "youngs_modulus", "poisson_ratio",
        "fracture", "crack", "thermal_expansion", "fracture_toughness", "preload",
      ]
    case .iron:
      [
        "iron", "yoke", "ferromagnet", "ferromagnetic", "permeability", "mu_r", "mur", "bh_curve",
        "pole_piece",
      ]
    case .support:
      ["support", "holder", "housing", "reinforcement", "bandage", "impregnation", "resin", "substrate"]
    case .rotation: ["rotate", "rotation", "tilt", "torque"]
    case .direction: ["anisotropy", "anisotropic", "angle", "field_angle", "c_axis", "jc_ab", "jc_c"]
    case .grains: ["grain", "grains", "grain_boundary", "joint", "holes", "void", "voids", "porosity"]
    }
  }

  /// What the program does not compute.
  var what: String {
    switch self {
    case .heat: "coolers with a power of their own; write a material's heat_capacity and conductivity, and cooling"
    case .stress: "stress by this key: it follows from young and poisson of the materials, and from supports"
    case .iron: "iron or other magnetic matter: the permeability is that of vacuum"
    case .support: "holders under this name: rings and plates stand under supports"
    case .rotation: "anything that is not the same all around the axis"
    case .direction: "a Jc that depends on the direction of the field"
    case .grains: "grains and holes in a bulk, but for a map of Jc (jc_map) or a mesh"
    }
  }

  /// What follows the unknown key in a message.
  var remedy: String { "this program does not compute \(what); leave the key out" }
}
