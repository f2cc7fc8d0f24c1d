"""Keys of a case fitted to measurements."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ._command import ask
from ._errors import wrong
from ._text import measured
from ._units import si_text
from .magnet import Magnet, load
from .materials import Number
from .measurements import Measured
from .results import Array

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Parameter:
    """A key of the case that a fit may change.

    Parameters
    ----------
    key : str
        Its path, as ``materials.disc.n``; ``*`` is every entry. ``gap`` is the distance of two bulks,
        ``scale`` a factor on every Jc.
    start, lower, upper : float or str, optional
        In the SI unit; by default the case's value, and no bounds.
    transform : {"log", "linear"}, optional
        "log" for a start above 0 by default.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Parameter("materials.disc.n", start=30, lower=2).start
    30
    """

    key: str
    start: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    transform: str | None = None


@dataclass(frozen=True)
class Fitted:
    """A fitted parameter, in `unit`.

    Examples
    --------
    >>> import fembulk
    >>> print(fembulk.Fitted(30.1, 1.5, 0.05, 21.0, "", False))
    30.1 ± 1.5
    """

    value: float
    standard_error: float
    """nan where the data do not determine it."""
    numerical_error: float
    """How far a finer mesh and finer time steps move it."""
    start: float
    unit: str
    at_bound: bool

    def __str__(self) -> str:
        return f"{measured(self.value, self.standard_error)} {self.unit}".rstrip()


@dataclass(frozen=True)
class Fit:
    """What a fit gives.

    Examples
    --------
    >>> import fembulk
    >>> magnet = fembulk.pair().field_cool(7, 5).ramp(0, rate="4.8 T/h")
    >>> data = [fembulk.Measured.trapped(2.5, stage="ramp", sigma=0.02)]
    >>> print(f"{fembulk.fit(magnet, ['scale'], data).parameters['scale'].value:.2f}")
    0.82
    """

    parameters: Mapping[str, Fitted]
    """By their keys."""
    correlations: Array
    """Of the parameters in their order, shape (n, n)."""
    chi_square: float
    degrees_of_freedom: int
    converged: bool
    warnings: list[str]
    """Sentences that the user must read: parameters that the data cannot tell apart among them."""
    magnet: Magnet
    """The fitted case, ready to run."""
    document: Mapping[str, Any]
    """What the program reports, schema ``fem-bulk/fit/1``."""

    def to_pandas(self) -> pandas.DataFrame:
        """Give a DataFrame with a row for each measured value and what the fitted case has there.

        Examples
        --------
        >>> import fembulk
        >>> magnet = fembulk.pair().field_cool(7, 5).ramp(0, rate="4.8 T/h")
        >>> data = [fembulk.Measured.trapped(2.5, stage="ramp", sigma=0.02)]
        >>> list(fembulk.fit(magnet, ["scale"], data).to_pandas())
        ['data', 'unit', 'measured', 'sigma', 'simulated', 'simulation_error']
        """
        import pandas

        tables = [
            pandas.DataFrame(
                {
                    "data": entry["name"],
                    "unit": entry["unit"],
                    "measured": entry["measured"],
                    "sigma": entry["sigma"],
                    "simulated": entry["simulated"],
                    "simulation_error": entry["simulation_errors"],
                }
            )
            for entry in self.document["data"]
        ]
        return pandas.concat(tables, ignore_index=True)


def fit(
    magnet: Magnet | str | os.PathLike[str],
    parameters: Iterable[Parameter | str] = (),
    data: Iterable[Measured] = (),
    *,
    accuracy: Number | None = None,
    timeout: float | None = None,
    save: str | os.PathLike[str] | None = None,
) -> Fit:
    """Fit keys of a case to measurements, as ``fem-bulk fit`` does.

    Parameters
    ----------
    magnet : Magnet or path
        With its protocol; or a fit file of the program, which has the rest as well.
    parameters : iterable of Parameter or str
        What may change; a bare key starts at the case's value.
    data : iterable of Measured
        What is to be met.
    accuracy : float or str, optional
        Of the simulations, as a ratio; that of the case by default.
    timeout : float, optional
        [s] after which it is cancelled.
    save : path, optional
        In which the fit's run folder is made; without it nothing stays on disk.

    Raises
    ------
    CaseError
        With the key path in the fit file and the remedy of each finding.
    ComputationError, OutputError, Cancelled, ProgramEnded

    Examples
    --------
    >>> import fembulk
    >>> disc = fembulk.Disc("15 mm", "6 mm", material=fembulk.Material(fembulk.Jc.kim(5e8, 1.5)))
    >>> magnet = fembulk.Magnet([disc]).field_cool(7, 5).ramp(0, rate="4.8 T/h")
    >>> data = [fembulk.Measured.trapped(2.2, stage="ramp", sigma=0.01)]
    >>> fit = fembulk.fit(magnet, ["materials.disc.jc.jc0"], data)
    >>> run = fit.magnet.run(accuracy=1e-3)
    >>> print(f"{run.stages[-1].probes['centre'].Bz:.2f} T")
    2.20 T
    """
    with tempfile.TemporaryDirectory(prefix="fembulk-") as folder:
        if isinstance(magnet, Magnet):
            path = _write(folder, magnet, list(parameters), list(data))
        else:
            path = os.path.abspath(os.fspath(magnet))
        output = folder if save is None else os.path.abspath(os.fspath(save))
        arguments = ["fit", path, "--json", "--output", output]
        if accuracy is not None:
            arguments += ["--accuracy", si_text(accuracy, "ratio", "accuracy")]
        document = json.loads(ask(arguments, timeout=timeout)[0])
        fitted = load(os.path.join(document["folder"], "case.yaml"))
    if save is None:
        del document["folder"]
        # The case has its tables in itself; the folder is gone.
        fitted = Magnet(document=fitted.document)
    return Fit(
        {entry["key"]: _fitted(entry) for entry in document["parameters"]},
        np.array(document["correlations"], dtype=float),
        document["chi_square"],
        document["degrees_of_freedom"],
        document["converged"],
        document["warnings"],
        fitted,
        document,
    )


def _fitted(entry: Mapping[str, Any]) -> Fitted:
    def number(key: str) -> float:
        return np.nan if entry.get(key) is None else float(entry[key])

    return Fitted(
        number("value"),
        number("standard_error"),
        number("numerical_error"),
        number("start"),
        entry["unit"],
        entry["at_bound"],
    )


def _write(folder: str, magnet: Magnet, parameters: list[Parameter | str], data: list[Measured]) -> str:
    """Write case, tables and fit file, and give the path of that."""
    checked = magnet.check()
    case = json.loads(checked["json"])
    files = {"case.yaml": checked["text"]}
    entries = []
    for index, each in enumerate(data):
        if not isinstance(each, Measured):
            raise wrong(f"data[{index}]", f"{each!r} is no Measured; make it by Measured.trapped, scan ...")
        name = f"{each.kind}-{index}.csv"
        entries.append(each.entry(name, len(case["protocol"])))
        if each.columns:
            files[name] = each.text
    wanted = [Parameter(each) if isinstance(each, str) else each for each in parameters]
    described = {
        "case": "case.yaml",
        "parameters": [_described(each, case) for each in wanted],
        "data": entries,
    }
    # JSON is YAML; an entry a line, so that findings have a line each.
    files["fit.yaml"] = json.dumps(described, indent=1)
    for name, contents in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(contents)
    return os.path.join(folder, "fit.yaml")


def _described(parameter: Parameter, case: Any) -> dict[str, Any]:
    keys: dict[str, Any] = {"key": parameter.key}
    unit = _unit(case, parameter.key)
    for name in ("start", "lower", "upper"):
        value = getattr(parameter, name)
        if value is not None:
            keys[name] = value if isinstance(value, str) else f"{float(value)!r} {unit}".rstrip()
    if parameter.transform is not None:
        keys["transform"] = parameter.transform
    return keys


def _unit(case: Any, key: str) -> str:
    """Give the SI unit of a key, which is that of its value in a complete case; none where there is none."""
    if key == "gap":
        return "m"
    place = case
    for part in re.findall(r"[^.\[\]]+", key):
        if isinstance(place, dict):
            place = next(iter(place.values()), None) if part == "*" else place.get(part)
        elif isinstance(place, list):
            named = [entry for entry in place if isinstance(entry, dict) and entry.get("name") == part]
            if part.isdecimal() and int(part) < len(place):
                named = [place[int(part)]]
            place = next(iter(place if part == "*" else named), None)
        else:
            return ""
    return place.partition(" ")[2] if isinstance(place, str) else ""
