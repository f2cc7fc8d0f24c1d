"""What happens to a magnet: the stages of its protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy.typing as npt

from ._errors import wrong
from ._units import floats, si_text, text, to_si
from .materials import Number
from .sources import Source, name_of

P = TypeVar("P", bound="Protocol")


class Protocol:
    """Methods that give the same magnet with one stage more.

    Where a stage has a `source`, that is one of the magnet's or its name; without it the uniform field is
    meant.

    Examples
    --------
    >>> import fembulk
    >>> isinstance(fembulk.pair(), fembulk.Protocol)
    True
    """

    document: dict[str, Any]

    def _with(self: P, **changes: Any) -> P:
        raise NotImplementedError

    def _then(self: P, stage: str, keys: Mapping[str, Any], source: Source | str | None = None) -> P:
        named = {} if source is None else {"source": name_of(source)}
        return self._with(protocol=[*self.document.get("protocol", []), {stage: {**keys, **named}}])

    def _at(self, stage: str) -> str:
        """Key path of a stage that comes next."""
        return f"protocol[{len(self.document.get('protocol', []))}].{stage}"

    def field_cool(
        self: P, field: Number | Mapping[str, Number], temperature: Number | Mapping[str, Number]
    ) -> P:
        """Begin: cooled in `field` [T] to `temperature` [K]; a field of 0 is zero-field cooling.

        Parameters
        ----------
        field : float, str or mapping
            The uniform field, or a field for each source by its name, ``"uniform"`` among them.
        temperature : float, str or mapping
            Of the magnet, or of each bulk by its name.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool("7 T", "5 K").document["protocol"]
        [{'cool': {'field': '7.0 T', 'temperature': '5.0 K'}}]
        >>> coil = fembulk.Solenoid("40 mm", "60 mm", "80 mm", name="main")
        >>> magnet = fembulk.Magnet([fembulk.Disc("15 mm", "6 mm"), coil])
        >>> magnet.field_cool({"main": "5 T"}, "5 K").document["protocol"][0]["cool"]["field"]
        {'main': '5.0 T'}
        """
        at = self._at("cool")
        keys = {
            "field": _each(field, "field", f"{at}.field"),
            "temperature": _each(temperature, "temperature", f"{at}.temperature"),
        }
        return self._then("cool", keys)

    def ramp(
        self: P,
        field: Number,
        *,
        rate: Number | None = None,
        duration: Number | None = None,
        source: Source | str | None = None,
        time_constant: Number | None = None,
    ) -> P:
        """Change a field linearly to `field` [T], at `rate` [T/s] or within `duration` [s].

        With a `time_constant` [s] it goes there exponentially, for `duration`.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool(7, 5).ramp(0, duration="1 h").document["protocol"][1]
        {'ramp': {'field': '0.0 T', 'duration': '3600.0 s'}}
        >>> fembulk.pair().field_cool(7, 5).ramp(0, duration=60, source="main").document["protocol"][1]
        {'ramp': {'field': '0.0 T', 'duration': '60.0 s', 'source': 'main'}}
        """
        at = self._at("ramp")
        keys = {"field": si_text(field, "field", f"{at}.field")}
        if time_constant is not None:
            keys["time_constant"] = si_text(time_constant, "time", f"{at}.time_constant")
        return self._then("ramp", keys | _pace(at, rate, duration, "field rate"), source)

    def hold(self: P, duration: Number) -> P:
        """Wait for `duration` [s] with nothing changed.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool(7, 5).hold("1 h").document["protocol"][1]
        {'hold': {'duration': '3600.0 s'}}
        """
        return self._then("hold", {"duration": si_text(duration, "time", f"{self._at('hold')}.duration")})

    def warm(
        self: P,
        temperature: Number | Mapping[str, Number],
        *,
        rate: Number | None = None,
        duration: Number | None = None,
    ) -> P:
        """Warm or cool to `temperature` [K], at `rate` [K/s] or within `duration` [s].

        Examples
        --------
        >>> import fembulk
        >>> magnet = fembulk.pair().field_cool(7, 5).warm(30, rate="0.5 K/min")
        >>> magnet.document["protocol"][1]["temperature"]["to"]
        '30.0 K'
        """
        at = self._at("temperature")
        to = _each(temperature, "temperature", f"{at}.to")
        return self._then("temperature", {"to": to, **_pace(at, rate, duration, "temperature rate")})

    def move(
        self: P,
        source: Source | str,
        *,
        distance: Number | None = None,
        gap: Number | None = None,
        z: Number | None = None,
        speed: Number | None = None,
        duration: Number | None = None,
    ) -> P:
        """Move a source along the axis, at `speed` [m/s] or within `duration` [s].

        Parameters
        ----------
        source : Solenoid, Loop, PermanentMagnet or str
            One of the magnet's, or its name.
        distance : float or str
            [m], negative is down.
        gap : float or str
            Instead: until it is so far [m] from the nearest face of the bulks.
        z : float or str
            Instead: until its lower face, or the plane of a loop, is there [m].

        Examples
        --------
        >>> import fembulk
        >>> pm = fembulk.PermanentMagnet("12.5 mm", "15 mm", z="300 mm", remanence="1.3 T", name="pm")
        >>> magnet = fembulk.Magnet([fembulk.Disc("15 mm", "6 mm"), pm]).field_cool(0, 5)
        >>> magnet = magnet.move(pm, gap="7 mm", speed="1 mm/s").move(pm, z="20 mm", duration=1)
        >>> magnet.document["protocol"][1]["move"]
        {'source': 'pm', 'gap': '0.007 m', 'speed': '0.001 m/s'}
        >>> magnet.document["protocol"][2]["move"]["z"]
        '0.02 m'
        """
        at = self._at("move")
        given = {"distance": distance, "gap": gap, "z": z}
        ways = {key: value for key, value in given.items() if value is not None}
        if len(ways) != 1:
            raise wrong(at, "it has one of distance=, gap= and z=; give one of them")
        ((key, value),) = ways.items()
        keys = {"source": name_of(source), key: si_text(value, "length", f"{at}.{key}")}
        return self._then("move", keys | _pace(at, speed, duration, "speed", "speed"))

    def pulse(
        self: P, peak: Number, rise_time: Number, duration: Number, *, source: Source | str | None = None
    ) -> P:
        """Add the pulse ``peak (t/rise_time) exp(1 - t/rise_time)`` to a field: `peak` [T], times [s].

        Examples
        --------
        >>> import fembulk
        >>> magnet = fembulk.pair().field_cool(0, 20).pulse("4 T", "10 ms", "1 s")
        >>> magnet.document["protocol"][1]
        {'pulse': {'peak': '4.0 T', 'rise_time': '0.01 s', 'duration': '1.0 s'}}
        """
        at = self._at("pulse")
        keys = {
            "peak": si_text(peak, "field", f"{at}.peak"),
            "rise_time": si_text(rise_time, "time", f"{at}.rise_time"),
            "duration": si_text(duration, "time", f"{at}.duration"),
        }
        return self._then("pulse", keys, source)

    def sine(
        self: P, amplitude: Number, period: Number, periods: float, *, source: Source | str | None = None
    ) -> P:
        """Add a sine of so many `periods` to a field: `amplitude` [T], `period` [s].

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool(0, 20).sine("0.1 T", "20 ms", 5).document["protocol"][1]
        {'sine': {'amplitude': '0.1 T', 'period': '0.02 s', 'periods': 5}}
        """
        at = self._at("sine")
        keys = {
            "amplitude": si_text(amplitude, "field", f"{at}.amplitude"),
            "period": si_text(period, "time", f"{at}.period"),
            "periods": periods,
        }
        return self._then("sine", keys, source)

    def drive(self: P, time: npt.ArrayLike, field: npt.ArrayLike, *, source: Source | str | None = None) -> P:
        """Let a field go from row to row of a table in straight lines.

        Parameters
        ----------
        time, field : array_like, shape (n,)
            [s] since the beginning of the stage, ascending, and [T].

        Examples
        --------
        >>> import fembulk
        >>> magnet = fembulk.pair().field_cool(1, 20).drive([0, 10, 30], [1, 0.2, 0])
        >>> magnet.ramp(0.1, rate=1).complete().document["protocol"][2]["ramp"]["field"]
        '0.1 T'
        """
        at = self._at("drive")
        times, fields = floats(time, f"{at}.time"), floats(field, f"{at}.field")
        if times.ndim != 1 or times.shape != fields.shape:
            shapes = f"time has the shape {times.shape}, field {fields.shape}"
            raise wrong(at, f"{shapes}; give two arrays of one length")
        rows = (f"{t!r},{b!r}\n" for t, b in zip(times.tolist(), fields.tolist(), strict=True))
        return self._then("drive", {"data": "time[s],field[T]\n" + "".join(rows)}, source)


def _each(value: Number | Mapping[str, Number], dimension: str, path: str) -> str | dict[str, str]:
    if isinstance(value, Mapping):
        return {name: si_text(entry, dimension, f"{path}.{name}") for name, entry in value.items()}
    return si_text(value, dimension, path)


def _pace(
    at: str, rate: Number | None, duration: Number | None, dimension: str, name: str = "rate"
) -> dict[str, str]:
    if (rate is None) == (duration is None):
        raise wrong(at, f"it has either {name}= or duration=; give one of them")
    if rate is not None:
        return {name: text(to_si(rate, dimension, f"{at}.{name}"), dimension)}
    return {"duration": text(to_si(duration, "time", f"{at}.duration"), "time")}
