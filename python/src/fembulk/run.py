"""What a computation gives: stages, histories, fields, maps."""

from __future__ import annotations

import html
import os
from typing import TYPE_CHECKING

import numpy as np

from ._errors import FembulkError
from ._messages import array
from ._session import shared
from ._text import measured, section_svg
from .fields import Fields
from .results import Table, Uncertain

if TYPE_CHECKING:
    from .plot import Plots


class Run(Fields):
    """A computed magnet.

    The program keeps the 64 used last; what is asked of another is computed again.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
    >>> run
    <fembulk.Run pair: centre 2.8316 ± 0.0016 T, surface 1.695 ± 0.002 T>
    """

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

    def force(self, stage: int = -1) -> dict[str, Uncertain]:
        """Give the axial force on each bulk and source at a stage's end [N], positive upwards.

        Its course is in `history`, as ``force_<name>`` and ``force_<name>_error``.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
        >>> print(run.force()["Bulk1"])
        -521.9 ± 0.8
        """
        return dict(self.stages[self._stage(stage)].forces)

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
        probes = self.stages[-1].probes.items()
        return ", ".join(f"{name} {measured(value.Bz, value.error)} T" for name, value in probes)

    def _repr_html_(self) -> str:
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
    place = {"folder": os.path.abspath(os.fspath(folder))}
    return Run(session, "run/open", place, session.call("run/open", place))
