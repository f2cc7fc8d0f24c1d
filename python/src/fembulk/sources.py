"""Sources of fields besides the uniform one: coils and permanent magnets around the axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._errors import wrong
from ._units import length, si_text, text
from .materials import Number


def _place(r_and_z: tuple[Number, Number], name: str) -> dict[str, str]:
    return {key: si_text(value, "length", f"{name}.{key}") for key, value in zip("rz", r_and_z, strict=True)}


@dataclass(frozen=True)
class Solenoid:
    """A coil with uniform current density, whose middle is at `z`.

    Its field in the protocol is Bz at the reference point; with `turns` it is its current [A].

    Parameters
    ----------
    inner_radius, outer_radius, height, z : float or str
        [m]
    reference : (r, z), optional
        [m]; the middle of its bore by default.
    turns : float, optional
        Windings of a coil that is driven by its current.
    name : str
        By which the protocol names it.

    Examples
    --------
    >>> import fembulk
    >>> disc = fembulk.Disc("15 mm", "10 mm", material=fembulk.Material(fembulk.Jc.kim(5e8, 1.5), n=40))
    >>> coil = fembulk.Solenoid("40 mm", "60 mm", "80 mm", z="10 mm", name="main")
    >>> magnet = fembulk.Magnet([disc, coil]).field_cool({"main": "5 T"}, "5 K")
    >>> run = magnet.ramp("2.5 T", rate="5 T/h", source=coil).run(accuracy=1e-2)
    >>> print(f"{run.force()['main'].value:.0f} N")
    -65 N
    >>> wound = fembulk.Solenoid("40 mm", "60 mm", "80 mm", turns=800, name="main")
    >>> fembulk.Magnet([disc, wound]).field_cool({"main": 300}, 5).document["protocol"]
    [{'cool': {'field': {'main': '300.0 A'}, 'temperature': '5.0 K'}}]
    """

    inner_radius: Number
    outer_radius: Number
    height: Number
    z: Number = 0.0
    reference: tuple[Number, Number] | None = None
    name: str = "solenoid"
    turns: float | None = None

    @property
    def document(self) -> dict[str, Any]:
        """What stands in a case file."""
        at = f"sources.{self.name}"
        keys: dict[str, Any] = {
            "kind": "solenoid",
            "inner_radius": si_text(self.inner_radius, "length", f"{at}.inner_radius"),
            "outer_radius": si_text(self.outer_radius, "length", f"{at}.outer_radius"),
            **_ends(self.z, self.height, at),
        }
        return keys | _reference(self.reference, at) | _turns(self.turns)


@dataclass(frozen=True)
class Loop:
    """A circular filament at the height `z`.

    Its field in the protocol is Bz at the reference point; with `turns` it is its current [A].

    Parameters
    ----------
    radius, z : float or str
        [m]
    reference : (r, z), optional
        [m]; its middle by default.
    turns : float, optional
        Windings of a loop that is driven by its current.
    name : str
        By which the protocol names it.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Loop("50 mm", name="outer").document
    {'kind': 'loop', 'radius': '0.05 m', 'z': '0.0 m'}
    """

    radius: Number
    z: Number = 0.0
    reference: tuple[Number, Number] | None = None
    name: str = "loop"
    turns: float | None = None

    @property
    def document(self) -> dict[str, Any]:
        """What stands in a case file."""
        at = f"sources.{self.name}"
        keys: dict[str, Any] = {
            "kind": "loop",
            "radius": si_text(self.radius, "length", f"{at}.radius"),
            "z": si_text(self.z, "length", f"{at}.z"),
        }
        return keys | _reference(self.reference, at) | _turns(self.turns)


@dataclass(frozen=True)
class PermanentMagnet:
    """A cylinder or ring magnetised along +z, whose middle is at `z` at the start.

    It is transparent to other fields.
    What bulks are cooled in is frozen in: a magnet that is to come near begins far away.

    Parameters
    ----------
    radius, height, z : float or str
        [m]
    remanence : float or str
        [T]
    inner_radius : float or str
        [m]; above 0 for a ring.
    name : str
        By which the protocol names it.

    Examples
    --------
    >>> import fembulk
    >>> disc = fembulk.Disc("15 mm", "10 mm", material=fembulk.Material(fembulk.Jc.kim(5e8, 1.5), n=40))
    >>> pm = fembulk.PermanentMagnet("12.5 mm", "15 mm", z="300 mm", remanence="1.3 T", name="pm")
    >>> magnet = fembulk.Magnet([disc, pm]).field_cool(0, "5 K").move(pm, gap="30 mm", speed="10 mm/s")
    >>> run = magnet.move(pm, gap="5 mm", speed="1 mm/s").probe("top", 0, "5.5 mm").run(accuracy=3e-2)
    >>> print(f"{run.force()['pm'].value:.0f} N")
    40 N
    """

    radius: Number
    height: Number
    z: Number
    remanence: Number
    inner_radius: Number = 0.0
    name: str = "magnet"

    @property
    def document(self) -> dict[str, Any]:
        """What stands in a case file."""
        at = f"sources.{self.name}"
        return {
            "kind": "magnet",
            "inner_radius": si_text(self.inner_radius, "length", f"{at}.inner_radius"),
            "outer_radius": si_text(self.radius, "length", f"{at}.outer_radius"),
            **_ends(self.z, self.height, at),
            "remanence": si_text(self.remanence, "field", f"{at}.remanence"),
        }


Source = Solenoid | Loop | PermanentMagnet


def name_of(source: Source | str) -> str:
    """Give the name by which the protocol has a source."""
    if isinstance(source, str):
        return source
    if not isinstance(source, Solenoid | Loop | PermanentMagnet):
        raise wrong("source", f"{source!r} is no source; give one of the magnet's, or its name")
    return source.name


def _ends(z: Number, height: Number, at: str) -> dict[str, str]:
    middle, half = length(z, f"{at}.z"), 0.5 * length(height, f"{at}.height")
    return {"z_min": text(middle - half, "length"), "z_max": text(middle + half, "length")}


def _reference(reference: tuple[Number, Number] | None, at: str) -> dict[str, Any]:
    return {} if reference is None else {"reference": _place(reference, f"{at}.reference")}


def _turns(turns: float | None) -> dict[str, Any]:
    return {} if turns is None else {"turns": turns}
