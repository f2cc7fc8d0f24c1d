"""Fits, designs and sweeps: equal to the commands, refused with the key path, and nothing left on disk."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading

import numpy as np
import pytest

import fembulk
from fembulk._session import program_path

CASES = pathlib.Path(__file__).parents[2] / "Documentation/cases"


def _told(*arguments: str) -> dict[str, object]:
    done = subprocess.run([program_path(), *arguments, "--json"], capture_output=True, check=True)
    told: dict[str, object] = json.loads(done.stdout)
    return told


@pytest.fixture
def scratch(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Where temporary files go, to see that none stays."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _kim_data() -> list[fembulk.Measured]:
    hall = np.genfromtxt(CASES / "kim-hall.csv", delimiter=",", skip_header=2)
    decay = np.genfromtxt(CASES / "kim-decay.csv", delimiter=",", skip_header=2)
    return [
        fembulk.Measured.trapped("2.15 T", stage="ramp", sigma="20 mT"),
        fembulk.Measured.scan(hall[:, 1], r=hall[:, 0] * 1e-3, z=8e-3, stage="hold", sigma=hall[:, 2] * 1e-3),
        fembulk.Measured.decay(decay[:, 0], decay[:, 1], sigma=0.02),
    ]


KIM_PARAMETERS = [
    fembulk.Parameter("materials.kim.jc.jc0", start=4e8, lower=1e8, upper="2e9 A/m^2"),
    fembulk.Parameter("materials.kim.jc.b0", start=2),
    fembulk.Parameter("materials.kim.n", start=30, lower=2),
]


def test_a_fit_is_that_of_the_command(tmp_path: pathlib.Path, scratch: pathlib.Path) -> None:
    told = _told("fit", str(CASES / "kim-fit.yaml"), "--output", str(tmp_path / "runs"))
    by_file = fembulk.fit(CASES / "kim-fit.yaml")
    for key in told.keys() - {"folder", "total_s"}:
        assert by_file.document[key] == told[key], key
    assert list(scratch.iterdir()) == []
    assert by_file.parameters["materials.kim.n"].value == told["parameters"][2]["value"]  # type: ignore[index]

    by_arrays = fembulk.fit(fembulk.load(CASES / "kim-pair.yaml"), KIM_PARAMETERS, _kim_data())
    assert list(scratch.iterdir()) == []
    for key, fitted in by_file.parameters.items():
        # The radii in metres differ by a rounding from those in millimetres.
        assert by_arrays.parameters[key].value == pytest.approx(fitted.value, rel=1e-6)
        assert by_arrays.parameters[key].start == fitted.start
    assert np.allclose(by_arrays.correlations, by_file.correlations, atol=1e-5)
    assert by_arrays.to_pandas().measured.tolist() == by_file.to_pandas().measured.tolist()


def test_a_fitted_case_runs_and_may_be_kept(disc: fembulk.Magnet, tmp_path: pathlib.Path) -> None:
    data = [fembulk.Measured.trapped(1.8, stage="ramp", sigma=0.01)]
    fit = fembulk.fit(disc, ["materials.disc.jc.jc0"], data, accuracy=1e-2, save=tmp_path)
    assert fit.converged and fit.degrees_of_freedom == 0
    assert fit.magnet.run(accuracy=1e-3).stages[-1].probes["centre"].Bz == pytest.approx(1.8, abs=0.02)
    assert fembulk.open(fit.document["folder"]).name == "magnet"


WRONG_FITS = [
    (["materials.disc.nn"], 2.0, "parameters[0].key"),
    ([fembulk.Parameter("materials.disc.n", start=5, lower=6)], 2.0, "parameters[0].start"),
    ([fembulk.Parameter("materials.disc.n", start="5 T")], 2.0, "parameters[0].start"),
    (["materials.disc.n"], float("nan"), "data[0]"),
]


@pytest.mark.parametrize(("parameters", "value", "path"), WRONG_FITS)
def test_a_wrong_fit_is_told_by_its_key(
    disc: fembulk.Magnet, scratch: pathlib.Path, parameters: list[str], value: float, path: str
) -> None:
    with pytest.raises(fembulk.CaseError) as caught:
        fembulk.fit(disc, parameters, [fembulk.Measured.trapped(value, stage="ramp", sigma=0.01)])
    assert caught.value.findings[0].path.startswith(path), caught.value.findings
    assert list(scratch.iterdir()) == []


def test_wrong_measurements_are_told() -> None:
    with pytest.raises(fembulk.CaseError, match="scan"):
        fembulk.Measured.scan([1, 2], r=[0, 1], z=[0, 1])
    with pytest.raises(fembulk.CaseError, match="decay: the shapes"):
        fembulk.Measured.decay([1, 2, 3], [1, 2])
    with pytest.raises(fembulk.CaseError, match="no such fit file"):
        fembulk.fit("none.yaml")


def test_a_fit_is_cancelled_by_time_and_by_interrupt(scratch: pathlib.Path) -> None:
    magnet = fembulk.load(CASES / "kim-pair.yaml")
    with pytest.raises(fembulk.Cancelled, match="more time"):
        fembulk.fit(magnet, KIM_PARAMETERS, _kim_data(), timeout=0.2)
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        fembulk.fit(magnet, KIM_PARAMETERS, _kim_data(), accuracy=1e-4)
    assert list(scratch.iterdir()) == []


DEFINITION = {
    "parameters": {
        "temperature": {"from": "400 C", "to": "800 C", "step": "1 C"},
        "hold": {"from": "2 min", "to": "120 min", "step": "0.5 min"},
    },
    "outcomes": {"jc": {"maximise": "A/m^2"}},
}


def _furnace(experiment: fembulk.Experiment) -> float:
    temperature, hold = (float(experiment.parameters[name]) for name in ("temperature", "hold"))
    return float(1e9 * np.exp(-(((temperature - 556) / 80) ** 2) - ((hold - 32) / 40) ** 2))


def test_a_design_is_that_of_the_commands(tmp_path: pathlib.Path, scratch: pathlib.Path) -> None:
    """Asked and told here, and by the commands: the same experiments, and a file that both go on with."""
    own = fembulk.Design.create(tmp_path / "furnace.design", DEFINITION)
    (tmp_path / "other").mkdir()
    other = str(tmp_path / "other/furnace.design")
    options = ["--parameter", "temperature=400:800:1 C", "--parameter", "hold=2:120:0.5 min"]
    init = [program_path(), "design", "init", other, *options, "--maximise", "jc [A/m^2]"]
    subprocess.run(init, capture_output=True, check=True)
    for _ in range(4):
        told = _told("design", "suggest", other, "-n", "2")
        asked = own.ask(2)
        for experiment, entry in zip(asked, told["experiments"], strict=True):  # type: ignore[call-overload]
            assert (experiment.number, experiment.parameters) == (entry["experiment"], entry["parameters"])
            assert experiment.expected == entry["expected"]
            jc = _furnace(experiment)
            own.tell(experiment, {"jc": jc})
            add = ["design", "add", other, "--experiment", str(experiment.number), f"jc={jc!r}"]
            subprocess.run([program_path(), *add], capture_output=True, check=True)
    mixed = fembulk.Design(other)
    assert [sample.outcomes for sample in mixed.samples] == [sample.outcomes for sample in own.samples]
    (last,) = mixed.ask()
    assert [last] == own.ask() and own.pending[0].parameters == last.parameters and len(mixed.best) == 1
    assert list(own.to_pandas().columns) == ["sample", "hold", "temperature", "jc", "note"]
    replay = [program_path(), "design", "replay", own.path]
    assert subprocess.run(replay, capture_output=True).returncode == 0
    assert list(scratch.iterdir()) == []


def test_a_design_of_a_magnet(disc: fembulk.Magnet, tmp_path: pathlib.Path, scratch: pathlib.Path) -> None:
    field = {"from": "1 T", "to": "5 T", "step": "0.5 T", "key": "protocol.0.cool.field"}
    outcomes = {"trapped": {"maximise": "T", "probe": "centre", "stage": "ramp"}}
    definition = {"parameters": {"field": field}, "outcomes": outcomes}
    design = fembulk.Design.create(tmp_path / "disc.design", definition, magnet=disc)
    best = design.run(samples=5)
    assert len(design.samples) == 5 and best.outcomes["trapped"] > 1.5 and best.sigmas["trapped"] > 0
    assert list(scratch.iterdir()) == []


def test_samples_that_failed_or_ended_up_elsewhere(tmp_path: pathlib.Path) -> None:
    design = fembulk.Design.create(tmp_path / "a.design", DEFINITION)
    first, second, third = design.ask(3)
    design.tell(first, failed="cracked")
    design.tell(second.number, {"jc": 6e8}, parameters={"temperature": "843 K"}, note="-5 mV of drift")
    design.drop(third, because="too hot")
    assert design.pending == []
    assert [sample.note for sample in design.samples] == ["cracked", "-5 mV of drift"]
    # 843 K is 569.85 C.
    assert design.samples[1].parameters["temperature"] == pytest.approx(569.85)


def test_a_wrong_design_is_told(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.design"
    with pytest.raises(fembulk.CaseError, match="no such design file"):
        fembulk.Design(path)
    with pytest.raises(fembulk.CaseError, match="parameters.t"):
        fembulk.Design.create(path, parameters={"t": (1,)}, maximise="jc")
    with pytest.raises(fembulk.CaseError) as caught:
        fembulk.Design.create(path, parameters={"t": (1, 2)}, maximise="jc", constraints=["u <= 1"])
    assert caught.value.findings[0].path == "constraint" and "unknown name u" in str(caught.value)
    with pytest.raises(fembulk.CaseError) as caught:
        fembulk.Design.create(path, {**DEFINITION, "kernell": "rbf"})
    assert "kernell" in str(caught.value) and "kernel" in caught.value.findings[0].message
    assert not path.exists()
    design = fembulk.Design.create(path, DEFINITION)
    with pytest.raises(fembulk.OutputError, match="exists already"):
        fembulk.Design.create(path, DEFINITION)
    with pytest.raises(fembulk.CaseError) as caught:
        design.tell({"tempurature": 600}, {"jc": 1})
    assert caught.value.findings[0].path == "tempurature" and "did you mean" in str(caught.value)
    with pytest.raises(fembulk.CaseError, match="not pending"):
        design.tell(77, {"jc": 1})
    with pytest.raises(fembulk.CaseError, match="kernel"):
        design.ask(kernel="cubic")


def test_a_sweep_has_errors_and_says_what_failed(disc: fembulk.Magnet) -> None:
    pytest.importorskip("pandas")
    rows = fembulk.sweep(
        disc, {"materials.disc.n": [0.5, 21], "bulks.0.outer_radius": [0.015, "20 mm"]}, jobs=2, accuracy=1e-2
    )
    assert rows.failure.notna().tolist() == [True, True, False, False]
    assert (rows.centre_error[2:] > 0).all() and rows.centre_Bz[3] > rows.centre_Bz[2]
    unknown = fembulk.sweep(disc, {"none": [1]})
    assert "none" in unknown.failure[0] and "did you mean" in unknown.failure[0]
