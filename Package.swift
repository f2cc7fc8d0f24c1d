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
let algorithms: Target.Dependency = .product(name: "Algorithms", package: "swift-algorithms")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// Every target explains itself in one.
let documentation = ["README.md"]

let package = Package(
  name: "fem-bulk",
  products: [
    .library(name: "BulkSimulation", targets: ["Meshing", "Superconductors", "BulkSimulation", "RunFolders"]),
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
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
  ],
  targets: [
    // MARK: C
    .systemLibrary(
      name: "CLAPACK", providers: [.apt(["liblapack-dev", "liblapacke-dev", "libopenblas-dev"])]),

    .systemLibrary(name: "CMinpack", providers: [.apt(["libcminpack-dev"])]),

    .systemLibrary(name: "CNLopt", providers: [.apt(["libnlopt-dev"])]),

    // MARK: Library, in data-flow order
    .target(name: "Notation", exclude: documentation, swiftSettings: strict),
    .target(
      name: "HostSystem", dependencies: [.product(name: "SystemPackage", package: "swift-system")],
      exclude: documentation, swiftSettings: strict),
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
      name: "RunFolders",
      dependencies: ["Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", realModule],
      exclude: documentation, swiftSettings: strict),
    .target(
      name: "Sweeps",
      dependencies: [
        "Notation", "HostSystem", "Superconductors", "BulkSimulation", algorithms,
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
      name: "Reports",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "EdgeElements", "BulkSimulation", "Verification",
        "RunFolders", "Sweeps", "ProcessDesign", "DesignHistory", realModule, algorithms,
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      exclude: documentation, swiftSettings: strict),

    // MARK: Program
    .executableTarget(
      name: "fem-bulk",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", "Fitting", "Verification",
        "RunFolders", "Reports", "Sweeps", "ProcessDesign", "DesignHistory", "TimeStepping", argumentParser, realModule,
        .product(name: "Yams", package: "Yams"),
      ],
      exclude: documentation, swiftSettings: strict),

    // MARK: Tests
    .testTarget(name: "HostSystemTests", dependencies: ["HostSystem"], swiftSettings: strict),
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
      name: "ProcessDesignTests", dependencies: ["Notation", "LinearAlgebra", "ProcessDesign"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(name: "MeshingTests", dependencies: ["Meshing"], swiftSettings: strict),
    .testTarget(name: "SuperconductorsTests", dependencies: ["Notation", "Superconductors"], swiftSettings: strict),
    .testTarget(
      name: "RunFoldersTests",
      dependencies: ["Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", "RunFolders"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Notation", "HostSystem", "Meshing", "Superconductors", "Verification", "BulkSimulation", "RunFolders",
        "Reports",
      ], swiftSettings: strict),
    .testTarget(
      name: "SweepsTests",
      dependencies: ["Notation", "HostSystem", "Sweeps", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "fem-bulk", "Notation", "HostSystem", "Meshing", "Superconductors", "BulkSimulation", "Fitting", "Verification",
        "RunFolders", "Reports", "Sweeps",
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
        "RunFolders", "Reports", "Sweeps", "ProcessDesign", "DesignHistory", "TimeStepping", argumentParser, realModule,
        .product(name: "Yams", package: "Yams"), .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tests/Fuzzing", exclude: ["Program/FemBulk.swift", "Program/README.md"], swiftSettings: strict))
}
