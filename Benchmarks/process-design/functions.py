"""The functions to be minimised: bounds, the least value, and the function of a point in the parameters' units."""
import importlib.util
import math
import pathlib


def branin(x):
    a, b, c = 1.0, 5.1 / (4 * math.pi**2), 5 / math.pi
    return a * (x[1] - b * x[0] ** 2 + c * x[0] - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x[0]) + 10


ALPHA = (1.0, 1.2, 3.0, 3.2)
A3 = ((3, 10, 30), (0.1, 10, 35), (3, 10, 30), (0.1, 10, 35))
P3 = ((3689, 1170, 2673), (4699, 4387, 7470), (1091, 8732, 5547), (381, 5743, 8828))
A6 = ((10, 3, 17, 3.5, 1.7, 8), (0.05, 10, 17, 0.1, 8, 14), (3, 3.5, 1.7, 10, 17, 8), (17, 8, 0.05, 10, 0.1, 14))
P6 = ((1312, 1696, 5569, 124, 8283, 5886), (2329, 4135, 8307, 3736, 1004, 9991),
      (2348, 1451, 3522, 2883, 3047, 6650), (4047, 8828, 8732, 5743, 1091, 381))


def hartmann(x, a, p):
    return -sum(
        alpha * math.exp(-sum(aj * (xj - 1e-4 * pj) ** 2 for aj, xj, pj in zip(ai, x, pi)))
        for alpha, ai, pi in zip(ALPHA, a, p)
    )


def camel(x):
    """Six humps, two of them lowest."""
    return (4 - 2.1 * x[0] ** 2 + x[0] ** 4 / 3) * x[0] ** 2 + x[0] * x[1] + 4 * (x[1] ** 2 - 1) * x[1] ** 2


def levy(x):
    """Levy's function number 13 in any dimension."""
    w = [1 + (xi - 1) / 4 for xi in x]
    inner = sum((wi - 1) ** 2 * (1 + 10 * math.sin(math.pi * wi + 1) ** 2) for wi in w[:-1])
    return math.sin(math.pi * w[0]) ** 2 + inner + (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2)


FUNCTIONS = {
    "Branin": dict(bounds=[(-5, 10), (0, 15)], least=0.397887357729739, function=branin),
    "Hartmann-3": dict(bounds=[(0, 1)] * 3, least=-3.862779786949379, function=lambda x: hartmann(x, A3, P3)),
    "Hartmann-6": dict(bounds=[(0, 1)] * 6, least=-3.322368011415515, function=lambda x: hartmann(x, A6, P6)),
}

# Taken up when all was settled: nothing was chosen by them.
FUNCTIONS["camel"] = dict(bounds=[(-3, 3), (-2, 2)], least=-1.031628453489877, function=camel)
FUNCTIONS["Levy-4"] = dict(bounds=[(-10, 10)] * 4, least=0.0, function=levy)

SPEC = importlib.util.spec_from_file_location(
    "furnace", pathlib.Path(__file__).resolve().parents[2] / "Documentation" / "process-design" / "furnace.py")
furnace = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(furnace)
FUNCTIONS["furnace"] = dict(
    bounds=list(furnace.BOUNDS.values()), least=-1.0, function=lambda x: -furnace.jc(*x) / furnace.PEAK)
