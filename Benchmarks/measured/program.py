"""Runs of the program and its files, as plain Python values."""

import base64
import csv
import json
import os
import struct
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "..", "..", ".build", "release", "fem-bulk")
runs = tempfile.TemporaryDirectory(prefix="fem-bulk-measured-")


def call(*arguments):
    """The JSON document of a command; its messages go where ours go."""
    done = subprocess.run([PROGRAM, *arguments, "--json"], stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)


def simulate(*arguments, report=False):
    return call("simulate", *arguments, "--output", runs.name, *([] if report else ["--no-report"]))


def table(result, name):
    """A CSV file of a run's folder, its values as numbers where they are some."""
    def value(text):
        try:
            return float(text)
        except ValueError:
            return text

    with open(os.path.join(result["folder"], name), newline="") as file:
        return [{key: value(text) for key, text in row.items()} for row in csv.DictReader(file)]


def field_map(result, name):
    """Cells of a field map inside the bulks: dictionaries of box (r0, r1, z0, z1) [m], region (1, 2) and J [A/m2]."""
    arrays = {}
    for array in ElementTree.parse(os.path.join(result["folder"], "fields", name)).getroot().iter("DataArray"):
        data = base64.b64decode(array.text)[8:]
        code = {"Float64": "d", "Int64": "q", "Int32": "i", "UInt8": "B"}[array.get("type")]
        arrays[array.get("Name")] = struct.unpack(f"<{len(data) // struct.calcsize(code)}{code}", data)
    points, corners, ends = arrays["Points"], arrays["connectivity"], arrays["offsets"]
    cells = []
    for i, region in enumerate(arrays["region"]):
        if region == 0:
            continue
        nodes = corners[(ends[i - 1] if i else 0):ends[i]]
        r, z = [points[3 * k] for k in nodes], [points[3 * k + 1] for k in nodes]
        cells.append({"box": (min(r), max(r), min(z), max(z)), "region": region, "j": arrays["J [A/m^2]"][i]})
    return cells


def mean_density(cells, region, inner, outer):
    """Mean J over the part of a bulk between two radii [A/m2]."""
    total = area = 0.0
    for cell in cells:
        r0, r1, z0, z1 = cell["box"]
        width = min(r1, outer) - max(r0, inner)
        if cell["region"] == region and width > 0:
            total += cell["j"] * width * (z1 - z0)
            area += width * (z1 - z0)
    return total / area


def density_at_middle(cells, region):
    """J(r) at a bulk's mid-height, as (r0, r1, J)."""
    own = [cell for cell in cells if cell["region"] == region]
    middle = 0.5 * (min(cell["box"][2] for cell in own) + max(cell["box"][3] for cell in own)) + 1e-9
    row = [cell for cell in own if cell["box"][2] <= middle < cell["box"][3]]
    return sorted((cell["box"][0], cell["box"][1], cell["j"]) for cell in row)
