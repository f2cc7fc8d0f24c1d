import BulkSimulation
import CaseFiles
import CaseSamples
import Foundation
import HostSystem
import Magnets
import Sampling

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

extension SplitMix64 {
  /// Another factor than that of the steps, or the deviates of one seed would be those of the last one, shifted.
  init(noise seed: UInt64) { self.init(seed: seed &* 0xD134_2543_DE82_EF95) }

  /// A normal deviate by Box and Muller's transformation, which the bounds of the tests were measured with.
  mutating func noise() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
}
