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

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// Every target explains itself in one.
let documentation = ["README.md"]

let package = Package(
  name: "fem-bulk",
  products: [
    .library(name: "BulkSimulation", targets: ["Meshing", "Superconductors", "BulkSimulation", "Reporting"]),
    .library(name: "ProcessDesign", targets: ["ProcessDesign"]),
    .executable(name: "fem-bulk", targets: ["fem-bulk"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Without its trait for Foundation, which would triple the time that the program takes to start.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // MARK: C
    .systemLibrary(
      name: "CLAPACK", providers: [.apt(["liblapack-dev", "liblapacke-dev", "libopenblas-dev"])]),

    .systemLibrary(name: "CMinpack", providers: [.apt(["libcminpack-dev"])]),

    .systemLibrary(name: "CNLopt", providers: [.apt(["libnlopt-dev"])]),

    // MARK: Library, in data-flow order
    .target(name: "Notation", exclude: documentation, swiftSettings: strict),
    .target(name: "HostSystem", exclude: documentation, swiftSettings: strict),
    .target(name: "LinearAlgebra", dependencies: ["CLAPACK"], exclude: documentation, swiftSettings: strict),
    .target(name: "Meshing", exclude: documentation, swiftSettings: strict),
    .target(name: "Superconductors", exclude: documentation, swiftSettings: strict),
    .target(
      name: "EdgeElements", dependencies: ["Notation", "LinearAlgebra", "Meshing"], exclude: documentation,
      swiftSettings: strict),
    .target(name: "TimeStepping", exclude: documentation, swiftSettings: strict),
    .target(
      name: "BulkSimulation",
      dependencies: ["Notation", "LinearAlgebra", "Meshing", "Superconductors", "EdgeElements", "TimeStepping"],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "Fitting", dependencies: ["CMinpack", "LinearAlgebra"], exclude: documentation, swiftSettings: strict),
    .target(
      name: "Verification", dependencies: ["Meshing", "Superconductors", "BulkSimulation"], exclude: documentation,
      swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: ["Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", "Verification"],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "Sweeps",
      dependencies: [
        "Notation", "HostSystem", "Superconductors", "BulkSimulation", "Reporting",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "ProcessDesign", dependencies: ["CNLopt", "LinearAlgebra"], exclude: documentation, swiftSettings: strict),
    .target(
      name: "DesignHistory", dependencies: ["ProcessDesign", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "RunReports",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "EdgeElements", "BulkSimulation", "Reporting", "Sweeps",
        "ProcessDesign",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      exclude: documentation, swiftSettings: strict),

    // MARK: Program
    .executableTarget(
      name: "fem-bulk",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", "Fitting", "Verification",
        "Reporting",
        "RunReports", "Sweeps", "ProcessDesign", "DesignHistory", "TimeStepping", argumentParser,
        .product(name: "Yams", package: "Yams"),
      ],
      exclude: documentation, swiftSettings: strict),

    // MARK: Tests
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"], swiftSettings: strict),
    .testTarget(
      name: "EdgeElementsTests", dependencies: ["Notation", "EdgeElements", "LinearAlgebra", "Meshing"],
      swiftSettings: strict),
    .testTarget(name: "TimeSteppingTests", dependencies: ["TimeStepping"], swiftSettings: strict),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(
      name: "BulkSimulationTests",
      dependencies: [
        "CAllocationCounter", "Notation",
        "LinearAlgebra", "Meshing", "Superconductors", "EdgeElements", "TimeStepping", "BulkSimulation",
      ],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "VerificationTests", dependencies: ["Meshing", "Superconductors", "BulkSimulation", "Verification"],
      swiftSettings: strict),
    .testTarget(name: "FittingTests", dependencies: ["Fitting", "LinearAlgebra"], swiftSettings: strict),
    .testTarget(
      name: "ProcessDesignTests", dependencies: ["LinearAlgebra", "ProcessDesign"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(name: "MeshingTests", dependencies: ["Meshing"], swiftSettings: strict),
    .testTarget(name: "SuperconductorsTests", dependencies: ["Superconductors"], swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", "Reporting"],
      swiftSettings: strict),
    .testTarget(
      name: "RunReportsTests",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", "Reporting", "RunReports",
      ], swiftSettings: strict),
    .testTarget(
      name: "SweepsTests",
      dependencies: ["Notation", "HostSystem", "Sweeps", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "fem-bulk", "Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", "Fitting", "Verification",
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
        "Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", "Fitting", "Verification",
        "Reporting",
        "RunReports", "Sweeps", "ProcessDesign", "DesignHistory", "TimeStepping", argumentParser,
        .product(name: "Yams", package: "Yams"), .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tests/Fuzzing", exclude: ["Program/FemBulk.swift", "Program/README.md"], swiftSettings: strict))
}
