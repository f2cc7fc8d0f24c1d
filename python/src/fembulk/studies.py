"""Many runs: sweeps over keys of a case."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from ._errors import FembulkError, wrong
from ._session import Session
from .magnet import Magnet

if TYPE_CHECKING:
    import pandas


def sweep(
    magnet: Magnet, axes: Mapping[str, Sequence[Any]], *, jobs: int = 1, accuracy: float | str | None = None
) -> pandas.DataFrame:
    """Compute every combination of values of some keys.

    Parameters
    ----------
    magnet : Magnet
        With its protocol.
    axes : mapping
        Values by key path, as in ``{"materials.disc.jc.jc0": [4e8, 5e8]}``; a last name alone, as ``"jc0"``,
        means every place that has it. Numbers are in SI units, as in `Magnet.setting`.
    jobs : int
        Programs that compute beside each other.
    accuracy : float or str, optional
        As in `Magnet.run`.

    Returns
    -------
    pandas.DataFrame
        A row for each point: the axes, then at the end of the last stage for each probe ``<probe>_Bz`` [T]
        and its error, the moment [A m²] and its error, and ``failure``: None where the point was computed.

    Examples
    --------
    >>> import fembulk
    >>> disc = fembulk.Disc("15 mm", "6 mm", material=fembulk.Material(fembulk.Jc.kim(5e8, 1.5)))
    >>> magnet = fembulk.Magnet([disc]).field_cool(7, 5).ramp(0, rate="4.8 T/h")
    >>> rows = fembulk.sweep(magnet, {"jc0": [4e8, "50 kA/cm^2"]}, accuracy=1e-2)
    >>> bool(rows.centre_Bz[1] > rows.centre_Bz[0] and (rows.centre_error > 0).all())
    True
    """
    import pandas

    if jobs < 1:
        raise wrong("jobs", f"{jobs} programs compute nothing; give 1 or more")
    for key, values in axes.items():
        if isinstance(values, str) or not isinstance(values, Sequence | np.ndarray):
            raise wrong(key, f"{values!r} is no list of values; give one, as in [{values!r}]")
    points = [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())]
    magnets = [_setting(magnet, point) for point in points]
    sessions = [Session() for _ in range(min(jobs, max(1, len(points))))]

    def compute(index: int) -> dict[str, Any]:
        try:
            # Points that are neighbours share a process, and so its meshes.
            session = sessions[index * len(sessions) // len(points)]
            last = magnets[index].run(accuracy, session=session).stages[-1]
        except FembulkError as error:
            return points[index] | {"failure": str(error)}
        row = dict(points[index])
        for name, probe in last.probes.items():
            row |= {f"{name}_Bz": probe.Bz, f"{name}_error": probe.error}
        return row | {"moment": last.moment, "moment_error": last.moment_error, "failure": None}

    try:
        with ThreadPoolExecutor(len(sessions)) as pool:
            rows = list(_progress(pool.map(compute, range(len(points))), len(points)))
    finally:
        for session in sessions:
            session.close()
    return pandas.DataFrame(rows)


def _progress(rows: Any, count: int) -> Any:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return rows
    return tqdm(rows, total=count, leave=False)


def _paths(owner: Any, name: str, above: str = "") -> Iterator[str]:
    """Key paths in a case that end with a name."""
    entries = (
        owner.items() if isinstance(owner, dict) else enumerate(owner) if isinstance(owner, list) else ()
    )
    for key, value in entries:
        if key == name:
            yield f"{above}{key}"
        yield from _paths(value, name, f"{above}{key}.")


def _setting(magnet: Magnet, point: Mapping[str, Any]) -> Magnet:
    changes: dict[str, Any] = {}
    for key, value in point.items():
        places = [] if "." in key else list(_paths(magnet.document, key))
        changes |= dict.fromkeys(places or [key], value)
    return magnet.setting(changes)
