"""The pulsed disc in NGSolve, one thread: A_phi continuous, J discontinuous, T continuous. Prints one JSON document.

strong     one Newton iteration for A, J and T
staggered  Newton for A and J at a temperature that goes on from the last two steps, then T with the heat of these currents; --passes of both
"""

import argparse
import json
import time

import numpy as np
from ngsolve import *

from pulse_case import *  # knows where the next two are
from ngsolve_kim import CURRENT, Form, places
from ngsolve_mesh import make_mesh

SetNumThreads(1)
r, z = x, y  # NGSolve's coordinates
FLOOR = 1e-2  # share of a constant resistivity, which pins the weak modes of J on the axis; E is 3 E0 and more as long as it counts
CORNER = 2.5  # above this J/Jc E goes on straight; no solution is there
SMOOTH = 5e-3  # T, added to |B| in squares: without it Newton's iteration trips over the kink where no field has come yet
NEAR = 1e-2  # share of the power below which the slopes of Jc are in the matrix: farther away they lead astray
WARMTH = 1e6  # rows of heat, W/m3, in units of this


class HeatedAJ(Form):
    """The mixed form of ngsolve_kim with Jc(B, T) and the heat equation on the bulk."""

    def __init__(self, mesh, options):
        order = options.order
        self.passes = options.passes if options.coupling == "staggered" else 0
        potential = H1(mesh, order=order, dirichlet="axis|mirror|far")
        current = L2(mesh, order=order - 1, definedon="bulk")
        heat = H1(mesh, order=options.heat_order, definedon="bulk")
        warm = heat.GetDofs(mesh.Materials("bulk"))  # its free ones are also those on the axis in the air
        super().__init__(potential * current if self.passes else potential * current * heat, 0)
        curl = lambda u: CF((-grad(u)[1], grad(u)[0] + u / r))
        trials, tests = self.space.TnT()
        (a, j), (v, q) = trials[:2], tests[:2]
        if self.passes:
            self.warmth, self.cool, self.cooler = GridFunction(heat), GridFunction(heat), GridFunction(heat)
            temperature = self.warmth
        else:
            temperature, self.warmth, self.cool, self.cooler = trials[2], *(
                state.components[2] for state in (self.state, self.before, self.earlier))
        for state in (self.warmth, self.cool, self.cooler):
            state.vec[:] = 0  # above the bath

        self.linear = BilinearForm(self.space, check_unused=False)
        self.linear += 1 / MU0 * curl(a) * curl(v) * r * dx
        self.linear.Assemble()
        whole = BilinearForm(self.space, check_unused=False)
        coupled = 0 * (j * v + a * q + j * q)
        if not self.passes:
            coupled += 0 * (trials[2] * tests[2] + trials[2] * q + j * tests[2] + a * tests[2])
        whole += 0 * a * v * dx + coupled * dx("bulk")
        whole.Assemble()
        self.matrix = whole.mat
        self.constant = whole.mat.AsVector().CreateVector()
        self.constant[:] = 0
        self.constant.FV().NumPy()[places(self.linear.mat, self.matrix)] = self.linear.mat.AsVector().FV().NumPy()

        # As many points as J has values in an element, as in ngsolve_kim.
        points = dx("bulk", intrules={QUAD: IntegrationRule(QUAD, 2 * order - 1)})

        def critical_current(a, temperature):
            flux = sqrt(curl(a)[0] ** 2 + (curl(a)[1] + self.applied) ** 2 + SMOOTH**2)
            warm = (BATH + temperature) / CRITICAL
            return JC0 * (1 - warm * warm) ** EXPONENT / (1 + flux / B0)

        history = self.c1 * self.before.components[0] + self.c2 * self.earlier.components[0]
        induced = lambda a: -(self.c0 * a + history + 0.5 * self.rate * r) / E0

        def law(critical):
            ratio = CURRENT * j / critical
            size = sqrt(ratio**2 + 1e-20)
            power = IfPos(size - CORNER, CORNER**N + N * CORNER ** (N - 1) * (size - CORNER), exp(N * log(size)))
            return ratio * (power / size + FLOOR) - induced(a)
        # With the slope of Jc in B and T, and without it: a matrix for the first iterations, of a convex problem.
        self.bulk, self.convex = BilinearForm(self.space, check_unused=False), BilinearForm(self.space, check_unused=False)
        frozen = critical_current(self.state.components[0], self.warmth)
        for form, critical in ((self.bulk, critical_current(a, temperature)), (self.convex, frozen)):
            form += (-CURRENT * j * v * r).Compile() * points
            form += (law(critical) * q * r).Compile() * points
        conduction = lambda u, s: (RADIAL * grad(u)[0] * grad(s)[0] + AXIAL * grad(u)[1] * grad(s)[1]) * r
        stored = self.c1 * self.cool + self.c2 * self.cooler
        if self.passes:
            u, s = heat.TnT()
            self.capacity, self.transport = BilinearForm(heat), BilinearForm(heat)
            self.capacity += CAPACITY * u * s * r * dx("bulk")
            self.transport += conduction(u, s) * dx("bulk") + COEFFICIENT * u * s * r * ds("bottom")
            self.capacity.Assemble(), self.transport.Assemble()
            self.combined, self.right = self.warmth.vec.CreateVector(), self.warmth.vec.CreateVector()
            self.sum = self.capacity.mat.CreateMatrix()
            now = self.state.components
            self.source = LinearForm(heat)
            self.source += (CURRENT * E0 * now[1] * induced(now[0]) * s * r).Compile() * points
            self.known = warm
            self.inverse_of = None
        else:
            s = tests[2]
            for form in (self.bulk, self.convex):
                form += (1 / WARMTH * (CAPACITY * (self.c0 * temperature + stored) * s * r + conduction(temperature, s))) * dx("bulk")
                form += (-CURRENT * E0 / WARMTH * j * induced(a) * s * r).Compile() * points
                form += COEFFICIENT / WARMTH * temperature * s * r * ds("bottom")
        self.residual, self.change = self.state.vec.CreateVector(), self.state.vec.CreateVector()
        self.free = BitArray(self.space.FreeDofs())
        if not self.passes:
            for k, dof in enumerate(range(self.space.Range(2).start, self.space.Range(2).stop)):
                self.free[dof] = warm[k]

        # J at its points and back, element by element, and A of a J.
        elements = [e for e in mesh.Elements(VOL) if e.mat == "bulk"]
        sides = [np.array([mesh[v].point for v in e.vertices]) for e in elements]
        gauss = np.array([point.point[:2] for point in IntegrationRule(QUAD, 2 * order - 1)])
        places_of = np.array([side.min(axis=0) + gauss * np.ptp(side, axis=0) for side in sides])
        self.points = mesh(places_of[..., 0].ravel(), places_of[..., 1].ravel())
        dofs = np.array([list(current.GetDofNrs(e)) for e in elements])
        single = GridFunction(current)
        self.shapes = np.empty(places_of.shape[:2] + dofs.shape[1:])
        for k in range(dofs.shape[1]):
            single.vec[:] = 0
            single.vec.FV().NumPy()[dofs[:, k]] = 1
            self.shapes[..., k] = single(self.points).reshape(places_of.shape[:2])
        self.push = induced(self.state.components[0]).Compile()
        rule = IntegrationRule(QUAD, 2 * order - 1)
        self.weights = np.array([np.ptp(side, axis=0).prod() * np.array([point.weight for point in rule]) for side in sides]) * places_of[..., 0]
        self.dofs = self.space.Range(1).start + dofs
        self.unshapes = np.linalg.inv(self.shapes)
        self.critical = critical_current(self.state.components[0], self.warmth).Compile()
        a, v = potential.TnT()
        stiffness, load = BilinearForm(potential), BilinearForm(current, potential)
        stiffness += 1 / MU0 * curl(a) * curl(v) * r * dx
        load += (CURRENT * current.TrialFunction() * v * r) * points
        stiffness.Assemble(), load.Assemble()
        self.places_in, self.size = {}, 1.0
        self.load, self.potential_of = load.mat, stiffness.mat.Inverse(potential.FreeDofs(), inverse="umfpack")
        # A at each point of a current there alone, per A/m2.
        answer, right = GridFunction(potential), load.mat.CreateColVector()
        self.own = np.empty(places_of.shape[:2])
        for p in range(places_of.shape[1]):
            for e in range(len(elements)):
                single.vec[:] = 0
                single.vec.FV().NumPy()[dofs[e]] = self.unshapes[e, :, p]
                right.data = load.mat * single.vec
                answer.vec.data = self.potential_of * right
                self.own[e, p] = answer(mesh(*places_of[e, p])) / CURRENT

    def correct(self):
        """Newton in J where J is below Jc, in E where it is above: in J alone it does not find the fronts of a pulse."""
        self.bulk.Apply(self.state.vec, self.residual)
        self.residual.data += self.linear.mat * self.state.vec
        form = self.bulk if self.size < NEAR else self.convex
        form.AssembleLinearization(self.state.vec)
        self.matrix.AsVector().data = self.constant
        if form not in self.places_in:
            self.places_in[form] = places(form.mat, self.matrix)
        self.matrix.AsVector().FV().NumPy()[self.places_in[form]] += form.mat.AsVector().FV().NumPy()
        self.change.data = self.matrix.Inverse(self.free, inverse="umfpack") * self.residual
        critical = self.critical(self.points).reshape(self.dofs.shape) / CURRENT
        values = self.state.vec.FV().NumPy()
        self.state.components[0].vec.data = self.potential_of * (self.load * self.state.components[1].vec)
        old = np.einsum("epk,ek->ep", self.shapes, values[self.dofs]) / critical
        self.state.vec.data -= self.change
        new = np.einsum("epk,ek->ep", self.shapes, values[self.dofs]) / critical
        # Above Jc what Newton's step says of E counts, not what it says of J.
        above, size = abs(new) > 1, np.where(old * new > 0, abs(old), 0)
        linear = size**N + N * size ** (N - 1) * (abs(new) - size)
        new[above] = np.sign(new[above]) * np.maximum(1, linear[above]) ** (1 / N)
        # At fixed Jc the equations are those of a least energy: as far as that falls.
        potential = self.state.components[0]
        push = -self.push(self.points).reshape(old.shape)
        values[self.dofs] = np.einsum("ekp,ep->ek", self.unshapes, new * critical)
        potential.vec.data = self.potential_of * (self.load * self.state.components[1].vec)
        change, pushed = new - old, -self.push(self.points).reshape(old.shape) - push
        weights = self.weights * critical * change

        def slope(share):
            x = old + share * change
            return float((weights * (abs(x) ** (N - 1) * x + push + share * pushed)).sum())

        low, high = 0.0, 1.0
        if slope(1) > 0:
            for _ in range(12):
                share = 0.5 * (low + high)
                low, high = (low, share) if slope(share) > 0 else (share, high)
            share = max(low, 0.15)  # Less stands still: the slopes of Jc are not those of an energy.
            values[self.dofs] = np.einsum("ekp,ep->ek", self.unshapes, (old + share * change) * critical)
            potential.vec.data = self.potential_of * (self.load * self.state.components[1].vec)
        # By how much it still falls, as a share of the power: some modes of J on the axis weigh next to nothing.
        power = float((self.weights * critical * (abs(old * push) + abs(old) ** (N + 1))).sum())
        self.size = float(np.sqrt(abs(slope(0)) / power)) if power > 0 else 1.0
        return self.size

    def warm(self):
        """T of the currents: linear, but for E."""
        self.source.Assemble()
        if self.inverse_of != self.c0.Get():
            self.sum.AsVector().data = self.c0.Get() * self.capacity.mat.AsVector() + self.transport.mat.AsVector()
            self.inverse, self.inverse_of = self.sum.Inverse(self.known, inverse="umfpack"), self.c0.Get()
        self.combined.data = self.c1.Get() * self.cool.vec + self.c2.Get() * self.cooler.vec
        self.right.data = self.source.vec - self.capacity.mat * self.combined
        self.warmth.vec.data = self.inverse * self.right

    def step(self, end, dt, last, limit):
        """BDF2 with a linear prediction; the first step is of first order."""
        w = dt / last if last else 0
        self.c0.Set((1 + 2 * w) / (1 + w) / dt)
        self.c1.Set(-(1 + w) / dt)
        self.c2.Set(w * w / (1 + w) / dt)
        field, rate = applied(end)
        self.applied.Set(field)
        self.rate.Set(rate)
        states = [(self.state, self.before, self.earlier)] + ([(self.warmth, self.cool, self.cooler)] if self.passes else [])
        for now, before, earlier in states:
            earlier.vec.data = before.vec
            before.vec.data = now.vec
            if self.steps > 2:
                now.vec.data += w * (before.vec - earlier.vec)
        self.size = 1.0
        self.newton(limit)
        for k in range(self.passes):
            self.warm()
            if k + 1 < self.passes:
                self.newton(limit)
        self.steps += 1


def schedule(refine):
    """Ends of steps by the times of the reference: even while the field changes, growing by a constant ratio in the end."""
    start, ends = 0.0, []
    for end, count, growth in zip(TIMES, (14, 12, 24, 28, 16, 16), (6.0, 1.0, 1.0, 3.0, 8.0, 40.0)):
        count = max(2, round(count * refine))
        sizes = growth ** (np.arange(count) / (count - 1))  # the last step is so many times the first
        ends.append(start + (end - start) * np.cumsum(sizes) / sizes.sum())
        start = end
    return ends


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("coupling", choices=["strong", "staggered"])
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--order", type=int, default=2)
    parser.add_argument("--heat-order", type=int, default=2)
    parser.add_argument("--cells", type=int, nargs=2, default=[10, 8])
    parser.add_argument("--air", type=float, default=2.2, help="growth of cells in the air")
    parser.add_argument("--refine", type=float, default=1, help="times as many steps")
    parser.add_argument("--limit", type=float, default=1e-3, help="Newton's")
    options = parser.parse_args()

    start = time.perf_counter()
    lines_r, lines_z = grid_lines(*options.cells, options.air)
    low = lambda a, b: a < RADIUS and abs(b + HALF) < 1e-9
    mesh = make_mesh(lines_r, lines_z, in_bulk, [("bottom", low)])
    form = HeatedAJ(mesh, options)

    # J in the middle of 6 x 6 pieces of every cell, T in their corners.
    fine = lambda lines: np.unique(np.concatenate([np.linspace(a, b, 7) for a, b in zip(lines, lines[1:])]))
    rs, zs = fine(lines_r[lines_r <= RADIUS + 1e-9]), fine(lines_z[abs(lines_z) < HALF + 1e-9])
    r0, z0 = (a.ravel() for a in np.meshgrid(rs[:-1], zs[:-1], indexing="ij"))
    r1, z1 = (a.ravel() for a in np.meshgrid(rs[1:], zs[1:], indexing="ij"))
    middles = mesh(0.5 * (r0 + r1), 0.5 * (z0 + z1))
    inward = 1 - 1e-9
    corners = mesh(*(a.ravel() for a in np.meshgrid(np.maximum(rs * inward, 1e-12), zs * inward, indexing="ij")))
    weights = (r1**2 - r0**2) * (z1 - z0)

    values, now, last = [], 0.0, 0.0
    for ends in schedule(options.refine):
        for end in ends:
            form.step(end, end - now, last, options.limit)
            now, last = end, end - now
        row = observables(r0, r1, z0, z1, CURRENT * form.state.components[1](middles).ravel())
        row[:3] = [field + applied(now)[0] for field in row[:3]]
        warmth = form.warmth(middles).ravel()
        values.append(row + [BATH + float(form.warmth(corners).max()), BATH + float(warmth @ weights / weights.sum())])
    seconds, spent = time.perf_counter() - start, time.process_time()
    worst, kelvins = errors(values)
    print(json.dumps({
        "values": values, "worst": worst, "kelvins": kelvins, "steps": form.steps, "iterations": form.iterations,
        "unknowns": form.space.ndof, "seconds": seconds, "cpu": spent}))


main()
