"""m/m_saturation of a finite cylinder with constant Jc (Bean's model) in a rising field: a quadratic programme. SI units.

Currents constant on rectangles of the upper half of the section, as in the integral method. While the field rises no current falls, so
that the state in a field Ba minimises the energy  J L J / 2 + Ba e J  with |J| <= Jc: of all penetration depths the one with least energy.
Fields in units of Bp = mu0 Jc b asinh(a/b), at which the front meets the centre (Brandt, Phys. Rev. B 58, 6506 (1998)).
"""
import argparse

import numpy as np
import scipy.linalg as la

from current_rings import MU0
from integral_method import Law, Magnet, sections


def least_energy(flux, drive, start):
    """x that minimises x flux x / 2 - drive x with x <= 1, by active sets; `start` is the set at 1 to begin with."""
    held = start.copy()
    x = np.ones(len(drive))
    for _ in range(500):
        free = ~held
        x[:] = 1
        if free.any():
            right = drive[free] - flux[np.ix_(free, held)].sum(1)
            x[free] = la.cho_solve(la.cho_factor(flux[np.ix_(free, free)], check_finite=False), right)
        over = free & (x > 1 + 1e-12)
        if over.any():
            # Not all that are over, only the worst: a whole set at once may go round in circles.
            held |= over & (x - 1 >= 0.3 * np.max(x[over] - 1))
            continue
        pull = drive - flux @ x                      # at 1 it must not pull back
        back = held & (pull < -1e-10 * np.max(np.abs(drive)))
        if not back.any():
            return x, held
        held &= ~(back & (pull <= 0.3 * np.min(pull[back])))
    raise SystemExit("the active set does not settle")


def curve(aspect, radial, axial, fields, grading):
    magnet = Magnet(sections((0, 1, 0, aspect), radial, axial, grading), Law(1.0), True)
    penetration = MU0 * aspect * np.arcsinh(1 / aspect)
    held = np.zeros(len(magnet.cells), bool)
    result = []
    for field in fields:
        x, held = least_energy(magnet.flux, field * penetration * magnet.coupling, held)
        result.append(magnet.moment_row @ x / (2 * np.pi / 3 * aspect))
    return np.array(result)


def main():
    numbers = lambda text: tuple(float(v) for v in text.split(","))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("aspect", type=float, help="b/a")
    parser.add_argument("--cells", nargs="+", default=["20x10", "30x15", "40x20"], help="of the upper half, radial x axial")
    parser.add_argument("--grading", type=numbers, default=(0, 0.6, 0, 0.6), help="at axis, rim, middle plane, face")
    parser.add_argument("--fields", type=numbers, default=tuple(0.1 * k for k in range(1, 11)), help="Ha/Hp")
    a = parser.parse_args()
    grids = [tuple(int(v) for v in text.split("x")) for text in a.cells]
    tables = [curve(a.aspect, *grid, a.fields, a.grading) for grid in grids]
    # Where the front stands between the lines of a grid scatters: no extrapolation.
    print("Ha/Hp," + ",".join(a.cells))
    for row in zip(a.fields, *tables):
        print(f"{row[0]:g}," + ",".join(f"{v:.5f}" for v in row[1:]))


if __name__ == "__main__":
    main()
