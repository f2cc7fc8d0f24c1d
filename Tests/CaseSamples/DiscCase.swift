/// A disc on a coarse mesh, where a simulation takes about a millisecond.
package let discCase = """
  name: disc
  bulks: [{name: A, material: kim, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}]
  materials: {kim: {jc: {law: kim, jc0: 3e8 A/m^2, b0: 1.5 T}, n: 15, e0: 1e-4 V/m}}
  protocol:
    - {cool: {field: 4 T, temperature: 5 K}}
    - {ramp: {field: 0 T, rate: 4.8 T/h}}
    - {hold: {duration: 10 h}}
  probes: {centre: {r: 0 mm, z: 0 mm}, surface: {r: 0 mm, z: 6 mm}}
  accuracy: 1 %
  mesh: {cells_r: 4, cells_z: 8}

  """
