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

let realModule: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// Every target explains itself in one.
let documentation = ["README.md"]

let package = Package(
  name: "fem-bulk",
  products: [
    .library(
      name: "BulkSimulation", targets: ["Meshing", "Superconductors", "Magnets", "BulkSimulation", "Reporting"]),
    .library(name: "ProcessDesign", targets: ["ProcessDesign"]),
    .executable(name: "fem-bulk", targets: ["fem-bulk"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Without its trait for Foundation, which would triple the time that the program takes to start.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
  ],
  targets: [
    // MARK: C
    .systemLibrary(
      name: "CLAPACK", providers: [.apt(["liblapack-dev", "liblapacke-dev", "libopenblas-dev"])]),

    .systemLibrary(name: "CMinpack", providers: [.apt(["libcminpack-dev"])]),

    .systemLibrary(name: "CNLopt", providers: [.apt(["libnlopt-dev"])]),

    // MARK: Library, in data-flow order
    .target(name: "Notation", dependencies: [realModule], exclude: documentation, swiftSettings: strict),
    .target(name: "HostSystem", exclude: documentation, swiftSettings: strict),
    .target(name: "LinearAlgebra", dependencies: ["CLAPACK"], exclude: documentation, swiftSettings: strict),
    .target(name: "Meshing", exclude: documentation, swiftSettings: strict),
    .target(
      name: "Superconductors", dependencies: ["Notation", realModule], exclude: documentation, swiftSettings: strict),
    .target(
      name: "Magnets", dependencies: ["Notation", "Meshing", "Superconductors"], exclude: documentation,
      swiftSettings: strict),
    .target(
      name: "CoilFields", dependencies: ["Notation", "Meshing", realModule], exclude: documentation,
      swiftSettings: strict),
    .target(
      name: "BulkSimulation",
      dependencies: [
        "Notation", "LinearAlgebra", "Meshing", "Superconductors", "Magnets", "EdgeElements", "TimeStepping",
      ],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "BulkSimulation",
      dependencies: [
        "Notation", "LinearAlgebra", "TimeStepping", "Meshing", "Superconductors", "CoilFields", "EdgeElements",
        "MagnetEquations", realModule,
      ],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "Verification", dependencies: ["Meshing", "Superconductors", "Magnets", "BulkSimulation"],
      exclude: documentation,
      swiftSettings: strict),
    .target(
      name: "CaseFiles",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "Magnets", .product(name: "Yams", package: "Yams"),
      ],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "Magnets", "BulkSimulation", "Verification",
      ],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "Sweeps",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "Magnets", "BulkSimulation", "CaseFiles", "Reporting",
        realModule, .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "ProcessDesign", dependencies: ["CNLopt", "LinearAlgebra", "Sampling", realModule], exclude: documentation,
      swiftSettings: strict),
    .target(
      name: "DesignHistory", dependencies: ["ProcessDesign", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "Studies",
      dependencies: [
        "Notation", "HostSystem", "Fitting", "Meshing", "Superconductors", "Magnets", "BulkSimulation", "CaseFiles",
        "ProcessDesign",
        "DesignHistory",
      ],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "RunReports",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "Magnets", "EdgeElements", "BulkSimulation",
        "CaseFiles", "Reporting", "Sweeps", "ProcessDesign",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      exclude: documentation, swiftSettings: strict),

    // MARK: Program
    .executableTarget(
      name: "fem-bulk",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "Magnets", "BulkSimulation", "Fitting", "Verification",
        "CaseFiles", "Reporting", "RunReports", "Sweeps", "Studies", "ProcessDesign", "DesignHistory", "TimeStepping",
        argumentParser,
        .product(name: "Yams", package: "Yams"),
      ],
      exclude: documentation, swiftSettings: strict),

    // MARK: Tests
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"], swiftSettings: strict),
    .testTarget(
      name: "CoilFieldsTests", dependencies: ["Notation", "Meshing", "CoilFields"], swiftSettings: strict),
    .testTarget(
      name: "EdgeElementsTests", dependencies: ["Notation", "LinearAlgebra", "Meshing", "CoilFields", "EdgeElements"],
      swiftSettings: strict),
    .testTarget(
      name: "MagnetEquationsTests",
      dependencies: [
        "Notation", "LinearAlgebra", "Meshing", "Superconductors", "CoilFields", "EdgeElements", "MagnetEquations",
      ],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(name: "TimeSteppingTests", dependencies: ["TimeStepping"], swiftSettings: strict),
    .testTarget(name: "SamplingTests", dependencies: ["Sampling"], swiftSettings: strict),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(
      name: "BulkSimulationTests",
      dependencies: [
        "CAllocationCounter", "Notation",
        "LinearAlgebra", "Meshing", "Superconductors", "Magnets", "EdgeElements", "TimeStepping", "BulkSimulation",
      ],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "VerificationTests",
      dependencies: ["Meshing", "Superconductors", "Magnets", "BulkSimulation", "Verification"],
      swiftSettings: strict),
    .testTarget(name: "FittingTests", dependencies: ["Fitting", "LinearAlgebra"], swiftSettings: strict),
    .testTarget(
      name: "ProcessDesignTests", dependencies: ["LinearAlgebra", "Sampling", "ProcessDesign"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(name: "MeshingTests", dependencies: ["Meshing"], swiftSettings: strict),
    .testTarget(
      name: "SuperconductorsTests", dependencies: ["Notation", "Superconductors", "Magnets"], swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Notation", "HostSystem", "Meshing", "Superconductors", "Magnets", "BulkSimulation", "Reporting"],
      swiftSettings: strict),
    .testTarget(
      name: "RunReportsTests",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "Magnets", "BulkSimulation", "Reporting", "RunReports",
      ], swiftSettings: strict),
    .testTarget(
      name: "SweepsTests",
      dependencies: ["Notation", "HostSystem", "Sampling", "Sweeps", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "fem-bulk", "Notation", "HostSystem", "Meshing", "Superconductors", "Magnets", "BulkSimulation", "Fitting",
        "Verification",
        "Reporting", "Sweeps",
        argumentParser,
        .product(name: "Yams", package: "Yams"), .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
  ]
)

// Needs libFuzzer: `make fuzz` builds it, with flags of its own.
if Context.environment["FEM_BULK_FUZZING"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzzing",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "Magnets", "BulkSimulation", "Fitting", "Verification",
        "CaseFiles", "Reporting", "RunReports", "Sweeps", "Studies", "ProcessDesign", "DesignHistory", "TimeStepping",
        argumentParser,
        .product(name: "Yams", package: "Yams"), .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tests/Fuzzing", exclude: ["Program/FemBulk.swift", "Program/README.md"], swiftSettings: strict))
}
