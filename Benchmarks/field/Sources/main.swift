import BulkSimulation
import CaseFiles
import CoilFields
import Foundation
import Magnets

// The default pair, as `fem-bulk simulate --fcm 7T` runs it, and a square of 25 mm around its section.
let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
let checked = try ValidCase(BuiltInPair().simulationCase)
let result = try simulate(checked)
guard let currents = result.currents, let field = result.field(atEndOf: result.stages.count - 1, of: checked) else {
  fatalError("a run without currents")
}
let axis = (0..<count).map { 25e-3 * Double($0) / Double(max(1, count - 1)) }
let points = axis.flatMap { z in axis.map { r in SIMD2(r, z - 12.5e-3) } }

func seconds<Value>(_ work: () -> Value) -> (Value, Double) {
  let start = clock()
  let value = work()
  return (value, Double(clock() - start) / Double(CLOCKS_PER_SEC))
}

let (values, all) = seconds { field.values(at: points) }
let last = currents.stages.count - 1
let fine = currents.fine.choosing([last])
let (quick, one) = seconds { fine.fields(at: points)[0] }
// Every so many points, edges and corners of cells are hit by chance only: the tests have these.
let sample = stride(from: 0, to: points.count, by: max(1, points.count / 4999))
let (direct, few) = seconds { sample.map { fine.fields(r: points[$0].x, z: points[$0].y)[0] } }
let largest = quick.reduce(0) { max($0, ($1.br * $1.br + $1.bz * $1.bz).squareRoot()) }
let errors = zip(sample, direct).map { i, exact in
  max(abs(quick[i].br - exact.br), abs(quick[i].bz - exact.bz)) / largest
}.sorted()
print("\(points.count) points, cells: \(fine.sections.count) fine, \(currents.medium.sections.count) medium")
print(String(format: "B, A and their errors, all meshes: %.2f s of one core", all))
print(String(format: "B and A of the fine mesh:          %.2f s", one))
print(
  String(
    format: "by direct summation:               %.0f s, from %d points", few * Double(points.count) / Double(direct.count),
    direct.count))
print(
  String(
    format: "largest difference: %.1e of the largest field, median %.1e", errors.last ?? 0, errors[errors.count / 2]))
print("finite: \(values.allSatisfy { $0.br.isFinite && $0.bz.isFinite && $0.aPhi.isFinite && $0.error.isFinite })")
