import Magnets
import Meshing
import Superconductors

extension WrongCase {
  static let names = [
    WrongCase("name", "does not consist of letters, digits, - and _") { $0.name = "two bulks" },
    WrongCase("name", "does not consist of letters") { $0.name = "" },
    WrongCase("bulks[0].name", "does not consist of letters") { $0.bulks[0].shape.name = "a/b" },
    WrongCase("bulks[1].name", "the name air means the space outside") { $0.bulks[1].shape.name = "air" },
    WrongCase("bulks[1].name", "the name A is taken by another bulk") { $0.bulks[1].shape.name = "A" },
    WrongCase("materials", "\"b c\" does not consist of letters", .unreadable) { value in
      for index in value.bulks.indices { value.bulks[index].material.name = "b c" }
    },
    WrongCase("probes", "\"x y\" does not consist of letters", .unreadable) { $0.probes[1].name = "x y" },
    WrongCase("probes.centre", "taken by another probe", .unreadable) { $0.probes[1].name = "centre" },
  ]

  static let lists = [
    WrongCase("bulks", "no bulk", .unreadable) { $0.bulks = [] },
    WrongCase("bulks", "1001 bulks; a case has at most 1000", .unreadable) {
      $0.bulks = Array(repeating: $0.bulks[0], count: 1001)
    },
    WrongCase("protocol", "no stage; begin with {cool", .unreadable) { $0.stages = [] },
    WrongCase("protocol", "1001 stages; a protocol has at most 1000", .unreadable) {
      $0.stages = Array(repeating: $0.stages[0], count: 1001)
    },
    WrongCase("probes", "no probe", .unreadable) { $0.probes = [] },
    WrongCase("probes", "100001 probes; a case has at most 100000", .none) {
      $0.probes = Array(repeating: $0.probes[0], count: 100_001)
    },
  ]

  static let outlines = [
    WrongCase("bulks[0].outer_radius", "0 mm is not positive; radii count from the axis") {
      $0.bulks[0].shape.outerRadius = 0
    },
    WrongCase("bulks[1].outer_radius", "-15 mm is not positive") { $0.bulks[1].shape.outerRadius = -15e-3 },
    WrongCase("bulks[0].inner_radius", "-1 mm is negative") { $0.bulks[0].shape.innerRadius = -1e-3 },
    WrongCase("bulks[0].outer_radius", "15 mm is not larger than the inner radius of 20 mm") {
      $0.bulks[0].shape.innerRadius = 20e-3
    },
    WrongCase("bulks[1].outer_radius", "give the bulk a width") { $0.bulks[1].shape.innerRadius = 15e-3 },
    WrongCase("bulks[0].z_max", "1 mm is not above z_min = 1 mm; swap them or give the bulk a height") {
      $0.bulks[0].shape.zMax = 1e-3
    },
    WrongCase("bulks[1]", "bulk B overlaps bulk A by 15 mm in r and 1 mm in z; move one of them by 1 mm along z") {
      $0.bulks[1].shape.zMax = 2e-3
    },
    WrongCase("bulks[0].outer_radius", "is no length of a magnet", .unreadable) {
      $0.bulks[0].shape.outerRadius = 1e4
    },
    WrongCase("bulks[0].outer_radius", "inf is not finite", .unreadable) { $0.bulks[0].shape.outerRadius = .infinity },
    WrongCase("bulks[0].inner_radius", "nan is not finite", .unreadable) { $0.bulks[0].shape.innerRadius = .nan },
    WrongCase("bulks[1].z_min", "-inf is not finite", .unreadable) { $0.bulks[1].shape.zMin = -.infinity },
    WrongCase("bulks[1].z_max", "nan is not finite", .unreadable) { $0.bulks[1].shape.zMax = .nan },
  ]
}
