import HostSystem

@testable import CaseFiles

/// Tables that cases in tests can name.
let tables = [
  "jc.csv": "B[T],Jc[A/m^2]\n0,5e8\n1,3e8\n3,1.5e8\n",
  "jct.csv": "B[T],T[K],Jc[A/m^2]\n0,5,5e8\n1,5,3e8\n0,20,2e8\n1,20,1e8\n",
  "map.csv": "r[mm],z[mm],factor\n0,-3,0.9\n15,-3,1.1\n0,3,0.8\n15,3,1\n",
  "small.csv": "r[mm],z[mm],factor\n0,-3,1\n14,-3,1\n0,3,1\n14,3,1\n",
  "negative.csv": "r[mm],z[mm],factor\n0,-3,1\n14,-3,-1\n",
  "bad.csv": "B[T],Jc[A/m^2]\n0,5e8\n1,nan\n",
]

func read(_ text: String) throws -> ReadCase {
  try readCase(text: text, file: "pair.yaml") { name in
    guard let table = tables[name] else { throw InputError(.missing, "\(name): no such table") }
    return (name, table)
  }
}
