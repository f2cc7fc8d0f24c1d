"""Many runs: sweeps over keys of a case."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from ._errors import CaseError, FembulkError, Finding
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
        means every place that has it. Numbers are in the unit of the value that they replace in the case.
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
    >>> rows = fembulk.sweep(magnet, {"jc0": ["4e8 A/m^2", "5e8 A/m^2"]}, accuracy=1e-2)
    >>> bool(rows.centre_Bz[1] > rows.centre_Bz[0] and (rows.centre_error > 0).all())
    True
    """
    import pandas

    points = [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())]
    magnets = [_set(magnet, point) for point in points]
    sessions = [Session() for _ in range(min(jobs, max(1, len(points))))]

    def compute(index: int) -> dict[str, Any]:
        try:
            # Points that are neighbours share a process, and so its meshes.
            session = sessions[index * len(sessions) // len(points)]
            last = magnets[index].run(accuracy, shares_meshes=True, session=session).stages[-1]
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


def _set(magnet: Magnet, point: Mapping[str, Any]) -> Magnet:
    document = copy.deepcopy(magnet.document)
    for key, value in point.items():
        places = _places(document, key)
        if not places:
            message = f"{key}: the case has no such key; write a path as in materials.disc.jc.jc0"
            raise CaseError(message, [Finding(key, message)])
        for owner, name in places:
            owner[name] = _like(value, owner[name])
    return Magnet(document=document, files=magnet.files, folder=magnet.folder)


def _places(document: Any, key: str) -> list[tuple[Any, Any]]:
    steps = key.split(".")
    if len(steps) == 1:
        return list(_named(document, key))
    places: list[tuple[Any, Any]] = [({"": document}, "")]
    for step in steps:
        places = [(owner[name], inner) for owner, name in places for inner in _inner(owner[name], step)]
    return places


def _inner(owner: Any, step: str) -> list[Any]:
    if isinstance(owner, dict):
        return list(owner) if step == "*" else [step] if step in owner else []
    if isinstance(owner, list):
        if step == "*":
            return list(range(len(owner)))
        if step.isdigit():
            return [int(step)] if int(step) < len(owner) else []
        return [i for i, entry in enumerate(owner) if isinstance(entry, dict) and entry.get("name") == step]
    return []


def _named(owner: Any, name: str) -> Any:
    if isinstance(owner, dict):
        if name in owner:
            yield owner, name
        for value in owner.values():
            yield from _named(value, name)
    elif isinstance(owner, list):
        for value in owner:
            yield from _named(value, name)


def _like(value: Any, present: Any) -> Any:
    """Give a number the unit of the value that it replaces."""
    if isinstance(value, str) or not isinstance(present, str):
        return value
    number, _, unit = present.partition(" ")
    try:
        float(number)
    except ValueError:
        return value
    return f"{float(value)!r} {unit}" if unit else value
