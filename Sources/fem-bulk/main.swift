import BulkSimulation
import Meshing
import TimeStepping
import Foundation
let a = CommandLine.arguments
let nr = Int(a[1])!, nz = Int(a[2])!, n = Double(a[3])!, tol = Double(a[4])!
let mirror = a[5] == "m"
let tab = ["e": Tableau.euler, "2": .sdirk2, "3": .sdirk3][a.count > 6 ? a[6] : "2"]!
let growth = a.count > 7 ? Double(a[7])! : 1.35
let far = a.count > 8 ? Double(a[8])! : 0.2
let grading = a.count > 9 ? Double(a[9])! : 0.6
let kim = a.count > 10 ? a[10] == "k" : true
let shapes = [BulkShape(name: "A", outerRadius: 15e-3, zMin: 1e-3, zMax: 7e-3), BulkShape(name: "B", outerRadius: 15e-3, zMin: -7e-3, zMax: -1e-3)]
let mesh = RectangleMesher(shapes: shapes, mirrorPlane: mirror ? 0 : nil).mesh(.init(radialCells: nr, axialCells: nz, airGrowth: growth, farDistance: far, grading: grading))
print(experiment(mesh: mesh, n: n, tolerance: tol, tableau: tab, kim: kim, mirror: mirror))
