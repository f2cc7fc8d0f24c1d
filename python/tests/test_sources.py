"""Coils, permanent magnets, forces: equal to case files, and to magpylib."""

import json
import math
import pathlib
import subprocess

import numpy as np
import pytest

import fembulk
from fembulk._session import program_path

BULK = fembulk.Material(fembulk.Jc.kim(5e8, 1.5), n=40, tc=38)


def _template(name: str, folder: pathlib.Path) -> fembulk.Magnet:
    path = folder / f"{name}.yaml"
    subprocess.run([program_path(), "init", "--template", name, str(path)], capture_output=True, check=True)
    return fembulk.load(path)


def _solenoid() -> fembulk.Magnet:
    disc = fembulk.Disc("15 mm", "10 mm", material=BULK)
    coil = fembulk.Solenoid("40 mm", "60 mm", "80 mm", "10 mm", reference=(0, "10 mm"), name="main")
    magnet = fembulk.Magnet([disc, coil], name="solenoid").field_cool({"main": "5 T"}, "5 K")
    magnet = magnet.ramp("2.5 T", rate="5 T/h", source=coil).ramp(0, rate="5 T/h", source="main").hold("1 h")
    return magnet.probe("centre", 0, 0).probe("surface", 0, "6 mm")


def _levitation(gaps: bool = True) -> fembulk.Magnet:
    """The template, by gaps or by heights of the magnet's lower face."""
    disc = fembulk.Disc("15 mm", "10 mm", z="-5 mm", material=BULK)
    pm = fembulk.PermanentMagnet("12.5 mm", "15 mm", z="307.5 mm", remanence="1.3 T", name="pm")
    magnet = fembulk.Magnet([disc, pm], name="levitation").field_cool(0, "5 K")
    for gap, speed in ((30, 10), (5, 1), (5.1, 1), (5, 1), (1, 1), (30, 1)):
        to = {"gap": f"{gap} mm"} if gaps else {"z": f"{gap} mm"}
        magnet = magnet.move(pm, **to, speed=f"{speed} mm/s")
    return magnet.probe("surface", 0, "0.5 mm")


def test_a_magnet_with_a_coil_is_the_case_file(tmp_path: pathlib.Path) -> None:
    own, template = _solenoid().run(), _template("solenoid", tmp_path).run()
    assert own.summary["stages"] == template.summary["stages"]
    assert own.force(1)["main"].value < -50 and own.force(1)["main"].error < 1


def test_forces_of_stages_are_those_of_the_history(tmp_path: pathlib.Path) -> None:
    run = _solenoid().run(accuracy=1e-2)
    for index, stage in list(enumerate(run.stages))[1:]:
        row = np.flatnonzero(run.history["time"] == stage.time)[-1]
        for name, force in run.force(index).items():
            assert run.history[f"force_{name}"][row] == force.value
            # Of one row of the integrator, which is not held to the accuracy.
            assert run.history[f"force_{name}_error"][row] >= force.error
    assert sum(force.value for force in run.force(1).values()) == pytest.approx(0, abs=1e-9)


@pytest.fixture(scope="module")
def levitation() -> fembulk.Run:
    return _levitation(gaps=False).run(accuracy=1e-2)


def test_a_motion_to_a_height_is_one_to_a_gap(levitation: fembulk.Run, tmp_path: pathlib.Path) -> None:
    template = _template("levitation", tmp_path).run()
    for own, other in zip(levitation.stages, template.stages, strict=True):
        assert own.time == other.time
        for name, force in own.forces.items():
            # 5.1 mm is reached by another rounding of the way.
            assert force.value == pytest.approx(other.forces[name].value, rel=1e-6, abs=1e-9)


def test_magpylib_has_the_same_field(levitation: fembulk.Run) -> None:
    magpylib = pytest.importorskip("magpylib")
    points = np.random.default_rng(1).uniform(-0.04, 0.04, (40, 3))
    for stage in (0, 2, -1):
        source = levitation.to_magpylib(stage)
        assert np.array_equal(source.getB(points), levitation.B(points, stage))
        assert np.allclose(source.getH(points), levitation.B(points, stage) / (4e-7 * math.pi), rtol=1e-14)
    cube = magpylib.magnet.Cuboid(polarization=(0, 0, 1), dimension=(0.01, 0.01, 0.01))
    together = magpylib.Collection(source, cube)
    assert together.getB((0, 0, 0.1)).shape == (3,)
    magpylib.show(together, backend="matplotlib", return_fig=True)


@pytest.mark.parametrize(("stage", "gap"), [(1, 30e-3), (2, 5e-3), (5, 1e-3)])
def test_magpylib_computes_the_same_force(levitation: fembulk.Run, stage: int, gap: float) -> None:
    magpylib = pytest.importorskip("magpylib")
    shape = {"dimension": (25e-3, 15e-3), "position": (0, 0, gap + 7.5e-3)}
    pm = magpylib.magnet.Cylinder(polarization=(0, 0, 1.3), **shape)
    # The run's field has that of the magnet in it, which does not pull at itself.
    opposite = magpylib.magnet.Cylinder(polarization=(0, 0, -1.3), **shape)
    cut = [
        np.sum(magpylib.getFT([levitation.to_magpylib(stage), opposite], pm, meshing=count)[0], axis=0)[2]
        for count in (300, 3000)
    ]
    ours = levitation.force(stage)["pm"]
    assert cut[1] == pytest.approx(ours.value, abs=ours.error + 2 * abs(cut[1] - cut[0]))
    assert cut[1] == pytest.approx(ours.value, rel=3e-3)


def test_pulses_sines_and_drives_act(tmp_path: pathlib.Path) -> None:
    disc = fembulk.Disc("15 mm", "6 mm", material=BULK)
    cold = fembulk.Magnet([disc]).field_cool(0, 20)
    pulse = cold.pulse("4 T", "10 ms", "0.1 s").run(accuracy=3e-2)
    assert pulse.history["applied_field"].max() == pytest.approx(4, rel=1e-2)
    sine = cold.sine("0.1 T", "20 ms", 1.25).run(accuracy=3e-2)
    assert sine.stages[-1].applied_field == pytest.approx(0.1)
    driven = cold.drive([0, 10, 30], [0, 1, 0.25]).run(accuracy=3e-2)
    assert driven.stages[-1].applied_field == 0.25 and driven.stages[-1].time == 30


WRONG = [
    (lambda m: m.ramp(1, rate=1, source="nain").run(), "protocol[4].ramp.source"),
    (lambda m: m.move("nain", z=1, speed=1).run(), "protocol[4].move.source"),
    (lambda m: m.move("main", speed=1), "protocol[4].move"),
    (lambda m: m.move("main", z=1, gap=1, speed=1), "protocol[4].move"),
    (lambda m: m.move("main", z="1 T", speed=1), "protocol[4].move.z"),
    (lambda m: m.pulse("4 T", 0, 1).run(), "protocol[4].pulse.rise_time"),
    (lambda m: m.drive([0, 1], [1]), "protocol[4].drive"),
    (lambda m: m.drive([1, 0], [1, 2]).run(), "protocol[4].drive"),
    (lambda m: fembulk.Magnet([fembulk.Disc(1, 1), fembulk.Loop(2), fembulk.Loop(3)]), "sources.loop"),
    (lambda m: fembulk.Magnet([fembulk.Disc(1, 1), 7]), "bodies[1]"),  # type: ignore[list-item]
    (lambda m: fembulk.Magnet([fembulk.Disc(1, 1), fembulk.Loop("2 T")]), "sources.loop.radius"),
    (
        lambda m: fembulk.Magnet([fembulk.Disc(1, 1), fembulk.Loop(-1)]).field_cool(0, 5).hold(1).run(),
        "sources.loop.radius",
    ),
]


@pytest.mark.parametrize(("wrong", "path"), WRONG)
def test_what_is_wrong_is_told_by_its_key(wrong, path: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(fembulk.CaseError) as caught:
        wrong(_solenoid())
    finding = caught.value.findings[0]
    assert finding.path.startswith(path) and len(finding.message) > 20, finding


def test_homogeneity_is_that_of_the_command(tmp_path: pathlib.Path) -> None:
    run = _solenoid().run(accuracy=1e-2)
    folder = run.save(tmp_path)
    sphere = run.homogeneity("5 mm")
    cylinder = run.homogeneity(5e-3, height=3e-3, z=1e-3, stage=1)
    for options, own in (
        (["--sphere", "5 mm"], sphere),
        (["--cylinder", "5mmx3mm", "--centre", "1 mm", "--stage", "1"], cylinder),
    ):
        command = [program_path(), "field", folder, *options, "--json"]
        told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        assert own.document == told
    assert cylinder.mean.value == told["mean_T"]["value"] and cylinder.rms.error == told["rms_ppm"]["error"]
