"""Makes the reference numbers again and compares them with what stands in the repository; ends with 1 when one differs or is missing.

Each entry of NUMBERS says which literal, in which files, which command makes it and where it stands in the command's output, and how far
both may be apart, relative to the literal. `compare.py WORD` makes only those whose name has the word.
"""
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent

PENETRATED = "PenetratedCases.swift"
BEAN = "BeanCases.swift"
LONG = "LongCylinderCases.swift"
KIM_TEST = "KimReferenceTests.swift"
ORDER_TEST = "ConvergenceTests.swift"
MESH_TEST = "ImportedMeshTests.swift"
BEAN_TEST = "BeanTests.swift"
LOOP_TEST = "HysteresisLoopTests.swift"
RING_TEST = "CurrentRingTests.swift"
EXACT_TEST = "ExactSolutionTests.swift"
SAMPLING_TEST = "SamplingTests.swift"
FIXTURES = "edge-system-80"

PAIR = "integral_method.py --bulk 0,15,1,7 --mirror --cool 7 --to 0,5250"
KIM = f"{PAIR} --to 0,3600 --probes 0,4,7.5 --tolerance 5e-5 --cells 24x16 36x24"
DISC = "integral_method.py --bulk 0,15,0,4 --mirror --cool 7 --to 0,5250 --probes 0,5 --tolerance 2e-4 --cells 12x5 24x10"


def kim_pair():
    columns = ("Bz_0mm_T", "Bz_4mm_T", "Bz_7.5mm_T", "moment_Am2")
    for stage, literals in ((5250, ("2.14672", "2.37931", "1.53449", "12.7966")), (8850, ("1.86554", "2.08028", "1.32642", "10.7598"))):
        for column, literal in zip(columns, literals):
            files = [PENETRATED, KIM_TEST, "README.md"] + ([ORDER_TEST] if stage == 5250 else [])
            yield f"Kim pair, {column} at {stage} s", literal, 6e-5, files, KIM, {"grid": "extrapolated", "t_s": stage}, column
    for n, literal in ((1, "0.1917"), (5, "1.4634"), (100, "2.3587"), (300, "2.3980"), (1000, "2.4127")):
        command = f"{PAIR} --n {n} --tolerance 2e-4 --cells 8x6 12x8"
        yield f"Kim pair, Bz(0, 0), n = {n}", literal, 5e-4, [KIM_TEST], command, {"grid": "extrapolated"}, "Bz_0mm_T"
    for column, literal in (("Bz_0mm_T", "2.2893"), ("Bz_5mm_T", "1.3025"), ("moment_Am2", "8.6555")):
        yield f"Kim disc, {column}", literal, 3e-4, [MESH_TEST], DISC, {"grid": "extrapolated", "t_s": 5250}, column
    for column, literal in (("Bz_0mm_T", "2.2635"), ("Bz_5mm_T", "1.2716"), ("moment_Am2", "7.868")):
        yield f"Kim disc with chamfers, {column}", literal, 5e-4, [MESH_TEST], "chamfer.py", {"grid": 0}, column


def virgin_curve():
    def rows(aspect, cells, error, files, literals):
        for field, literal in literals:
            yield (f"virgin curve, b/a = {aspect}, Ha/Hp = {field}", literal, error / float(literal), files,
                   f"virgin_curve.py {aspect} --cells {cells[0]} {cells[1]}", {"Ha/Hp": field}, cells[1])
    flat = ("30x15", "40x20")
    yield from rows(0.2, flat, 2e-4, [BEAN, BEAN_TEST, LOOP_TEST], ((0.1, "0.4050"), (0.2, "0.6720"), (0.4, "0.9250"), (0.6, "0.9893")))
    yield from rows(0.2, flat, 2e-4, [LOOP_TEST], ((0.3, "0.8351"), (0.5, "0.9696"), (0.7, "0.9970"), (0.8, "0.9994"), (0.9, "0.9999")))
    yield from rows(1.8, ("21x27", "28x36"), 4e-4, [BEAN], ((0.1, "0.3260"), (0.2, "0.5614"), (0.4, "0.8423"), (0.6, "0.9614")))


def screening():
    for aspect, literal, files in ((0.1, "5.864632", [BEAN, BEAN_TEST]), (0.2, "3.565386", [BEAN, BEAN_TEST]), (0.5, "2.108618", [BEAN]),
                                   (1, "1.585363", [BEAN, BEAN_TEST]), (1.8, "1.337817", [BEAN]), (2, "1.305812", [BEAN_TEST])):
        yield f"screening, b/a = {aspect}", literal, 1e-6, files, "screening.py", {"b/a": aspect}, "-M/Ha"


def creep():
    table = {
        20: ((600, "0.77827", None), (3600, "0.70849", "52557"), (36000, "0.62767", "5262.4"), (86400, "0.59941", "2192.9"),
             (259200, "0.56573", "730.98")),
        50: ((600, "0.89009", None), (3600, "0.85818", "20397"), (36000, "0.81880", "2040.7"), (86400, "0.80430", "850.32"),
             (259200, "0.78646", "283.44")),
        100: ((600, "0.93735", None), (3600, "0.92055", "10098"), (36000, "0.89939", "1010.1"), (86400, "0.89147", "420.87"),
              (259200, "0.88163", "140.29")),
    }
    for n, rows in table.items():
        for t, moment, drift in rows:
            match = {"n": n, "cells": 400, "t_s": t}
            yield f"creep, n = {n}, M/M0 at {t} s", moment, 2e-5 / float(moment), [LONG], "creep.py", match, "M/M0"
            if drift:
                yield f"creep, n = {n}, drift at {t} s", drift, 1e-4, [LONG], "creep.py", match, "-drift_ppm/h"


def exponent():
    for t, moment in ((0, "0.992069"), (600, "0.891175"), (3600, "0.860378"), (36000, "0.822837"), (86400, "0.809139")):
        yield f"creep, n(B), M/M0 at {t} s", moment, 5e-6, [LONG], "exponent.py", {"cells": 200, "t_s": t}, "M/M0"


NUMBERS = [*screening(), *creep(), *exponent(), *virgin_curve(), *kim_pair()]

# Texts of tabulated.py that stand in a file as they are, or as numbers of so many digits.
TABULATED = [
    *((f"{name}({m})", RING_TEST, 1e-14) for m in (0.0, 0.5, 0.99) for name in "KE"),
    *((f"zero {k} of J0", EXACT_TEST, 1e-10) for k in (1, 2, 3, 10)),
    *((f"normal quantile of {p:g}", SAMPLING_TEST, 1e-14) for p in (1e-10, 0.01, 0.3, 0.975)),
    *((name, SAMPLING_TEST, None) for name in ("Sobol point 13 x 64", "Sobol point 45 x 64", "Sobol point 3001", "SplitMix64 1234567")),
]


def place(name):
    """The file of that name in Sources or Tests, wherever it stands there, or at the top."""
    found = [p for p in (ROOT / name, *(ROOT / "Sources").rglob(name), *(ROOT / "Tests").rglob(name)) if p.exists()]
    if len(found) != 1:
        sys.exit(f"{name}: {len(found)} files of that name")
    return found[0]


def output(command, cache={}):
    """Lines of a command's output; each command runs once."""
    if command not in cache:
        start = time.perf_counter()
        run = subprocess.run([sys.executable, *command.split()], cwd=HERE, stdout=subprocess.PIPE, text=True, check=True)
        print(f"{command}: {time.perf_counter() - start:.0f} s", flush=True)
        cache[command] = run.stdout.splitlines()
    return cache[command]


def table(command):
    """Rows of a command's output as dictionaries; `grid` is the last line that begins with #."""
    header, grid, rows = None, "", []
    for line in output(command):
        if line.startswith("#"):
            header, grid = None, line[2:]
        elif header is None:
            header = line.split(",")
        else:
            rows.append({"grid": grid, **dict(zip(header, map(float, line.split(","))))})
    return rows


def squeezed(text):
    """Without line breaks, double blanks and the underscores of large integers, and without the zeros that end decimals."""
    return re.sub(r"(\.\d*?)0+\b", r"\1", re.sub(r"(?<=\d)_(?=\d)", "", re.sub(r"\s+", " ", text)))


def stands(literal, file):
    return re.search(rf"(?<![\d.]){re.escape(literal)}(?![\d])", place(file).read_text()) is not None


def compare_numbers(word):
    wrong = 0
    for name, literal, error, files, command, match, column in NUMBERS:
        if word not in name:
            continue
        row = next(r for r in table(command) if all(r[k] == v for k, v in match.items()))
        value = -row[column[1:]] if column.startswith("-drift") else row[column]
        difference = value / float(literal) - 1
        missing = [f for f in files if not stands(literal, f)]
        right = abs(difference) <= error and not missing
        wrong += not right
        print(f"{'  ' if right else '! '}{name}: {value:.7g}, stated {literal}, off by {difference:+.1e} of {error:.1e} allowed"
              + "".join(f"; not in {f}" for f in missing))
    return wrong


def compare_tabulated():
    wrong = 0
    lines = dict(line.split(";") for line in output("tabulated.py"))
    for name, file, error in TABULATED:
        text = place(file).read_text()
        if error is None:
            right = squeezed(lines[name]) in squeezed(text)
        else:
            value = float(lines[name])
            right = any(abs(float(v) - value) <= error * abs(value) for v in re.findall(r"(?<![\w.])-?\d+\.\d{5,}", text))
        wrong += not right
        print(f"{'  ' if right else '! '}{name}: {lines[name]}" + ("" if right else f"; not in {file}"))
    return wrong


def compare_edge_system():
    stated = [line for line in place(f"{FIXTURES}.csv").read_text().splitlines() if not line.startswith("#")]
    made = output(f"edge_system.py {place(FIXTURES + '-grid.csv')}")
    names = stated[0].split(",")
    a, b = ([[float(v) for v in line.split(",")] for line in lines[1:]] for lines in (stated, made))
    wrong = int(names != made[0].split(",") or len(a) != len(b))
    for k, name in enumerate(names):
        # Br of a unit applied field is zero but for rounding.
        scale = max(abs(row[names.index("Bz_applied") if name == "Br_applied" else k]) for row in a)
        difference = max(abs(p[k] - q[k]) for p, q in zip(a, b)) / scale
        wrong += difference > 1e-11
        print(f"{'! ' if difference > 1e-11 else '  '}edge-system-80.csv, {name}: off by {difference:.1e} of 1.0e-11 allowed")
    return wrong


def main():
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    wrong = compare_numbers(word)
    if word in "tabulated":
        wrong += compare_tabulated()
    if word in "edge-system":
        wrong += compare_edge_system()
    print(f"{wrong} differ or are missing" if wrong else "all agree")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
