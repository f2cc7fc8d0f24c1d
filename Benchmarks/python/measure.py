"""Measure the Python package as installed, and print a page: medians in ms, wall and CPU of both."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

# Each in a process of its own: [ms] since numpy was there, wall and CPU of this process and its children.
BEGIN = """
import numpy, time, resource
def cpu():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
wall, used = time.perf_counter(), cpu()
import fembulk
"""
FIRST = """
wall, used = time.perf_counter(), cpu()
fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
end = time.perf_counter()
from fembulk._session import shared
shared().close()
"""
END = """
print((time.perf_counter() - wall) * 1e3, (cpu() - used) * 1e3)
"""
END_OF_FIRST = """
print((end - wall) * 1e3, (cpu() - used) * 1e3)
"""


def in_processes(script: str, count: int) -> tuple[float, float]:
    """Give the medians of wall time and CPU time [ms] over so many processes."""
    told = [
        subprocess.run(
            [sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(count)
    ]
    return statistics.median(float(wall) for wall, _ in told), statistics.median(
        float(cpu) for _, cpu in told
    )


def child_cpu(process: int) -> float:
    """Give the CPU time of a running process [s], threads that have ended included."""
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def repeated(work: Callable[[], object], count: int, process: int) -> tuple[float, float, float]:
    """Give the median of wall time and the means of CPU time here and in the program [ms]."""
    walls = []
    own, other = resource.getrusage(resource.RUSAGE_SELF), child_cpu(process)
    for _ in range(count):
        start = time.perf_counter()
        work()
        walls.append(time.perf_counter() - start)
    now = resource.getrusage(resource.RUSAGE_SELF)
    here = now.ru_utime + now.ru_stime - own.ru_utime - own.ru_stime
    return (
        statistics.median(walls) * 1e3,
        here / count * 1e3,
        (child_cpu(process) - other) / count * 1e3,
    )


def main() -> None:
    """Measure, and print the page."""
    import fembulk
    from fembulk._session import shared

    load = os.getloadavg()[0]
    imported = in_processes(BEGIN + END, 15)
    first = in_processes(BEGIN + FIRST + END_OF_FIRST, 9)
    pair = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h")
    run = pair.run(accuracy=1e-2)
    process = shared()._process
    assert process is not None
    solve = repeated(lambda: pair.run(accuracy=1e-2), 100, process.pid)
    points = np.random.default_rng(1).uniform(-0.03, 0.03, (100_000, 3))
    field = repeated(lambda: run.B(points), 3, process.pid)
    solved = run.summary["numerics"]
    rows = [
        ("`import fembulk` after `import numpy`", 50, *imported, ""),
        ("the first answer: the program started, the pair at 1 %", 100, *first, ""),
        (
            "each further solve of the pair at 1 %",
            15,
            solve[0],
            solve[1] + solve[2],
            f"{solve[1]:.1f} of it here",
        ),
        (
            "field at 100000 points within 30 mm of the pair's middle",
            1000,
            field[0],
            field[1] + field[2],
            f"{field[1]:.0f} of it here",
        ),
    ]
    print("# The Python package: what it costs\n")
    print(
        f"By `Benchmarks/python/run`: Python {platform.python_version()}, numpy {np.__version__},"
        f" {os.cpu_count()} processors with a load of {load:.1f} before, {solved['cells']} cells."
        " Medians, in ms; on a loaded machine the CPU time is what tells.\n"
    )
    print("| what | aim | wall time | CPU time | |\n|---|---|---|---|---|")
    for what, aim, wall, cpu, remark in rows:
        print(f"| {what} | {aim or '–'} | {wall:.1f} | {cpu:.1f} | {remark} |")


if __name__ == "__main__":
    main()
