"""The disc of meshes/chamfered.geo by the integral method: R = 15 mm, z = -4..4 mm, edges cut by 2 mm, Kim law of the pair. SI units.

Squares of even size; of those that the cut halves a rectangle of half the width is left, so that the area is right: second order.
Field-cooled in 7 T and ramped to 0 at 4.8 T/h.
"""
import argparse

import numpy as np

from integral_method import Law, Magnet, extrapolated, follow

RADIUS, HALF, CUT = 15e-3, 4e-3, 2e-3


def sections(per_millimetre):
    h = 1e-3 / per_millimetre
    r0, z0 = (v.ravel() for v in np.meshgrid(h * np.arange(round(RADIUS / h)), h * np.arange(round(HALF / h)), indexing="ij"))
    beyond = np.round((r0 + z0 + h - (RADIUS + HALF - CUT)) / h)        # of the square's middle, 0 where it is halved
    width = np.where(beyond == 0, 0.5 * h, h)
    return np.stack([r0, r0 + width, z0, z0 + h], 1)[beyond <= 0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--squares", type=int, nargs=2, default=(2, 3), help="on a millimetre, two grids")
    a = parser.parse_args()
    rows = [follow(Magnet(sections(k), Law(5e8, 1.5), True), [7, (0, 5250)], [0, 5e-3], 2e-4)[0][-1] for k in a.squares]
    rows.append(extrapolated(*rows, *a.squares))
    print("grid,Bz_0mm_T,Bz_5mm_T,moment_Am2")
    for grid, row in zip((*a.squares, 0), rows):
        print(f"{grid}," + ",".join(f"{v:.8g}" for v in row[2:]))


if __name__ == "__main__":
    main()
