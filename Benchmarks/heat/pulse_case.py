"""The pulsed disc of disc.yaml: constants, reference, a structured mesh, observables of currents in cells."""

import csv
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers"))
from kim_case import MU0, graded, growing

RADIUS, HALF = 12e-3, 5e-3
JC0, B0, N, E0 = 6e8, 1.0, 21.0, 1e-4
CRITICAL, EXPONENT, BATH = 92.0, 1.5, 40.0  # K
CAPACITY, RADIAL, AXIAL, COEFFICIENT = 1e6, 20.0, 4.0, 2000.0  # J/(m3 K), W/(m K) twice, W/(m2 K) at the bottom
PEAK, RISE = 4.0, 10e-3  # T, s

PROBES = (0.0, 5.5e-3, 8e-3)  # heights on the axis
# Of reference.csv: an integral method with finite volumes of heat on three grids, extrapolated; after each value what the grids leave open. An
# independent code with edge elements agrees within 0.1 to 0.4 % on its own meshes, so that a common error below 0.2 % is not excluded.
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.csv")) as table:
    ROWS = list(csv.DictReader(table))
TIMES = [float(row.pop("time")) for row in ROWS]
REFERENCE = np.array([[float(cell.split()[0]) for cell in row.values()] for row in ROWS])
FAR = 0.2  # distance of the outer boundary


def applied(time):
    """Field [T] and its rate [T/s]."""
    x = time / RISE
    return PEAK * x * np.exp(1 - x), PEAK / RISE * (1 - x) * np.exp(1 - x)


def grid_lines(cells_r, cells_z, air_growth):
    """Lines of r and z, the disc in the middle."""
    r = graded(0, RADIUS, cells_r)
    r = np.concatenate([r, growing(RADIUS, FAR, (r[-1] - r[-2]) * air_growth, air_growth)[1:]])
    z = graded(-HALF, HALF, cells_z)
    outer = growing(HALF, FAR, (z[-1] - z[-2]) * air_growth, air_growth)[1:]
    return r, np.concatenate([-outer[::-1], z, outer])


def in_bulk(r, z):
    return (r < RADIUS) & (abs(z) < HALF)


def observables(r0, r1, z0, z1, current):
    """Bz at the probes without the applied field, and the moment, of cells with uniform current density: exact for each."""

    def axial(z):
        def part(u):
            u = np.where(u == 0, 1e-30, np.abs(u)) * np.where(u < 0, -1, 1)
            return u * (np.arcsinh(r1 / abs(u)) - np.arcsinh(r0 / abs(u)))

        return 0.5 * MU0 * (part(z1 - z) - part(z0 - z))

    return [float(current @ axial(z)) for z in PROBES] + [float(current @ (np.pi / 3 * (r1**3 - r0**3) * (z1 - z0)))]


def errors(values):
    """Worst of fields and moment by the largest of their column, at any time; worst of the temperatures [K]."""
    apart = np.abs(np.array(values) - REFERENCE)
    return float((apart[:, :4] / np.abs(REFERENCE[:, :4]).max(axis=0)).max()), float(apart[:, 4:].max())
