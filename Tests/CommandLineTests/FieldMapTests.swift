import Foundation
import FoundationEssentials
import Magnets
import Testing

@Suite struct `Field maps outside the program` {
  /// Every map, the section's and the one turned around the axis, against the history at the same time: its currents have the
  /// moment, make the field at the probes, and the cells around the probes hold that field.
  @Test(.enabled(if: python(with: "meshio", "numpy") != nil, "python3 with meshio and numpy is not installed"))
  func `are read by meshio with the values of the run`() throws {
    let (folder, name) = try finishedRun()
    #expect(try Run(["report", name, "--plots", "none", "--revolve", "48"], in: folder).status == 0)
    let script = """
      import csv, glob, json, sys
      import meshio, numpy as np
      run = sys.argv[1]
      summary = json.load(open(f"{run}/summary.json"))
      rows = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(open(f"{run}/history.csv"))]
      probes = {"centre": 0.0, "surface": 4e-3}  # on the axis [m]; the case's own two

      def stage_and_row(path):
          stage = summary["stages"][int(path.split("stage-")[1].split("-")[0])]
          return stage, min(rows, key=lambda row: abs(row["time[s]"] - stage["time_s"]))

      def close(what, value, expected, share, least):
          assert abs(value - expected) <= max(share * abs(expected), least), (what, value, expected)

      def coil(z, r1, r2, z1, z2):  # Bz on the axis of a rectangular coil section per current density, exact
          f = lambda u: u * np.log((r2 + np.hypot(r2, u)) / np.maximum(r1 + np.hypot(r1, u), 1e-300))
          return 2e-7 * np.pi * (f(z2 - z) - f(z1 - z))

      sections = sorted(glob.glob(f"{run}/fields/*.vtu"))
      assert len(sections) == len(summary["stages"]) == 5, sections
      for path in sections:
          mesh = meshio.read(path)
          stage, row = stage_and_row(path)
          assert set(mesh.cell_data) == {"J [A/m^2]", "Jc [A/m^2]", "E [V/m]", "B [T]", "region"}, mesh.cell_data.keys()
          assert [b.type for b in mesh.cells] == ["quad"]
          corners = mesh.points[mesh.cells[0].data]
          r, z = corners[:, :, 0], corners[:, :, 1]
          a, b, low, high = r.min(1), r.max(1), z.min(1), z.max(1)
          j, jc, e, B, region = (mesh.cell_data[k][0] for k in ("J [A/m^2]", "Jc [A/m^2]", "E [V/m]", "B [T]", "region"))
          moment = np.sum(np.pi * (b**3 - a**3) / 3 * (high - low) * j)
          close("moment", moment, row["moment[A m^2]"], 0.04, 1e-9)
          for probe, place in probes.items():
              field = np.sum(j * coil(place, a, b, low, high)) + row["applied_field[T]"]
              close(probe, field, row[f"{probe}_Bz[T]"], 0.04, 1e-9)
              close(probe, stage["probes"][probe]["Bz_T"], row[f"{probe}_Bz[T]"], 1e-9, 1e-12)
              around = (a == 0) & (low <= place) & (place <= high)
              assert around.any() and abs(B[around, 1].mean() - field) < 0.15 * abs(field), (path, probe)
          inside = region == 1
          assert np.all(j[~inside] == 0) and np.all(jc[inside] > 0) and np.all(jc[~inside] == 0)
          # The power law with the case's exponent and criterion, at the middle of a cell; E is the cell's mean over r.
          power = 1e-4 * np.abs(j[inside] / jc[inside]) ** 30
          assert np.all(e[inside] * j[inside] >= 0) and np.all(np.abs(e[inside]) <= 2 * power), path
          assert np.all(np.abs(e[inside]) >= 0.5 * power), path
      solids = sorted(glob.glob(f"{run}/fields-3d/*.vtu"))
      assert len(solids) == len(sections), solids
      for path in solids:
          mesh = meshio.read(path)
          stage, row = stage_and_row(path)
          moment, volume = 0.0, 0.0
          assert [b.type for b in mesh.cells] == ["hexahedron"], [b.type for b in mesh.cells]
          for k, block in enumerate(mesh.cells):
              p = mesh.points[block.data]
              # As VTK numbers them.
              tetrahedra = [(0, 1, 3, 4), (1, 2, 3, 6), (1, 6, 3, 4), (1, 5, 6, 4), (3, 6, 7, 4)]
              parts = [np.einsum("ij,ij->i", np.cross(p[:, t[1]] - p[:, t[0]], p[:, t[2]] - p[:, t[0]]),
                                 p[:, t[3]] - p[:, t[0]]) / 6 for t in tetrahedra]
              v = sum(parts)
              assert np.all(v > 0), (path, block.type, v.min(), v.max())
              J = mesh.cell_data["J [A/m^2]"][k]
              # Of the volume, as corners on the axis coincide.
              centre = sum(part[:, None] * p[:, t].mean(1) for part, t in zip(parts, tetrahedra)) / v[:, None]
              moment += 0.5 * np.sum((centre[:, 0] * J[:, 1] - centre[:, 1] * J[:, 0]) * np.abs(v))
              assert np.allclose(np.sum(J[:, :2] * centre[:, :2], 1), 0, atol=1e-6 * max(1, np.abs(J).max()))
              volume += np.abs(v[mesh.cell_data["region"][k] == 1]).sum()
          close("moment of " + path, moment, row["moment[A m^2]"], 0.05, 1e-9)
          close("volume", volume, np.pi * 0.01**2 * 0.006, 0.005, 0)
      print("read")
      """
    let run = try Run(["-c", script, name], in: folder, program: python(with: "meshio", "numpy"))
    #expect(run.output == "read\n", "\(run.errors)")
  }

  @Test(.enabled(if: find("xmllint") != nil, "xmllint is not installed"))
  func `are well-formed XML, as are pictures and pages`() throws {
    let (folder, name) = try finishedRun()
    #expect(try Run(["report", name, "--plots", "svg", "--revolve", "12"], in: folder).status == 0)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.url.appending(path: name).path)
      .filter { path in [".vtu", ".pvd", ".svg", ".html"].contains { path.hasSuffix($0) } }.map { "\(name)/\($0)" }
    #expect(files.count >= 13)
    let run = try Run(["--noout"] + files, in: folder, program: find("xmllint"))
    #expect(run.status == 0, "\(run.errors.prefix(1000))")
  }

  /// The program of the page is run as it stands there.
  @Test(.enabled(if: python(with: "numpy") != nil, "python3 with numpy is not installed"))
  func `are read as the documentation says`() throws {
    let (folder, name) = try finishedRun()
    let page = try String(contentsOf: repository.appending(path: "Documentation/Python.md"), encoding: .utf8)
    let block = try #require(page.split(separator: "```python\n").dropFirst(2).first?.split(separator: "```").first)
    let run = try Run(["-c", String(block), name], in: folder, program: python(with: "numpy"))
    #expect(run.status == 0 && run.output.contains(" T at the centre after hold"), "\(run.output)\(run.errors)")
  }
}

/// Where this package lies.
let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

/// The first Python in PATH that has modules: that of the system has what apt installs, others may come before it.
func python(with modules: String...) -> URL? {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy.map { URL(filePath: "\($0)/python3") }
    .first { python in
      FileManager.default.isExecutableFile(atPath: python.path)
        && (try? Run(["-c", "import \(modules.joined(separator: ", "))"], program: python).status) == 0
    }
}
