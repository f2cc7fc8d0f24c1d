/// What magnets do and this program does not compute, by the words that people write for it: a key among these is no slip.
///
/// Whoever makes the program compute something strikes its entry here.
enum OtherPhysics: CaseIterable {
  case heat, cooling, stress, iron, coil, magnet, source, support, pulse, motion, direction, grains

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
        "heat", "heating", "thermal", "heat_capacity", "specific_heat", "c_p", "cp", "density", "thermal_conductivity",
        "conductivity", "kappa", "quench", "joule_heating",
      ]
    case .cooling:
      ["cooling", "cooler", "cryocooler", "cryostat", "coolant", "cooling_power", "heat_transfer", "bath", "ambient"]
    case .stress:
      [
        "stress", "strain", "force", "forces", "pressure", "mechanics", "mechanical", "elastic", "youngs_modulus",
        "young",
        "poisson", "poisson_ratio", "fracture", "crack", "thermal_expansion",
      ]
    case .iron:
      [
        "iron", "yoke", "steel", "ferromagnet", "ferromagnetic", "permeability", "mu_r", "mur", "bh_curve",
        "pole_piece",
      ]
    case .coil: ["coil", "coils", "solenoid", "winding", "windings", "turns"]
    case .magnet: ["magnet", "magnets", "permanent_magnet", "permanent_magnets", "remanence"]
    case .source: ["source", "sources", "field_source", "background_field"]
    case .support:
      ["support", "supports", "holder", "housing", "reinforcement", "bandage", "impregnation", "resin", "substrate"]
    case .pulse: ["pulse", "pulses", "pulsed", "waveform", "capacitor", "discharge", "rise_time", "frequency"]
    case .motion: ["move", "motion", "moving", "displacement", "levitation", "velocity", "rotate", "rotation"]
    case .direction: ["anisotropy", "anisotropic", "angle", "field_angle", "c_axis", "jc_ab", "jc_c"]
    case .grains: ["grain", "grains", "grain_boundary", "joint", "hole", "holes", "void", "voids", "porosity"]
    }
  }

  /// What the program does not compute.
  var what: String {
    switch self {
    case .heat: "heat: temperatures are those that the protocol prescribes"
    case .cooling: "cooling: temperatures are those that the protocol prescribes"
    case .stress: "stress and forces"
    case .iron: "iron or other magnetic matter: the permeability is that of vacuum"
    case .coil: "coils: the applied field is uniform, as cool and ramp set it"
    case .magnet: "permanent magnets: the applied field is uniform, as cool and ramp set it"
    case .source: "sources of field: the applied field is uniform, as cool and ramp set it"
    case .support: "supports: there is nothing but bulks"
    case .pulse: "pulses as such; write the way up and down as two ramps, which run without heating"
    case .motion: "moving parts"
    case .direction: "a Jc that depends on the direction of the field"
    case .grains: "grains and holes in a bulk, but for a map of Jc (jc_map) or a mesh"
    }
  }

  /// What follows the unknown key in a message.
  var remedy: String { "this program does not compute \(what); leave the key out" }
}
