"""What bulks are made of: critical current density, exponent, temperature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

from ._errors import wrong
from ._units import floats, si_text, text, to_si

Number = float | str


@dataclass(frozen=True)
class Jc:
    """A critical current density Jc(B, T).

    Made by one of the class methods; `keys` is what stands behind `jc` in a case file, `files` are tables.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Jc.kim("500 A/mm^2", "1.5 T").keys["jc0"]
    '500000000.0 A/m^2'
    """

    keys: Mapping[str, Any]
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def constant(cls, jc0: Number) -> Jc:
        """Jc = jc0 [A/m²], Bean's law.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.Jc.constant(1e8).keys["law"]
        'constant'
        """
        return cls({"law": "constant", "jc0": _density(jc0)})

    @classmethod
    def kim(cls, jc0: Number, b0: Number, exponent: float = 1.0) -> Jc:
        """Jc = jc0 / (1 + B/b0)^exponent, with jc0 [A/m²] and b0 [T].

        Examples
        --------
        >>> import fembulk
        >>> fembulk.Jc.kim(5e8, 1.5).keys["b0"]
        '1.5 T'
        """
        keys: dict[str, Any] = {
            "law": "kim",
            "jc0": _density(jc0),
            "b0": si_text(b0, "field", "jc.b0"),
        }
        if exponent != 1:
            keys["exponent"] = exponent
        return cls(keys)

    @classmethod
    def exponential(cls, jc0: Number, b0: Number) -> Jc:
        """Jc = jc0 exp(-B/b0), with jc0 [A/m²] and b0 [T].

        Examples
        --------
        >>> import fembulk
        >>> fembulk.Jc.exponential(5e8, "800 mT").keys["b0"]
        '0.8 T'
        """
        return cls({"law": "exponential", "jc0": _density(jc0), "b0": si_text(b0, "field", "jc.b0")})

    @classmethod
    def from_csv(cls, path: str, units: Mapping[str, str] | None = None) -> Jc:
        r"""Read a table as other programs write it: B, Jc and, for several temperatures, T, with their units.

        Parameters
        ----------
        path : str
            Of the table.
        units : mapping, optional
            Units of columns whose heads have none, as in ``{"B": "mT"}``.

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "jc.csv")
        ...     _ = path.write_text("B (mT);Jc (kA/cm2)\n0;50\n1000;30\n4000;10\n")
        ...     fembulk.Jc.from_csv(str(path)).keys["law"]
        'table'
        """
        try:
            with open(path, "rb") as file:
                table = _decoded(file.read())
        except OSError as error:
            raise wrong("jc.file", f"{path}: {error.strerror}; name a table that is there") from None
        keys: dict[str, Any] = {"law": "table", "file": "jc.csv"}
        if units:
            keys["units"] = dict(units)
        return cls(keys, {"jc.csv": table})

    @classmethod
    def from_array(
        cls,
        B: npt.ArrayLike,
        Jc: npt.ArrayLike,
        T: npt.ArrayLike | None = None,  # noqa: N803
    ) -> Jc:
        """Take a table from arrays.

        Parameters
        ----------
        B : array_like, shape (n,)
            [T], ascending.
        Jc : array_like, shape (n,) or, with `T`, (m, n)
            [A/m²]
        T : array_like, shape (m,), optional
            [K]

        Examples
        --------
        >>> import fembulk
        >>> fembulk.Jc.from_array([0, 1, 4], [5e8, 3e8, 1e8]).files["jc.csv"].splitlines()[0]
        'B[T],Jc[A/m^2]'
        """
        b, j = floats(B, "jc.B"), floats(Jc, "jc.Jc")
        if T is None:
            if b.ndim != 1 or b.shape != j.shape:
                raise wrong("jc", f"B has the shape {b.shape}, Jc {j.shape}; give two arrays of one length")
            rows = ["B[T],Jc[A/m^2]", *(f"{x!r},{y!r}" for x, y in zip(b.tolist(), j.tolist(), strict=True))]
        else:
            t = floats(T, "jc.T")
            if b.ndim != 1 or t.ndim != 1 or j.shape != (t.size, b.size):
                raise wrong(
                    "jc",
                    f"Jc has the shape {j.shape}; with {t.size} T and {b.size} B it is {(t.size, b.size)}",
                )
            rows = ["B[T],T[K],Jc[A/m^2]"]
            for temperature, densities in zip(t.tolist(), j.tolist(), strict=True):
                rows += [f"{x!r},{temperature!r},{y!r}" for x, y in zip(b.tolist(), densities, strict=True)]
        return cls({"law": "table", "file": "jc.csv"}, {"jc.csv": "\n".join(rows) + "\n"})


@dataclass(frozen=True)
class Material:
    """A superconductor with E = e0 (J/Jc)^n.

    Parameters
    ----------
    jc : Jc
        Critical current density.
    n : float
        Exponent of the power law.
    e0 : float or str
        Criterion of Jc [V/m].
    tc, exponent : float or str, optional
        Jc falls with temperature as (1 - (T/tc)²)^exponent, tc in K.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Material(fembulk.Jc.kim(5e8, 1.5), n=21).document["n"]
    21
    """

    jc: Jc
    n: float = 21
    e0: Number = 1e-4
    tc: Number | None = None
    exponent: float = 2.0

    @property
    def document(self) -> dict[str, Any]:
        """What stands in a case file."""
        if not isinstance(self.jc, Jc):
            ways = "Jc.constant, kim, exponential, from_csv or from_array"
            raise wrong("jc", f"{self.jc!r} is no critical current density; make it by {ways}")
        keys: dict[str, Any] = {"jc": dict(self.jc.keys), "n": self.n}
        keys["e0"] = text(to_si(self.e0, "electric field", "e0"), "electric field")
        if self.tc is not None:
            tc = text(to_si(self.tc, "temperature", "tc"), "temperature")
            keys["temperature"] = {"tc": tc, "exponent": self.exponent}
        return keys

    @property
    def files(self) -> Mapping[str, str]:
        """Texts of tables by their names."""
        return self.jc.files


@dataclass(frozen=True)
class Card:
    """A material as a case file has it: a card of the program with changes, or what was read from a file.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.material("ba122-data-driven", n=50).document
    {'card': 'ba122-data-driven', 'n': 50}
    """

    document: dict[str, Any]
    files: Mapping[str, str] = field(default_factory=dict)


def material(card: str, **changes: Any) -> Card:
    """Give a material card of the program, possibly with keys changed; ``fem-bulk materials`` lists them.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.material("ba122-data-driven").document["card"]
    'ba122-data-driven'
    """
    return Card({"card": card, **changes})


def _density(value: Number) -> str:
    return si_text(value, "current density", "jc.jc0")


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
