"""Experiments that a model of those made so far proposes."""

from __future__ import annotations

import json
import os
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ._command import ask
from ._errors import wrong
from .magnet import Magnet
from .materials import Jc
from .samples import Experiment, Sample, Value, read_experiment, read_samples

if TYPE_CHECKING:
    import pandas


class Design:
    """Bayesian optimisation of a process or a magnet, in a file that ``fem-bulk design`` shares.

    Parameters
    ----------
    path : path
        Of the file, made by `create` or by the program.

    Examples
    --------
    >>> import fembulk, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "furnace.design")
    ...     parameters = {"temperature": "400:800:1 C", "atmosphere": ["argon", "vacuum"]}
    ...     design = fembulk.Design.create(path, parameters=parameters, maximise="jc [A/m^2]")
    ...     first, second = design.ask(2)
    ...     design.tell(first, {"jc": 1.4e8})
    ...     design.tell({"temperature": 600, "atmosphere": "argon"}, {"jc": 7e8}, sigma={"jc": 2e7})
    ...     design.best[0].outcomes["jc"], [experiment.number for experiment in design.pending]
    (700000000.0, [2])
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.path.abspath(os.fspath(path))
        """Of the file."""
        if not os.path.exists(self.path):
            raise wrong("", f"{self.path}: no such design file; make one by Design.create")

    def __repr__(self) -> str:
        return f"<fembulk.Design {self.path}>"

    @classmethod
    def create(
        cls,
        path: str | os.PathLike[str],
        definition: Mapping[str, Any] | str | os.PathLike[str] | None = None,
        *,
        parameters: Mapping[str, str | Sequence[Value]] | None = None,
        maximise: str | Sequence[str] = (),
        minimise: str | Sequence[str] = (),
        constraints: Sequence[str] = (),
        seed: int | None = None,
        magnet: Magnet | None = None,
    ) -> Design:
        """Make the file of a design, never over another.

        Parameters
        ----------
        path : path
            Of the new file.
        definition : mapping or path, optional
            All of it, with the keys of a definition file; or such a file. Excludes what follows but `magnet`.
        parameters : mapping
            For each name ``"from:to:step unit"``, ``(from, to)``, ``(from, to, step)``, or a list of words.
        maximise, minimise : str or sequence of str
            Outcomes, as ``"jc [A/m^2]"``.
        constraints : sequence of str
            What holds for every suggestion, as ``"temperature + 2 * hold <= 700"``.
        seed : int, optional
            Of all chance.
        magnet : Magnet, optional
            What is simulated in place of a furnace. The definition's parameters then have a ``key`` of the
            case, and its outcomes say what they are.

        Raises
        ------
        CaseError
            With what is wrong and the remedy.
        OutputError

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> magnet = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h")
        >>> definition = {
        ...     "parameters": {"gap": {"from": "1 mm", "to": "10 mm", "step": "0.5 mm", "key": "gap"}},
        ...     "outcomes": {"trapped": {"maximise": "T", "probe": "centre", "stage": "ramp"}},
        ... }
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "pair.design")
        ...     fembulk.Design.create(path, definition, magnet=magnet).run(samples=4).parameters
        {'gap': 1.0}
        """
        own = cls.__new__(cls)
        own.path = os.path.abspath(os.fspath(path))
        arguments = ["design", "init", own.path]
        if definition is None:
            if magnet is not None:
                raise wrong(
                    "magnet", "a magnet needs a definition, whose parameters name keys of its case; give it"
                )
            for name, values in (parameters or {}).items():
                arguments += ["--parameter", f"{name}={_range(name, values)}"]
            for option, names in (
                ("maximise", maximise),
                ("minimise", minimise),
                ("constraint", constraints),
            ):
                for name in [names] if isinstance(names, str) else names:
                    arguments += [f"--{option}", name]
            _ask(arguments + ([] if seed is None else ["--seed", str(seed)]))
        elif not isinstance(definition, Mapping):
            _ask([*arguments, os.path.abspath(os.fspath(definition))])
        else:
            with tempfile.TemporaryDirectory(prefix="fembulk-") as folder:
                _ask([*arguments, _write(folder, definition, magnet, os.path.basename(own.path))])
        return own

    def ask(
        self,
        count: int = 1,
        *,
        acquisition: str | None = None,
        kernel: str | None = None,
        exploration: float | None = None,
    ) -> list[Experiment]:
        """Propose the next experiments, to be made at the same time; they are pending until told or dropped.

        Parameters
        ----------
        count : int
            How many.
        acquisition : {"ei", "ucb", "pi", "thompson"}, optional
        kernel : {"matern52", "matern32", "rbf", "linear"}, optional
        exploration : float, optional
            Standard deviations of ucb. All as defined by default.

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "furnace.design")
        ...     design = fembulk.Design.create(path, parameters={"hold": (2, 120, 0.5)}, maximise="jc")
        ...     [2 <= experiment.parameters["hold"] <= 120 for experiment in design.ask(3)]
        [True, True, True]
        """
        options = {"acquisition": acquisition, "kernel": kernel, "exploration": exploration, "number": count}
        given = [f"--{name}={value}" for name, value in options.items() if value is not None]
        proposed = json.loads(_ask(["design", "suggest", self.path, "--json", *given]))
        return [read_experiment(entry) for entry in proposed["experiments"]]

    def tell(
        self,
        what: Experiment | int | Mapping[str, Value],
        outcomes: Mapping[str, Value] | None = None,
        *,
        sigma: Mapping[str, Value] | None = None,
        parameters: Mapping[str, Value] | None = None,
        note: str | None = None,
        failed: str | None = None,
        jc: Jc | None = None,
    ) -> None:
        """Add a sample that was made.

        Parameters
        ----------
        what : Experiment, int or mapping
            A proposed experiment or its number; or the parameters of one of your own.
        outcomes : mapping
            What was measured. Numbers are in the definition's units; strings have theirs, as in ``"873 K"``.
        sigma : mapping, optional
            Standard deviations of outcomes.
        parameters : mapping, optional
            Where a proposed experiment ended up elsewhere.
        note : str, optional
        failed : str, optional
            Why nothing could be measured.
        jc : Jc, optional
            The sample's table, of which simulated outcomes are computed.

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "furnace.design")
        ...     design = fembulk.Design.create(path, parameters={"hold": (2, 120, 0.5)}, maximise="jc")
        ...     first, second = design.ask(2)
        ...     design.tell(first, {"jc": 3.5}, parameters={"hold": 30})
        ...     design.tell(second, failed="cracked")
        ...     [(sample.parameters["hold"], sample.note) for sample in design.samples][0]
        (30.0, '')
        """
        arguments = ["design", "add", self.path]
        values: dict[str, Value] = dict(parameters or {})
        if isinstance(what, Mapping):
            values = {**what, **values}
        else:
            arguments += ["--experiment", str(what.number if isinstance(what, Experiment) else what)]
        values |= outcomes or {}
        values |= {f"{name}_sigma": value for name, value in (sigma or {}).items()}
        for option, text in (("note", note), ("failed", failed)):
            arguments += [] if text is None else [f"--{option}={text}"]
        arguments += [f"{name}={_value(value)}" for name, value in values.items()]
        if jc is None:
            _ask(arguments)
            return
        if not jc.files:
            raise wrong("jc", "a sample brings its table; make it by Jc.from_array or Jc.from_csv")
        with tempfile.TemporaryDirectory(prefix="fembulk-") as folder:
            table = os.path.join(folder, "jc.csv")
            with open(table, "w", encoding="utf-8") as file:
                file.write(next(iter(jc.files.values())))
            _ask([*arguments, "--jc-table", table])

    def drop(self, experiment: Experiment | int, because: str = "") -> None:
        """Take a proposed experiment off the list; it is not proposed again.

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "furnace.design")
        ...     design = fembulk.Design.create(path, parameters={"hold": (2, 120, 0.5)}, maximise="jc")
        ...     design.drop(design.ask()[0], because="the crucible is too small")
        ...     design.pending
        []
        """
        number = experiment.number if isinstance(experiment, Experiment) else experiment
        reason = [f"--because={because}"] if because else []
        _ask(["design", "drop", self.path, "--experiment", str(number), *reason])

    def run(self, samples: int = 30, *, timeout: float | None = None) -> Sample:
        """Optimise a simulated magnet until there are so many samples, and give the best.

        Of two objectives it is one that no other beats in both; `best` has all of them.

        Examples
        --------
        >>> import fembulk
        >>> try:
        ...     fembulk.Design("none.design").run()
        ... except fembulk.CaseError as error:
        ...     print("make one" in str(error))
        True
        """
        _ask(["design", "run", self.path, "--samples", str(samples), "--json"], timeout=timeout)
        best = self.best
        if not best:
            raise wrong("samples", "none keeps the limits yet; ask for more samples")
        return best[0]

    @property
    def document(self) -> dict[str, Any]:
        """What ``fem-bulk design show --json`` tells: samples, pending experiments, models, what is unsure.

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "furnace.design")
        ...     design = fembulk.Design.create(path, parameters={"hold": (2, 120)}, maximise="jc [A/m^2]")
        ...     design.document["units"]["jc"]
        'A/m^2'
        """
        shown: dict[str, Any] = json.loads(_ask(["design", "show", self.path, "--json"]))
        return shown

    @property
    def samples(self) -> list[Sample]:
        """The samples that count, in the order in which they were told.

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "furnace.design")
        ...     design = fembulk.Design.create(path, parameters={"hold": (2, 120, 0.5)}, maximise="jc")
        ...     design.tell({"hold": 20}, {"jc": 3})
        ...     len(design.samples)
        1
        """
        return read_samples(self.document)

    @property
    def best(self) -> list[Sample]:
        """The best sample; of two objectives all that no other beats in both.

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "furnace.design")
        ...     design = fembulk.Design.create(path, parameters={"hold": (2, 120, 0.5)}, maximise="jc")
        ...     design.tell({"hold": 20}, {"jc": 3})
        ...     design.best[0].number
        1
        """
        document = self.document
        return [sample for sample in read_samples(document) if sample.number in document["best"]]

    @property
    def pending(self) -> list[Experiment]:
        """Proposed experiments that are neither told nor dropped.

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "furnace.design")
        ...     design = fembulk.Design.create(path, parameters={"hold": (2, 120, 0.5)}, maximise="jc")
        ...     design.ask(2) == design.pending
        True
        """
        return [read_experiment(entry) for entry in self.document["pending"]]

    def to_pandas(self) -> pandas.DataFrame:
        """Give a DataFrame with a row for each sample: parameters, outcomes and their standard deviations.

        Examples
        --------
        >>> import fembulk, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "furnace.design")
        ...     design = fembulk.Design.create(path, parameters={"hold": (2, 120, 0.5)}, maximise="jc")
        ...     design.tell({"hold": 20}, {"jc": 3}, sigma={"jc": 0.1})
        ...     design.to_pandas().to_dict("records")
        [{'sample': 1, 'hold': 20.0, 'jc': 3.0, 'jc_sigma': 0.1, 'note': ''}]
        """
        import pandas

        rows = [
            {
                "sample": sample.number,
                **sample.parameters,
                **sample.outcomes,
                **{f"{name}_sigma": value for name, value in sample.sigmas.items()},
                "note": sample.note,
            }
            for sample in self.samples
        ]
        return pandas.DataFrame(rows)


def _ask(arguments: Sequence[str], timeout: float | None = None) -> str:
    """Run a command; what it warns of is a warning here, since its documents have no place for it."""
    printed, told = ask(arguments, timeout=timeout)
    for warning in told:
        warnings.warn(warning, stacklevel=3)
    return printed


def _range(name: str, values: str | Sequence[Value]) -> str:
    if isinstance(values, str):
        return values
    if all(isinstance(value, str) for value in values):
        return "|".join(map(str, values))
    if len(values) not in (2, 3):
        raise wrong(f"parameters.{name}", f"{values!r} is no range; write (from, to) or (from, to, step)")
    return ":".join(map(_value, values))


def _value(value: Value) -> str:
    return value if isinstance(value, str) else repr(float(value))


def _write(folder: str, definition: Mapping[str, Any], magnet: Magnet | None, name: str) -> str:
    """Write the definition, and the magnet's case beside it, and give the path of the definition."""
    keys = {"name": os.path.splitext(name)[0], **definition}
    if magnet is not None:
        keys["simulate"] = {**keys.get("simulate", {}), "case": "case.yaml"}
        with open(os.path.join(folder, "case.yaml"), "w", encoding="utf-8") as file:
            file.write(magnet.to_yaml())
    path = os.path.join(folder, "definition.yaml")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(keys, file, indent=1)
    return path
