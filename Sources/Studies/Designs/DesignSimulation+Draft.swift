internal import CaseFiles
package import DesignHistory
package import HostSystem
package import Magnets
internal import Notation
package import ProcessDesign
internal import Superconductors

extension DesignSimulation {
  static let figureKeys = ["quantity", "probe", "stage", "within", "body", "sphere", "z"]

  /// The entry `simulate` of a definition, as it is read.
  package final class Draft {
    private let editable: EditableCase
    private let sampleMaterial: String?
    private var keys: [String?] = []
    private var figures: [String?] = []

    init(_ node: CaseNode, readCase: (String) throws -> ValidCase) throws {
      let fields = try node.fields(["case", "sample_material"], example: "{case: pair.yaml}")
      editable = EditableCase(try readBaseCase(fields["case"], with: readCase))
      sampleMaterial = try fields["sample_material"].map { node in
        let name = try node.text(example: "ba122")
        return name
      }
      if let sampleMaterial, let node = fields["sample_material"] {
        let known = base.bulks.map(\.material.name)
        guard known.contains(sampleMaterial) else { throw node.unknown("material", sampleMaterial, known: known) }
      }
    }

    package init(_ checked: ValidCase) {
      editable = EditableCase(checked)
      sampleMaterial = nil
    }

    package var base: SimulationCase { editable.base.simulationCase }

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

    package func addKey(_ key: String, of parameter: DesignParameter, fail: (String) -> InputError) throws {
      try check(key, parameter, fail: fail)
      keys.append(key)
    }

    private func check(_ key: String, _ parameter: DesignParameter, fail: (String) -> InputError) throws {
      do throws(CaseChangeError) {
        let quantity = try editable.quantity(key)
        try editable.checkDistinct(keys.compactMap { $0 } + [key])
        let text = parameter.unit.isEmpty ? plain(parameter.lower) : "\(plain(parameter.lower)) \(parameter.unit)"
        do throws(QuantityError) {
          if let dimension = quantity.dimension {
            _ = try parseQuantity(text, dimension)
          } else {
            _ = try parseNumber(text)
          }
        } catch {
          throw CaseChangeError("\(key): \(error)")
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
      var kind = DesignFigure.Kind.bz
      if let node = fields["quantity"] {
        let written = try node.text(example: "bz")
        guard let found = DesignFigure.Kind(rawValue: written) else {
          throw node.unknown("quantity", written, known: DesignFigure.Kind.allCases.map(\.rawValue))
        }
        kind = found
      }
      let within = try (fields["sphere"] ?? fields["within"])?.positive(.length)
      if kind == .inhomogeneity, within == nil { throw node.error("within is missing; write within: 5 mm") }
      if kind == .homogeneity, within == nil { throw node.error("sphere is missing; write sphere: 10 mm") }
      if kind == .force, fields["body"] == nil { throw node.error("body is missing; write one as in disc") }
      let z = try fields["z"]?.quantity(.length)
      let body = try fields["body"]?.text(example: "disc")
      let figure = DesignFigure(
        kind: kind, probe: kind.isOfMagnet ? nil : base.probes[try readProbe(fields, base)].name,
        stage: try readStage(fields, base), within: within,
        z: kind == .homogeneity ? z ?? 0 : nil, body: kind == .force ? body : nil)
      if let complaint = figure.complaint(in: base) { throw node.error(complaint) }
      try add(figure, of: outcome) { node.error($0) }
    }

    package func add(_ figure: DesignFigure, of outcome: DesignOutcome, fail: (String) -> InputError) throws {
      do throws(QuantityError) {
        try figure.check(unit: outcome.unit)
      } catch {
        throw fail(error.description)
      }
      figures.append(figure.text)
    }

    package var simulation: DesignDefinition.Simulation {
      get throws {
        guard base.importedMesh == nil else {
          throw InputError(
            .wrong, "\(base.name): a design has bulks of its own, not those of a mesh file")
        }
        return .init(
          caseText: caseFileText(base), keys: keys, figures: figures, sampleMaterial: sampleMaterial)
      }
    }
  }
}
