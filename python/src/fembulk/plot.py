"""Pictures of a run by matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .run import Run


class Plots:
    """The pictures of one run; each takes axes to draw on and gives them back.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> run.plot.history().get_ylabel()
    'Bz (T)'
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def section(self, stage: int = -1, ax: Axes | None = None) -> Axes:
        """Draw the current density over the section of the bulks.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> run.plot.section().get_ylabel()
        'z (mm)'
        """
        from matplotlib.collections import PolyCollection

        axes = ax if ax is not None else _axes()
        cells = self._run.J_map(stage)
        inside = cells.regions > 0
        corners = 1e3 * cells.nodes[np.where(cells.cells < 0, cells.cells[:, 2:3], cells.cells)][inside]
        density = cells.J[inside] / 1e6
        limit = float(np.abs(density).max()) or 1.0
        collection = PolyCollection(
            list(corners), array=density, cmap="RdBu_r", edgecolors="face", linewidths=0.2
        )
        collection.set_clim(-limit, limit)
        axes.add_collection(collection)
        axes.autoscale_view()
        axes.set_aspect("equal")
        axes.set(xlabel="r (mm)", ylabel="z (mm)", title=f"{self._run.name}, {self._run.stages[stage].name}")
        axes.figure.colorbar(collection, ax=axes, label="J (A/mm²)")
        return axes

    def history(self, ax: Axes | None = None) -> Axes:
        """Draw Bz at the probes over time, with a band of the estimated error.

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> run.plot.history().get_xlabel()
        'time (s)'
        """
        axes = ax if ax is not None else _axes()
        rows = self._run.history
        for name in self._run.stages[-1].probes:
            field, error = np.asarray(rows[f"{name}_Bz"]), np.asarray(rows[f"{name}_error"])
            (line,) = axes.plot(rows["time"], field, label=name)
            axes.fill_between(rows["time"], field - error, field + error, color=line.get_color(), alpha=0.3)
        axes.set(xlabel="time (s)", ylabel="Bz (T)")
        axes.legend()
        return axes


def _axes() -> Any:
    from matplotlib.figure import Figure

    return Figure(layout="constrained").subplots()
