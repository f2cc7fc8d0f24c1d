"""Creep of a long cylinder with constant Jc and E = E0 (J/Jc)^n from J = Jc everywhere, applied field 0. SI units.

One dimension: mu0 dJ/dt = d/dr [(1/r) d(r E)/dr], E = 0 on the axis, dB/dt = 0 at the rim; finite volumes, whose stiff equations LSODA
solves. Time, length and current in units of mu0 Jc R2/E0, R and Jc: only n is left.
"""
import argparse

import numpy as np
from scipy.integrate import solve_ivp

MU0 = 4e-7 * np.pi


def creep(n, times, cells):
    """M/M0 and dlnM/dt [1/unit] at times [units]."""
    edge = np.linspace(0, 1, cells + 1)
    r = 0.5 * (edge[1:] + edge[:-1])
    h = 1 / cells
    # dB/dt = -(1/r) d(rE)/dr at the inner edges, as differences over r dr; at the axis rE is 0, at the rim dB/dt is.
    volume = 0.5 * (r[1:] ** 2 - r[:-1] ** 2)

    def rate(j):
        e = j * np.abs(j) ** (n - 1)
        curl = np.zeros(cells + 1)
        curl[1:-1] = np.diff(r * e) / volume
        curl[0] = r[0] * e[0] / (0.5 * r[0] ** 2)
        return np.diff(curl) / h

    def jacobian(t, j):
        slope = n * np.abs(j) ** (n - 1)
        upper, middle, lower = np.zeros(cells), np.zeros(cells), np.zeros(cells)
        inverse = np.zeros(cells + 1)
        inverse[1:-1] = 1 / volume
        middle[:] = -(inverse[1:] + inverse[:-1]) * r * slope / h
        middle[0] -= 2 / r[0] * slope[0] / h
        upper[1:] = inverse[1:-1] * (r * slope)[1:] / h
        lower[:-1] = inverse[1:-1] * (r * slope)[:-1] / h
        return np.array([upper, middle, lower])

    solution = solve_ivp(lambda t, j: rate(j), (0, times[-1]), np.ones(cells), method="LSODA", t_eval=times, jac=jacobian,
                         lband=1, uband=1, rtol=1e-8, atol=1e-10)
    if not solution.success:
        raise SystemExit(solution.message)
    square = np.diff(edge**3)                                        # 3 times the integral of r2
    return [(square @ j, square @ rate(j) / (square @ j)) for j in solution.y.T]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=float, nargs="+", default=(20, 50, 100))
    parser.add_argument("--cells", type=int, nargs="+", default=(200, 400))
    parser.add_argument("--radius", type=float, default=15e-3)
    parser.add_argument("--jc", type=float, default=2e8)
    parser.add_argument("--e0", type=float, default=1e-4)
    parser.add_argument("--times", type=float, nargs="+", default=(1, 10, 60, 600, 3600, 36000, 86400, 259200), help="s")
    a = parser.parse_args()
    unit = MU0 * a.jc * a.radius**2 / a.e0
    print("n,cells,t_s,M/M0,drift_ppm/h")
    for n in a.n:
        for cells in a.cells:
            for t, (moment, drift) in zip(a.times, creep(n, np.array(a.times) / unit, cells)):
                print(f"{n:g},{cells},{t:g},{moment:.6f},{3.6e9 * drift / unit:.5g}", flush=True)


if __name__ == "__main__":
    main()
