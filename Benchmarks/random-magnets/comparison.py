"""What the benchmarks of error bars share: one simulation, and how many numbers are within their bars."""

import csv
import json
import os
import subprocess

PROGRAM = os.environ.get("FEM_BULK", os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".build", "release", "fem-bulk"))


def simulate(text, accuracy, folder):
    """The JSON result of a case file's text, and the rows of its history as \"rows\"."""
    path = os.path.join(folder, "magnet.yaml")
    with open(path, "w") as file:
        file.write(text)
    done = subprocess.run(
        [PROGRAM, "simulate", path, "--json", "--no-report", "--accuracy", accuracy, "--output", folder],
        capture_output=True, text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1][:300])
    result = json.loads(done.stdout)
    with open(os.path.join(folder, result["folder"], "history.csv")) as file:
        result["rows"] = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
    return result


def shares(ratios):
    """Of true errors by their error bars."""
    share = lambda limit: 100 * sum(x <= limit for x in ratios) / len(ratios)
    return (
        f"{len(ratios)} numbers: {share(1):.1f} % within the error bar, {share(2):.1f} % within twice, {share(4):.1f} % within four times,"
        f" the worst {max(ratios):.1f} times; median error {sorted(ratios)[len(ratios) // 2]:.2f} of its bar"
    )
