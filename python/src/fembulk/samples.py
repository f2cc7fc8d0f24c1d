"""Experiments that are proposed, and samples that were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = float | str


@dataclass(frozen=True)
class Experiment:
    """A proposed experiment.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Experiment(1, {"temperature": 643.0}, {}).parameters["temperature"]
    643.0
    """

    number: int
    parameters: Mapping[str, Value]
    """In the units of the definition; words are strings."""
    expected: Mapping[str, Any]
    """What the model expects of each outcome; empty while there is no model."""


@dataclass(frozen=True)
class Sample:
    """A sample that was made.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Sample(1, {"temperature": 643.0}, {"jc": 1e8}, {}, None, "").outcomes["jc"]
    100000000.0
    """

    number: int
    parameters: Mapping[str, Value]
    outcomes: Mapping[str, float]
    """Empty where nothing could be measured."""
    sigmas: Mapping[str, float]
    experiment: int | None
    """Number of the proposed experiment that it is."""
    note: str


def read_experiment(entry: Mapping[str, Any]) -> Experiment:
    """Take it from an entry of the program's JSON."""
    return Experiment(entry["experiment"], _numbers(entry["parameters"]), entry.get("expected", {}))


def read_samples(document: Mapping[str, Any]) -> list[Sample]:
    """Take those that count from ``fem-bulk design show --json``."""
    return [
        Sample(
            entry["sample"],
            _numbers(entry["parameters"]),
            {name: float(value) for name, value in entry["outcomes"].items()},
            {name: float(value) for name, value in entry["sigmas"].items()},
            entry.get("experiment"),
            entry.get("note", ""),
        )
        for entry in document["samples"]
        if not entry["dropped"]
    ]


def _numbers(parameters: Mapping[str, Any]) -> dict[str, Value]:
    """Words stay strings; JSON writes 20.0 as 20."""
    return {name: value if isinstance(value, str) else float(value) for name, value in parameters.items()}
