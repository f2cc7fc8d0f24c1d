// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nothing of it is built with the program.
let package = Package(
  name: "field-benchmark",
  dependencies: [.package(name: "fem-bulk", path: "../..")],
  targets: [
    .executableTarget(
      name: "field-benchmark",
      dependencies: [
        .product(name: "BulkSimulation", package: "fem-bulk"), .product(name: "BulkStudies", package: "fem-bulk"),
      ],
      path: "Sources")
  ]
)
