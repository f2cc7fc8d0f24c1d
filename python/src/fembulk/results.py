"""Parts of a result: tables, probes, stages, maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ._text import measured

if TYPE_CHECKING:
    import pandas
    import xarray

Array = npt.NDArray[np.float64]


class Table(np.recarray[Any, Any]):
    """A structured array whose columns are SI numbers.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> float(run.history["applied_field"][0])
    7.0
    """

    def to_pandas(self) -> pandas.DataFrame:
        """Give a DataFrame with the same columns.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> len(run.history.to_pandas()) == len(run.history)
        True
        """
        import pandas

        return pandas.DataFrame({name: np.asarray(self[name]) for name in self.dtype.names or ()})

    def to_xarray(self) -> xarray.Dataset:
        """Give a Dataset whose dimension is the first column.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> run.history.to_xarray().centre_Bz.dims
        ('time',)
        """
        import xarray

        names = list(self.dtype.names or ())
        first, others = names[0], names[1:]
        columns = {name: (first, np.asarray(self[name])) for name in others}
        return xarray.Dataset(columns, coords={first: np.asarray(self[first])})


@dataclass(frozen=True)
class Uncertain:
    """A number and its estimated numerical error, in the SI unit.

    Examples
    --------
    >>> import fembulk
    >>> print(fembulk.Uncertain(38.48, 0.31))
    38.5 ± 0.3
    """

    value: float
    error: float

    def __str__(self) -> str:
        return measured(self.value, self.error)


@dataclass(frozen=True)
class ProbeValue:
    """The field at a probe.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> 0 < run.stages[-1].probes["centre"].error < 0.03
    True
    """

    Br: float
    """[T]"""
    Bz: float
    """[T]"""
    error: float
    """Estimated numerical error of both [T]."""
    drift: float | None
    """Relative drift of Bz with everything held [ppm/h]; None where Bz is 0."""


@dataclass(frozen=True)
class Stage:
    """The state at the end of a stage, in SI units.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> [stage.name for stage in run.stages]
    ['cool', 'ramp']
    """

    name: str
    time: float
    """[s] since the start."""
    applied_field: float
    """[T]"""
    temperature: float
    """Of the first bulk [K]."""
    probes: Mapping[str, ProbeValue]
    moment: float
    """Along z [A m²]."""
    moment_error: float
    """[A m²]"""
    forces: Mapping[str, Uncertain]
    """Along z on each bulk and source by its name [N]; empty where nothing pulls."""
    stiffness: Uncertain | None
    """Of the source that the stage moves, -dF/dz over the stage [N/m]; None where none moves."""
    document: Mapping[str, Any]
    """All that the program reports of the stage, by the names of its JSON."""


@dataclass(frozen=True)
class CellMap:
    """Fields over the section, a value for each cell; SI units.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> cells = run.J_map()
    >>> cells.J.shape == (len(cells.cells),)
    True
    """

    nodes: Array
    """(r, z) [m], shape (nodes, 2)."""
    cells: npt.NDArray[np.int64]
    """Nodes of each cell, counter-clockwise, shape (cells, 4); the fourth of a triangle is -1."""
    regions: npt.NDArray[np.int64]
    """Index in `region_names` of each cell; 0 is air."""
    region_names: list[str]
    J: Array
    """Current density along phi [A/m²]."""
    B: Array
    """(Br, Bz) at the centre [T], shape (cells, 2)."""
    Jc: Array
    """Critical current density [A/m²]; 0 in air."""
    E: Array
    """Electric field along phi [V/m], a mean over the cell."""

    def to_pandas(self) -> pandas.DataFrame:
        """Give a DataFrame with a row for each cell; r and z are its centre.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> list(run.J_map().to_pandas())
        ['r', 'z', 'region', 'J', 'Jc', 'Br', 'Bz', 'E']
        """
        import pandas

        corners = self.cells >= 0
        places = np.where(corners[..., None], self.nodes[np.where(corners, self.cells, 0)], 0.0)
        centres = places.sum(axis=1) / corners.sum(axis=1)[:, None]
        return pandas.DataFrame(
            {
                "r": centres[:, 0],
                "z": centres[:, 1],
                "region": [self.region_names[region] for region in self.regions],
                "J": self.J,
                "Jc": self.Jc,
                "Br": self.B[:, 0],
                "Bz": self.B[:, 1],
                "E": self.E,
            }
        )


@dataclass(frozen=True)
class Homogeneity:
    """How uniform Bz is over a sphere or a cylinder on the axis, each number with its error.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> sphere = run.homogeneity("1 mm")
    >>> 0 < sphere.rms.value < sphere.peak_to_peak.value
    True
    """

    mean: Uncertain
    """Of Bz [T]."""
    peak_to_peak: Uncertain
    """Of Bz over its mean [ppm]."""
    rms: Uncertain
    """Root mean square of the difference from the mean, over the mean [ppm]."""
    zonal: list[Uncertain]
    """For a sphere the zonal coefficients of Bz by their order [T]; else empty."""
    document: Mapping[str, Any]
    """What the program reports, by the names of its JSON."""

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Homogeneity:
        """Take it from the program's document, that of ``fem-bulk field --sphere --json``.

        Examples
        --------
        >>> import fembulk
        >>> number = {"value": 1.0, "error": 0.1}
        >>> document = {"mean_T": number, "peak_to_peak_ppm": number, "rms_ppm": number}
        >>> fembulk.Homogeneity.of(document).mean
        Uncertain(value=1.0, error=0.1)
        """

        def number(entry: Mapping[str, Any]) -> Uncertain:
            return Uncertain(_number(entry["value"]), _number(entry["error"]))

        return cls(
            number(document["mean_T"]),
            number(document["peak_to_peak_ppm"]),
            number(document["rms_ppm"]),
            [number(entry) for entry in document.get("zonal_T") or []],
            document,
        )


def _number(value: float | None) -> float:
    """Give nan for a number that JSON has not."""
    return np.nan if value is None else float(value)
