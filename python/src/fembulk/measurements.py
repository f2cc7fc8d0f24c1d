"""Measured values that a fit compares a simulation with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ._errors import wrong
from ._units import floats, si_text, to_si
from .materials import Number
from .results import Array


@dataclass(frozen=True)
class Measured:
    """Measured values that a simulation is compared with; made by one of the class methods.

    `stage` is a stage's name, if only one has it, or its number from 0; `sigma` the standard deviation of the
    values, one number or one for each, in their SI unit or as text in a unit of the field. Where there are
    several data each needs it.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Measured.trapped(2.83, stage="ramp", sigma=0.02).keys["value"]
    '2.83 T'
    """

    kind: str
    keys: Mapping[str, Any]
    columns: Mapping[str, Array] = field(default_factory=dict)

    @classmethod
    def trapped(
        cls, value: Number, *, probe: str = "centre", stage: str | int = -1, sigma: Number | None = None
    ) -> Measured:
        """Bz at a probe at a stage's end [T].

        Examples
        --------
        >>> import fembulk
        >>> fembulk.Measured.trapped("2.83 T", stage="ramp").keys["probe"]
        'centre'
        """
        keys = {"value": si_text(value, "field", "trapped.value"), "probe": probe, "stage": stage}
        if sigma is not None:
            keys["sigma"] = si_text(sigma, "field", "trapped.sigma")
        return cls("trapped", keys)

    @classmethod
    def number(
        cls, value: str, *, stage: str | int, sigma: str | None = None, **quantity: str | Mapping[str, str]
    ) -> Measured:
        """Measure a force, a stiffness or a homogeneity at a stage's end, with its unit.

        Parameters
        ----------
        value, sigma : str
            In N, N/mm or ppm.
        quantity
            One of ``force="disc"``, ``stiffness="pm"`` and ``homogeneity={"sphere": "10 mm"}``.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.Measured.number("37.6 N", force="disc", stage="ramp").keys["force"]
        'disc'
        """
        keys = {"value": value, "stage": stage, **quantity}
        return cls("measured", keys if sigma is None else keys | {"sigma": sigma})

    @classmethod
    def scan(
        cls,
        Bz: npt.ArrayLike,  # noqa: N803
        *,
        r: npt.ArrayLike | str,
        z: npt.ArrayLike | str,
        stage: str | int = -1,
        sigma: npt.ArrayLike | str | None = None,
    ) -> Measured:
        """Bz [T] along a line at a stage's end: one of `r` and `z` is an array, the other a number [m].

        Examples
        --------
        >>> import fembulk
        >>> scan = fembulk.Measured.scan([1.2, 1.1, 0.8], r=[0, 4e-3, 8e-3], z=8e-3, stage="hold")
        >>> scan.keys["z"], list(scan.columns)
        ('0.008 m', ['r[m]', 'Bz[T]'])
        """
        places = {"r": r, "z": z}
        fixed = [name for name, place in places.items() if np.ndim(place) == 0]
        if len(fixed) != 1:
            raise wrong("scan", "give an array for one of r and z, and one number for the other")
        along = "z" if fixed == ["r"] else "r"
        keys = {fixed[0]: si_text(places[fixed[0]], "length", f"scan.{fixed[0]}"), "stage": stage}
        return cls._table("scan", keys, {f"{along}[m]": places[along], "Bz[T]": Bz}, sigma)

    @classmethod
    def warming(
        cls,
        T: npt.ArrayLike,  # noqa: N803
        Bz: npt.ArrayLike,  # noqa: N803
        *,
        probe: str = "centre",
        stage: str | int = -1,
        sigma: npt.ArrayLike | str | None = None,
    ) -> Measured:
        """Bz [T] at a probe over temperature [K] in a stage that warms.

        Examples
        --------
        >>> import fembulk
        >>> list(fembulk.Measured.warming([5, 10], [2.8, 2.5], stage="temperature").columns)
        ['T[K]', 'Bz[T]']
        """
        return cls._table("warming", {"probe": probe, "stage": stage}, {"T[K]": T, "Bz[T]": Bz}, sigma)

    @classmethod
    def decay(
        cls,
        time: npt.ArrayLike,
        Bz: npt.ArrayLike,  # noqa: N803
        *,
        probe: str = "centre",
        stage: str | int = -1,
        sigma: npt.ArrayLike | str | None = None,
    ) -> Measured:
        """Bz [T] at a probe over time [s] since the beginning of a stage.

        Examples
        --------
        >>> import fembulk
        >>> list(fembulk.Measured.decay([1, 60], [2.8, 2.7], stage="hold").columns)
        ['t[s]', 'Bz[T]']
        """
        columns = {"t[s]": time, "Bz[T]": Bz}
        return cls._table("decay", {"probe": probe, "stage": stage}, columns, sigma)

    @classmethod
    def loop(
        cls,
        Ba: npt.ArrayLike,
        m: npt.ArrayLike,
        *,
        stage: str | int,
        sigma: npt.ArrayLike | str | None = None,  # noqa: N803
    ) -> Measured:
        """Moment [A m²] over the applied field [T], in the order of measurement, from a stage on.

        Examples
        --------
        >>> import fembulk
        >>> list(fembulk.Measured.loop([0, 1, 0], [0, -2, 3], stage=1).columns)
        ['Ba[T]', 'm[A m^2]']
        """
        return cls._table("loop", {"stage": stage}, {"Ba[T]": Ba, "m[A m^2]": m}, sigma)

    @classmethod
    def _table(
        cls,
        kind: str,
        keys: Mapping[str, Any],
        columns: Mapping[str, npt.ArrayLike | str],
        sigma: npt.ArrayLike | str | None,
    ) -> Measured:
        given = {name: np.atleast_1d(floats(values, f"{kind}.{name}")) for name, values in columns.items()}
        count = next(iter(given.values())).size
        if sigma is not None:
            unit = re.search(r"\[.*\]$", list(given)[-1])
            assert unit is not None
            each = to_si(sigma, "field", f"{kind}.sigma") if isinstance(sigma, str) else sigma
            given[f"sigma{unit[0]}"] = np.broadcast_to(floats(each, f"{kind}.sigma"), (count,))
        if any(values.shape != (count,) for values in given.values()):
            shapes = ", ".join(f"{name} {values.shape}" for name, values in given.items())
            raise wrong(kind, f"the shapes are {shapes}; give arrays of one length")
        return cls(kind, keys, given)

    def entry(self, file: str, stages: int) -> dict[str, Any]:
        """Give what stands in a fit file whose case has so many stages; `file` is the name of the table.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.Measured.decay([1, 60], [2.8, 2.7]).entry("decay.csv", stages=3)
        {'decay': {'probe': 'centre', 'stage': 2, 'file': 'decay.csv'}}
        """
        keys = dict(self.keys)
        if isinstance(keys["stage"], int) and keys["stage"] < 0:
            keys["stage"] += stages
        return {self.kind: keys | ({"file": file} if self.columns else {})}

    @property
    def text(self) -> str:
        """The table as CSV.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.Measured.decay([1, 60], [2.8, 2.7]).text.splitlines()[1]
        '1.0,2.8'
        """
        rows = zip(*(values.tolist() for values in self.columns.values()), strict=True)
        return "\n".join([",".join(self.columns), *(",".join(map(repr, row)) for row in rows)]) + "\n"
