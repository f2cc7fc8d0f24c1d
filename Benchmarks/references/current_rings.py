"""Flux and field of uniform ring currents of rectangular section: the matrices of the integral method. SI units.

Sections are rows (r0, r1, z0, z1). Far from a section its current is summed by Gauss points, each a circular filament in complete
elliptic integrals; near it and inside, where the filament's potential and field are singular at the point asked for, by Duffy's
transformation about that point, which takes both singularities away.
"""
import numpy as np
from scipy.special import ellipe, ellipkm1

MU0 = 4e-7 * np.pi


def filament_flux(r, z, a, height):
    """r A_phi at (r, z) of 1 A round a circle of radius a: the mutual inductance of both circles over 2 pi."""
    outer = (a + r) ** 2 + (z - height) ** 2
    rest = np.maximum((a - r) ** 2 + (z - height) ** 2, 1e-200) / outer   # no section's line, but its corner may be met: weight 0
    return MU0 / (2 * np.pi) * np.sqrt(outer) * (0.5 * (1 + rest) * ellipkm1(rest) - ellipe(1 - rest))


def filament_field(r, z, a, height):
    """(Br, Bz) at (r, z) of 1 A round a circle of radius a."""
    up = z - height
    outer, inner = (a + r) ** 2 + up**2, np.maximum((a - r) ** 2 + up**2, 1e-200)
    k, e = ellipkm1(inner / outer), ellipe(1 - inner / outer) / inner
    scale = MU0 / (2 * np.pi) / np.sqrt(outer)
    return scale * up / r * ((a * a + r * r + up * up) * e - k), scale * (k + (a * a - r * r - up * up) * e)


def gauss(points):
    """Abscissae and weights on [0, 1]."""
    x, w = np.polynomial.legendre.leggauss(points)
    return 0.5 * (1 + x), 0.5 * w


def gauss_points(sections, points):
    """Places (cell, point) and weights [m2] of a product rule on each section."""
    x, w = gauss(points)
    x, y = (v.ravel() for v in np.meshgrid(x, x, indexing="ij"))
    w = np.outer(w, w).ravel()
    r0, r1, z0, z1 = (sections[:, k, None] for k in range(4))
    return r0 + (r1 - r0) * x, z0 + (z1 - z0) * y, w * (r1 - r0) * (z1 - z0)


def duffy_points(r, z, sections, points=7):
    """Places and signed weights for integrals over sections[i] of what is singular at (r[i], z[i]), inside or near.

    The section is the sum, with signs, of four rectangles with a corner at the singular point; each is two triangles, in which the
    distance from the point is one coordinate (taken to the square root) and the slope the other (its sinh, for flat rectangles).
    """
    t, wt = gauss(points)
    u, wu = t * t, 2 * t * wt * t * t                    # du = 2 t dt, and the Jacobian u
    places_r, places_z, weights = [], [], []
    for k, l, sign in ((0, 2, 1), (1, 2, -1), (0, 3, -1), (1, 3, 1)):
        a, b = sections[:, k] - r, sections[:, l] - z    # signed sides: the product's sign makes the rest of the sum
        for x, y, flat in ((a, b, True), (b, a, False)):
            ratio = np.abs(x) / np.maximum(np.abs(y), 1e-300)
            top = np.arcsinh(1 / np.maximum(ratio, 1e-12))
            s = top[:, None] * t
            v = ratio[:, None] * np.sinh(s)
            dv = ratio[:, None] * np.cosh(s) * top[:, None] * wt
            main = x[:, None, None] * u[None, :, None] * np.ones_like(v)[:, None, :]
            side = y[:, None, None] * u[None, :, None] * v[:, None, :]
            w = (sign * x * y)[:, None, None] * wu[None, :, None] * dv[:, None, :]
            pair = (main, side) if flat else (side, main)
            places_r.append(r[:, None, None] + pair[0])
            places_z.append(z[:, None, None] + pair[1])
            weights.append(w)
    count = len(r)
    return tuple(np.stack(v, 1).reshape(count, -1) for v in (places_r, places_z, weights))


def of_sections(kernel, r, z, sections):
    """kernel(r, z, a, height), integrated over (a, height) in each section: arrays (point, section), one per value of kernel."""
    middle_r, middle_z = sections[:, :2].mean(1), sections[:, 2:].mean(1)
    size = np.maximum(sections[:, 1] - sections[:, 0], sections[:, 3] - sections[:, 2])
    distance = np.hypot(r[:, None] - middle_r, z[:, None] - middle_z) / size
    a, height, w = gauss_points(sections, 2)
    values = kernel(r[:, None, None], z[:, None, None], a, height)
    several = isinstance(values, tuple)
    result = [np.einsum("pcq,cq->pc", v, w) for v in (values if several else (values,))]
    for near, rule in ((distance < 1.6, None), ((distance >= 1.6) & (distance < 5), 5)):
        p, c = np.nonzero(near)
        for start in range(0, len(p), 4000):
            i, j = p[start:start + 4000], c[start:start + 4000]
            places = duffy_points(r[i], z[i], sections[j]) if rule is None else gauss_points(sections[j], rule)
            values = kernel(r[i, None], z[i, None], *places[:2])
            for target, v in zip(result, values if several else (values,)):
                target[i, j] = np.sum(v * places[2], 1)
    return result if several else result[0]


def mirrored(sections):
    """The same sections below the plane z = 0."""
    image = sections.copy()
    image[:, 2:] = -sections[:, 3:1:-1]
    return image


def matrices(sections, mirror):
    """Flux L [i, j]: integral of r A_phi over section i of 1 A/m2 in section j; (Br, Bz) [i, j] at the middle of section i.

    With `mirror`, each section has its image of the same current below z = 0.
    """
    count = len(sections)
    flux, radial, axial = (np.empty((count, count)) for _ in range(3))
    r, z, w = gauss_points(sections, 2)
    middle_r, middle_z = sections[:, :2].mean(1), sections[:, 2:].mean(1)
    sources = [sections, mirrored(sections)] if mirror else [sections]
    block = max(1, 120_000 // count)
    for start in range(0, count, block):
        rows = slice(start, start + block)
        flat_r, flat_z = r[rows].ravel(), z[rows].ravel()
        potential = sum(of_sections(filament_flux, flat_r, flat_z, s) for s in sources)
        flux[rows] = np.einsum("iqc,iq->ic", potential.reshape(-1, 4, count), w[rows])
        fields = [of_sections(filament_field, middle_r[rows], middle_z[rows], s) for s in sources]
        radial[rows], axial[rows] = (sum(f[k] for f in fields) for k in (0, 1))
    return 0.5 * (flux + flux.T), radial, axial


def axial_field(sections, z):
    """Bz on the axis at z of 1 A/m2 in each section: exact."""
    def end(u):
        distance = np.maximum(np.abs(u), 1e-300)
        return u * (np.arcsinh(sections[:, 1] / distance) - np.arcsinh(sections[:, 0] / distance))
    return 0.5 * MU0 * (end(sections[:, 3] - z) - end(sections[:, 2] - z))
