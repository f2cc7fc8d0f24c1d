internal import Magnets
internal import Superconductors

/// The sensitivity file of the built-in pair: what the agreement with Yamamoto et al., NPG Asia Mater. 16, 29 (2024) rests on.
///
/// M1 is the field trapped from 7 T, which the scale of Jc is fitted to; M5 the magnet cooled in 2.0 T, of which 2.0 T at the
/// centre and 1.5 T at the surface were reported.
package let builtInAssumptions = """
  outputs:
    - {name: M1 centre, probe: centre, stage: ramp}
    - {name: M5 centre, probe: centre, stage: ramp, set: {protocol.0.cool.field: 2.0 T}}
    - {name: M5 surface, probe: surface, stage: ramp, set: {protocol.0.cool.field: 2.0 T}}
  assumptions:
    - key: gap
      low: 0.5 mm
      high: 2 mm
      why: not published; room for a Hall sensor and its holder
    - key: materials.*.n
      low: 50
      high: 240
      why: a creep of about 3 % in 24 h needs n - 1 of 100 to 240; 50 as a pessimist's choice
    - key: materials.*.jc.b0
      low: -20 %
      high: +20 %
      why: Jc(B) is not published point by point; only the order of the two bulks at 0 T and 3 T is
    - key: materials.*.temperature.exponent
      low: 1.5
      high: 2.5
      why: usual exponents of polycrystalline superconductors; also moves Jc at 5 K by 1 %, which refitting undoes
    - key: materials.*.temperature.tc
      low: 36.9 K
      high: 39 K
      why: range of the literature
    - key: materials.*.e0
      low: 1e-5 V/m
      high: 1e-3 V/m
      why: a convention; a decade to either side
    - key: probes.surface.z
      low: 7 mm
      high: 8 mm
      why: the height of the probe above the face, 1 mm, is not published
    - key: probes.centre.r
      low: 0 mm
      high: 2 mm
      why: a sensor that is not quite on the axis
  refit: {key: scale, value: 2.83 T, probe: centre, stage: ramp}
  """
