"""A magnet and what happens to it: bodies, stages, probes."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._errors import CaseError, Finding
from ._session import Session, shared
from ._units import text, to_si
from .materials import Card, Jc, Material, Number, material

if TYPE_CHECKING:
    from .run import Run


@dataclass(frozen=True)
class Bulk:
    """A bulk by the corners of its section: a disc, or a ring where `inner_radius` is above 0.

    Parameters
    ----------
    outer_radius, z_min, z_max, inner_radius : float or str
        [m]
    material : Material or Card
        What it is made of.
    name : str
        Letters, digits, - and _.

    Examples
    --------
    >>> import fembulk
    >>> kim = fembulk.Material(fembulk.Jc.kim(5e8, 1.5))
    >>> fembulk.Bulk("15 mm", z_min=0, z_max="6 mm", material=kim).document["outer_radius"]
    '0.015 m'
    """

    outer_radius: Number
    z_min: Number
    z_max: Number
    inner_radius: Number = 0.0
    material: Material | Card = field(default_factory=lambda: material("ba122-data-driven"))
    name: str = "bulk"

    @property
    def document(self) -> dict[str, str]:
        """What stands in a case file, but for the material."""
        lengths = {
            "inner_radius": self.inner_radius,
            "outer_radius": self.outer_radius,
            "z_min": self.z_min,
            "z_max": self.z_max,
        }
        return {"name": self.name} | {
            key: text(_length(value, f"{self.name}.{key}"), "length") for key, value in lengths.items()
        }


def Ring(  # noqa: N802
    inner_radius: Number,
    outer_radius: Number,
    height: Number,
    z: Number = 0.0,
    *,
    material: Material | Card | None = None,
    name: str = "ring",
) -> Bulk:
    """Give a ring whose middle is at `z`; lengths in metres or with unit.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Ring(5e-3, 15e-3, 6e-3).z_max
    0.003
    """
    half, middle = 0.5 * _length(height, "height"), _length(z, "z")
    made_of = {} if material is None else {"material": material}
    return Bulk(outer_radius, middle - half, middle + half, inner_radius, name=name, **made_of)


def Disc(  # noqa: N802
    radius: Number,
    height: Number,
    z: Number = 0.0,
    *,
    material: Material | Card | None = None,
    name: str = "disc",
) -> Bulk:
    """Give a disc whose middle is at `z`; lengths in metres or with unit.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Disc(radius="15 mm", height="6 mm").z_min
    -0.003
    """
    return Ring(0.0, radius, height, z, material=material, name=name)


@dataclass(frozen=True)
class Magnet:
    """Bulks and what happens to them. Each method gives a new magnet with one stage or probe more.

    Parameters
    ----------
    bodies : iterable of Bulk
        At least one; they must not overlap.
    name : str
        Of the case.

    Examples
    --------
    >>> import fembulk
    >>> kim = fembulk.Material(fembulk.Jc.kim(5e8, 1.5), n=21)
    >>> disc = fembulk.Disc(radius=15e-3, height=6e-3, material=kim)
    >>> run = fembulk.Magnet([disc]).field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> print(f"{run.stages[-1].probes['centre'].Bz:.1f} T")
    2.0 T
    """

    document: dict[str, Any]
    """The case as a case file has it, values as text with units."""
    files: Mapping[str, str]
    """Texts of the tables and meshes that it refers to, by their names in it."""
    folder: str | None = field(compare=False)
    """Where files that `files` does not have are looked for."""
    changes: Mapping[str, Number]
    """Values of keys that are set beside the case."""

    def __init__(
        self,
        bodies: Iterable[Bulk] = (),
        name: str = "magnet",
        *,
        document: dict[str, Any] | None = None,
        files: Mapping[str, str] | None = None,
        folder: str | None = None,
        changes: Mapping[str, Number] | None = None,
    ) -> None:
        object.__setattr__(self, "folder", folder)
        object.__setattr__(self, "changes", dict(changes or {}))
        if document is not None:
            object.__setattr__(self, "document", document)
            object.__setattr__(self, "files", dict(files or {}))
            return
        bulks, materials, tables = _described(list(bodies))
        object.__setattr__(
            self, "document", {"name": name, "bulks": bulks, "materials": materials, "protocol": []}
        )
        object.__setattr__(self, "files", tables)

    def _with(self, **changes: Any) -> Magnet:
        document = copy.deepcopy(self.document)
        document.update(changes)
        return Magnet(document=document, files=self.files, folder=self.folder, changes=self.changes)

    def _then(self, stage: str, keys: dict[str, Any]) -> Magnet:
        return self._with(protocol=[*self.document.get("protocol", []), {stage: keys}])

    def field_cool(self, field: Number, temperature: Number) -> Magnet:
        """Begin: cooled in `field` [T] to `temperature` [K]; a field of 0 is zero-field cooling.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool("7 T", "5 K").document["protocol"]
        [{'cool': {'field': '7.0 T', 'temperature': '5.0 K'}}]
        """
        return self._then(
            "cool",
            {
                "field": text(to_si(field, "field", "field"), "field"),
                "temperature": text(to_si(temperature, "temperature", "temperature"), "temperature"),
            },
        )

    def ramp(self, field: Number, *, rate: Number | None = None, duration: Number | None = None) -> Magnet:
        """Change the applied field linearly to `field` [T], at `rate` [T/s] or within `duration` [s].

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool(7, 5).ramp(0, duration="1 h").document["protocol"][1]
        {'ramp': {'field': '0.0 T', 'duration': '3600.0 s'}}
        """
        return self._then(
            "ramp",
            {"field": text(to_si(field, "field", "field"), "field"), **_pace(rate, duration, "field rate")},
        )

    def hold(self, duration: Number) -> Magnet:
        """Wait for `duration` [s] with nothing changed.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool(7, 5).hold("1 h").document["protocol"][1]
        {'hold': {'duration': '3600.0 s'}}
        """
        return self._then("hold", {"duration": text(to_si(duration, "time", "duration"), "time")})

    def warm(
        self, temperature: Number, *, rate: Number | None = None, duration: Number | None = None
    ) -> Magnet:
        """Warm or cool to `temperature` [K], at `rate` [K/s] or within `duration` [s].

        Examples
        --------
        >>> import fembulk
        >>> magnet = fembulk.pair().field_cool(7, 5).warm(30, rate="0.5 K/min")
        >>> magnet.document["protocol"][1]["temperature"]["to"]
        '30.0 K'
        """
        to = text(to_si(temperature, "temperature", "temperature"), "temperature")
        return self._then("temperature", {"to": to, **_pace(rate, duration, "temperature rate")})

    def probe(self, name: str, r: Number, z: Number) -> Magnet:
        """Report the field at (r, z) [m]; without probes the program has a few of its own.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().probe("top", 0, "7.5 mm").document["probes"]
        {'top': {'r': '0.0 m', 'z': '0.0075 m'}}
        """
        place = {"r": text(_length(r, f"{name}.r"), "length"), "z": text(_length(z, f"{name}.z"), "length")}
        return self._with(probes={**self.document.get("probes", {}), name: place})

    def rows(self, every: Number) -> Magnet:
        """Hold rows of the history every so many seconds to the accuracy asked for.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().rows("10 min").document["output"]
        {'every': '600.0 s'}
        """
        return self._with(
            output={**self.document.get("output", {}), "every": text(to_si(every, "time", "every"), "time")}
        )

    def run(
        self,
        accuracy: Number | None = None,
        *,
        timeout: float | None = None,
        progress: Callable[[dict[str, Any]], None] | None = None,
        shares_meshes: bool = False,
        session: Session | None = None,
    ) -> Run:
        """Compute.

        Parameters
        ----------
        accuracy : float or str, optional
            Of probes and moment, as a ratio; 0.3 % where neither this nor the case says it.
        timeout : float, optional
            [s] after which the computation is cancelled.
        progress : callable, optional
            Told ``{"fraction": .., "time_s": .., "step": ..}`` now and then.
        shares_meshes : bool
            Begin on meshes that serve all cases of these shapes: faster for many.

        Raises
        ------
        CaseError
            With the key path and the remedy of each finding.
        ComputationError, Cancelled, ProgramEnded

        Examples
        --------
        >>> import fembulk
        >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
        >>> print(f"{run.stages[-1].probes['centre'].Bz:.2f} T")
        2.83 T
        """
        from .run import Run

        used = session or shared()
        magnet = self
        if accuracy is not None:
            magnet = self._with(accuracy=text(to_si(accuracy, "ratio", "accuracy"), "ratio"))
        solved = used.call(
            "solve",
            magnet._case | {"progress": progress is not None, "sharesMeshes": shares_meshes},
            timeout,
            progress,
        )
        return Run(used, solved)

    @property
    def _case(self) -> dict[str, Any]:
        case = {"case": json.dumps(self.document), "files": dict(self.files), "folder": self.folder}
        return case | {"set": dict(self.changes)}

    def setting(self, changes: Mapping[str, Number]) -> Magnet:
        """Set values by their key paths, as ``--set`` of the command line does.

        Parameters
        ----------
        changes : mapping
            Numbers in SI units, or strings as they would stand in a case file.

        Examples
        --------
        >>> import fembulk
        >>> magnet = fembulk.pair().field_cool(7, 5).ramp(0, rate="4.8 T/h").setting({"materials.*.n": 21})
        >>> magnet.complete().document["materials"]["Bulk1"]["n"]
        '21'
        """
        return Magnet(
            document=self.document, files=self.files, folder=self.folder, changes={**self.changes, **changes}
        )

    def check(self) -> dict[str, Any]:
        """Check without computing: the complete case, remarks, how many cells and seconds it may take.

        Examples
        --------
        >>> import fembulk
        >>> sorted(fembulk.pair().field_cool(7, 5).ramp(0, rate="4.8 T/h").check())
        ['cells', 'json', 'readings', 'remarks', 'seconds', 'text']
        """
        checked: dict[str, Any] = shared().call("case/check", self._case)
        return checked

    def to_yaml(self) -> str:
        """Write as a case file of the program, complete and in SI units.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool(7, 5).ramp(0, rate="4.8 T/h").to_yaml().splitlines()[0]
        'name: pair'
        """
        return str(self.check()["text"])

    def complete(self) -> Magnet:
        """Give the same magnet with every default filled in and every number in its SI unit.

        Examples
        --------
        >>> import fembulk
        >>> magnet = fembulk.pair().field_cool("7 T", 5).ramp(0, rate="4.8 T/h").complete()
        >>> magnet == magnet.complete()
        True
        """
        return Magnet(document=json.loads(self.check()["json"]), files={}, folder=None)


def pair(gap: Number = 1e-3) -> Magnet:
    """Give the built-in pair of Ba122 bulks, `gap` [m] apart, without a protocol.

    Examples
    --------
    >>> import fembulk
    >>> len(fembulk.pair().document["bulks"])
    2
    """
    half = 0.5 * _length(gap, "gap")
    bulks = [
        Bulk(15e-3, half, half + 6e-3, material=material("ba122-data-driven"), name="Bulk1"),
        Bulk(15e-3, -half - 6e-3, -half, material=material("ba122-researcher-driven"), name="Bulk2"),
    ]
    return Magnet(bulks, name="pair")


def load(path: str | os.PathLike[str]) -> Magnet:
    """Read a case file of the program.

    Raises
    ------
    CaseError
        With key path, line and remedy of each finding.

    Examples
    --------
    >>> import fembulk, pathlib, tempfile
    >>> magnet = fembulk.pair().field_cool(7, 5).ramp(0, rate="4.8 T/h")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "case.yaml")
    ...     _ = path.write_text(magnet.to_yaml())
    ...     fembulk.load(path) == magnet.complete()
    True
    """
    place = os.fspath(path)
    try:
        with open(place, encoding="utf-8-sig") as file:
            case = file.read()
    except OSError as error:
        raise CaseError(f"{place}: {error.strerror}", [Finding("", f"{place}: {error.strerror}")]) from None
    folder = os.path.dirname(os.path.abspath(place))
    checked = shared().call("case/check", {"case": case, "files": {}, "folder": folder})
    return Magnet(document=json.loads(checked["json"]), folder=folder)


def _described(bodies: list[Bulk]) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, str]]:
    """Give the bulks, materials and tables of a case: equal materials stand once."""
    bulks: list[dict[str, Any]] = []
    materials: dict[str, Any] = {}
    tables: dict[str, str] = {}
    known: list[tuple[Material | Card, str]] = []
    for body in bodies:
        name = next((name for other, name in known if other == body.material), None)
        if name is None:
            name = body.name
            known.append((body.material, name))
            keys = body.material.document
            for file, contents in body.material.files.items():
                own = f"{name}-{file}"
                tables[own] = contents
                keys = keys | {"jc": {**keys["jc"], "file": own}}
            materials[name] = keys
        bulks.append({**body.document, "material": name})
    return bulks, materials, tables


def _length(value: Number, name: str) -> float:
    return to_si(value, "length", name)


def _pace(rate: Number | None, duration: Number | None, dimension: str) -> dict[str, str]:
    if (rate is None) == (duration is None):
        raise CaseError("a stage has either rate= or duration=; give one of them")
    if rate is not None:
        return {"rate": text(to_si(rate, dimension, "rate"), dimension)}
    return {"duration": text(to_si(duration, "time", "duration"), "time")}


__all__ = ["Bulk", "Disc", "Jc", "Magnet", "Ring", "load", "pair"]
