"""A long cylinder whose exponent depends on the field: cooled in a field, ramped to zero, held. E = E0 (J/Jc)^n(B), Jc constant. SI units.

One dimension, as in creep.py: mu0 dJ/dt = d/dr [(1/r) d(r E)/dr], E = 0 on the axis, dB/dt at the rim that of the applied field; and
B(r) = Ba + mu0 times the integral of J from r to the rim, by which n is taken. Finite volumes, backward differences with the exact Jacobian.
"""
import argparse

import numpy as np
from scipy.integrate import solve_ivp

MU0 = 4e-7 * np.pi
JC, E0, RADIUS = 2e8, 1e-4, 15e-3
COOLED, RAMP = 8.0, 600.0
HOLDS = (600, 3600, 36000, 86400)


def exponent(b):
    """n and dn/dB: 60 without field, 20 from 4 T on."""
    b = np.abs(b)
    return np.where(b < 4, 60 - 10 * b, 20.0), np.where(b < 4, -10.0, 0.0)


def moments(cells, rtol):
    """M/M0 at the end of the ramp and after each hold; M0 with J = Jc everywhere."""
    edge = np.linspace(0, RADIUS, cells + 1)
    r, h = 0.5 * (edge[1:] + edge[:-1]), RADIUS / cells
    # (1/r) d(rE)/dr at the edges from E in the cells; the rim's is what the applied field says.
    curl = np.zeros((cells + 1, cells))
    curl[0, 0] = 2 / r[0]
    for k in range(1, cells):
        volume = 0.5 * (r[k] ** 2 - r[k - 1] ** 2)
        curl[k, k], curl[k, k - 1] = r[k] / volume, -r[k - 1] / volume
    operator = np.diff(curl, axis=0) / (h * MU0)
    inside = MU0 * h * (np.triu(np.ones((cells, cells)), 1) + 0.5 * np.eye(cells))

    def run(start, end, field, rate, x):
        # x = J/Jc; the applied field's rate enters at the last edge.
        drive = np.zeros(cells)
        drive[-1] = -rate / (h * MU0)

        def law(t, x):
            b = field + rate * (t - start) + JC * inside @ x
            n, slope = exponent(b)
            size = np.maximum(np.abs(x), 1e-300)
            e = E0 * np.sign(x) * size**n
            return e, E0 * n * size ** (n - 1), e * np.log(size) * slope * np.sign(b)

        def change(t, x):
            return (operator @ law(t, x)[0] + drive) / JC

        def jacobian(t, x):
            _, by_current, by_field = law(t, x)
            return operator @ (np.diag(by_current) + by_field[:, None] * JC * inside) / JC

        solution = solve_ivp(change, (start, end), x, method="BDF", jac=jacobian, rtol=rtol, atol=1e-3 * rtol)
        if not solution.success:
            raise SystemExit(solution.message)
        return solution.y[:, -1]

    square = np.diff((edge / RADIUS) ** 3)
    x = run(0, RAMP, COOLED, -COOLED / RAMP, np.zeros(cells))
    result = [square @ x]
    time = 0.0
    for hold in HOLDS:
        x = run(time, hold, 0.0, 0.0, x)
        time = hold
        result.append(square @ x)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, nargs="+", default=(100, 200))
    parser.add_argument("--rtol", type=float, default=1e-7)
    a = parser.parse_args()
    print("cells,t_s,M/M0")
    for cells in a.cells:
        for t, moment in zip((0,) + HOLDS, moments(cells, a.rtol)):
            print(f"{cells},{t},{moment:.6f}", flush=True)


if __name__ == "__main__":
    main()
