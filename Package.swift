// swift-tools-version: 6.2
import PackageDescription

// The targets stand in the order in which data flows; a target imports only what stands above it.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A part of the library; each explains itself in a README.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let algorithms: Target.Dependency = .product(name: "Algorithms", package: "swift-algorithms")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let gRDB: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let realModule: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// What describes a magnet.
let description: [Target.Dependency] = ["Notation", "Meshing", "Superconductors", "Magnets"]
/// What the program's doors are made of.
let domain: [Target.Dependency] =
  description + [
    "Tables", "HostSystem", "TimeStepping", "Sampling", "Fitting", "BulkSimulation", "Verification", "CaseFiles",
    "RunFolders",
    "Sweeps", "ProcessDesign", "DesignHistory", "Studies", "Reports", "Session", "Explorer", realModule,
  ]

let package = Package(
  name: "fem-bulk",
  products: [
    .library(
      name: "BulkSimulation",
      targets: ["Meshing", "Superconductors", "Magnets", "CoilFields", "MagnetEquations", "BulkSimulation"]),
    .library(name: "BulkStudies", targets: ["CaseFiles", "RunFolders", "Sweeps", "Studies"]),
    .library(name: "ProcessDesign", targets: ["ProcessDesign"]),
    .executable(name: "fem-bulk", targets: ["fem-bulk"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Without its trait for Foundation, which would triple the time that the program takes to start.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // MARK: C
    .systemLibrary(
      name: "CLAPACK", providers: [.apt(["liblapack-dev", "liblapacke-dev", "libopenblas-dev"])]),
    .systemLibrary(name: "CMinpack", providers: [.apt(["libcminpack-dev"])]),
    .systemLibrary(name: "CNLopt", providers: [.apt(["libnlopt-dev"])]),

    // MARK: Text and system
    library("Notation", [realModule]),
    library("Tables", ["Notation"]),
    library("HostSystem", [systemPackage]),

    // MARK: Numerics
    library("Cores", []),
    library("LinearAlgebra", ["CLAPACK", realModule]),
    library("TimeStepping", [realModule]),
    library("Sampling", [realModule]),
    library("Fitting", ["CMinpack", "LinearAlgebra", realModule]),
    library("Elasticity", ["LinearAlgebra"]),

    // MARK: Description
    library("Meshing", [realModule]),
    library("Superconductors", ["Notation", "Tables", realModule]),
    library("Magnets", ["Notation", "Meshing", "Superconductors"]),

    // MARK: Discretisation and solving
    library("CoilFields", ["Notation", "Cores", "Meshing", realModule]),
    library("EdgeElements", ["Notation", "LinearAlgebra", "Meshing", "CoilFields"]),
    library(
      "MagnetEquations",
      [
        "Notation", "LinearAlgebra", "TimeStepping", "Meshing", "Superconductors", "CoilFields", "EdgeElements",
        realModule,
      ]),
    library(
      "BulkSimulation",
      description + [
        "Cores", "LinearAlgebra", "TimeStepping", "Elasticity", "CoilFields", "EdgeElements", "MagnetEquations",
        realModule,
      ]),
    library("Verification", ["Meshing", "Superconductors", "Magnets", "Elasticity", "BulkSimulation", realModule]),

    // MARK: Files
    library("CaseFiles", description + ["Tables", "HostSystem", yams]),
    library(
      "RunFolders",
      [
        "Notation", "Tables", "Elasticity", "Meshing", "Magnets", "HostSystem", "CoilFields", "BulkSimulation",
        "CaseFiles", realModule,
      ]),

    // MARK: Studies
    library(
      "Sweeps",
      [
        algorithms, "Notation", "Tables", "Meshing", "Magnets", "HostSystem", "Sampling", "BulkSimulation", "CaseFiles",
        realModule, gRDB, subprocess, systemPackage,
      ]),
    library("ProcessDesign", ["CNLopt", "Notation", "LinearAlgebra", "Sampling", realModule]),
    library("DesignHistory", ["Notation", "HostSystem", "ProcessDesign", gRDB]),
    library(
      "Studies",
      description + [
        "Tables", "HostSystem", "Fitting", "BulkSimulation", "CaseFiles", "Sweeps", "ProcessDesign", "DesignHistory",
      ]
    ),

    // MARK: Showing
    library(
      "Reports",
      description + [
        algorithms,
        "HostSystem", "Sampling", "Fitting", "CoilFields", "BulkSimulation", "Verification", "CaseFiles", "RunFolders",
        "Sweeps",
        "ProcessDesign", "DesignHistory", "Studies", realModule, subprocess,
      ]),

    // MARK: Doors
    library(
      "Session",
      [
        "Notation", "Tables", "Meshing", "Superconductors", "Magnets", "HostSystem", "CoilFields", "BulkSimulation",
        "CaseFiles", "RunFolders", "Sweeps", "ProcessDesign", "DesignHistory", "Studies", "Reports", systemPackage,
      ]),
    .plugin(name: "EmbedPage", capability: .buildTool(), path: "Plugins/EmbedPage"),
    .target(
      name: "Explorer", dependencies: ["HostSystem", "RunFolders", "Session", subprocess, systemPackage],
      exclude: ["README.md", "Page"], swiftSettings: strict, plugins: ["EmbedPage"]),

    // MARK: Program
    .plugin(name: "EmbedCommit", capability: .buildTool(), path: "Plugins/EmbedCommit"),
    .executableTarget(
      name: "fem-bulk", dependencies: domain + [argumentParser, systemPackage], exclude: ["README.md"],
      swiftSettings: strict,
      plugins: ["EmbedCommit"]),

    // MARK: Tests
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .target(
      name: "CaseSamples", dependencies: description + ["Sampling"], path: "Tests/CaseSamples", swiftSettings: strict),
    tests(of: "House", []),
    tests(of: "Cores", ["Cores"]),
    tests(of: "Notation", ["Notation"]),
    tests(of: "Tables", ["Notation", "Tables", "Superconductors", "CaseSamples"]),
    tests(of: "HostSystem", ["HostSystem"]),
    tests(of: "LinearAlgebra", ["LinearAlgebra"]),
    tests(of: "TimeStepping", ["TimeStepping"]),
    tests(of: "Sampling", ["Sampling"]),
    tests(of: "Fitting", ["LinearAlgebra", "Sampling", "Fitting"]),
    tests(of: "Elasticity", ["Elasticity", realModule]),
    tests(of: "Meshing", ["Meshing"]),
    tests(of: "Superconductors", ["Notation", "Tables", "Sampling", "Superconductors"]),
    tests(of: "Magnets", description + ["CaseSamples", "BulkSimulation"]),
    tests(of: "CoilFields", ["Notation", "Meshing", "CoilFields", realModule]),
    tests(of: "EdgeElements", ["Notation", "LinearAlgebra", "Meshing", "CoilFields", "EdgeElements"]),
    tests(
      of: "MagnetEquations",
      ["CAllocationCounter", "LinearAlgebra", "TimeStepping", "CoilFields", "EdgeElements", "MagnetEquations"]
        + description,
      resources: [.copy("Fixtures")]),
    tests(
      of: "BulkSimulation",
      [
        "CAllocationCounter", "LinearAlgebra", "TimeStepping", "Sampling", "CoilFields", "EdgeElements",
        "MagnetEquations", "BulkSimulation",
      ] + description),
    tests(of: "Verification", description + ["BulkSimulation", "Verification"]),
    tests(of: "CaseFiles", description + ["CaseSamples", "HostSystem", "BulkSimulation", "CaseFiles"]),
    tests(of: "RunFolders", description + ["HostSystem", "CoilFields", "BulkSimulation", "CaseFiles", "RunFolders"]),
    tests(of: "Sweeps", description + ["HostSystem", "Sampling", "BulkSimulation", "CaseFiles", "Sweeps", gRDB]),
    tests(
      of: "ProcessDesign", ["Notation", "LinearAlgebra", "Sampling", "ProcessDesign"], resources: [.copy("Fixtures")]),
    tests(
      of: "Studies",
      description + [
        "CaseSamples", "HostSystem", "Sampling", "Fitting", "BulkSimulation", "CaseFiles", "RunFolders", "Sweeps",
        "ProcessDesign", "DesignHistory", "Studies", "Reports",
      ]),
    tests(of: "Reports", domain),
    tests(of: "Session", ["CaseFiles", "RunFolders", "Session", systemPackage] + description),
    tests(of: "Explorer", ["HostSystem", "RunFolders", "Session", "Explorer", systemPackage]),
    tests(of: "CommandLine", domain + ["CaseSamples", "fem-bulk", argumentParser, gRDB]),
  ]
)

// Needs libFuzzer: `make fuzz` builds it, with flags of its own.
if Context.environment["FEM_BULK_FUZZING"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzzing", dependencies: domain + ["CaseSamples", gRDB], path: "Tests/Fuzzing", exclude: ["corpus", "run"],
      swiftSettings: strict))
}
