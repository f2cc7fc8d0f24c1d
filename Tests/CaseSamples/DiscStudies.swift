/// What can be studied on `discCase`, in files beside `disc.yaml`: each takes a few dozen simulations of a millisecond.
package enum DiscStudies {
  package static let sweep = """
    case: disc.yaml
    axes:
      - {key: materials.kim.jc.jc0, values: [2e8 A/m^2, 3e8 A/m^2]}
      - {key: protocol.0.cool.field, from: 2 T, to: 4 T, step: 1 T}

    """

  package static let fit = """
    case: disc.yaml
    parameters:
      - {key: materials.kim.jc.jc0, start: 2e8 A/m^2, lower: 1e8 A/m^2, upper: 2e9 A/m^2}
    data:
      - trapped: {value: 1 T, probe: centre, stage: ramp, sigma: 0.01 T}

    """

  package static let sensitivity = """
    case: disc.yaml
    outputs:
      - {name: trapped, probe: centre, stage: ramp}
      - {name: partial, probe: surface, stage: hold, set: {protocol.0.cool.field: 1 T}}
    assumptions:
      - {key: materials.kim.n, low: 10, high: 20, why: creep}
      - {key: materials.kim.jc.b0, low: -20 %, high: +20 %, why: read off a graph}

    """

  package static let design = """
    name: cooling
    simulate: {case: disc.yaml}
    parameters: {field: {key: protocol.0.cool.field, from: 1 T, to: 4 T, step: 0.1 T}}
    outcomes: {bz: {maximise: T, probe: centre, stage: ramp}}
    initial_samples: 2
    seed: 3

    """

  /// Names and texts of all of them, the case included.
  package static let files = [
    "disc.yaml": discCase, "sweep.yaml": sweep, "fit.yaml": fit, "sensitivity.yaml": sensitivity,
    "design.yaml": design,
  ]
}
