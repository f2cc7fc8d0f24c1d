"""Two searches for the best bulk in a synthetic furnace, at an equal number of samples.

    python3 Documentation/process-design/demonstrate.py [--program fem-bulk] [--samples 30] [--seeds 5] [--scatter 0.02]

Data-driven: what `fem-bulk design suggest` proposes, temperatures in steps of 1 C. Researcher-driven: one parameter after the other
on the values that a person would set, temperatures in steps of 50 C, always from the best sample so far. Both see the same
scatter of measurements. Printed is the true Jc at the sample that measured best. Standard library only.
"""
import argparse
import json
import pathlib
import random
import statistics
import subprocess
import tempfile

import furnace

GRID = {
    "heating_rate": [10, 20, 50, 100, 200], "temperature": list(range(400, 801, 50)), "hold": [2, 5, 10, 20, 30, 60, 120]}
START = {"heating_rate": 100, "temperature": 700, "hold": 10}
PARAMETERS = ["heating_rate=10:200:0.1 C/min", "temperature=400:800:1 C", "hold=2:120:0.5 min"]


def measured(point, scatter, generator):
    return furnace.jc(**point) * (1 + scatter * generator.gauss(0, 1))


def data_driven(program, count, seed, scatter, folder):
    generator = random.Random(seed)
    design = str(pathlib.Path(folder) / f"data-driven-{seed}.design")

    def run(*arguments):
        return subprocess.run([program, "design", *arguments], check=True, capture_output=True, text=True).stdout

    run("init", design, *[word for text in PARAMETERS for word in ("--parameter", text)], "--maximise", "jc [A/m^2]",
        "--seed", str(seed))
    samples = []
    for _ in range(count):
        experiment = json.loads(run("suggest", design, "--json"))["experiments"][0]
        value = measured(experiment["parameters"], scatter, generator)
        run("add", design, "--experiment", str(experiment["experiment"]), f"jc={value!r}")
        samples.append((value, experiment["parameters"]))
    return samples


def researcher_driven(count, seed, scatter):
    generator = random.Random(seed)
    samples = []

    def make(point):
        samples.append((measured(point, scatter, generator), point))

    make(START)
    while len(samples) < count:
        before = len(samples)
        for name in ("temperature", "hold", "heating_rate"):
            centre = max(samples, key=lambda sample: sample[0])[1]
            for value in GRID[name]:
                point = dict(centre, **{name: value})
                if len(samples) < count and all(point != made for _, made in samples):
                    make(point)
        if len(samples) == before:
            # Nothing next to the best is left to try: it is measured again.
            make(max(samples, key=lambda sample: sample[0])[1])
    return samples


def best(samples):
    point = max(samples, key=lambda sample: sample[0])[1]
    return furnace.jc(**point), point


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="fem-bulk")
    parser.add_argument("--samples", type=int, default=30)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--scatter", type=float, default=0.02)
    arguments = parser.parse_args()
    results = {"data-driven": [], "researcher-driven": []}
    print(f"{arguments.samples} samples each, scatter {100 * arguments.scatter:g} %; the peak is {furnace.PEAK:.3g} A/m^2 at "
          + ", ".join(f"{value:g}" for value in furnace.OPTIMUM.values()) + " (C/min, C, min)\n")
    print(f"{'search':18} {'seed':>4} {'Jc / peak':>9} {'rate':>6} {'T':>5} {'hold':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, arguments.seeds + 1):
            searches = {
                "data-driven": data_driven(arguments.program, arguments.samples, seed, arguments.scatter, folder),
                "researcher-driven": researcher_driven(arguments.samples, seed, arguments.scatter),
            }
            for name, samples in searches.items():
                assert len(samples) == arguments.samples
                jc, point = best(samples)
                results[name].append(jc / furnace.PEAK)
                print(f"{name:18} {seed:4} {jc / furnace.PEAK:9.4f} {point['heating_rate']:6g} {point['temperature']:5g} "
                      f"{point['hold']:6g}")
    print()
    for name, values in results.items():
        print(f"{name:18} median {statistics.median(values):.4f}")


if __name__ == "__main__":
    main()
