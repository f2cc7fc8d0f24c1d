/// Cases to start from. Each reads without an error and says what its values mean.
public enum CaseTemplate: String, CaseIterable, Sendable {
  case pair
  case disc
  case ring
  case stack
  case loop
  case decay
  case solenoid
  case levitation
  case nmr
  case reinforced
  case pulse
  case multiPulse = "multi-pulse"

  public var text: String {
    """
    # \(title)
    # Every value has a unit. Check: fem-bulk check FILE; run: fem-bulk simulate FILE; all keys: Documentation/CaseFiles.md
    name: \(rawValue)
    bulks:
    \(bulks)
    materials:
    \(material)
    \(supports)\(sources)\(cooling)protocol:
    \(protocolStages)
    probes:  # where B is reported
    \(probes)
    accuracy: \([.levitation, .pulse, .multiPulse].contains(self) ? "1 %" : "0.3 %")  # of probes, moment and forces; mesh and time steps follow from it

    """
  }

  private var title: String {
    switch self {
    case .solenoid: "A disc, field-cooled in a coil whose field is not uniform: forces on both."
    case .levitation:
      "A permanent magnet above a disc comes near and goes away: the force, and its stiffness by a small loop."
    case .nmr: "A thick ring for NMR, charged in a coil: how homogeneous is the field of a sample in its bore?"
    case .reinforced: "A disc in a steel ring that was shrunk on: will it crack, and when?"
    case .pair: "Two bulks with a gap for a sample or a sensor, field-cooled."
    case .disc: "A disc, field-cooled; put your own Jc in a table beside this file."
    case .ring: "A ring, field-cooled: the field in its bore."
    case .stack: "Three discs in contact, field-cooled; stacks of tapes homogenised as bulks look the same."
    case .loop: "A disc, zero-field-cooled and swept through a full hysteresis loop."
    case .pulse: "A disc in a pulse of 10 ms: heat lowers what it traps; the temperature is computed."
    case .multiPulse: "A disc in three pulses, colder and colder: each traps more than the one before."
    case .decay: "A disc, field-cooled, kept for a day, cooled further to stop the creep, and kept again."
    }
  }

  private var bulks: String {
    let note = "  # rectangles in the r-z half plane, turned around the z axis\n"
    switch self {
    case .pair:
      return note + """
          - {name: upper, material: bulk, outer_radius: 15 mm, z_min: 0.5 mm, z_max: 6.5 mm}
          - {name: lower, material: bulk, outer_radius: 15 mm, z_min: -6.5 mm, z_max: -0.5 mm}
        """
    case .ring:
      return note
        + "  - {name: ring, material: bulk, inner_radius: 5 mm, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}"
    case .stack:
      return note + """
          - {name: top, material: bulk, outer_radius: 15 mm, z_min: 3 mm, z_max: 9 mm}
          - {name: middle, material: bulk, outer_radius: 15 mm, z_min: -3 mm, z_max: 3 mm}
          - {name: bottom, material: bulk, outer_radius: 15 mm, z_min: -9 mm, z_max: -3 mm}
        """
    case .levitation:
      return note + "  - {name: disc, material: bulk, outer_radius: 15 mm, z_min: -10 mm, z_max: 0 mm}"
    case .nmr:
      return note
        + "  - {name: ring, material: bulk, inner_radius: 10 mm, outer_radius: 30 mm, z_min: -40 mm, z_max: 40 mm}"
    case .disc, .loop, .decay, .solenoid, .reinforced, .pulse, .multiPulse:
      return note + "  - {name: disc, material: bulk, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}"
    }
  }

  private var material: String {
    let table = """
          # Or a table beside this file, columns as in B (mT), T (K), Jc (A/cm2); then without the line temperature:
          # jc: {law: table, file: jc.csv}

      """
    if isPulsed {
      return """
          bulk:
            jc: {law: kim, jc0: 6e8 A/m^2, b0: 1.3 T}  # jc0 / (1 + |B|/b0)
            temperature: {tc: 92 K, exponent: 1.5}     # times (1 - (T/tc)^2)^exponent
            n: 21                                      # E = e0 (J/Jc)^n
            heat_capacity: {law: power, at_1K: 1.5e3 J/m^3/K, exponent: 1.7}  # or {law: table, file: c.csv}, or a number
            conductivity: {r: 20 W/m/K, z: 4 W/m/K}    # with heat_capacity the temperature is computed
            assumptions:
              - Jc(B, T), n, heat capacity and conductivity are those of the template, not of a sample.
        """
    }
    return """
        bulk:
      \(self == .disc ? table : "")    jc: {law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}  # jc0 / (1 + |B|/b0); also constant, exponential, or {law: table, file: jc.csv}
          temperature: {tc: 38 K, exponent: 2}       # times (1 - (T/tc)^2)^exponent
          n: 40                                      # E = e0 (J/Jc)^n
          e0: 1e-4 V/m
          assumptions:
            - Jc(B, T) and n are those of the template, not of a sample.\(elastic)
      """
  }

  private var elastic: String {
    self == .reinforced
      ? """

            - Stiffness, strength and contraction are those of a melt-grown bulk, about, not of a sample.
          young: 130 GPa     # with poisson in every bulk's material stresses are computed
          poisson: 0.3
          strength: 50 MPa   # what margins are relative to
          contraction: 0.25 %  # from assembly to operation
        steel: {card: steel}
      """ : ""
  }

  private var supports: String {
    self == .reinforced
      ? """
      supports:  # rings and plates, bonded or frictionless; interference: by how much a ring is too tight, as a radius
        - {name: ring, material: steel, inner_radius: 15 mm, outer_radius: 18 mm, z_min: -5 mm, z_max: 5 mm, contact: frictionless, interference: 10 um}

      """ : ""
  }

  private var sources: String {
    switch self {
    case .pair, .disc, .ring, .stack, .loop, .decay, .reinforced, .pulse, .multiPulse: ""
    case .solenoid:
      """
      sources:  # driven by Bz at a reference point, by default the middle of the bore
        main: {kind: solenoid, inner_radius: 40 mm, outer_radius: 60 mm, z_min: -30 mm, z_max: 50 mm, reference: {r: 0 mm, z: 10 mm}}

      """
    case .nmr:
      """
      sources:  # driven by Bz at a reference point, by default the middle of the bore
        main: {kind: solenoid, inner_radius: 50 mm, outer_radius: 110 mm, z_min: -120 mm, z_max: 120 mm}

      """
    case .levitation:
      """
      sources:  # where it is at the start, far away: what a bulk is cooled in is frozen in
        pm: {kind: magnet, outer_radius: 12.5 mm, z_min: 300 mm, z_max: 315 mm, remanence: 1.3 T}

      """
    }
  }

  private var isPulsed: Bool { self == .pulse || self == .multiPulse }

  private var cooling: String {
    guard isPulsed else { return "" }
    return """
      cooling:  # faces that are not named are insulated; the bath begins at the temperature of the protocol, which stages temperature change
        - {body: disc, face: bottom, coefficient: 2000 W/m^2/K}

      """
  }

  private var protocolStages: String {
    switch self {
    case .pulse:
      """
        - {cool: {field: 0 T, temperature: 40 K}}
        - {pulse: {peak: 5 T, rise_time: 10 ms, duration: 10 s}}  # peak (t/rise_time) exp(1 - t/rise_time)
      """
    case .multiPulse:
      """
        - {cool: {field: 0 T, temperature: 60 K}}
        - {pulse: {peak: 5 T, rise_time: 10 ms, duration: 30 s}}
        - {temperature: {to: 50 K, rate: 20 K/min}}
        - {pulse: {peak: 4.5 T, rise_time: 10 ms, duration: 30 s}}
        - {temperature: {to: 40 K, rate: 20 K/min}}
        - {pulse: {peak: 4 T, rise_time: 10 ms, duration: 30 s}}
      """
    case .solenoid:
      """
        - {cool: {field: {main: 5 T}, temperature: 5 K}}
        - {ramp: {source: main, field: 2.5 T, rate: 5 T/h}}  # the force is largest about here
        - {ramp: {source: main, field: 0 T, rate: 5 T/h}}
        - {hold: {duration: 1 h}}
      """
    case .nmr:
      """
        - {cool: {field: {main: 4.7 T}, temperature: 20 K}}
        - {ramp: {source: main, field: 0 T, duration: 4 h}}
        - {temperature: {to: 10 K, rate: 0.5 K/min}}  # Jc is higher then, the currents are not: hardly any creep
        - {hold: {duration: 1 d}}
      """
    case .levitation:
      """
        - {cool: {field: 0 T, temperature: 5 K}}
        - {move: {source: pm, gap: 30 mm, speed: 10 mm/s}}
        - {move: {source: pm, gap: 5 mm, speed: 1 mm/s}}
        - {move: {source: pm, distance: 0.1 mm, speed: 1 mm/s}}   # a small loop: the stiffness is the force's change
        - {move: {source: pm, distance: -0.1 mm, speed: 1 mm/s}}  # by 0.1 mm, here and back
        - {move: {source: pm, gap: 1 mm, speed: 1 mm/s}}
        - {move: {source: pm, gap: 30 mm, speed: 1 mm/s}}
      """
    case .pair, .disc, .ring, .stack, .reinforced:
      """
        - {cool: {field: 5 T, temperature: 5 K}}   # in this field, without currents
        - {ramp: {field: 0 T, rate: 4.8 T/h}}      # the magnet's currents begin
        - {hold: {duration: 1 h}}                  # flux creep
      """
    case .loop:
      """
        - {cool: {field: 0 T, temperature: 5 K}}   # zero-field cooling
        - {ramp: {field: 7 T, rate: 4.8 T/h}}
        - {ramp: {field: -7 T, rate: 4.8 T/h}}
        - {ramp: {field: 7 T, rate: 4.8 T/h}}
      """
    case .decay:
      """
        - {cool: {field: 5 T, temperature: 14 K}}
        - {ramp: {field: 0 T, rate: 4.8 T/h}}
        - {hold: {duration: 1 d}}                  # creep at the temperature of magnetisation
        - {temperature: {to: 5 K, rate: 0.5 K/min}}
        - {hold: {duration: 3 d}}                  # hardly any creep: Jc is higher, the currents are not
      """
    }
  }

  private var probes: String {
    switch self {
    case .levitation:
      """
        surface: {r: 0 mm, z: 0.5 mm}
      """
    case .pair:
      """
        centre: {r: 0 mm, z: 0 mm}
        surface: {r: 0 mm, z: 7.5 mm}
      """
    case .nmr:
      """
        centre: {r: 0 mm, z: 0 mm}
        end: {r: 0 mm, z: 5 mm}   # of a sample; over all of it: fem-bulk field FOLDER --cylinder 4mmx10mm
        side: {r: 2 mm, z: 0 mm}
      """
    case .ring:
      """
        bore: {r: 0 mm, z: 0 mm}
        mouth: {r: 0 mm, z: 5 mm}
      """
    case .stack:
      """
        centre: {r: 0 mm, z: 0 mm}
        surface: {r: 0 mm, z: 10 mm}
      """
    case .disc, .loop, .decay, .solenoid, .reinforced, .pulse, .multiPulse:
      """
        centre: {r: 0 mm, z: 0 mm}
        surface: {r: 0 mm, z: 6 mm}
      """
    }
  }
}
