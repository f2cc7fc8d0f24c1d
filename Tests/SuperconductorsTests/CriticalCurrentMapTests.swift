import Notation
import Tables
import Testing

@testable import Superconductors

@Suite struct `Map of Jc` {
  private let text = "# measured\nr[mm],z[mm],factor\n0,-3,0.5\n15,-3,1\n15, 3,2\n0,3,0.5\n"

  @Test func `is bilinear between its points and level beyond them`() throws {
    let map = try CriticalCurrentMap(csv: text, file: "map.csv")
    #expect(map.radii == [0, 0.015] && map.heights == [-0.003, 0.003] && map.factors == [0.5, 1, 0.5, 2])
    #expect(map(r: 0.015, z: 0) == 1.5)
    #expect(abs(map(r: 0.0075, z: 0) - 1) < 1e-15)
    #expect(map(r: 0.02, z: 0.01) == 2)
    #expect(!map.isSymmetric)
  }

  @Test func `is the same after being written in metres and read`() throws {
    let map = try CriticalCurrentMap(csv: text, file: "map.csv")
    #expect(map.csv.hasPrefix("r[m],z[m],factor\n0.0,-0.003,0.5\n"))
    #expect(try CriticalCurrentMap(csv: map.csv, file: "map.csv") == map)
  }

  @Test func `with a factor of 0 leaves a millionth`() throws {
    let map = try CriticalCurrentMap(csv: "r[m],z[m],factor\n0,0,0\n1,0,0\n0,1,0\n1,1,0\n", file: "map.csv")
    #expect(map(r: 0.5, z: 0.5) == 1e-6 && map.mean(r: 0...1, z: 0...1) == 1e-6)
  }

  @Test func `knows what it leaves out of a bulk`() throws {
    let map = try CriticalCurrentMap(csv: text, file: "map.csv")
    #expect(map.uncovered(r: 0...0.015, z: -0.003...0.003) == nil)
    #expect(map.uncovered(r: 0...0.016, z: -0.003...0.003) == "the map leaves out r from 15.0 to 16.0 mm")
    #expect(map.uncovered(r: 0...0.015, z: -0.005...0.003) == "the map leaves out z from -5.0 to -3.0 mm")
  }

  @Test(arguments: [
    ("", "map.csv:1: the table is empty; begin with the header r[m],z[m],factor"),
    (
      "r,z,f\n0,0,1\n",
      "map.csv:1: the column r has no unit; write it as in r[m], or beside the file as in units: {r: m}"
    ),
    (
      "r[mm],z[mm],factor\n0,0,1\n0,1,-2\n", "map.csv:3: factor: -2 is negative; write 0 or more"
    ),
    ("r[mm],z[mm],factor\n10,-4,nan\n", "map.csv:2: factor: nan is not a number at r = 10, z = -4; \(gapRemedy)"),
    ("r[mm],z[mm],factor\n-1,0,1\n", "map.csv:2: r: -1 is negative; r is the distance from the axis"),
    (
      "r[mm],z[mm],factor\n0,0,1\n1,0,1\n0,0,2\n",
      "map.csv:4: factor is 2 here and 1 in line 2, both at r = 0, z = 0; keep one"
    ),
    (
      "r[mm],z[mm],factor\n0,0,1\n1,0,1\n",
      "map.csv:3: only one z; a map has at least two, the ends of the bulk among them"
    ),
    (
      "r[mm],z[mm],factor\n0,0,1\n1,0,1\n0,1,1\n",
      "map.csv:4: the point r = 1, z = 1 is missing; \(gapRemedy)"
    ),
  ])
  func `that is wrong names file, line and remedy`(text: String, message: String) {
    let error = #expect(throws: TableError.self) { try CriticalCurrentMap(csv: text, file: "map.csv") }
    #expect(error?.description == message)
  }
}

private let gapRemedy =
  "a map has a number for every r at every z, and a place that was not measured may take that of its neighbour"
