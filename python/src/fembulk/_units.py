"""Numbers with units: SI floats, strings such as "15 mm" and pint quantities become SI floats."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import numpy.typing as npt

from ._errors import wrong

# For each dimension the units, the SI unit first, as (times, over): a value is multiplied, then divided,
# so that 15 mm is exactly 0.015 m. The same as in case files; a test compares with the program's schema.
MU0 = 4e-7 * math.pi

UNITS: dict[str, dict[str, tuple[float, float]]] = {
    "length": {"m": (1, 1), "cm": (1, 1e2), "mm": (1, 1e3), "um": (1, 1e6)},
    "field": {
        "T": (1, 1),
        "mT": (1, 1e3),
        "A/m": (MU0, 1),
        "kA/m": (1e3 * MU0, 1),
        "G": (1, 1e4),
        "kG": (1, 1e1),
        "Oe": (1, 1e4),
        "kOe": (1, 1e1),
    },
    "time": {"s": (1, 1), "min": (60, 1), "h": (3600, 1), "d": (86400, 1), "ms": (1, 1e3), "us": (1, 1e6)},
    "field rate": {
        "T/s": (1, 1),
        "T/min": (1, 60),
        "T/h": (1, 3600),
        "mT/s": (1, 1e3),
        "mT/min": (1, 6e4),
        "Oe/s": (1, 1e4),
    },
    "current": {"A": (1, 1), "mA": (1, 1e3), "kA": (1e3, 1)},
    "current rate": {"A/s": (1, 1), "A/min": (1, 60), "A/h": (1, 3600), "mA/s": (1, 1e3), "kA/s": (1e3, 1)},
    "voltage": {"V": (1, 1), "kV": (1e3, 1), "mV": (1, 1e3)},
    "resistance": {"ohm": (1, 1), "mohm": (1, 1e3), "uohm": (1, 1e6)},
    "capacitance": {"F": (1, 1), "mF": (1, 1e3), "uF": (1, 1e6)},
    "inductance": {"H": (1, 1), "mH": (1, 1e3), "uH": (1, 1e6)},
    "temperature": {"K": (1, 1)},
    "temperature rate": {"K/s": (1, 1), "K/min": (1, 60), "K/h": (1, 3600)},
    "current density": {
        "A/m^2": (1, 1),
        "A/cm^2": (1e4, 1),
        "A/mm^2": (1e6, 1),
        "kA/cm^2": (1e7, 1),
        "MA/m^2": (1e6, 1),
        "kA/mm^2": (1e9, 1),
        "GA/m^2": (1e9, 1),
        "MA/cm^2": (1e10, 1),
    },
    "speed": {"m/s": (1, 1), "mm/s": (1, 1e3), "mm/min": (1, 6e4), "um/s": (1, 1e6)},
    "electric field": {"V/m": (1, 1), "uV/cm": (1, 1e4)},
    "ratio": {"": (1, 1), "%": (1, 1e2), "ppm": (1, 1e6)},
}

_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\S*)\s*$")


def to_si(value: Any, dimension: str, name: str) -> float:
    """Give a value in the SI unit.

    Parameters
    ----------
    value : float, str or pint.Quantity
        A number is in the SI unit; a string has its unit.
    dimension : str
        A key of `UNITS`.
    name : str
        Key path of the value, for the error.

    Raises
    ------
    CaseError
        Where it is no value of this dimension.
    """
    units = UNITS[dimension]
    if isinstance(value, str):
        match = _NUMBER.match(value)
        unit = match and (match[2] if match[2] in units else _plain(match[2]))
        if not match or unit not in units:
            known = ", ".join(u for u in units if u)
            raise wrong(name, f"{value!r} is no {dimension}; write a number with one of {known}")
        times, over = units[unit]
        return float(match[1]) * times / over
    if hasattr(value, "to") and hasattr(value, "magnitude"):
        si = next(iter(units)).replace("^", "**") or "dimensionless"
        try:
            return float(value.to(si).magnitude)
        except Exception as error:  # pint's own, which is not imported here.
            raise wrong(name, f"{value} is no {dimension}: {error}; give one in {si}") from None
    try:
        return float(value)
    except (TypeError, ValueError):
        unit = next(iter(units)) or "1"
        raise wrong(name, f"{value!r} is no {dimension}; write a number in {unit}") from None


def floats(values: Any, name: str) -> npt.NDArray[np.float64]:
    """Give an array of numbers, which are in the SI unit."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise wrong(name, f"it is no array of numbers ({error}); give numbers in SI units") from None


def length(value: Any, name: str) -> float:
    """Give a length [m]."""
    return to_si(value, "length", name)


def si_text(value: Any, dimension: str, name: str) -> str:
    """Give a value as case files have it, in the SI unit."""
    return text(to_si(value, dimension, name), dimension)


def _plain(unit: str) -> str:
    return unit.replace("²", "^2").replace("µ", "u").replace("μ", "u").replace("**", "^")


def text(value: float, dimension: str) -> str:
    """Write an SI value as case files have it; reading it gives the same bits."""
    if dimension != "ratio":
        return f"{float(value)!r} {next(iter(UNITS[dimension]))}"
    percent = float(value) * 100
    for candidate in (percent, _next(percent, 1), _next(percent, -1)):
        if candidate / 100 == value:
            return f"{candidate!r} %"
    return f"{percent!r} %"


def _next(value: float, direction: int) -> float:
    return math.nextafter(value, math.inf * direction)
