"""Writes reference.json: Gaussian processes by scikit-learn and the normal distribution by mpmath.

    pip install scikit-learn mpmath; python3 reference.py          writes the file
    python3 reference.py --check                                   compares it with what these versions give
"""
import json
import pathlib
import sys

import mpmath
import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, Matern, WhiteKernel

FILE = pathlib.Path(__file__).resolve().parent / "reference.json"
LENGTHS, VARIANCE, NOISE, MEAN = [0.3, 0.7, 1.9], 1.7, 0.03, 0.25


def processes():
    generator = np.random.default_rng(1)
    points = generator.uniform(size=(14, 3))
    points[5] = points[4]  # a repeated sample
    values = np.sin(5 * points[:, 0]) + points[:, 1] ** 2 - 0.4 * points[:, 2] + 0.1 * generator.normal(size=14)
    places = generator.uniform(size=(6, 3))
    own_noise = generator.uniform(0.001, 0.1, size=14)
    for name, kernel in [
        ("matern52", Matern(LENGTHS, nu=2.5)), ("matern32", Matern(LENGTHS, nu=1.5)), ("rbf", RBF(LENGTHS)),
        ("linear", DotProduct(1.0, "fixed")),
    ]:
        # The linear kernel of scikit-learn has no length scales: the points are scaled instead.
        def scaled(x):
            return (x - 0.5) / LENGTHS if name == "linear" else x

        for is_given in (False, True):
            product = ConstantKernel(VARIANCE) * kernel
            model = GaussianProcessRegressor(
                product if is_given else product + WhiteKernel(NOISE), alpha=own_noise if is_given else 0.0,
                optimizer=None)
            model.fit(scaled(points), values - MEAN)
            likelihood, gradient = model.log_marginal_likelihood(model.kernel_.theta, eval_gradient=True)
            mean, deviation = model.predict(scaled(places), return_std=True)
            variance = deviation**2 - (0 if is_given else NOISE)
            # scikit-learn's order: variance, length scales, noise.
            gradient = list(gradient)
            yield dict(
                kernel=name, length_scales=LENGTHS, variance=VARIANCE, noise=NOISE, mean=MEAN, points=points.tolist(),
                values=values.tolist(), own_noise=own_noise.tolist() if is_given else None, places=places.tolist(),
                log_likelihood=likelihood, variance_slope=gradient[0],
                length_scale_slopes=None if name == "linear" else gradient[1:4],
                noise_slope=None if is_given else gradient[-1], means=(mean + MEAN).tolist(),
                variances=variance.tolist())


def normal():
    mpmath.mp.dps = 60
    for z in (-1e6, -1e4, -9999.0, -500.0, -40.0, -39.99, -37.5, -10.0, -5.0, -1.5, -1.0, -0.999, -0.1, 0.0, 0.5, 3.0, 12.0):
        exact = mpmath.mpf(z)
        density = mpmath.npdf(exact)
        cumulative = mpmath.erfc(-exact / mpmath.sqrt(2)) / 2
        improvement = density + exact * cumulative
        yield dict(
            z=z, log_cumulative=float(mpmath.log(cumulative)), log_improvement=float(mpmath.log(improvement)),
            improvement_slope=float(cumulative / improvement), inverse_mills=float(density / cumulative))


def document():
    mpmath.mp.dps = 60
    return dict(processes=list(processes()), normal=list(normal()))


if "--check" in sys.argv[1:]:
    old = json.loads(FILE.read_text())
    worst = 0.0
    for a, b in zip(old["processes"], document()["processes"]):
        for key in ("log_likelihood", "variance_slope", "means", "variances"):
            worst = max(worst, float(np.max(np.abs(np.array(a[key]) - np.array(b[key])))))
    print("largest difference:", worst)
    sys.exit(worst > 1e-9)
FILE.write_text(json.dumps(document(), indent=1) + "\n")
