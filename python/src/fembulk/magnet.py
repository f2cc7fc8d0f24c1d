"""A magnet: bulks and sources, what happens to them, probes."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._errors import CaseError, Finding, wrong
from ._session import Session, shared
from ._units import length, si_text
from .bodies import Bulk
from .materials import Card, Material, Number, material
from .protocol import Protocol
from .sources import Loop, PermanentMagnet, Solenoid, Source

if TYPE_CHECKING:
    from .run import Run


@dataclass(frozen=True)
class Magnet(Protocol):
    """Bulks and what happens to them. Each method gives a new magnet with one stage or probe more.

    Parameters
    ----------
    bodies : iterable of Bulk, Solenoid, Loop and PermanentMagnet
        At least one bulk; they must not overlap. Each has a name of its own.
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
        bodies: Iterable[Bulk | Source] | Bulk = (),
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
        given: list[Bulk | Source] = [bodies] if isinstance(bodies, Bulk) else list(bodies)
        bulks, materials, tables = _described([body for body in given if isinstance(body, Bulk)])
        described: dict[str, Any] = {"name": name, "bulks": bulks, "materials": materials}
        if sources := _sources(given):
            described["sources"] = sources
        object.__setattr__(self, "document", {**described, "protocol": []})
        object.__setattr__(self, "files", tables)

    def _with(self, **changes: Any) -> Magnet:
        document = copy.deepcopy(self.document)
        document.update(changes)
        return Magnet(document=document, files=self.files, folder=self.folder, changes=self.changes)

    def probe(self, name: str, r: Number, z: Number) -> Magnet:
        """Report the field at (r, z) [m]; without probes the program has a few of its own.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().probe("top", 0, "7.5 mm").document["probes"]
        {'top': {'r': '0.0 m', 'z': '0.0075 m'}}
        """
        at = f"probes.{name}"
        place = {"r": si_text(r, "length", f"{at}.r"), "z": si_text(z, "length", f"{at}.z")}
        return self._with(probes={**self.document.get("probes", {}), name: place})

    def rows(self, every: Number | None = None, *, at: Iterable[Number] = ()) -> Magnet:
        """Hold rows of the history to the accuracy asked for: `every` so many seconds, and `at` times [s].

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().rows("10 min", at=["5 ms", 1]).document["output"]
        {'every': '600.0 s', 'at': ['0.005 s', '1.0 s']}
        """
        keys: dict[str, Any] = {} if every is None else {"every": si_text(every, "time", "output.every")}
        if times := [si_text(time, "time", f"output.at[{index}]") for index, time in enumerate(at)]:
            keys["at"] = times
        return self._with(output={**self.document.get("output", {}), **keys})

    def run(
        self,
        accuracy: Number | None = None,
        *,
        timeout: float | None = None,
        progress: Callable[[dict[str, Any]], None] | None = None,
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
            magnet = self._with(accuracy=si_text(accuracy, "ratio", "accuracy"))
        try:
            case = magnet._case | {"progress": progress is not None}
            return Run(used, "solve", case, used.call("solve", case, timeout, progress))
        except CaseError as error:
            raise magnet._told(error) from None

    def _told(self, error: CaseError) -> CaseError:
        """Give the error with the key of a table for what is wrong in that."""
        findings = [
            Finding(f"materials.{name.removesuffix('-jc.csv')}.jc", finding.message)
            if not finding.path and (name := finding.message.partition(":")[0]) in self.files
            else Finding(finding.path, finding.message)
            for finding in error.findings
        ]
        return CaseError.of(findings)

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
        try:
            checked: dict[str, Any] = shared().call("case/check", self._case)
        except CaseError as error:
            raise self._told(error) from None
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
    half = 0.5 * length(gap, "gap")
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
        raise wrong("", f"{place}: {error.strerror}; name a case file that is there") from None
    folder = os.path.dirname(os.path.abspath(place))
    try:
        checked = shared().call("case/check", {"case": case, "files": {}, "folder": folder})
    except CaseError as error:
        raise CaseError.of(error.findings, place) from None
    return Magnet(document=json.loads(checked["json"]), folder=folder)


def _described(bodies: list[Bulk]) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, str]]:
    """Give the bulks, materials and tables of a case: equal materials stand once."""
    bulks: list[dict[str, Any]] = []
    materials: dict[str, Any] = {}
    tables: dict[str, str] = {}
    known: list[tuple[Material | Card, str]] = []
    for body in bodies:
        made_of = material(body.material) if isinstance(body.material, str) else body.material
        if not isinstance(made_of, Material | Card):
            raise wrong(
                f"bulks.{body.name}.material",
                f"{made_of!r} is no material; give a Material, material(...) or the name of a card",
            )
        name = next((name for other, name in known if other == made_of), None)
        if name is None:
            name = body.name
            known.append((made_of, name))
            keys = made_of.document
            for file, contents in made_of.files.items():
                own = f"{name}-{file}"
                tables[own] = contents
                keys = keys | {"jc": {**keys["jc"], "file": own}}
            materials[name] = keys
        bulks.append({**body.document, "material": name})
    return bulks, materials, tables


def _sources(bodies: list[Bulk | Source]) -> dict[str, Any]:
    sources: dict[str, Any] = {}
    for index, body in enumerate(bodies):
        if isinstance(body, Bulk):
            continue
        if not isinstance(body, Solenoid | Loop | PermanentMagnet):
            known = "Bulk, Disc, Ring, Solenoid, Loop and PermanentMagnet"
            raise wrong(f"bodies[{index}]", f"{body!r} is no body; a magnet is made of {known}")
        if body.name in sources:
            taken = f"the name {body.name} is taken by another source; give each its own"
            raise wrong(f"sources.{body.name}", taken)
        sources[body.name] = body.document
    return sources
