// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the program does not have a command that only a benchmark needs.
let package = Package(
  name: "process-design",
  dependencies: [.package(name: "fem-bulk", path: "../..")],
  targets: [
    .executableTarget(name: "AskTell", dependencies: [.product(name: "ProcessDesign", package: "fem-bulk")])
  ]
)
