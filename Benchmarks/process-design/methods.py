"""Searches to be compared; each gives the values it met, in order."""
import itertools
import pathlib
import random
import subprocess
import warnings

HERE = pathlib.Path(__file__).resolve().parent


def fem_bulk(problem, count, seed):
    """Suggestions of the library product ProcessDesign, one at a time."""
    program = subprocess.Popen(
        [HERE / ".build" / "release" / "AskTell"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    bounds = " ".join(f"{lower}:{upper}" for lower, upper in problem["bounds"])
    print(f"{seed} minimise\n{bounds}", file=program.stdin, flush=True)
    values = []
    for _ in range(count):
        values.append(problem["function"]([float(word) for word in program.stdout.readline().split()]))
        print(repr(values[-1]), file=program.stdin, flush=True)
    program.stdin.close()
    program.kill()
    program.wait()
    return values


def scikit_optimize(problem, count, seed):
    """gp_minimize with its own settings."""
    from skopt import gp_minimize

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bounds = [(float(lower), float(upper)) for lower, upper in problem["bounds"]]
        result = gp_minimize(lambda x: problem["function"](x), bounds, n_calls=count, random_state=seed)
    return list(result.func_vals)


def botorch(problem, count, seed):
    """qLogNoisyExpectedImprovement on a SingleTaskGP with BoTorch's own priors; 2 (d + 1) points of Sobol's sequence first."""
    import torch
    from botorch.acquisition import qLogNoisyExpectedImprovement
    from botorch.fit import fit_gpytorch_mll
    from botorch.models import SingleTaskGP
    from botorch.models.transforms import Normalize
    from botorch.optim import optimize_acqf
    from botorch.sampling import SobolQMCNormalSampler
    from botorch.utils.sampling import draw_sobol_samples
    from gpytorch.mlls import ExactMarginalLogLikelihood

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    warnings.simplefilter("ignore")
    bounds = torch.tensor(problem["bounds"], dtype=torch.double).T
    dimensions = bounds.shape[1]
    points = draw_sobol_samples(bounds, n=2 * (dimensions + 1), q=1, seed=seed).squeeze(1)
    values = [problem["function"](point.tolist()) for point in points]
    while len(values) < count:
        targets = -torch.tensor(values, dtype=torch.double).unsqueeze(-1)
        model = SingleTaskGP(points, targets, input_transform=Normalize(d=dimensions, bounds=bounds))
        fit_gpytorch_mll(ExactMarginalLogLikelihood(model.likelihood, model))
        acquisition = qLogNoisyExpectedImprovement(
            model, X_baseline=points, sampler=SobolQMCNormalSampler(torch.Size([128]), seed=seed), prune_baseline=True)
        candidate, _ = optimize_acqf(
            acquisition, bounds=bounds, q=1, num_restarts=4, raw_samples=128, options={"seed": seed + len(values)})
        points = torch.cat([points, candidate])
        values.append(problem["function"](candidate[0].tolist()))
    return values


def at_random(problem, count, seed):
    generator = random.Random(seed)
    return [problem["function"]([generator.uniform(*bound) for bound in problem["bounds"]]) for _ in range(count)]


def grid(problem, count, seed):
    """The centres of the finest equal division that the number of samples allows, in random order; the rest at random."""
    generator = random.Random(seed)
    dimensions = len(problem["bounds"])
    side = int(count ** (1 / dimensions) + 1e-9)
    shares = [(k + 0.5) / side for k in range(side)]
    points = [
        [lower + share * (upper - lower) for share, (lower, upper) in zip(point, problem["bounds"])]
        for point in itertools.product(shares, repeat=dimensions)
    ]
    generator.shuffle(points)
    values = [problem["function"](point) for point in points]
    return values + at_random(problem, count - len(values), seed)


METHODS = {
    "fem-bulk": fem_bulk,
    "scikit-optimize gp_minimize": scikit_optimize,
    "BoTorch qLogNEI": botorch,
    "random": at_random,
    "grid": grid,
}
