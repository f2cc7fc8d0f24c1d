import CaseSamples
import HostSystem
import Magnets
import Notation
import Testing

@testable import CaseFiles

@Suite struct `Case file that is wrong` {
  @Test(
    arguments: valueSlips + keySlips + bulkSlips + materialSlips + mapSlips + protocolSlips + temperatureSlips
      + settingSlips)
  func `names file, line, key and remedy`(slip: Slip) {
    #expect(goodCase.contains(slip.old))
    let kind: InputError.Kind = slip.remark == "missing" ? .missing : .wrong
    #expect(throws: InputError(kind, "pair.yaml:\(slip.message)")) { try read(slip.made(in: goodCase)) }
  }

  @Test func `has a map with a negative factor`() {
    #expect(throws: InputError(.wrong, "negative.csv:3: factor: -1 is negative; write 0 or more")) {
      try read(goodCase.replacing("n: 21", with: "jc_map: {file: negative.csv}\n    n: 21"))
    }
  }

  @Test(arguments: textSlips)
  func `is not YAML or no case at all`(text: String, message: String) {
    #expect(throws: InputError(.wrong, message)) { try read(text) }
  }

  @Test func `does not expand aliases, however they are hidden`() {
    var text = "a0: &a0 [1,1]\n"
    for i in 1..<30 { text += "a\(i): &a\(i) [*a\(i - 1),*a\(i - 1),*a\(i - 1)]\n" }
    text += "k: {? *a29 : 1, ? *a28 : 2}\n"
    #expect(throws: InputError(.wrong, "pair.yaml:2: the alias *a0 is not supported; write the value out")) {
      try read(text)
    }
  }

  @Test func `names a table by its own file and line`() {
    let text = goodCase.replacing(kim, with: "{law: table, file: bad.csv}")
    #expect(
      throws: InputError(.wrong, "bad.csv:3: Jc: nan is not a number at B = 1; leave the line out")
    ) { try read(text) }
  }
}

private let kim = "{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}"

private let valueSlips = slips(
  """
  rate: 4.8 T/h => rate: 4.8 => 14: protocol[1].ramp.rate: 4.8 has no unit; write 4.8 T/h
  field: 7 T => field: 7 => 13: protocol[0].cool.field: 7 has no unit; write 7 T
  field: 7 T => field: 7 tessla => 13: protocol[0].cool.field: unknown unit tessla of a field; use T, Oe, mT, A/m, kA/m, G, kG, kOe
  field: 7 T => field: seven => 13: protocol[0].cool.field: seven is not a number; write one as in 7 T
  field: 7 T => field: .nan => 13: protocol[0].cool.field: .nan is not finite; write a number as in 7 T
  field: 7 T => field:  => 13: protocol[0].cool.field: no value; write one as in 7 T
  field: 7 T => field: [7 T] => 13: protocol[0].cool.field: a list where a value belongs; write one as in 7 T
  \(kim) => kim => 8: materials.ba122.jc: a plain value where a mapping belongs; write one as in \(kim)
  cool: {field: 7 T, temperature: 5 K} => cool: 7 T => 13: protocol[0].cool: a plain value where a mapping belongs; write one as in {field: 7 T, temperature: 5 K}
  n: 21 => n: 21 K => 10: materials.ba122.n: 21 K has a unit where none belongs; write 21
  accuracy: 0.1 % => accuracy: 0.001 => 20: accuracy: 0.001 has no unit; write 0.1 %
  """)

private let keySlips = slips(
  """
  accuracy: => acuracy: => 20: unknown key acuracy; did you mean accuracy? (known: name, description, bulks, supports, materials, sources, cooling, protocol, probes, accuracy, output, mesh, solver)
  e0: => E_0: => 11: materials.ba122: unknown key E_0; did you mean e0? (known: card, jc, temperature, jc_map, n, e0, heat_capacity, conductivity, resistivity, young, poisson, axial_young, axial_poisson, strength, contraction, weibull, validity, assumptions)
  rate: 4.8 => rat: 4.8 => 14: protocol[1].ramp: unknown key rat; did you mean rate? (known: field, source, time_constant, rate, duration)
  b0: 1.5 T} => B0: 1.5 T} => 8: materials.ba122.jc: unknown key B0; did you mean b0? (known: law, jc0, b0, exponent)
  - {hold: => - {wait: => 15: protocol[2]: unknown key wait; did you mean ramp? (known: cool, ramp, hold, temperature, move, pulse, sine, discharge, drive)
  n: 21\\n => n: 21\\n    <<: 5\\n => 11: materials.ba122: unknown key <<; did you mean jc? (known: card, jc, temperature, jc_map, n, e0, heat_capacity, conductivity, resistivity, young, poisson, axial_young, axial_poisson, strength, contraction, weibull, validity, assumptions)
  name: pair\\n => name: pair\\nname: other\\n => 1: the key name appears again further down; keep one
  outer_radius: 15 mm,  =>  => 4: bulks[0]: outer_radius is missing; write outer_radius: 15 mm
  z_max: 7 mm => r: 7 mm => 4: bulks[0]: unknown key r; did you mean name? (known: name, material, description, inner_radius, outer_radius, z_min, z_max)
  materials: => accuracy: => 6: the key accuracy appears again further down; keep one
  """)

private let bulkSlips = slips(
  """
  z_min: -7 mm, z_max: -1 mm => z_min: -7 mm, z_max: 3 mm => 5: bulks[1]: bulk B overlaps bulk A by 15 mm in r and 2 mm in z; move one of them by 2 mm along z
  inner_radius: 0 mm, outer_radius: 15 mm => inner_radius: -1 mm, outer_radius: 15 mm => 4: bulks[0].inner_radius: -1 mm is negative; radii count from the axis
  inner_radius: 0 mm, outer_radius: 15 mm => inner_radius: 0 mm, outer_radius: -15 mm => 4: bulks[0].outer_radius: -15 mm is not positive; radii count from the axis
  inner_radius: 0 mm, outer_radius: 15 mm => inner_radius: 15 mm, outer_radius: 15 mm => 4: bulks[0].outer_radius: 15 mm is not larger than the inner radius of 15 mm; swap them, or give the bulk a width
  z_min: 1 mm, z_max: 7 mm => z_min: 7 mm, z_max: 1 mm => 4: bulks[0].z_max: 1 mm is not above z_min = 7 mm; swap them or give the bulk a height
  name: B => name: A => 5: bulks[1].name: the name A is taken by another bulk; give each its own
  name: B => name: B/2 => 5: bulks[1].name: the name "B/2" does not consist of letters, digits, - and _; write one as in A
  name: B => name: air => 5: bulks[1].name: the name air means the space outside of the bulks; choose another
  name: B, material: ba122 => name: B, material: ba12 => 5: bulks[1].material: unknown material ba12; did you mean ba122? (known: ba122)
  """)

private let materialSlips = slips(
  """
  \(kim) =>  => 8: materials.ba122.jc: nothing where a mapping belongs; write one as in \(kim)
      jc: \(kim)\\n =>  => 8: materials.ba122: jc is missing; write jc: \(kim), or card: ba122-data-driven
  law: kim => law: kin => 8: materials.ba122.jc.law: unknown law kin; did you mean kim? (known: kim, constant, exponential, jirsa, table, formula)
  \(kim) => {jc0: 5e8 A/m^2} => 8: materials.ba122.jc: law is missing; write \(kim)
  \(kim) => {law: kim, jc0: 5e8 A/m^2} => 8: materials.ba122.jc: b0 is missing; write b0: 1.5 T
  jc0: 5e8 => jc0: 0 => 8: materials.ba122.jc.jc0: 0 A/m^2 is not positive; write a value above 0
  b0: 1.5 => b0: -1.5 => 8: materials.ba122.jc.b0: -1.5 T is not positive; write a value above 0
  b0: 1.5 T} => b0: 1.5 T, exponent: 0} => 8: materials.ba122.jc.exponent: 0 is below 0.001; write 0.001 to 100, or law: constant
  n: 21 => n: 0.5 => 10: materials.ba122.n: 0.5 is below 1; write 1, which is ohmic, to 10000
      n: 21\\n =>  => 8: materials.ba122: n is missing; write n: 21
  n: 21 => n: {law: table, file: n.csv} => 10: materials.ba122.n.file: n.csv: no such table => missing
  e0: 1e-4 => e0: 0 => 11: materials.ba122.e0: 0 V/m is not positive; write a value above 0
  tc: 38 K => tc: 0 K => 9: materials.ba122.temperature.tc: 0 K is not positive; write a value above 0
  exponent: 2 => exponent: -2 => 9: materials.ba122.temperature.exponent: -2 is below 0.001; write 0.001 or more
  , exponent: 2 =>  => 9: materials.ba122.temperature: exponent is missing; write exponent: 2
  n: 21 => card: ba122-data-drive => 10: materials.ba122.card: unknown card ba122-data-drive; did you mean ba122-data-driven? (known: ba122-data-driven, ba122-researcher-driven, ba122-weiss-2015, rebco-77k, mgb2-20k, steel, aluminium, copper, epoxy)
  \(kim) => {law: table, file: absent.csv} => 8: materials.ba122.jc.file: absent.csv: no such table => missing
  \(kim) => {law: table, file: ../jc.csv} => 8: materials.ba122.jc.file: ../jc.csv is outside of the folder of the case file; put the table there and write its name
  \(kim) => {law: table, file: /etc/passwd} => 8: materials.ba122.jc.file: /etc/passwd is outside of the folder of the case file; put the table there and write its name
  \(kim) => {law: table} => 8: materials.ba122.jc: file is missing; write {law: table, file: jc.csv}
  \(kim) => {law: table, file: jct.csv} => 9: materials.ba122.temperature: the law of Jc depends on temperature itself, as a table with a column T[K] or a formula with T does, so Jc would fall with it twice; leave one of them out
  """)

private let mapSlips = slips(
  """
  n: 21 => validity: {b_max: 7 T, t_min: 30 K, t_max: 4 K}\\n    n: 21 => 10: materials.ba122.validity.t_max: 4 K is below t_min, 30 K; swap them
  n: 21 => jc_map: {}\\n    n: 21 => 10: materials.ba122.jc_map: file is missing; write {file: map.csv}
  n: 21 => jc_map: {file: small.csv}\\n    n: 21 => 4: bulks[0]: the map leaves out r from 14.0 to 15.0 mm of bulk A; extend it over the whole bulk (z counts from the middle of the bulk's height)\\npair.yaml:5: bulks[1]: the map leaves out r from 14.0 to 15.0 mm of bulk B; extend it over the whole bulk (z counts from the middle of the bulk's height)
  """)

private let protocolSlips = slips(
  """
    - {cool: {field: 7 T, temperature: 5 K}}\\n =>  => 13: protocol[0]: the first stage is ramp; begin with \(MagnetisationStage.forms[0].example), which sets field and temperature
  temperature: 5 K}} => temperature: 0 K}} => 13: protocol[0].cool.temperature: 0 K is not positive; write a value above 0
  temperature: 5 K}} => temperature: 5 K}, hold: {duration: 1 h}} => 13: protocol[0]: cool and hold in one stage; begin each with its own -
  {cool: {field: 7 T, temperature: 5 K}} => {} => 13: protocol[0]: an empty stage; write one of cool, ramp, hold, temperature, move, pulse, sine, discharge, drive
  rate: 4.8 T/h => rate: -4.8 T/h => 14: protocol[1].ramp.rate: -4.8 T/h is not positive; the direction follows from the target, so write it without sign
  , rate: 4.8 T/h =>  => 14: protocol[1].ramp: rate or duration is missing; write rate: 4.8 T/h or duration: 30 min
  rate: 4.8 T/h => rate: 4.8 T/h, duration: 1 h => 14: protocol[1].ramp.duration: rate and duration exclude each other; keep one
  duration: 1 h => duration: 0 h => 15: protocol[2].hold.duration: 0 h is not positive; write a value above 0
  to: 30 K => to: -3 K => 16: protocol[3].temperature.to: -3 K is not positive; write a value above 0
  """)

private let temperatureSlips = slips(
  """
  temperature: 5 K => temperature: {A: 5 K} => 13: protocol[0].cool.temperature: the temperature of B is missing; write B: 5 K, or one temperature for all bulks
  temperature: 5 K => temperature: {A: 5 K, B: 8} => 13: protocol[0].cool.temperature.B: 8 has no unit; write 8 K
  to: 30 K => to: {A: 30 K, B: -1 K} => 16: protocol[3].temperature.to.B: -1 K is not positive; write a value above 0
  temperature: 5 K => temperature: {A: 5 K, C: 5 K} => 13: protocol[0].cool.temperature.C: no bulk is named C; give a temperature to each of A, B\\npair.yaml:13: protocol[0].cool.temperature: the temperature of B is missing; write B: 5 K, or one temperature for all bulks
  """)

private let settingSlips = slips(
  """
  accuracy: 0.1 % => accuracy: 20 % => 20: accuracy: 20 % is beyond 10 %; write 10 % or less
  accuracy: 0.1 % => accuracy: 0 % => 20: accuracy: 0 % is below 0.001 %; write 0.001 % or more
  every: 10 min => every: 0 min => 21: output.every: 0 h is not positive; write a value above 0
  stage-ends => stage-end => 21: output.fields: unknown choice stage-end; did you mean stage-ends? (known: stage-ends, none)
  cells_r: 20 => cells_r: 0 => 22: mesh.cells_r: 0 is below 4; write 4 or more
  cells_z: 8 => cells_z: 100001 => 22: mesh.cells_z: 100001 is beyond 100000; write 100000 or less
  cells_z: 8 => cells_z: 8.5 => 22: mesh.cells_z: 8.5 is not a whole number; write one as in 20
  {cells_r: 20, cells_z: 8} => {cells_r: 20} => 22: mesh: cells_z is missing; write cells_z: 8
  {cells_r: 20, cells_z: 8} => {file: part.msh, cells_z: 8} => 22: mesh.cells_z: the mesh from the file has its own cells; remove this key or file
  {cells_r: 20, cells_z: 8} => {file: ../part.msh} => 22: mesh.file: ../part.msh is outside of the folder of the case file; put the mesh there and write its name
  {cells_r: 20, cells_z: 8} => {file: absent.msh} => 22: mesh.file: absent.msh: no such mesh => missing
  centre: {r: 0 mm => centre: {r: -1 mm => 18: probes.centre.r: -1 mm is negative; r is the distance from the axis
  surface: => centre: => 18: the key centre appears again further down; keep one
  surface: => sur face: => 19: probes.sur face: the name "sur face" does not consist of letters, digits, - and _; write one as in centre
  name: pair => name: a/b => 1: name: the name "a/b" does not consist of letters, digits, - and _; write one as in pair
  """)

private let textSlips: [(String, String)] = [
  ("", "pair.yaml:1: the file is empty; begin with name: and bulks:"),
  ("# nothing\n", "pair.yaml:1: the file is empty; begin with name: and bulks:"),
  ("- a\n", "pair.yaml:1: a list where a mapping belongs; write one as in name: pair"),
  (
    "name: a\n",
    "pair.yaml:1: bulks is missing; write bulks: [{name: A, material: ba122, outer_radius: 15 mm, z_min: 1 mm, z_max: 7 mm}]"
  ),
  (
    "name: a\nbulks: [1,\nmaterials: }",
    "pair.yaml:3:12: not valid YAML while parsing a flow node: did not find expected node content"
  ),
  ("name: a\n---\nname: b\n", "pair.yaml:2:1: not valid YAML: the file holds more than one document; keep one"),
  ("a: &x 1\nb: *x\n", "pair.yaml:2: the alias *x is not supported; write the value out"),
  (
    String(repeating: "[", count: 200_000),
    "pair.yaml:1: brackets are nested too deeply; a case needs four levels"
  ),
  (
    goodCase.replacing(
      goodCase.split(separator: "protocol:\n", maxSplits: 1)[1].split(separator: "probes:")[0], with: "",
      maxReplacements: 1
    ).replacing("protocol:", with: "protocol: []"),
    "pair.yaml:12: protocol: no stage; begin with \(MagnetisationStage.forms[0].example)"
  ),
]
