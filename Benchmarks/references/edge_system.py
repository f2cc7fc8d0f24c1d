"""The condensed system of a pair of bulks, 80 cells, on the lines of a grid file: edge elements by Lagrange's multipliers. SI units.

The unknowns are the circulations u of H along all edges. Of the fields that have the curl asked for in every cell (J in a bulk's, 0 in
the air's) and the tangential values of a uniform field on the outline, the one of least energy u M u / 2 is meant. One sparse solve
with multipliers for each cell of a bulk gives it: no potential, no choice of unknowns, unlike the program's way.
Columns as in the fixture of CondensedModelTests: w, e, and L, Br, Bz times some vectors.
"""
import argparse
import pathlib

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as spla

from current_rings import MU0

BULKS = ((-7e-3, -1e-3), (1e-3, 7e-3))
RADIUS = 15e-3


def read_grid(path):
    lines = [line.split(",") for line in pathlib.Path(path).read_text().splitlines()]
    return tuple(np.array([float(v) for v in line[1:]]) for line in lines[:2])


def condensed(r, z):
    nr, nz = len(r) - 1, len(z) - 1
    along_r = np.arange(nr * (nz + 1)).reshape(nr, nz + 1)           # edge from (i, j) to (i + 1, j)
    along_z = along_r.size + np.arange((nr + 1) * nz).reshape(nr + 1, nz)
    edges = along_r.size + along_z.size
    dr, dz = np.diff(r)[:, None], np.diff(z)[None, :]
    r0, r1 = r[:-1, None], r[1:, None]
    # Energy: the integral of mu0 h g r dr dz for the linear functions h, g along opposite edges.
    middle = 0.5 * (r0 + r1)
    across = middle * dz / dr                                        # of Hr = 1/dr: linear in z
    inner = (r0 / 3 + dr / 12) * dr / dz                             # of Hz = 1/dz: linear in r, weight r
    outer = (r0 / 3 + dr / 4) * dr / dz
    mixed = (r0 / 6 + dr / 12) * dr / dz
    bottom, top, left, right = along_r[:, :-1], along_r[:, 1:], along_z[:-1], along_z[1:]
    parts = [(bottom, bottom, across / 3), (top, top, across / 3), (bottom, top, across / 6), (top, bottom, across / 6),
             (left, left, inner), (right, right, outer), (left, right, mixed), (right, left, mixed)]
    energy = sp.csc_matrix((MU0 * np.concatenate([p[2].ravel() for p in parts]),
                            tuple(np.concatenate([p[k].ravel() for p in parts]) for k in (0, 1))), (edges, edges))
    # Circulation round each cell in the sense of +phi: J_phi = dHr/dz - dHz/dr.
    cells = nr * nz
    number = np.arange(cells).reshape(nr, nz)
    turn = [(top, 1.0), (bottom, -1.0), (left, 1.0), (right, -1.0)]
    curl = sp.csc_matrix((np.repeat([s for _, s in turn], cells),
                          (np.tile(number.ravel(), 4), np.concatenate([e.ravel() for e, _ in turn]))), (cells, edges))
    fixed = np.zeros(edges, bool)
    fixed[along_r[:, [0, -1]]] = fixed[along_z[-1]] = True
    uniform = np.zeros(edges)                                        # of Ha = 1 A/m
    uniform[along_z] = np.diff(z)[None, :]
    free = np.flatnonzero(~fixed)
    system = sp.bmat([[energy[free][:, free], curl[:, free].T], [curl[:, free], None]]).tocsc()
    solve = spla.splu(system).solve

    zc = 0.5 * (z[1:] + z[:-1])
    inside = (middle < RADIUS) & sum((zc > lo) & (zc < hi) for lo, hi in BULKS).astype(bool)
    bulk = number[inside]
    area = (dr * dz).ravel()[bulk]
    currents = np.zeros((cells, len(bulk)))
    currents[bulk, np.arange(len(bulk))] = area
    u = np.zeros((edges, len(bulk)))
    u[free] = solve(np.concatenate([np.zeros((len(free), len(bulk))), currents]))[:len(free)]
    applied = uniform.copy()
    right_side = -(energy @ (uniform * fixed))[free], -(curl @ (uniform * fixed))
    applied[free] = solve(np.concatenate(right_side))[:len(free)]
    i, j = np.nonzero(inside)
    field_r = MU0 * 0.5 * (u[bottom[i, j]] + u[top[i, j]]) / dr[i]
    field_z = MU0 * 0.5 * (u[left[i, j]] + u[right[i, j]]) / dz.T[j]
    flux = u.T @ (energy @ u)
    ramp = np.arange(len(bulk)) / len(bulk) - 0.3
    one = np.ones(len(bulk))
    return {
        "w": (middle * dr * dz).ravel()[bulk], "e": u.T @ (energy @ uniform), "L_diagonal": np.diag(flux), "L_column_17": flux[:, 17],
        "L_times_one": flux @ one, "L_times_ramp": flux @ ramp, "Br_times_one": field_r @ one, "Br_times_ramp": field_r @ ramp,
        "Bz_times_one": field_z @ one, "Bz_times_ramp": field_z @ ramp,
        "Br_applied": MU0 * 0.5 * (applied[bottom[i, j]] + applied[top[i, j]]) / dr[i, 0],
        "Bz_applied": MU0 * 0.5 * (applied[left[i, j]] + applied[right[i, j]]) / dz[0, j],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("grid", help="a file of two rows, r,... and z,... [m]")
    columns = condensed(*read_grid(parser.parse_args().grid))
    print(",".join(columns))
    for row in zip(*columns.values()):
        print(",".join(f"{v:.16e}" for v in row))


if __name__ == "__main__":
    main()
