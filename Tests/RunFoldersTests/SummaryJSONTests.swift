import BulkSimulation
import Magnets
import Notation
import Testing

@testable import RunFolders

struct SummaryJSONTests {
  @Test func `the document for standard output has the promised keys`() throws {
    let summary = try JSONValue(encodeJSON(RunSummary(sampleResult(), withTimes: true, folder: "runs/pair-1")))
    #expect(
      summary.keys == ["schema", "name", "accuracy", "stages", "numerics", "warnings", "warning_details", "folder"])
    #expect(summary["schema"] == "fem-bulk/summary/1")
    #expect(summary["name"] == "pair")
    #expect(summary["accuracy"] == 0.003)
    let message = "the accuracy asked for, 0.3 %, was not reached: the estimated error is up to 0.500 %"
    let remedy = "the case fixes the mesh; leave out mesh: to let the program choose it"
    #expect(summary["warnings"] == .list([.text("\(message); \(remedy)")]))
    #expect(
      summary["warning_details"]
        == .list([.object(["kind": "accuracy_missed", "message": .text(message), "remedy": .text(remedy)])]))
    #expect(summary["folder"] == "runs/pair-1")
  }

  @Test func `a stage has the promised keys and the exact numbers`() throws {
    let summary = try JSONValue(encodeJSON(RunSummary(sampleResult(), withTimes: true, folder: nil)))
    #expect(summary["stages"]?[0]?["stage"] == "cool")
    #expect(summary["stages"]?[2] == nil)
    let ramp = try #require(summary["stages"]?[1])
    #expect(
      ramp.keys == [
        "stage", "time_s", "applied_field_T", "temperature_K", "probes", "moment_A_m2", "moment_error_A_m2",
        "moment_by_bulk_A_m2", "trapped_flux_Wb", "trapped_flux_error_Wb", "energy_J", "drift_ppm_per_h",
      ])
    #expect(ramp["time_s"] == 5250)
    #expect(ramp["applied_field_T"] == 0)
    #expect(ramp["temperature_K"] == 5)
    #expect(ramp["probes"]?["centre"] == .object(["Br_T": 1e-17, "Bz_T": 2.1468, "error_T": 0.0008]))
    #expect(ramp["probes"]?["surface"]?["Bz_T"] == .number(0.1 + 0.2))
    #expect(ramp["moment_A_m2"] == 12.797)
    #expect(ramp["moment_by_bulk_A_m2"] == .object(["A": 6.3985, "B": 6.3985]))
    #expect(ramp["trapped_flux_Wb"] == 1.25e-3)
    #expect(ramp["energy_J"] == .object(["stored": 9.5, "dissipated": 30.25, "work": 39.75]))
    // Without a drift the key is there all the same.
    #expect(ramp["drift_ppm_per_h"] == .object(["centre": -1.5, "surface": .null]))
  }

  @Test func `temperatures that differ are told for each bulk`() throws {
    var result = sampleResult()
    result.stages[1].temperatureByBulk = [5, 8]
    let ramp = try #require(try JSONValue(encodeJSON(RunSummary(result, withTimes: true, folder: nil)))["stages"]?[1])
    #expect(ramp["temperature_K"] == 5)
    #expect(ramp["temperature_by_bulk_K"] == .object(["A": 5, "B": 8]))
  }

  @Test func `counts are those of the reported run, times the sum of all`() throws {
    let numerics = try #require(
      try JSONValue(encodeJSON(RunSummary(sampleResult(), withTimes: true, folder: nil)))["numerics"])
    let run: [String: JSONValue] = [
      "purpose": "fine", "cells": 80, "unknowns": 968, "steps": 161, "rejected": 3, "factorisations": 120,
      "newton_iterations": 700, "tolerance": 1e-3, "moment_A_m2": 1.5,
      "Bz_T": .object(["centre": 2.75, "surface": 1.75]),
    ]
    let own = ["purpose", "tolerance", "moment_A_m2", "Bz_T"]
    for (key, value) in run where !own.contains(key) { #expect(numerics[key] == value) }
    #expect(numerics["runs"]?[1] == .object(run))
    #expect(numerics["runs"]?[0]?["cells"] == 20)
    #expect(numerics["system"] == "condensed")
    #expect(numerics["mirrored"] == .flag(true))
    #expect(numerics["setup_s"] == 0.5)
    #expect(numerics["solve_s"] == 0.25)
    #expect(numerics["total_s"] == 0.875)
  }

  @Test func `a number that is not finite is null`() throws {
    let ramp = try JSONValue(encodeJSON(RunSummary(sampleResult(), withTimes: true, folder: nil)))["stages"]?[1]
    #expect(ramp?["moment_error_A_m2"] == .null)
    #expect(ramp?["trapped_flux_error_Wb"] == .null)
  }

  @Test func `the document for the file differs in wall times and folder only, and not between runs`() throws {
    let text = encodeJSON(RunSummary(sampleResult(solve: 0.125)))
    #expect(text == encodeJSON(RunSummary(sampleResult(solve: 99))))
    let (file, output) = (
      try JSONValue(text), try JSONValue(encodeJSON(RunSummary(sampleResult(), withTimes: true, folder: "runs/x")))
    )
    #expect(output.keys.subtracting(file.keys) == ["folder"])
    #expect(file["stages"] == output["stages"])
    let keys = (file["numerics"]?.keys ?? [], output["numerics"]?.keys ?? [])
    #expect(keys.1.subtracting(keys.0) == ["setup_s", "solve_s", "total_s"])
    #expect(keys.0.isSubset(of: keys.1))
  }

  @Test func `keys are sorted, slashes stand as they are`() throws {
    let text = encodeJSON(RunSummary(sampleResult(), withTimes: true, folder: "runs/pair-1"))
    #expect(text.contains("\"folder\" : \"runs/pair-1\""))
    let topLevel = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }
    #expect(topLevel == topLevel.sorted())
    #expect(text.hasSuffix("}"))
  }
}
