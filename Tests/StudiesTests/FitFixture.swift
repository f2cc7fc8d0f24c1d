import BulkSimulation
import CaseFiles
import CaseSamples
import Foundation
import HostSystem
import Magnets

@testable import Studies

/// What can be measured on the disc, without values: a profile, a decay, and a branch of the magnetisation.
let discFit = """
  case: disc.yaml
  parameters:
    - {key: materials.kim.jc.jc0, start: 2e8 A/m^2, lower: 1e8 A/m^2, upper: 2e9 A/m^2}
    - {key: materials.kim.jc.b0, start: 3 T}
    - {key: materials.kim.n, start: 25, lower: 2}
  data:
    - scan: {file: hall.csv, z: 6 mm, stage: ramp}
    - decay: {file: decay.csv, probe: centre, stage: hold}
    - loop: {file: branch.csv, stage: 1}

  """

let discTables = [
  "hall.csv": "r[mm],Bz[T],sigma[mT]\n0,1,10\n3,1,10\n6,1,10\n9,1,10\n12,1,10\n",
  "decay.csv": "t[h],Bz[T],sigma[mT]\n0,1,10\n0.1,1,10\n1,1,10\n10,1,10\n",
  "branch.csv": "Ba[T],m[A m^2],sigma[A m^2]\n3.5,1,0.1\n3,1,0.1\n2,1,0.1\n1,1,0.1\n0,1,0.1\n",
]

func readFitText(_ text: String, tables: [String: String] = discTables, caseText: String = discCase) throws
  -> FitProblem
{
  try readFit(text: text, file: "fit.yaml") { _ in
    try readCase(text: caseText, file: "disc.yaml").checked
  } tableText: { name in
    guard let table = tables[name] else { throw InputError(.missing, "\(name): no such table") }
    return (name, table)
  }
}

/// Normal deviates that are the same on every machine: SplitMix64 (G. Steele et al., OOPSLA 2014) and Box and Muller's
/// transformation.
struct GaussianNoise {
  private var state: UInt64

  /// Another factor than that of the steps, or the deviates of one seed would be those of the last one, shifted.
  init(seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 }

  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Double((z ^ (z >> 31)) >> 11) + 0.5) / 9_007_199_254_740_992
  }

  mutating func next() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
}
