"""-M/Ha of a cylinder from which a field along its axis is kept out: boundary elements. SI units.

Surface currents K make r A_phi + Ba r2/2 = 0 on the surface: a Galerkin method with constant K on panels of half the outline, whose
lengths fall towards the edge, where K grows like (distance)^(-1/3). The moment's error falls with the cube of the panels' number.
"""
import argparse

import numpy as np

from current_rings import MU0, filament_flux, gauss


def slope(aspect, panels):
    """-M/Ha for b/a = aspect, with so many panels on the end face and on half the side."""
    t = np.linspace(0, 1, panels + 1)
    face = 1 - (1 - t) ** 3                                          # from the axis to the edge
    side = aspect * (1 - t**3)                                       # from the edge to the middle plane
    start = np.concatenate([np.stack([face[:-1], 0 * t[1:] + aspect], 1), np.stack([0 * t[1:] + 1, side[:-1]], 1)])
    end = np.concatenate([np.stack([face[1:], 0 * t[1:] + aspect], 1), np.stack([0 * t[1:] + 1, side[1:]], 1)])
    length = np.linalg.norm(end - start, axis=1)
    direction = (end - start) / length[:, None]
    x, w = gauss(4)
    targets = start[:, None] + (end - start)[:, None] * x[:, None]   # (panel, point, coordinate)
    u, wu = gauss(16)
    u, wu = u**4, 4 * u**3 * wu                                      # finer towards the foot of the target
    system = np.zeros((len(start),) * 2)
    for q in range(4):
        p = targets[:, q]
        foot = np.einsum("ijk,jk->ij", p[:, None] - start, direction)
        foot = np.clip(foot, 0, length)
        for far, sign in ((length[None], 1), (0 * length[None], -1)):
            s = foot[..., None] + (far - foot)[..., None] * u
            r, z = (start[:, k, None] + direction[:, k, None] * s for k in (0, 1))
            here = p[:, None, None]
            kernel = filament_flux(here[..., 0], here[..., 1], r, z) + filament_flux(here[..., 0], here[..., 1], r, -z)
            system += w[q] * length[:, None] * sign * (far - foot) * np.einsum("ijq,q->ij", kernel, wu)
    square = np.einsum("iq,q->i", targets[..., 0] ** 2, w) * length
    current = np.linalg.solve(0.5 * (system + system.T), -0.5 * square)          # per tesla
    return -MU0 * 2 * np.pi * np.sum(square * current) / (2 * np.pi * aspect)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--panels", type=int, nargs=2, default=(30, 60))
    parser.add_argument("aspects", type=float, nargs="*", default=(0.01, 0.05, 0.1, 0.2, 0.5, 0.6, 1, 1.8, 2, 5, 10), metavar="b/a")
    a = parser.parse_args()
    print("b/a,-M/Ha," + ",".join(f"{n}_panels" for n in a.panels))
    for aspect in a.aspects:
        coarse, fine = (slope(aspect, n) for n in a.panels)
        best = fine + (fine - coarse) / ((a.panels[1] / a.panels[0]) ** 3 - 1)
        print(f"{aspect:g},{best:.7g},{coarse:.8g},{fine:.8g}", flush=True)


if __name__ == "__main__":
    main()
