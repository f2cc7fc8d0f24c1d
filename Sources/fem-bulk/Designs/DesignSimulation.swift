import HostSystem
import Notation
import BulkSimulation
import DesignHistory
import ProcessDesign
import Superconductors

/// The simulator as an experiment: parameters become keys of a case, and outcomes are figures of its run.
struct DesignSimulation {
  let definition: DesignDefinition
  let plan: DesignDefinition.Simulation
  private let editable: EditableCase
  private let figures: [DesignFigure?]

  init?(_ definition: DesignDefinition) throws {
    guard let plan = definition.simulation else { return nil }
    self.definition = definition
    self.plan = plan
    let file = "case of the design \(definition.name)"
    editable = try EditableCase(
      try readCase(try parseYAML(plan.caseText, file: file)) { name in
        throw InputError(.missing, "\(name): no such table")
      } meshText: { name in
        throw InputError(.missing, "\(name): no such mesh")
      }.simulationCase)
    figures = try plan.figures.map { try $0.map(DesignFigure.init(text:)) }
    for figure in figures.compactMap({ $0 }) where !editable.base.stages.indices.contains(figure.stage) {
      throw InputError(.wrong, "\(file): has no stage \(figure.stage)")
    }
  }

  /// True when a sample needs nothing measured.
  var isComplete: Bool { plan.sampleMaterial == nil && plan.keys.allSatisfy { $0 != nil } && hasAllFigures }

  private var hasAllFigures: Bool { figures.allSatisfy { $0 != nil } }

  /// The case of some parameters.
  func simulationCase(_ parameters: [Double], table: TableLaw? = nil) throws(CaseChangeError) -> SimulationCase {
    var changes: [EditableCase.Change] = []
    for (index, key) in plan.keys.enumerated() {
      guard let key else { continue }
      let parameter = definition.parameters[index]
      let text = parameter.unit.isEmpty ? plain(parameters[index]) : "\(plain(parameters[index])) \(parameter.unit)"
      changes.append(.init(key: key, setting: .text(text)))
    }
    var simulationCase = try editable.setting(changes)
    if let table {
      for index in simulationCase.bulks.indices where simulationCase.bulks[index].material.name == plan.sampleMaterial {
        simulationCase.bulks[index].material.criticalCurrent = table
        simulationCase.bulks[index].material.validity = nil
      }
    }
    for probe in figures.compactMap({ $0 }).flatMap({ $0.extraProbes(of: simulationCase) })
    where !simulationCase.probes.contains(where: { $0.name == probe.name }) {
      simulationCase.probes.append(probe)
    }
    return simulationCase
  }

  /// Outcomes in the definition's units, nil for those that are measured.
  func outcomes(_ parameters: [Double], table: TableLaw? = nil) throws -> [Double?] {
    let place = zip(definition.parameters, parameters).map { "\($0.name) = \(plain($1)) \($0.unit)" }
      .joined(separator: ", ")
    let simulated: SimulationCase
    do throws(CaseChangeError) {
      simulated = try simulationCase(parameters, table: table)
    } catch {
      throw InputError(.wrong, "\(place): \(error); add a constraint that keeps such designs away")
    }
    let result: SimulationResult
    do throws(SimulationError) {
      result = try simulate(simulated)
    } catch {
      throw ProgramError(.computationFailed, "\(place): \(error)")
    }
    return figures.enumerated().map { index, figure in
      figure?.value(result, of: simulated).map { figure?.converted($0.value, to: definition.outcomes[index].unit) ?? 0 }
    }
  }
}

/// Computes what a sample's own table of Jc says of the magnet.
struct DesignSampleComputer {
  private let simulation: DesignSimulation?

  init(_ definition: DesignDefinition) throws { simulation = try DesignSimulation(definition) }

  /// - Parameters:
  ///   - parameters: nil while some are missing.
  ///   - table: path of the sample's table.
  /// - Returns: outcomes, nil when nothing is to be computed, and the text of the table.
  func outcomes(_ parameters: [Double]?, table path: String?) throws -> (outcomes: [Double?]?, table: String?) {
    guard let simulation, let material = simulation.plan.sampleMaterial else {
      guard let path else { return (nil, nil) }
      throw InputError(.use, "\(path): the design computes nothing from a table of Jc; define a sample_material")
    }
    guard let path, let parameters else { return (nil, nil) }
    let text = try readInput(path, what: "table of Jc of \(material)")
    let law: TableLaw
    do {
      law = TableLaw(table: try CriticalCurrentTable(csv: text, file: path))
    } catch {
      throw InputError(.wrong, "\(error)")
    }
    return (try simulation.outcomes(parameters, table: law), text)
  }
}

extension DesignFigure {
  /// As a definition keeps it.
  var text: String {
    [quantity.rawValue, "\(stage)", probe ?? "", within.map { "\($0)" } ?? ""].joined(separator: " ")
  }

  init(text: String) throws {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 4, let quantity = Quantity(rawValue: words[0]), let stage = Int(words[1]) else {
      throw InputError(.wrong, "\(text) is not a figure of a simulation")
    }
    self.init(
      quantity: quantity, probe: words[2].isEmpty ? nil : words[2], stage: stage, within: Double(words[3]))
  }
}

extension DesignSimulation {
  static let figureKeys = ["quantity", "probe", "stage", "within"]

  /// The entry `simulate` of a definition, as it is read.
  final class Draft {
    private let editable: EditableCase
    private let sampleMaterial: String?
    private var keys: [String?] = []
    private var figures: [String?] = []

    init(_ node: CaseNode, readCase: (String) throws -> SimulationCase) throws {
      let fields = try node.fields(["case", "sample_material"], example: "{case: pair.yaml}")
      editable = try EditableCase(try readBaseCase(fields["case"], with: readCase))
      sampleMaterial = try fields["sample_material"].map { node in
        let name = try node.text(example: "ba122")
        return name
      }
      if let sampleMaterial, let node = fields["sample_material"] {
        let known = editable.base.bulks.map(\.material.name)
        guard known.contains(sampleMaterial) else { throw node.unknown("material", sampleMaterial, known: known) }
      }
    }

    init(_ simulationCase: SimulationCase) throws {
      editable = try EditableCase(simulationCase)
      sampleMaterial = nil
    }

    var base: SimulationCase { editable.base }

    /// The key that a parameter sets, by default that of its name.
    func addKey(_ node: CaseNode?, of parameter: DesignParameter) throws {
      guard let node else {
        keys.append(sampleMaterial == nil ? parameter.name : nil)
        if sampleMaterial == nil {
          try check(parameter.name, parameter) { InputError(.wrong, "\(parameter.name): \($0); write its key") }
        }
        return
      }
      let key = try node.text(example: "gap")
      try check(key, parameter) { node.error($0) }
      keys.append(key)
    }

    func addKey(_ key: String, of parameter: DesignParameter, fail: (String) -> InputError) throws {
      try check(key, parameter, fail: fail)
      keys.append(key)
    }

    private func check(_ key: String, _ parameter: DesignParameter, fail: (String) -> InputError) throws {
      do throws(CaseChangeError) {
        let quantity = try editable.quantity(key)
        let text = parameter.unit.isEmpty ? plain(parameter.lower) : "\(plain(parameter.lower)) \(parameter.unit)"
        do throws(QuantityError) {
          if let dimension = quantity.dimension {
            _ = try parseQuantity(text, dimension)
          } else {
            _ = try parseNumber(text)
          }
        } catch {
          throw CaseChangeError(description: "\(key): \(error)")
        }
      } catch {
        throw fail(error.description)
      }
    }

    /// `{maximise: T, probe: centre, stage: ramp}`; an outcome without a stage is measured.
    func addFigure(_ fields: CaseFields, of outcome: DesignOutcome, at node: CaseNode) throws {
      guard fields["stage"] != nil else {
        if let stray = figureKeys.compactMap({ fields[$0] }).first {
          throw stray.error("stage is missing; write one as in ramp")
        }
        guard sampleMaterial != nil else {
          throw node.error("stage is missing; write {maximise: T, probe: centre, stage: ramp}")
        }
        figures.append(nil)
        return
      }
      var quantity = DesignFigure.Quantity.bz
      if let node = fields["quantity"] {
        let written = try node.text(example: "bz")
        let known = DesignFigure.Quantity.allCases.map(\.rawValue)
        guard let found = DesignFigure.Quantity(rawValue: written) else {
          throw node.unknown("quantity", written, known: known)
        }
        quantity = found
      }
      let within = try fields["within"]?.positive(.length)
      if quantity == .inhomogeneity, within == nil { throw node.error("within is missing; write within: 5 mm") }
      let figure = DesignFigure(
        quantity: quantity, probe: quantity == .moment ? nil : try readProbe(fields, editable.base),
        stage: try readStage(fields, editable.base), within: within)
      try add(figure, of: outcome) { node.error($0) }
    }

    func add(_ figure: DesignFigure, of outcome: DesignOutcome, fail: (String) -> InputError) throws {
      do throws(QuantityError) {
        try figure.check(unit: outcome.unit)
      } catch {
        throw fail(error.description)
      }
      figures.append(figure.text)
    }

    var simulation: DesignDefinition.Simulation {
      get throws {
        guard editable.base.importedMesh == nil else {
          throw InputError(
            .wrong, "\(editable.base.name): a design has bulks of its own, not those of a mesh file")
        }
        return .init(
          caseText: caseFileText(editable.base), keys: keys, figures: figures, sampleMaterial: sampleMaterial)
      }
    }
  }
}
