import BulkSimulation
import Superconductors
import Meshing
let a = CommandLine.arguments
let acc = Double(a[1])!, n = Double(a[2])!
let m = Material(name: "k", criticalCurrent: a.count > 3 ? ConstantLaw(jc0: 2e8) : KimLaw(jc0: 5e8, b0: 1.5), n: n)
let c = SimulationCase(name: "kim", bulks: [.init(shape: BulkShape(name: "A", outerRadius: 15e-3, zMin: 1e-3, zMax: 7e-3), material: m), .init(shape: BulkShape(name: "B", outerRadius: 15e-3, zMin: -7e-3, zMax: -1e-3), material: m)], stages: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4.8/3600)), .hold(duration: 3600)], probes: [.init(name: "c", r: 0, z: 0), .init(name: "i", r: 0, z: 4e-3), .init(name: "s", r: 0, z: 7.5e-3)], accuracy: acc)
let r = try simulate(c)
let truth = [[2.14672,2.37931,1.53449,12.7966],[1.86554,2.08028,1.32642,10.7598]]
for (k, s) in r.stages.dropFirst().enumerated() {
  for (i, p) in s.probes.enumerated() { print(s.stage, r.probeNames[i], p.bz, "est %", Float(100 * p.error / p.bz), "true %", Float(100 * (p.bz / truth[k][i] - 1)), "drift", p.drift ?? 0) }
  print(s.stage, "m", s.moment, "est %", Float(100 * s.momentError / s.moment), "true %", Float(100 * (s.moment / truth[k][3] - 1)), "flux", s.trappedFlux, s.trappedFluxError)
}
for q in r.numerics.runs { print(q) }
print(r.numerics.total, r.warnings)
