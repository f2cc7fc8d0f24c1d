import CaseSamples
import HostSystem
import Notation
import Testing

@testable import CaseFiles

/// Keys of what magnets do and this program does not are told as such.
@Suite struct `Physics that is not computed` {
  @Test(arguments: [
    ("accuracy: 0.1 %", "stress: {youngs_modulus: 150 GPa}", "stress"),
    ("accuracy: 0.1 %", "iron: [{mu_r: 1000}]", "iron"),
    ("accuracy: 0.1 %", "Tilt: 3", "Tilt"), ("accuracy: 0.1 %", "cryocooler: 5 W", "cryocooler"),
    ("accuracy: 0.1 %", "cooling-power: 1", "cooling-power"), ("z_max: 7 mm", "z_max: 7 mm, holder: Al", "holder"),
    ("n: 21", "n: 21\n    poisson_ratio: 0.3", "poisson_ratio"),
    ("b0: 1.5 T", "b0: 1.5 T, anisotropy: 3", "anisotropy"), ("- {hold:", "- {quench:", "quench"),
  ])
  func `is no slip of the pen`(old: String, new: String, key: String) throws {
    #expect(goodCase.contains(old))
    let error = #expect(throws: InputError.self) { try read(goodCase.replacing(old, with: new)) }
    let message = try #require(error?.message)
    #expect(message.contains("unknown key \(key); this program does not compute "), "\(message)")
    #expect(message.contains("leave the key out (known: ") && !message.contains("did you mean"), "\(message)")
  }

  @Test(arguments: [
    ("accuracy.stress", false), ("stress.limit", true), ("iron.0.mu_r", true),
    ("protocol.1.quench.duration", true),
    // Names of the case's own: there might be a bulk or a probe of that name.
    ("bulks.magnet.z_max", false), ("probes.coil.z", false), ("materials.iron.n", false),
  ])
  func `is told for keys on the command line, but not for names`(key: String, isOther: Bool) throws {
    let editable = EditableCase(try read(goodCase).checked)
    let error = #expect(throws: CaseChangeError.self) { try editable.quantity(key) }
    let message = "\(try #require(error))"
    #expect(message.contains("this program does not compute") == isOther, "\(message)")
  }

  /// No word of what the program does compute, and none twice.
  @Test func `has words that nothing else has`() {
    let words = OtherPhysics.allCases.map(\.words).flatMap { $0 }
    #expect(Set(words).count == words.count)
    let known = keyReference()
    for word in words {
      #expect(OtherPhysics(key: word) != nil && OtherPhysics(key: word.uppercased()) != nil)
      #expect(!known.contains("`\(word)`") && !known.contains(".\(word)`"), "\(word) is a key of cases")
    }
    for key in ["field", "jc0", "r", "speed", "acuracy", "rat", "path", "density_map"] {
      #expect(OtherPhysics(key: key) == nil)
    }
  }
}
