"""The Kim case as all programs solve it: constants, reference, a structured mesh of the upper half, Biot-Savart."""

import numpy as np

MU0 = 4e-7 * np.pi
RADIUS, Z_LOW, Z_HIGH = 15e-3, 1e-3, 7e-3  # of the upper bulk; the lower one is its mirror image in z = 0
JC0, B0, N, E0 = 5e8, 1.5, 21.0, 1e-4
FIELD, RAMP, HOLD = 7.0, 5250.0, 3600.0  # T, s, s: 7 T at 4.8 T/h to zero, then nothing for an hour

PROBES = (0.0, 4e-3, 7.5e-3)  # heights on the axis
QUANTITIES = ("Bz(0, 0)", "Bz(0, 4 mm)", "Bz(0, 7.5 mm)", "moment")
# An integral method on refined grids; its own error is 3e-5 to 6e-5.
REFERENCE = np.array([[2.14672, 2.37931, 1.53449, 12.7966], [1.86554, 2.08028, 1.32642, 10.7598]])

FAR = 0.25  # distance of the outer boundary


def graded(start, end, cells, grading=0.8):
    """Lines from start to end, finer towards both ends."""
    t = np.linspace(-1, 1, cells + 1)
    return start + 0.5 * (end - start) * (1 + (1 - grading) * t + grading * np.sin(0.5 * np.pi * t))


def growing(start, end, first, ratio):
    """Lines from start to end whose cells grow by about `ratio`, the first about `first` long."""
    cells = max(1, int(np.ceil(np.log(1 + (end - start) * (ratio - 1) / first) / np.log(ratio))))
    sizes = ratio ** np.arange(cells)
    return start + (end - start) * np.concatenate([[0], np.cumsum(sizes) / sizes.sum()])


def grid_lines(cells_r, cells_z, air_growth):
    """Lines of r and z of the upper half plane."""
    r = graded(0, RADIUS, cells_r)
    last = r[-1] - r[-2]
    r = np.concatenate([r, growing(RADIUS, FAR, last * air_growth, air_growth)[1:]])
    z = graded(Z_LOW, Z_HIGH, cells_z)
    first, last = z[1] - z[0], z[-1] - z[-2]
    gap = growing(0, Z_LOW, first * air_growth, air_growth)
    z = np.concatenate([Z_LOW - gap[::-1], z[1:], growing(Z_HIGH, FAR, last * air_growth, air_growth)[1:]])
    z[0] = 0
    return r, z


def in_bulk(r, z):
    return (r < RADIUS) & (z > Z_LOW) & (z < Z_HIGH)


def observables(r0, r1, z0, z1, current):
    """Bz at the probes and the moment of both halves, from cells of the upper one with uniform current density.

    Exact for a coil of rectangular section: point values of a finite element field are an order worse.
    """

    def axial(z):
        def part(u):
            u = np.where(u == 0, 1e-30, np.abs(u)) * np.where(u < 0, -1, 1)
            return u * (np.arcsinh(r1 / abs(u)) - np.arcsinh(r0 / abs(u)))

        return 0.5 * MU0 * (part(z1 - z) - part(z0 - z))

    fields = [float(current @ (axial(z) + axial(-z))) for z in PROBES]
    return fields + [float(current @ (2 * np.pi / 3 * (r1**3 - r0**3) * (z1 - z0)))]


def errors(values):
    """Relative errors of (end of ramp, end of hold) x quantities."""
    return np.abs(np.array(values) / REFERENCE - 1)


def growth_ratio(duration, first, count):
    """The ratio with which `count` steps grow from the first to fill the duration."""
    low, high = 0.1, 10.0
    for _ in range(100):
        ratio = 0.5 * (low + high)
        total = first * (count if ratio == 1 else (ratio**count - 1) / (ratio - 1))
        low, high = (ratio, high) if total < duration else (low, ratio)
    return ratio
