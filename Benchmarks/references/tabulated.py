"""Values of special functions and of sample sequences, by scipy: what tests compare the program's own with."""
import numpy as np
from scipy.special import ellipe, ellipk, jn_zeros, ndtri
from scipy.stats import qmc


def splitmix64(seed):
    """S. Vigna's generator, https://prng.di.unimi.it/splitmix64.c."""
    full = (1 << 64) - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & full
        z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & full
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & full
        yield z ^ (z >> 31)


def main():
    print("name;value")
    for m in (0.0, 0.5, 0.99):
        print(f"K({m});{ellipk(m):.15f}\nE({m});{ellipe(m):.15f}")
    for k, zero in enumerate(jn_zeros(0, 10), 1):
        print(f"zero {k} of J0;{zero:.10f}")
    for p in (1e-10, 0.01, 0.3, 0.975):
        print(f"normal quantile of {p:g};{ndtri(p):.15f}")
    points = qmc.Sobol(20, scramble=False).random(4096)
    for index in (13, 45):
        print(f"Sobol point {index} x 64;" + ", ".join(str(int(v * 64)) for v in points[index]))
    print("Sobol point 3001;" + ", ".join(f"{v:.12f}" for v in points[3001]))
    draws = splitmix64(1234567)
    print("SplitMix64 1234567;" + ", ".join(str(next(draws)) for _ in range(5)))


if __name__ == "__main__":
    main()
