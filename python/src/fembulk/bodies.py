"""Bulks: discs and rings."""

from __future__ import annotations

from dataclasses import dataclass, field

from ._units import length, text
from .materials import Card, Material, Number, material


@dataclass(frozen=True)
class Bulk:
    """A bulk by the corners of its section: a disc, or a ring where `inner_radius` is above 0.

    Parameters
    ----------
    outer_radius, z_min, z_max, inner_radius : float or str
        [m]
    material : Material, Card or str
        What it is made of; a name is that of a card of the program.
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
    material: Material | Card | str = field(default_factory=lambda: material("ba122-data-driven"))
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
            key: text(length(value, f"bulks.{self.name}.{key}"), "length") for key, value in lengths.items()
        }


def Ring(  # noqa: N802
    inner_radius: Number,
    outer_radius: Number,
    height: Number,
    z: Number = 0.0,
    *,
    material: Material | Card | str | None = None,
    name: str = "ring",
) -> Bulk:
    """Give a ring whose middle is at `z`; lengths in metres or with unit.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Ring(5e-3, 15e-3, 6e-3).z_max
    0.003
    """
    half, middle = 0.5 * length(height, "height"), length(z, "z")
    made_of = {} if material is None else {"material": material}
    return Bulk(outer_radius, middle - half, middle + half, inner_radius, name=name, **made_of)


def Disc(  # noqa: N802
    radius: Number,
    height: Number,
    z: Number = 0.0,
    *,
    material: Material | Card | str | None = None,
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
