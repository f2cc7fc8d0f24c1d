"""Superconducting magnets by an integral method: no mesh of the air, no finite elements. SI units.

The current density is constant on rectangles of the bulks' section. The flux through each section obeys

    d(L J)/dt + w E(J, B) + e dBa/dt = 0,    E = E0 |J/Jc|^n sign J,    Jc = Jc0 / (1 + |B|/B0),

with L, w, e the integrals of r A_phi of the currents, of r, and of r A_phi of a uniform field of 1 T. B is taken at the middle of
a section. A singly diagonally implicit Runge-Kutta method of third order (Alexander 1977) follows the stiff currents.
"""
import argparse
import dataclasses
import time

import numpy as np
import scipy.linalg as la

import current_rings as rings


@dataclasses.dataclass
class Law:
    jc0: float
    b0: float = np.inf           # infinite: Jc does not depend on the field
    n: float = 21.0
    e0: float = 1e-4

    def __call__(self, j, br, bz):
        """E, its slopes in J, Br and Bz, and Jc."""
        b = np.sqrt(br * br + bz * bz) + 1e-30
        jc = self.jc0 / (1 + b / self.b0)
        power = np.minimum(np.abs(j / jc), 2 ** (100 / self.n)) ** (self.n - 1)      # trial states may be far beyond
        e = self.e0 * power * j / jc
        slope = self.n * e / (1 + b / self.b0) / self.b0 / b
        return e, self.n * self.e0 * power / jc, slope * br, slope * bz, jc


def graded(start, end, cells, low, high):
    """Boundaries of cells whose size falls towards an end: to (1 - low) of the even size at `start`, (1 - high) at `end`."""
    t = np.linspace(0, 1, cells + 1)
    both, one = 0.5 - 0.5 * np.cos(np.pi * t), np.sin(0.5 * np.pi * t)
    finer = min(low, high)
    x = (1 - max(low, high)) * t + finer * both
    x += (max(low, high) - finer) * ((1 - one[::-1]) if low > high else one)
    return start + (end - start) * x


def sections(bulk, radial, axial, grading):
    """Rows (r0, r1, z0, z1) of the cells of a bulk (r0, r1, z0, z1); grading (axis, rim, bottom, top)."""
    r = graded(bulk[0], bulk[1], radial, *grading[:2])
    z = graded(bulk[2], bulk[3], axial, *grading[2:])
    return np.array([[r[i], r[i + 1], z[k], z[k + 1]] for i in range(radial) for k in range(axial)])


class Magnet:
    """Bulks in a uniform field. With `mirror` the bulks given are one half, above z = 0 (a bulk cut by the plane too)."""

    def __init__(self, cells, law, mirror):
        start = time.perf_counter()
        self.cells, self.law, self.mirror = cells, law, mirror
        self.flux, self.radial, self.axial = rings.matrices(cells, mirror)
        r0, r1, height = cells[:, 0], cells[:, 1], cells[:, 3] - cells[:, 2]
        self.weight = 0.5 * (r1**2 - r0**2) * height
        self.coupling = (r1**3 - r0**3) / 6 * height
        self.moment_row = np.pi * (r1**3 - r0**3) / 3 * height * (2 if mirror else 1)
        self.scale = np.mean(np.diag(self.flux))
        # Single precision does for small changes of the currents, in a quarter of the time.
        self.changes = np.vstack([self.flux / self.scale, self.radial, self.axial]).astype(np.float32)
        self.seconds = time.perf_counter() - start

    def state(self, j):
        """Flux, Br and Bz of currents."""
        return np.stack([self.flux @ j, self.radial @ j, self.axial @ j])

    def changed(self, state, difference):
        """`state` after a small change of the currents."""
        change = (self.changes @ (difference / self.law.jc0).astype(np.float32)).astype(float).reshape(3, -1)
        return state + change * np.array([self.scale * self.law.jc0, self.law.jc0, self.law.jc0])[:, None]

    def axis_row(self, z):
        row = rings.axial_field(self.cells, z)
        return row + rings.axial_field(self.cells, -z) if self.mirror else row


class NotSolved(Exception):
    pass


GAMMA = 0.43586652150845967
MIDDLE = 0.5 * (1 + GAMMA)
LAST = np.array([-(6 * GAMMA**2 - 16 * GAMMA + 1) / 4, (6 * GAMMA**2 - 20 * GAMMA + 5) / 4, GAMMA])
EMBEDDED = np.array([(MIDDLE - 0.5) / (MIDDLE - GAMMA), (0.5 - GAMMA) / (MIDDLE - GAMMA), 0])   # of second order


class Run:
    """The currents of a magnet through straight pieces of the applied field Ba(t)."""

    def __init__(self, magnet, field, tolerance):
        self.magnet, self.tolerance = magnet, tolerance
        self.time, self.field = 0.0, field
        self.j = np.zeros(len(magnet.cells))
        self.guess_slope = np.zeros_like(self.j)
        self.step = 1.0
        self.factor = None
        self.steps = self.rejected = self.factorisations = self.iterations = 0

    def solve(self, start, known, g, field, origin):
        """J of L J + g w E(J, B) = known, and E; Newton's method with a kept matrix. `origin` is the state of self.j.

        Above `switch` of Jc an iterate is taken in E: the root of n-th order that E(J) has is a straight line there.
        """
        magnet, law, w = self.magnet, self.magnet.law, self.magnet.weight
        switch, j, previous = 0.85, start, None
        for _ in range(60):
            flux, br, bz = magnet.changed(origin, j - self.j)
            e, dj, dr, dz, jc = law(j, br, bz + field)
            if self.factor is None or abs(g / self.factor_g - 1) > 0.3:
                matrix = magnet.flux + (g * w * dr)[:, None] * magnet.radial + (g * w * dz)[:, None] * magnet.axial
                matrix[np.diag_indices(len(j))] += g * w * dj
                # Single precision does for a direction, in half the time.
                single = np.asfortranarray(matrix / magnet.scale, dtype=np.float32)
                self.factor, self.factor_g = la.lu_factor(single, overwrite_a=True, check_finite=False), g
                self.slopes, self.age = dj, 0
                self.factorisations += 1
            residual = flux + g * w * e - known
            delta = self.direction(residual)
            new = j - delta
            steep = np.abs(new) > switch * jc
            linear = np.abs(e[steep] - self.slopes[steep] * delta[steep]) / law.e0
            root = np.maximum(linear, switch**law.n) ** (1 / law.n)
            new[steep] = np.sign(new[steep]) * np.minimum(root, np.abs(new[steep]) / jc[steep] + 1) * jc[steep]
            change = np.max(np.abs(new - j)) / law.jc0
            j = new
            self.iterations += 1
            self.age += 1
            if not np.isfinite(change):
                break
            # A large n can make small changes of J while E is far off.
            if change < 0.02 * self.tolerance and np.max(np.abs(residual) / w) < 0.02 * g * np.max(np.abs(e)) + 1e-12:
                _, br, bz = magnet.changed(origin, j - self.j)
                return j, law(j, br, bz + field)[0]
            if previous is not None and change > 0.5 * previous and self.age > 1:
                self.factor = None
            previous = change
        self.factor = None
        raise NotSolved

    def direction(self, flux):
        size = np.max(np.abs(flux)) + 1e-300
        unit = (flux / size).astype(np.float32)
        return la.lu_solve(self.factor, unit, check_finite=False).astype(float) * (size / self.magnet.scale)

    def try_step(self, h, rate):
        """J after a step of h, and its error in units of the tolerance."""
        magnet, w = self.magnet, self.magnet.weight
        origin, slopes = magnet.state(self.j), []
        j = self.j
        g = GAMMA * h
        for stage, c in enumerate((GAMMA, MIDDLE, 1.0)):
            weights = ((), (MIDDLE - GAMMA,), LAST[:2])[stage]
            field = self.field + c * h * rate
            known = origin[0] - g * magnet.coupling * rate + h * sum(a * k for a, k in zip(weights, slopes))
            guess = (j - self.j) * (c / (GAMMA, GAMMA, MIDDLE)[stage]) if stage else c * h * self.guess_slope
            j, e = self.solve(self.j + guess, known, g, field, origin)
            slopes.append(-w * e - magnet.coupling * rate)
        difference = h * sum((a - b) * k for a, b, k in zip(LAST, EMBEDDED, slopes))
        error = self.direction(difference) if self.factor is not None else difference * np.inf
        share = w / np.sum(w)
        return j, np.sqrt(np.sum(share * (error / magnet.law.jc0) ** 2)) / self.tolerance

    def to(self, duration, field):
        """Goes to `field` linearly within `duration`."""
        end, rate = self.time + duration, (field - self.field) / duration
        first, start = self.field, self.time
        while self.time < end - 1e-9 * duration:
            left = end - self.time
            h = left if self.step > 0.999 * left else 0.5 * left if self.step > 0.5 * left else self.step
            try:
                j, error = self.try_step(h, rate)
            except NotSolved:
                error = 1e3
            if error > 1:
                self.rejected += 1
                self.step = h * max(0.2, 0.8 * error ** (-1 / 3))
                if self.step < 1e-6:
                    raise SystemExit(f"no solution at t = {self.time} s")
                continue
            self.guess_slope = (j - self.j) / h
            self.j, self.time = j, self.time + h
            self.field = first + (self.time - start) * rate
            self.steps += 1
            grown = h * min(3.0, max(0.4, 0.8 * max(error, 1e-9) ** (-1 / 3)))
            self.step = max(grown, self.step) if h < self.step else h if h < grown < 1.2 * h else grown
        self.time, self.field = end, field

    def turn(self):
        """A corner of Ba(t): small steps again."""
        self.step = 1.0
        self.guess_slope = 0 * self.j


def follow(magnet, protocol, probes, tolerance, interval=None):
    """Rows (t, Ba, Bz at each probe of the axis, moment) at the stages' ends, or at every `interval` [s] as well.

    `protocol` is the field of cooling and then pairs (field, duration).
    """
    run = Run(magnet, protocol[0], tolerance)
    rows = [magnet.axis_row(z) for z in probes]
    result = []
    for field, duration in protocol[1:]:
        count = max(1, round(duration / interval)) if interval else 1
        first = run.field
        run.turn()
        for k in range(1, count + 1):
            run.to(duration / count, first + (field - first) * k / count)
            result.append([run.time, run.field, *(row @ run.j + run.field for row in rows), magnet.moment_row @ run.j])
    return np.array(result), run


def extrapolated(coarse, fine, coarse_count, fine_count):
    """Second order: what both grids tend to, cell counts along one side given."""
    return fine + (fine - coarse) / ((fine_count / coarse_count) ** 2 - 1)


def study(bulks, law, protocol, probes, grids, grading, mirror, tolerance, interval=None, told=print):
    """Rows of `follow` on each grid (radial, axial) and, last, extrapolated from the two finest."""
    tables = []
    for radial, axial in grids:
        cells = np.concatenate([sections(bulk, radial, axial, grading) for bulk in bulks])
        magnet = Magnet(cells, law, mirror)
        start = time.perf_counter()
        rows, run = follow(magnet, protocol, probes, tolerance, interval)
        told(f"# {radial} x {axial}: {len(cells)} cells, assembled in {magnet.seconds:.1f} s; {run.steps} steps, {run.rejected} rejected, "
             f"{run.factorisations} factorisations, {run.iterations} iterations in {time.perf_counter() - start:.1f} s")
        tables.append(rows)
    if len(grids) > 1:
        last = extrapolated(tables[-2], tables[-1], grids[-2][0], grids[-1][0])
        last[:, :2] = tables[-1][:, :2]
        tables.append(last)
    return tables


def main():
    numbers = lambda text: tuple(float(v) for v in text.split(","))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bulk", type=numbers, action="append", required=True, help="r0,r1,z0,z1 in mm; may be repeated")
    parser.add_argument("--mirror", action="store_true", help="the bulks are the upper half of the magnet")
    parser.add_argument("--jc0", type=float, default=5e8, help="A/m2")
    parser.add_argument("--b0", type=float, default=1.5, help="T; inf: constant Jc")
    parser.add_argument("--n", type=float, default=21)
    parser.add_argument("--e0", type=float, default=1e-4, help="V/m")
    parser.add_argument("--cool", type=float, required=True, help="field of cooling, T")
    parser.add_argument("--to", type=numbers, action="append", required=True, help="field in T,duration in s; may be repeated")
    parser.add_argument("--probes", type=numbers, default=(0.0,), help="heights on the axis in mm")
    parser.add_argument("--cells", nargs="+", default=["12x8", "24x16"], help="grids of each bulk, radial x axial")
    parser.add_argument("--grading", type=numbers, default=(1, 0.6, 0.6, 0.6), help="at axis, rim, bottom, top: 0 even, 1 to nothing")
    parser.add_argument("--tolerance", type=float, default=3e-5, help="of a step, in J/Jc0")
    parser.add_argument("--interval", type=float, help="rows within stages, s")
    a = parser.parse_args()
    grids = [tuple(int(v) for v in text.split("x")) for text in a.cells]
    law = Law(a.jc0, a.b0, a.n, a.e0)
    probes = [1e-3 * z for z in a.probes]
    tables = study([tuple(1e-3 * v for v in b) for b in a.bulk], law, [a.cool, *a.to], probes, grids, a.grading, a.mirror,
                   a.tolerance, a.interval, lambda line: print(line, flush=True))
    for name, table in zip(a.cells + ["extrapolated"], tables):
        print(f"# {name}\n" + ",".join(["t_s", "Ba_T", *(f"Bz_{z:g}mm_T" for z in a.probes), "moment_Am2"]))
        for row in table:
            print(",".join(f"{v:.10g}" for v in row))


if __name__ == "__main__":
    main()
