// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the program does not depend on the benchmark framework.
let package = Package(
  name: "kernels",
  platforms: [.macOS(.v13)],
  dependencies: [
    .package(name: "fem-bulk", path: "../.."),
    // Without its traits, which need jemalloc; allocations are counted by the same code as in the tests.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(name: "CAllocationCounter", path: "Benchmarks/CAllocationCounter"),
    .executableTarget(
      name: "Kernels",
      dependencies: [
        "CAllocationCounter",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "BulkSimulation", package: "fem-bulk"),
      ],
      path: "Benchmarks/Kernels",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ]
)
