"""Fields of a computed magnet: anywhere, over a sample, of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ._errors import RunLost, wrong
from ._messages import array, encoded
from ._session import Session
from ._units import MU0, floats, length
from .materials import Number
from .results import Array, CellMap, Homogeneity, ProbeValue, Stage, Uncertain

if TYPE_CHECKING:
    import xarray


class Fields:
    """What a run knows at the end of each stage.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> isinstance(run, fembulk.Fields)
    True
    """

    def __init__(
        self, session: Session, method: str, parameters: Mapping[str, Any], solved: Mapping[str, Any]
    ) -> None:
        self._session = session
        self._origin = method, {**parameters, "progress": False}
        self._generation = session.generation
        self._number: int = solved["run"]
        self.summary: dict[str, Any] = solved["summary"]
        """The program's JSON summary."""
        self.yaml: str = solved["caseText"]
        """The complete case file."""

    def _call(self, method: str, **parameters: Any) -> Any:
        try:
            return self._session.call(
                method, {"run": self._number, **parameters}, generation=self._generation
            )
        except RunLost:
            # The program keeps the runs used last, and none when it is started anew: the same again gives the
            # same bits.
            again = self._session.call(*self._origin)
            self._number, self._generation = again["run"], self._session.generation
            return self._session.call(method, {"run": self._number, **parameters})

    def _stage(self, stage: int) -> int:
        count = len(self.summary["stages"])
        if not -count <= stage < count:
            raise wrong(
                "stage", f"there is no stage {stage}; give one of 0 to {count - 1}, or -1 for the last"
            )
        return stage % count

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
                {
                    name: Uncertain(force, stage["force_errors_N"][name])
                    for name, force in stage.get("forces_N", {}).items()
                },
                Uncertain(stage["stiffness_N_per_m"], stage["stiffness_error_N_per_m"])
                if "stiffness_N_per_m" in stage
                else None,
                stage,
            )
            for stage in self.summary["stages"]
        ]

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

    def _field(self, points: npt.ArrayLike, stage: int) -> tuple[Array, Array, Array, Array]:
        """Give the points, and (Br, Bz), A_phi and the error at each."""
        place = floats(points, "points")
        if place.shape[-1:] != (3,):
            raise wrong("points", f"they have the shape {place.shape}; the last index is x, y, z: (n, 3)")
        flat = place.reshape(-1, 3)
        sections = np.column_stack([np.hypot(flat[:, 0], flat[:, 1]), flat[:, 2]])
        given = self._call("run/field", stage=self._stage(stage), points=encoded(sections))
        field, potential, error = (array(given[key]) for key in ("field", "potential", "error"))
        return place, field, potential, error

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
        place, field, _, _ = self._field(points, stage)
        flat = place.reshape(-1, 3)
        r = np.hypot(flat[:, 0], flat[:, 1])
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
        place, _, _, error = self._field(points, stage)
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
        place, _, potential, _ = self._field(points, stage)
        return potential.reshape(place.shape[:-1])

    def homogeneity(
        self,
        diameter: Number | None = None,
        *,
        height: Number | None = None,
        line: Number | None = None,
        z: Number = 0.0,
        stage: int = -1,
    ) -> Homogeneity:
        """Tell how uniform Bz is at a stage's end over a sphere on the axis, or a cylinder with a `height`.

        Parameters
        ----------
        diameter, height : float or str
            [m]
        line : float or str
            Instead: length of a line along the axis [m].
        z : float or str
            Height of its centre [m].

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
        >>> print(f"{run.homogeneity('2 mm').mean.value:.2f} T")
        2.82 T
        """
        if (diameter is None) == (line is None):
            raise wrong("homogeneity", "it has either a diameter or line=; give one of them")
        if diameter is None:
            sample: dict[str, Any] = {"line": length(line, "line")}
            return Homogeneity.of(
                self._call("run/homogeneity", stage=self._stage(stage), z=length(z, "z"), **sample)
            )
        across = length(diameter, "diameter")
        sample = {"sphere": across}
        if height is not None:
            sample = {"cylinder": [across, length(height, "height")]}
        return Homogeneity.of(
            self._call("run/homogeneity", stage=self._stage(stage), z=length(z, "z"), **sample)
        )

    def to_xarray(self, r: npt.ArrayLike, z: npt.ArrayLike) -> xarray.Dataset:
        """Give the field on a grid over the section at the end of every stage.

        Parameters
        ----------
        r, z : array_like, shape (n,) and (m,)
            [m]

        Returns
        -------
        xarray.Dataset
            Br, Bz and their error [T] and A_phi [T m] over stage, z and r.

        Examples
        --------
        >>> import fembulk, numpy as np
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
        >>> fields = run.to_xarray(r=[0, 5e-3], z=np.linspace(-0.01, 0.01, 5))
        >>> bool(fields.Bz.sel(r=0, z=0, stage=1) == run.B([0, 0, 0])[2])
        True
        """
        import xarray

        radii, heights = floats(r, "r"), floats(z, "z")
        if radii.ndim != 1 or heights.ndim != 1:
            raise wrong("r", f"r has the shape {radii.shape}, z {heights.shape}; give two lists of numbers")
        if (radii < 0).any():
            raise wrong("r", "radii count from the axis; give none below 0")
        grid = np.stack([*np.meshgrid(radii, [0.0], heights)], axis=-1)[0].swapaxes(0, 1)
        layers = [self._field(grid, stage)[1:] for stage in range(len(self.summary["stages"]))]
        shape, over = (len(layers), heights.size, radii.size), ("stage", "z", "r")
        fields = {
            "Br": np.stack([field[:, 0] for field, _, _ in layers]),
            "Bz": np.stack([field[:, 1] for field, _, _ in layers]),
            "error": np.stack([error for _, _, error in layers]),
            "A_phi": np.stack([potential for _, potential, _ in layers]),
        }
        stages = self.stages
        return xarray.Dataset(
            {name: (over, values.reshape(shape)) for name, values in fields.items()},
            coords={
                "stage": np.arange(len(stages)),
                "z": heights,
                "r": radii,
                "name": ("stage", [stage.name for stage in stages]),
                "time": ("stage", [stage.time for stage in stages]),
            },
        )

    def to_magpylib(self, stage: int = -1) -> Any:
        """Give a ``magpylib.misc.CustomSource`` whose field is this magnet's at a stage's end: that of `B`.

        The applied field and the magnet's sources are in it. For the force on one of these by magpylib, put
        its like with the opposite magnetisation beside: no magnet is pulled by its own field.

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
            return self.B(observers, stage) / (1 if field == "B" else MU0)

        custom: Any = magpylib.misc.CustomSource
        return custom(field_func=field)
