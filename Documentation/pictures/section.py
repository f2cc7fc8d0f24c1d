#!/usr/bin/env python3
"""Turns a run folder into what gnuplot draws: cells as polygons, flux function, history.

usage: section.py RUN_FOLDER OUT_FOLDER STAGE_INDEX

Only Python's standard library. Lengths in mm, J in 1e8 A/m^2, the section mirrored at the axis to show whole bulks.
"""
import base64
import csv
import glob
import os
import struct
import sys
import xml.etree.ElementTree as ElementTree

run, out, stage = sys.argv[1], sys.argv[2], int(sys.argv[3])
KINDS = {"Float64": "d", "Int64": "q", "Int32": "i", "UInt8": "B"}


def arrays(path):
    """Every array of a VTU file by its name; base64 of a 64-bit byte count and the values."""
    result = {}
    for node in ElementTree.parse(path).iter("DataArray"):
        raw = base64.b64decode(node.text.strip())
        (length,) = struct.unpack_from("<Q", raw)
        kind = KINDS[node.get("type")]
        values = struct.unpack_from(f"<{length // struct.calcsize(kind)}{kind}", raw, 8)
        width = int(node.get("NumberOfComponents", 1))
        result[node.get("Name")] = (
            [values[i : i + width] for i in range(0, len(values), width)] if width > 1 else list(values)
        )
    return result


(path,) = glob.glob(os.path.join(run, "fields", f"stage-{stage}-*.vtu"))
data = arrays(path)
points = [(1e3 * x, 1e3 * y) for x, y, _ in data["Points"]]
starts = [0] + data["offsets"][:-1]
cells = [data["connectivity"][a:b] for a, b in zip(starts, data["offsets"])]
bulks = [i for i, region in enumerate(data["region"]) if region > 0]

with open(os.path.join(out, "cells.gp"), "w") as file:
    for i in bulks:
        value = 1e-8 * data["J [A/m^2]"][i]
        for sign in (1, -1):
            corners = [points[p] for p in cells[i]]
            outline = " to ".join(f"{sign * r:.6g},{z:.6g}" for r, z in corners + corners[:1])
            file.write(f"set object polygon from {outline} fc palette cb {value:.5g} fs solid noborder behind\n")
    for region in sorted({data["region"][i] for i in bulks}):
        corners = [points[p] for i in bulks if data["region"][i] == region for p in cells[i]]
        r = max(c[0] for c in corners)
        low, high = min(c[1] for c in corners), max(c[1] for c in corners)
        file.write(
            f"set object rectangle from {-r},{low} to {r},{high} fs empty border rgb 'black' lw 0.8 front\n"
        )

# psi = integral of Bz r dr from the axis, between the cells' centres along z: its contours are field lines. Needs the
# grid of a generated mesh.
centres = {}
for cell, (_, bz, _) in zip(cells, data["B [T]"]):
    rs, zs = [points[p][0] for p in cell], [points[p][1] for p in cell]
    if len(cell) != 4 or len(set(rs)) != 2:
        sys.exit("section.py: field lines need a generated mesh")
    centres.setdefault(0.5 * (min(zs) + max(zs)), []).append((min(rs), max(rs), bz))
with open(os.path.join(out, "flux.dat"), "w") as file:
    for z, row in sorted(centres.items()):
        if abs(z) > 20:
            continue
        psi, line = 0.0, [(0.0, 0.0)]
        for inner, outer, bz in sorted(row):
            psi += 0.5 * bz * (outer**2 - inner**2)
            line.append((outer, psi))
        line = [(r, p) for r, p in line if r < 24]
        for r, p in [(-r, p) for r, p in reversed(line[1:])] + line:
            file.write(f"{r:.6g} {z:.6g} {p:.6g}\n")
        file.write("\n")

with open(os.path.join(run, "history.csv")) as file:
    lines = csv.reader(file)
    names = next(lines)
    rows = [[float(value) for value in line] for line in lines]
columns = [names.index(name) for name in ("centre_Bz[T]", "surface_Bz[T]")]
rest = next(i for i, row in enumerate(rows) if all(later[1] == row[1] for later in rows[i:]))
with open(os.path.join(out, "ramp.dat"), "w") as file:
    for row in rows[: rest + 1]:
        file.write(" ".join(f"{v:.7g}" for v in [row[0] / 3600, row[1]] + [row[k] for k in columns]) + "\n")
with open(os.path.join(out, "decay.dat"), "w") as file:
    for row in rows[rest + 1 :]:
        file.write(
            " ".join(f"{v:.7g}" for v in [row[0] - rows[rest][0]] + [row[k] / rows[rest][k] for k in columns]) + "\n"
        )
