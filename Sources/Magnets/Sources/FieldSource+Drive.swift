public import Notation
internal import RealModule

// What the protocol says of a source, a field or a current, and what the magnet sees of it.

extension FieldSource {
  /// What a coil is driven by: `current` with turns, else `field`.
  public var drive: Dimension { turns == nil ? .field : .current }

  /// What a unit of its drive makes in the middle of its bore: [T/A] of a coil with turns; 1 of one that is driven by a field, and of a
  /// permanent magnet.
  ///
  /// M. N. Wilson, Superconducting Magnets (1983), section 3.1.
  package var fieldPerUnit: Double {
    guard let turns else { return 1 }
    let half = 0.5 * (zMax - zMin)
    guard kind == .solenoid else { return vacuumPermeability * turns / (2 * outerRadius) }
    func reach(_ radius: Double) -> Double { radius + Double.hypot(radius, half) }
    return vacuumPermeability * turns / (2 * (outerRadius - innerRadius))
      * Double.log(reach(outerRadius) / reach(innerRadius))
  }
}

extension [FieldSource] {
  /// What a stage that drives a source of a name, or without one the uniform field, gives: a field or a current.
  package func drive(of name: String?) -> Dimension { first { $0.name == name }?.drive ?? .field }

  /// [T] for a unit of that.
  func fieldPerUnit(of name: String?) -> Double { first { $0.name == name }?.fieldPerUnit ?? 1 }
}

extension MagnetisationStage.Form {
  /// The same with currents where there are fields of one source.
  private var byCurrent: MagnetisationStage.Form {
    func driven(_ key: Key<MagnetisationStage>) -> Key<MagnetisationStage> {
      switch key.kind {
      case .quantity(.field): key.measuring(.current, example: "100 A")
      case .quantity(.fieldRate): key.measuring(.currentRate, example: "5 A/s")
      default: key
      }
    }
    return MagnetisationStage.Form(
      name: name, blank: blank, temperatureKey: temperatureKey, fieldsKey: fieldsKey, keys: keys.map(driven),
      targetKeys: targetKeys, paceKeys: paceKeys.map(driven), hasTable: hasTable, example: example,
      documentation: documentation)
  }

  /// As it is of a source that is driven by a field or by a current.
  package func driven(by drive: Dimension) -> MagnetisationStage.Form { drive == .current ? byCurrent : self }
}

extension MagnetisationStage {
  /// How case files write the stage, with currents where it drives a coil by its current.
  package func form(_ sources: [FieldSource]) -> Form { form.driven(by: sources.drive(of: source)) }

  /// The fields that the stage names, of whatever source [T]: of a coil with turns those that its currents make in its middle.
  func namedFields(_ sources: [FieldSource]) -> [Double] {
    switch self {
    case .cool(let field, _, let drives): return [field] + drives.map { sources.fieldPerUnit(of: $0.key) * $0.value }
    default:
      let scale = sources.fieldPerUnit(of: source)
      return drives.map { scale * $0 }
    }
  }

  /// What a stage that drives one source gives of it, in the unit of its drive.
  private var drives: [Double] {
    switch self {
    case .ramp(let value, _, _), .pulse(let value, _, _, _), .sine(let value, _, _, _): [value]
    case .discharge(let circuit, let duration, _): [circuit.peak(within: duration)]
    case .drive(let table, _): table.values
    case .cool, .hold, .temperature, .move: []
    }
  }
}
