import EdgeElements
import Foundation
import LinearAlgebra
public import Meshing
import Superconductors
public import TimeStepping

public func experiment(mesh: Mesh, n: Double, tolerance: Double, tableau: Tableau, kim: Bool = true, jc0: Double = 5e8, mirror: Bool) -> String {
  LinearAlgebraThreads.useOne()
  let clock = ContinuousClock()
  let t0 = clock.now
  do {
    let model = try CondensedModel(mesh: mesh)
    let t1 = clock.now
    let law: any CriticalCurrentLaw = kim ? KimLaw(jc0: jc0, b0: 1.5) : ConstantLaw(jc0: jc0)
    let m = Material(name: "x", criticalCurrent: law, n: n)
    let mats = CellMaterials(materials: [m, m], cells: model.cells)
    let tl = try timeline(of: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4.8 / 3600)), .hold(duration: 3600)])
    var sys = CondensedSystem(model: model, materials: mats, segment: tl[0])
    var integrator = Integrator(tableau: tableau, control: StepControl(tolerance: tolerance), state: [Double](repeating: 0, count: model.cells.count))
    var out = ""
    func row(_ r: Double, _ z: Double) -> [Double] {
      model.cells.sections.map { $0.field(r: r, z: z).bz + (mirror ? $0.mirrored(in: 0).field(r: r, z: z).bz : 0) }
    }
    let rows = [row(0, 0), row(0, 4e-3), row(0, 7.5e-3), model.cells.sections.map { $0.moment * (mirror ? 2 : 1) }]
    let t2 = clock.now
    for seg in tl.dropFirst() {
      sys.enter(seg)
      try integrator.integrate(&sys, from: seg.start, to: seg.end) { _, _ in }
      out += "  " + rows.map { r in "\(Float(zip(r, integrator.state).reduce(0) { $0 + $1.0 * $1.1 }))" }.joined(separator: "  ") + "\n"
    }
    let t3 = clock.now
    return "\(tableau.name) cells \(model.cells.count) unknowns \(model.space.map.unknownCount) n \(n) tol \(tolerance) \(integrator.counts) setup \(t1 - t0) rows \(t2 - t1) solve \(t3 - t2)\n" + out
  } catch {
    return "FAILED \(error)"
  }
}
