internal import BulkSimulation
internal import CaseFiles
package import DesignHistory
internal import HostSystem
internal import Magnets
internal import Meshing
internal import Notation
internal import ProcessDesign
package import Superconductors

/// An outcome of a simulated experiment, in its definition's unit.
package struct SimulatedOutcome: Sendable, Equatable {
  package var value: Double
  /// Standard deviation of its numerical error; nil where nothing is known of it.
  package var sigma: Double?
}

/// The simulator as an experiment: parameters become keys of a case, and outcomes are figures of its run.
package struct DesignSimulation {
  package let definition: DesignDefinition
  package let plan: DesignDefinition.Simulation
  private let editable: EditableCase
  private let figures: [DesignFigure?]

  /// - Throws: `InputError` for a definition whose case or figures cannot be read; nil for one without a simulation.
  package init?(_ definition: DesignDefinition) throws {
    guard let plan = definition.simulation else { return nil }
    self.definition = definition
    self.plan = plan
    let file = "case of the design \(definition.name)"
    editable = EditableCase(try readCase(text: plan.caseText, file: file).checked)
    figures = try plan.figures.map { try $0.map { text throws(InputError) in try DesignFigure(text: text) } }
    for figure in figures.compactMap({ $0 }) where !editable.base.stages.indices.contains(figure.stage) {
      throw InputError(.wrong, "\(file): has no stage \(figure.stage)")
    }
  }

  /// True when a sample needs nothing measured.
  package var isComplete: Bool { plan.sampleMaterial == nil && plan.keys.allSatisfy { $0 != nil } && hasAllFigures }

  private var hasAllFigures: Bool { figures.allSatisfy { $0 != nil } }

  /// The case of some parameters, with the probes that figures need, and the quantity of each figure.
  private func simulated(
    _ parameters: [Double], table: TableLaw?
  ) throws -> (checked: ValidCase, quantities: [ReportedQuantity?]) {
    let changes = zip(plan.keys, zip(definition.parameters, parameters)).compactMap { key, entry in
      key.map { EditableCase.Change(key: $0, setting: .text(text(entry.1, of: entry.0))) }
    }
    var simulationCase = try editable.setting(changes).simulationCase
    if let table {
      for index in simulationCase.bulks.indices where simulationCase.bulks[index].material.name == plan.sampleMaterial {
        simulationCase.bulks[index].material.criticalCurrent = table
        simulationCase.bulks[index].material.validity = nil
      }
    }
    let quantities = try figures.map { try $0?.quantity(addingProbesTo: &simulationCase) }
    return (try ValidCase(simulationCase), quantities)
  }

  /// Outcomes in the definition's units, nil for those that are measured or have no value.
  ///
  /// - Throws: `StudyError` for parameters that the case does not take, and for a simulation that fails.
  package func outcomes(_ parameters: [Double], table: TableLaw? = nil) throws(StudyError) -> [SimulatedOutcome?] {
    let place = zip(definition.parameters, parameters).map { "\($0.name) = \(plain($1)) \($0.unit)" }
      .joined(separator: ", ")
    let checked: ValidCase
    let quantities: [ReportedQuantity?]
    do {
      (checked, quantities) = try simulated(parameters, table: table)
    } catch {
      throw StudyError.refused("\(place): \(error); add a constraint that keeps such designs away")
    }
    do {
      let result = try simulate(checked)
      return try zip(figures, zip(quantities, definition.outcomes)).map { figure, entry in
        guard let figure, let value = try entry.0?.value(in: result) else { return nil }
        let unit = entry.1.unit
        // Nineteen of twenty numbers are within their bars, as within two standard deviations.
        return SimulatedOutcome(
          value: try figure.converted(value.value, to: unit),
          sigma: try value.error.map { try figure.converted(0.5 * $0, to: unit) })
      }
    } catch {
      throw StudyError.failed("\(place): \(error)")
    }
  }
}

/// A value of a parameter as a case file has it.
private func text(_ value: Double, of parameter: DesignParameter) -> String {
  parameter.unit.isEmpty ? plain(value) : "\(plain(value)) \(parameter.unit)"
}

/// Computes what a sample's own table of Jc says of the magnet.
package struct DesignSampleComputer {
  private let simulation: DesignSimulation?

  package init(_ definition: DesignDefinition) throws { simulation = try DesignSimulation(definition) }

  /// - Parameters:
  ///   - parameters: nil while some are missing.
  ///   - table: path of the sample's table.
  /// - Returns: outcomes, nil when nothing is to be computed, and the text of the table.
  package func outcomes(_ parameters: [Double]?, table path: String?) throws
    -> (outcomes: [SimulatedOutcome?]?, table: String?)
  {
    guard let simulation, let material = simulation.plan.sampleMaterial else {
      guard let path else { return (nil, nil) }
      throw InputError(.use, "\(path): the design computes nothing from a table of Jc; define a sample_material")
    }
    guard let path, let parameters else { return (nil, nil) }
    let text = try readTable(path, what: "table of Jc of \(material)")
    let law = TableLaw(table: try table(text, file: path))
    return (try simulation.outcomes(parameters, table: law), text)
  }
}
