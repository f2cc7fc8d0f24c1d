"""What happens to a magnet: the stages of its protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy.typing as npt

from ._errors import wrong
from ._units import floats, si_text, text, to_si
from .materials import Number
from .sources import Loop, Solenoid, Source, name_of

P = TypeVar("P", bound="Protocol")


class Protocol:
    """Methods that give the same magnet with one stage more.

    Where a stage has a `source`, that is one of the magnet's or its name; without it the uniform field is
    meant. What is said of a field [T] is a current [A] of a source with `turns`.

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

    def _drive(self, source: Source | str | None) -> str:
        """Tell what drives a source: a current where it has turns, else a field."""
        if source is None:
            return "field"
        if isinstance(source, Solenoid | Loop) and source.turns is not None:
            return "current"
        entry = self.document.get("sources", {}).get(name_of(source), {})
        return "current" if entry.get("turns") is not None else "field"

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
            "field": self._fields(field, f"{at}.field"),
            "temperature": _each(temperature, "temperature", f"{at}.temperature"),
        }
        return self._then("cool", keys)

    def _fields(self, field: Number | Mapping[str, Number], path: str) -> str | dict[str, str]:
        if not isinstance(field, Mapping):
            return si_text(field, "field", path)
        return {name: si_text(value, self._drive(name), f"{path}.{name}") for name, value in field.items()}

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

        Of a source with turns `field` is its current [A] and `rate` in [A/s].
        With a `time_constant` [s] it goes there exponentially, for `duration`.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.pair().field_cool(7, 5).ramp(0, duration="1 h").document["protocol"][1]
        {'ramp': {'field': '0.0 T', 'duration': '3600.0 s'}}
        >>> fembulk.pair().field_cool(7, 5).ramp(0, duration=60, source="main").document["protocol"][1]
        {'ramp': {'field': '0.0 T', 'duration': '60.0 s', 'source': 'main'}}
        """
        at, drive = self._at("ramp"), self._drive(source)
        keys = {"field": si_text(field, drive, f"{at}.field")}
        if time_constant is not None:
            keys["time_constant"] = si_text(time_constant, "time", f"{at}.time_constant")
        return self._then("ramp", keys | _pace(at, rate, duration, f"{drive} rate"), source)

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
            "peak": si_text(peak, self._drive(source), f"{at}.peak"),
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
            "amplitude": si_text(amplitude, self._drive(source), f"{at}.amplitude"),
            "period": si_text(period, "time", f"{at}.period"),
            "periods": periods,
        }
        return self._then("sine", keys, source)

    def discharge(
        self: P,
        source: Source | str,
        voltage: Number,
        capacitance: Number,
        inductance: Number,
        resistance: Number,
        duration: Number,
        *,
        crowbar: bool = False,
    ) -> P:
        """Discharge a capacitor through a coil with turns; what the bulks induce in it is left out.

        Parameters
        ----------
        source : Solenoid, Loop or str
            One of the magnet's with `turns`, or its name.
        voltage, capacitance, inductance, resistance, duration : float or str
            [V], [F], [H], [ohm] and [s]
        crowbar : bool
            Whether a diode bridges the capacitor when its voltage comes to zero.

        Examples
        --------
        >>> import fembulk
        >>> disc = fembulk.Disc("15 mm", "10 mm", material=fembulk.Material(fembulk.Jc.kim(5e8, 1.5), n=40))
        >>> coil = fembulk.Solenoid("40 mm", "60 mm", "80 mm", turns=200, name="main")
        >>> magnet = fembulk.Magnet([disc, coil]).field_cool(0, 20)
        >>> magnet = magnet.discharge(coil, "2 kV", "20 mF", "2 mH", "80 mohm", 1, crowbar=True)
        >>> magnet.document["protocol"][1]["discharge"]["capacitance"]
        '0.02 F'
        """
        at = self._at("discharge")
        given = {
            "voltage": voltage,
            "capacitance": capacitance,
            "inductance": inductance,
            "resistance": resistance,
        }
        keys = {name: si_text(value, name, f"{at}.{name}") for name, value in given.items()}
        keys["crowbar"] = "diode" if crowbar else "none"
        keys["duration"] = si_text(duration, "time", f"{at}.duration")
        return self._then("discharge", keys, source)

    def drive(self: P, time: npt.ArrayLike, field: npt.ArrayLike, *, source: Source | str | None = None) -> P:
        """Let a field go from row to row of a table in straight lines.

        Parameters
        ----------
        time, field : array_like, shape (n,)
            [s] since the beginning of the stage, ascending, and [T], of a source with turns [A].

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
        head = "time[s],current[A]\n" if self._drive(source) == "current" else "time[s],field[T]\n"
        return self._then("drive", {"data": head + "".join(rows)}, source)


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
