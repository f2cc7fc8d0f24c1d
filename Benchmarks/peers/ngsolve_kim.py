"""The Kim case in NGSolve, upper half of the section, one thread. Prints one JSON document.

aj  A_phi continuous, J discontinuous with one value per Gauss point, where E(J) + dA/dt = 0 holds
h   edge elements for H, resistive air
"""

import argparse
import json
import time

import numpy as np
from ngsolve import *

from kim_case import *
from ngsolve_mesh import make_mesh

SetNumThreads(1)
r, z = x, y  # NGSolve's coordinates
CORNER = 1.1  # above this J/Jc, where a converged state never is, E goes on straight: trial states do not run away
FLOOR = 1e-6  # share of a constant resistivity: without it the slope is zero where J is
CURRENT = 1e8  # unknown currents are in units of 1e8 A/m2


def electric_field(current, flux):
    """E(J, |B|)."""
    ratio = current * (1 + flux / B0) / JC0
    size = sqrt(ratio**2 + 1e-20)  # |ratio|, with a slope at zero
    straight = CORNER**N + N * CORNER ** (N - 1) * (size - CORNER)
    power = IfPos(size - CORNER, straight, size**N)
    return E0 * ratio * (power / size + FLOOR)


def places(small, large):
    """Where the entries of a matrix over the bulk stand in one over the whole domain."""

    def keys(matrix):
        columns, starts = (np.array(part, dtype=np.int64) for part in matrix.CSR()[1:])
        return np.repeat(np.arange(matrix.height), np.diff(starts)) * matrix.width + columns

    return np.searchsorted(keys(large), keys(small))


class Form:
    """What the two formulations share: BDF2 with variable steps, and Newton."""

    def __init__(self, space, start_field):
        self.space = space
        self.state, self.before, self.earlier = GridFunction(space), GridFunction(space), GridFunction(space)
        self.applied = Parameter(start_field)
        self.rate = Parameter(0)
        self.c0, self.c1, self.c2 = Parameter(0), Parameter(0), Parameter(0)
        self.steps = self.iterations = 0
        self.places = None

    def stage(self, duration, first, count, rate, limit):
        """Steps that grow by a constant ratio; starts without a memory of what was before."""
        self.rate.Set(rate)
        ratio = growth_ratio(duration, first, count)
        dt, last = first, 0
        for _ in range(count):
            w = dt / last if last else 0
            self.c0.Set((1 + 2 * w) / (1 + w) / dt)
            self.c1.Set(-(1 + w) / dt)
            self.c2.Set(w * w / (1 + w) / dt)
            self.applied.Set(self.applied.Get() + rate * dt)
            self.earlier.vec.data = self.before.vec
            self.before.vec.data = self.state.vec
            self.state.vec.data += w * (self.before.vec - self.earlier.vec)
            self.newton(limit)
            self.steps += 1
            dt, last = dt * ratio, dt

    def add_bulk(self):
        """The nonlinear part lives on the few elements of the bulk: only they are assembled anew."""
        if self.places is None:
            self.places = places(self.bulk.mat, self.matrix)
        self.matrix.AsVector().FV().NumPy()[self.places] += self.bulk.mat.AsVector().FV().NumPy()

    def newton(self, limit):
        for _ in range(60):
            self.iterations += 1
            if self.correct() < limit:
                return
        raise RuntimeError("Newton did not converge")


class MixedAJ(Form):
    def __init__(self, mesh, order, field):
        potential = H1(mesh, order=order, dirichlet="axis|far")
        current = L2(mesh, order=order - 1, definedon="bulk")
        super().__init__(potential * current, field)
        (a, j), (v, q) = self.space.TnT()
        curl = lambda u: CF((-grad(u)[1], grad(u)[0] + u / r))
        self.linear = BilinearForm(self.space, check_unused=False)
        self.linear += 1 / MU0 * curl(a) * curl(v) * r * dx
        self.linear.Assemble()
        # of no size: there only for its pattern
        whole = BilinearForm(self.space, check_unused=False)
        whole += 0 * a * v * dx + 0 * (j * v + a * q + j * q) * dx("bulk")
        whole.Assemble()
        self.matrix = whole.mat
        self.constant = whole.mat.AsVector().CreateVector()
        self.constant[:] = 0
        self.constant.FV().NumPy()[places(self.linear.mat, self.matrix)] = self.linear.mat.AsVector().FV().NumPy()

        history = self.c1 * self.before.components[0] + self.c2 * self.earlier.components[0]
        flux = Norm(curl(a) + CF((0, self.applied)) + CF((1e-9, 0)))
        law = electric_field(CURRENT * j, flux) + self.c0 * a + history + 0.5 * self.rate * r
        # As many points as J has values in an element: the law holds at each. An exact integral of E would be ruled
        # by where B in the element is largest, the more so the larger n.
        points = dx("bulk", intrules={QUAD: IntegrationRule(QUAD, 2 * order - 1)})
        self.bulk = BilinearForm(self.space, check_unused=False)
        self.bulk += (-CURRENT * j * v * r).Compile() * points
        # in units that make the matrix nearly symmetric
        self.bulk += (-CURRENT * law * q * r).Compile() * points
        self.residual, self.change = self.state.vec.CreateVector(), self.state.vec.CreateVector()
        self.free = self.space.FreeDofs()
        self.current_dofs = slice(self.space.Range(1).start, self.space.Range(1).stop)

    def correct(self):
        self.bulk.Apply(self.state.vec, self.residual)
        self.residual.data += self.linear.mat * self.state.vec
        self.bulk.AssembleLinearization(self.state.vec)
        self.matrix.AsVector().data = self.constant
        self.add_bulk()
        self.change.data = self.matrix.Inverse(self.free, inverse="umfpack") * self.residual
        self.state.vec.data -= self.change
        return abs(self.change.FV().NumPy()[self.current_dofs]).max()

    def current(self):
        return CURRENT * self.state.components[1]


class FieldH(Form):
    AIR = 1e-5  # Ohm m. 1 Ohm m ruins the conditioning at long steps; the results are the same.

    def __init__(self, mesh, order, field):
        super().__init__(HCurl(mesh, order=order, type1=True, dirichlet="mirror|far"), field)
        h, v = self.space.TnT()
        self.mass = BilinearForm(self.space)
        self.mass += MU0 * h * v * r * dx
        self.air = BilinearForm(self.space)
        # of no size in the bulk: there only so that both matrices have the same pattern
        self.air += self.AIR * curl(h) * curl(v) * r * dx("air") + 0 * h * v * dx("bulk")
        self.mass.Assemble()
        self.air.Assemble()
        self.matrix = self.mass.mat.CreateMatrix()
        self.source = LinearForm(CF((0, 1)) * v * r * dx).Assemble()
        flux = Norm(MU0 * h + CF((0, self.applied)) + CF((1e-9, 0)))
        points = dx("bulk", intrules={QUAD: IntegrationRule(QUAD, 2 * order - 1)})
        self.bulk = BilinearForm(self.space)
        self.bulk += (electric_field(curl(h), flux) * curl(v) * r).Compile() * points
        self.residual, self.change = self.state.vec.CreateVector(), self.state.vec.CreateVector()
        self.combined = self.state.vec.CreateVector()

    def correct(self):
        self.bulk.Apply(self.state.vec, self.residual)
        self.combined.data = self.c0.Get() * self.state.vec + self.c1.Get() * self.before.vec
        self.combined.data += self.c2.Get() * self.earlier.vec
        self.residual.data += self.mass.mat * self.combined + self.air.mat * self.state.vec
        self.residual.data += self.rate.Get() * self.source.vec
        self.bulk.AssembleLinearization(self.state.vec)
        self.matrix.AsVector().data = self.c0.Get() * self.mass.mat.AsVector() + self.air.mat.AsVector()
        self.add_bulk()
        self.change.data = self.matrix.Inverse(self.space.FreeDofs(), inverse="umfpack") * self.residual
        self.state.vec.data -= self.change
        return Norm(self.change) / Norm(self.state.vec)

    def current(self):
        # NGSolve's curl is that of (x, y) = (r, z), whose normal is -phi.
        return -curl(self.state)


def sampled(mesh, current, lines_r, lines_z, parts):
    """Observables from J in the middle of each of parts x parts pieces of every cell of the bulk."""
    fine = lambda lines: np.unique(np.concatenate([np.linspace(a, b, parts + 1) for a, b in zip(lines, lines[1:])]))
    rs, zs = fine(lines_r[lines_r <= RADIUS + 1e-9]), fine(
        lines_z[(lines_z > Z_LOW - 1e-9) & (lines_z < Z_HIGH + 1e-9)]
    )
    r0, z0 = (a.ravel() for a in np.meshgrid(rs[:-1], zs[:-1], indexing="ij"))
    r1, z1 = (a.ravel() for a in np.meshgrid(rs[1:], zs[1:], indexing="ij"))
    values = current(mesh(0.5 * (r0 + r1), 0.5 * (z0 + z1))).ravel()
    return observables(r0, r1, z0, z1, values)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("form", choices=["aj", "h"])
    parser.add_argument("--order", type=int, default=2)
    parser.add_argument("--cells", type=int, nargs=2, default=[10, 4])
    parser.add_argument("--air", type=float, default=1.5, help="growth of cells in the air")
    parser.add_argument("--ramp", type=float, nargs=2, default=[20, 60], help="first step, number of steps")
    parser.add_argument("--hold", type=float, nargs=2, default=[2, 30])
    parser.add_argument("--limit", type=float, default=1e-4, help="Newton's")
    parser.add_argument("--field", type=float, default=FIELD, help="cooled in, and ramped down from at the same rate [T]")
    options = parser.parse_args()

    start = time.perf_counter()
    lines = grid_lines(*options.cells, options.air)
    mesh = make_mesh(*lines, in_bulk)
    form = {"aj": MixedAJ, "h": FieldH}[options.form](mesh, options.order, options.field)
    values = []
    pace = FIELD / RAMP
    for duration, (first, count), rate in ((options.field / pace, options.ramp, -pace), (HOLD, options.hold, 0)):
        form.stage(duration, first, int(count), rate, options.limit)
        values.append(sampled(mesh, form.current(), *lines, 6))
    result = {"values": values, "steps": form.steps, "iterations": form.iterations, "unknowns": form.space.ndof}
    print(json.dumps(result | {"seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main()
