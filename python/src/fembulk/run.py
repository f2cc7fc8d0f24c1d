"""What a computation gives: stages, histories, fields, maps."""

from __future__ import annotations

import html
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ._errors import FembulkError
from ._session import Session, array, encoded, shared

if TYPE_CHECKING:
    import pandas

    from .plot import Plots

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


class Run:
    """A computed magnet. Kept by the program's process, the 64 used last.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
    >>> run
    <fembulk.Run pair: centre 2.8316 ± 0.0017 T, surface 1.695 ± 0.002 T>
    """

    def __init__(self, session: Session, solved: Mapping[str, Any]) -> None:
        self._session = session
        self._generation = session.generation
        self._number: int = solved["run"]
        self.summary: dict[str, Any] = solved["summary"]
        """The program's JSON summary."""
        self.yaml: str = solved["caseText"]
        """The complete case file."""

    def _call(self, method: str, **parameters: Any) -> Any:
        if self._session.generation != self._generation:
            raise FembulkError("the program was started anew since this run was computed; run it again")
        return self._session.call(method, {"run": self._number, **parameters})

    @property
    def name(self) -> str:
        """Of the case.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2).name
        'pair'
        """
        return str(self.summary["name"])

    @property
    def warnings(self) -> list[str]:
        """Sentences that the user must read.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> isinstance(run.warnings, list)
        True
        """
        return [str(warning) for warning in self.summary["warnings"]]

    @property
    def stages(self) -> list[Stage]:
        """The state at the end of each stage of the protocol.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> run.stages[0].applied_field
        7.0
        """
        return [
            Stage(
                stage["stage"],
                float(stage["time_s"]),
                float(stage["applied_field_T"]),
                float(stage["temperature_K"]),
                {
                    name: ProbeValue(
                        probe["Br_T"], probe["Bz_T"], probe["error_T"], stage["drift_ppm_per_h"].get(name)
                    )
                    for name, probe in stage["probes"].items()
                },
                stage["moment_A_m2"],
                stage["moment_error_A_m2"],
                stage,
            )
            for stage in self.summary["stages"]
        ]

    def _table(self, name: str) -> Table:
        columns = self._call("run/table", table=name)
        values = array(columns["values"])
        # `centre_Bz[T]` is `centre_Bz`: everything is SI.
        names = [column.partition("[")[0] for column in columns["names"]]
        table = np.recarray((values.shape[1],), dtype=[(column, np.float64) for column in names]).view(Table)
        for column, numbers in zip(names, values, strict=True):
            table[column] = numbers
        return table

    @property
    def history(self) -> Table:
        """The rows of ``history.csv``: time, applied field, temperature, moment, probes and their errors.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> run.history.dtype.names[:4]
        ('time', 'applied_field', 'temperature', 'moment')
        """
        return self._table("history")

    @property
    def loop(self) -> Table:
        """The rows of ``loop.csv``, of a protocol that sweeps the field there and back.

        Examples
        --------
        >>> import fembulk
        >>> disc = fembulk.Disc("15 mm", "6 mm", material=fembulk.Material(fembulk.Jc.kim(5e8, 1.5)))
        >>> magnet = fembulk.Magnet([disc]).field_cool(0, 5)
        >>> for field in (7, -7, 7):
        ...     magnet = magnet.ramp(field, rate="4.8 T/h")
        >>> len(magnet.run(accuracy=1e-2).loop) > 10
        True
        """
        return self._table("loop")

    @property
    def decay(self) -> Table:
        """The rows of ``decay.csv``, of a protocol with a hold.

        Examples
        --------
        >>> import fembulk
        >>> magnet = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").hold("1 h")
        >>> len(magnet.run(accuracy=1e-2).decay) > 10
        True
        """
        return self._table("decay")

    def J_map(self, stage: int = -1) -> CellMap:  # noqa: N802
        """Give currents and fields of all cells at a stage's end.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> run.J_map().region_names[0]
        'air'
        """
        cells = self._call("run/map", stage=self._stage(stage))
        return CellMap(
            array(cells["nodes"]),
            array(cells["cells"]).astype(int),
            array(cells["regions"]).astype(int),
            cells["regionNames"],
            array(cells["currentDensity"]),
            array(cells["fluxDensity"]),
            array(cells["criticalCurrentDensity"]),
            array(cells["electricField"]),
        )

    def _stage(self, stage: int) -> int:
        count = len(self.summary["stages"])
        if not -count <= stage < count:
            raise IndexError(f"stage {stage} of {count}")
        return stage % count

    def _field(self, r: Array, z: Array, stage: int) -> tuple[Array, Array, Array]:
        given = self._call("run/field", stage=self._stage(stage), points=encoded(np.stack([r, z], axis=-1)))
        return array(given["field"]), array(given["potential"]), array(given["error"])

    def B(self, points: npt.ArrayLike, stage: int = -1) -> Array:  # noqa: N802
        """Give the flux density at a stage's end, the applied field included.

        Parameters
        ----------
        points : array_like, shape (..., 3)
            Cartesian [m]; z is the axis.
        stage : int
            Of the protocol; the last by default.

        Returns
        -------
        ndarray, shape (..., 3)
            [T]

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
        >>> print(f"{run.B([0, 0, 0])[2]:.2f} T")
        2.83 T
        """
        place = np.asarray(points, dtype=float)
        if place.shape[-1:] != (3,):
            raise ValueError(f"points have the shape {place.shape}; the last index is x, y, z: (n, 3)")
        flat = place.reshape(-1, 3)
        r = np.hypot(flat[:, 0], flat[:, 1])
        field, _, _ = self._field(r, flat[:, 2], stage)
        outward = np.divide(flat[:, :2], r[:, None], out=np.zeros((len(r), 2)), where=r[:, None] > 0)
        return np.column_stack([outward * field[:, :1], field[:, 1]]).reshape(place.shape)

    def B_error(self, points: npt.ArrayLike, stage: int = -1) -> Array:  # noqa: N802
        """Give the estimated numerical error of `B` [T], shape (...).

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> bool(run.B_error([0, 0, 0]) < 0.03)
        True
        """
        place = np.asarray(points, dtype=float)
        flat = place.reshape(-1, 3)
        _, _, error = self._field(np.hypot(flat[:, 0], flat[:, 1]), flat[:, 2], stage)
        return error.reshape(place.shape[:-1])

    def A_phi(self, points: npt.ArrayLike, stage: int = -1) -> Array:  # noqa: N802
        """Give the vector potential along phi [T m], shape (...), at Cartesian points of shape (..., 3).

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> float(run.A_phi([0, 0, 0]))
        0.0
        """
        place = np.asarray(points, dtype=float)
        flat = place.reshape(-1, 3)
        _, potential, _ = self._field(np.hypot(flat[:, 0], flat[:, 1]), flat[:, 2], stage)
        return potential.reshape(place.shape[:-1])

    def to_magpylib(self, stage: int = -1) -> Any:
        """Give a ``magpylib.misc.CustomSource`` whose field is this magnet's at a stage's end.

        Examples
        --------
        >>> import fembulk, numpy as np
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> source = run.to_magpylib()
        >>> bool(np.allclose(source.getB([0, 0, 0.02]), run.B([0, 0, 0.02])))
        True
        """
        import magpylib

        def field(field: str, observers: Array) -> Array | None:
            if field not in ("B", "H"):
                return None
            return self.B(observers, stage) / (1 if field == "B" else 4e-7 * np.pi)

        custom: Any = magpylib.misc.CustomSource
        return custom(field_func=field)

    def save(self, parent: str | os.PathLike[str] = "runs") -> str:
        """Write a run folder into `parent`, never over another, and give its path.

        Examples
        --------
        >>> import fembulk, tempfile
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     fembulk.open(run.save(folder)).summary["stages"] == run.summary["stages"]
        True
        """
        return str(self._call("run/save", parent=os.path.abspath(os.fspath(parent)))["folder"])

    @property
    def plot(self) -> Plots:
        """Pictures by matplotlib.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> run.plot.section().get_xlabel()
        'r (mm)'
        """
        from .plot import Plots

        return Plots(self)

    def __repr__(self) -> str:
        return f"<fembulk.Run {self.name}: {self._answer()}>"

    def _answer(self) -> str:
        from ._text import measured

        probes = self.stages[-1].probes.items()
        return ", ".join(f"{name} {measured(value.Bz, value.error)} T" for name, value in probes)

    def _repr_html_(self) -> str:
        from ._text import measured, section_svg

        stage = self.stages[-1]
        rows = (
            "".join(
                f"<tr><td>{html.escape(name)}</td><td>{measured(value.Bz, value.error)} T</td></tr>"
                for name, value in stage.probes.items()
            )
            + f"<tr><td>moment</td><td>{measured(stage.moment, stage.moment_error)} A m²</td></tr>"
        )
        warnings = "".join(f"<p>Warning: {html.escape(warning)}</p>" for warning in self.warnings)
        try:
            picture = section_svg(self.J_map())
        except FembulkError:
            picture = ""
        return (
            f"<div><b>{html.escape(self.name)}</b> at the end of {html.escape(stage.name)}"
            f"<table>{rows}</table>{picture}{warnings}</div>"
        )


def open(folder: str | os.PathLike[str]) -> Run:  # noqa: A001
    """Open a run folder of the program.

    Examples
    --------
    >>> import fembulk, tempfile
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> with tempfile.TemporaryDirectory() as parent:
    ...     fembulk.open(run.save(parent)).name
    'pair'
    """
    session = shared()
    return Run(session, session.call("run/open", {"folder": os.path.abspath(os.fspath(folder))}))
