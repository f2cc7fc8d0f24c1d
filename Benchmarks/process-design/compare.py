"""Simple regret of searches after 15 d samples, the same seeds for all: table and raw numbers.

    compare.py [--seeds 20] [--functions Branin,furnace] [--raw raw.jsonl] [--report results.md]

What the raw file has already is not run again, so that a stopped comparison goes on.
"""
import argparse
import datetime
import importlib.metadata
import json
import pathlib
import statistics
import time

from functions import FUNCTIONS
from methods import METHODS

HERE = pathlib.Path(__file__).resolve().parent


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def run(names, seeds, path):
    done = {(row["function"], row["method"], row["seed"]) for row in read(path)}
    for seed in range(1, seeds + 1):
        for name in names:
            problem = FUNCTIONS[name]
            count = 15 * len(problem["bounds"])
            for method, search in METHODS.items():
                if (name, method, seed) in done:
                    continue
                start = time.perf_counter()
                values = search(problem, count, seed)
                row = dict(
                    function=name, method=method, seed=seed, samples=len(values),
                    regret=float(min(values) - problem["least"]), seconds=round(time.perf_counter() - start, 3))
                with path.open("a") as file:
                    print(json.dumps(row), file=file)


def report(rows, path):
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("scikit-optimize", "botorch", "torch", "scikit-learn"))
    lines = [
        "# Searches compared", "",
        "Simple regret, the best value met less the least there is, after 15 d samples, one at a time: median of the seeds,",
        "with their quartiles. The furnace's is a share of its peak. Seconds are those of a whole search, its",
        "function costing nothing; they were taken on a shared machine and say no more than their order.", "",
        f"{datetime.date.today()}; {versions}.", "",
        "| function | d | samples | seeds | method | median regret | quartiles | median time [s] |", "|---|---|---|---|---|---|---|---|",
    ]
    for name, problem in FUNCTIONS.items():
        for method in METHODS:
            chosen = [row for row in rows if row["function"] == name and row["method"] == method]
            if len(chosen) < 2:
                continue
            regrets = [row["regret"] for row in chosen]
            low, middle, high = statistics.quantiles(regrets, n=4, method="inclusive")
            seconds = statistics.median(row["seconds"] for row in chosen)
            lines.append(
                f"| {name} | {len(problem['bounds'])} | {chosen[0]['samples']} | {len(chosen)} | {method} | {middle:.2g} |"
                f" {low:.2g} to {high:.2g} | {seconds:.2g} |")
    path.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


parser = argparse.ArgumentParser()
parser.add_argument("--seeds", type=int, default=20)
parser.add_argument("--functions", default=",".join(FUNCTIONS))
parser.add_argument("--raw", type=pathlib.Path, default=HERE / "raw.jsonl")
parser.add_argument("--report", type=pathlib.Path, default=HERE / "results.md")
arguments = parser.parse_args()
run(arguments.functions.split(","), arguments.seeds, arguments.raw)
report(read(arguments.raw), arguments.report)
