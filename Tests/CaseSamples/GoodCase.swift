/// A case file that is right; tests replace a part of it.
package let goodCase = """
  name: pair
  description: two bulks
  bulks:
    - {name: A, material: ba122, inner_radius: 0 mm, outer_radius: 15 mm, z_min: 1 mm, z_max: 7 mm}
    - {name: B, material: ba122, inner_radius: 0 mm, outer_radius: 15 mm, z_min: -7 mm, z_max: -1 mm}
  materials:
    ba122:
      jc: {law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}
      temperature: {tc: 38 K, exponent: 2}
      n: 21
      e0: 1e-4 V/m
  protocol:
    - {cool: {field: 7 T, temperature: 5 K}}
    - {ramp: {field: 0 T, rate: 4.8 T/h}}
    - {hold: {duration: 1 h}}
    - {temperature: {to: 30 K, rate: 0.5 K/min}}
  probes:
    centre: {r: 0 mm, z: 0 mm}
    surface: {r: 0 mm, z: 7.5 mm}
  accuracy: 0.1 %
  output: {every: 10 min, fields: stage-ends}
  mesh: {cells_r: 20, cells_z: 8}

  """
