"""Cases from Python: equal to the command line, back and forth, refused with the key path."""

import json
import math
import pathlib
import random
import subprocess

import numpy as np
import pytest

import fembulk
from fembulk._session import program_path
from fembulk._units import UNITS, text, to_si

ROOT = pathlib.Path(__file__).parents[2]
CASES = [
    path for path in sorted((ROOT / "Documentation/cases").glob("*.yaml")) if "\nbulks:" in path.read_text()
]


@pytest.mark.parametrize("path", CASES, ids=lambda path: str(path.name))
def test_equal_to_the_command_line(path: pathlib.Path, tmp_path: pathlib.Path) -> None:
    command = [program_path(), "simulate", str(path), "--json", "--no-report", "--output", str(tmp_path)]
    own = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    run = fembulk.load(path).run()
    assert run.summary["stages"] == own["stages"]
    rows = (pathlib.Path(own["folder"]) / "history.csv").read_text().splitlines()[1:]
    assert [[float(cell) for cell in row.split(",")] for row in rows] == [list(row) for row in run.history]


def test_the_default_pair() -> None:
    run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
    assert abs(run.stages[-1].probes["centre"].Bz - 2.83) < 0.01


def _random_magnet(chance: random.Random) -> fembulk.Magnet:
    bodies = []
    z = chance.uniform(-5e-3, 5e-3)
    for index in range(chance.randint(1, 3)):
        height, outer = chance.uniform(1e-3, 10e-3), chance.uniform(5e-3, 40e-3)
        inner = chance.choice([0.0, chance.uniform(0.1, 0.8) * outer])
        jc0, b0 = 10 ** chance.uniform(7, 9.5), chance.uniform(0.2, 5)
        jc = chance.choice(
            [
                fembulk.Jc.constant(jc0),
                fembulk.Jc.kim(jc0, b0, chance.choice([1, 1.5, 2.0])),
                fembulk.Jc.exponential(jc0, b0),
                fembulk.Jc.from_array([0, 1, 5], np.array([1, 0.5, 0.1]) * jc0),
                fembulk.Jc.from_array([0, 5], np.array([[1, 0.5], [0.5, 0.1]]) * jc0, T=[5, 20]),
            ]
        )
        cold = chance.choice([None, "38 K"])
        made_of = fembulk.Material(jc, n=chance.uniform(3, 100), tc=None if "jc.csv" in jc.files else cold)
        bodies.append(fembulk.Bulk(outer, z, z + height, inner, material=made_of, name=f"b{index}"))
        z += height + chance.uniform(0, 5e-3)
    coils, movable = _random_sources(chance)
    magnet = fembulk.Magnet([*bodies, *coils, *movable], name=f"m{chance.randint(0, 99)}")
    field = chance.choice([0.0, chance.uniform(1, 9)])
    cooled = {coils[0].name: field, "uniform": 0.1} if coils and chance.random() < 0.5 else field
    magnet = magnet.field_cool(cooled, chance.uniform(5, 15))
    for _ in range(chance.randint(1, 4)):
        source = chance.choice([None, *coils])
        stage = chance.randint(0, 6)
        if stage == 0:
            magnet = magnet.ramp(chance.uniform(-5, 5), rate=10 ** chance.uniform(-4, -1), source=source)
        elif stage == 1:
            magnet = magnet.hold(10 ** chance.uniform(0, 6))
        elif stage == 2:
            magnet = magnet.warm(chance.uniform(15, 19), duration=chance.uniform(10, 1e4))
        elif stage == 3:
            magnet = magnet.pulse(chance.uniform(-5, 5), 10 ** chance.uniform(-3, 0), 10, source=source)
        elif stage == 4:
            magnet = magnet.sine(chance.uniform(0.01, 1), 10 ** chance.uniform(-2, 1), 2.25, source=source)
        elif stage == 5 and movable:
            to = {chance.choice(["z", "gap"]): chance.uniform(0.3, 0.4)}
            magnet = magnet.move(movable[0], **to, speed=10 ** chance.uniform(-3, 0))
        else:
            magnet = magnet.ramp(1, duration=60, source=source, time_constant=chance.uniform(1, 100))
    if chance.random() < 0.5:
        magnet = magnet.probe("p", chance.uniform(0, 0.05), chance.uniform(-0.05, 0.05))
    return magnet


def _random_sources(
    chance: random.Random,
) -> tuple[list[fembulk.Solenoid | fembulk.Loop], list[fembulk.PermanentMagnet]]:
    coils: list[fembulk.Solenoid | fembulk.Loop] = []
    if chance.random() < 0.4:
        inner, middle = chance.uniform(0.05, 0.1), chance.uniform(-0.02, 0.02)
        reference = chance.choice([None, (0.0, middle)])
        outer = inner * chance.uniform(1.1, 2)
        coils.append(
            fembulk.Solenoid(inner, outer, chance.uniform(0.01, 0.2), middle, reference, name="main")
        )
    if chance.random() < 0.3:
        coils.append(fembulk.Loop(chance.uniform(0.21, 0.3), chance.uniform(-0.1, 0.1), name="outer"))
    if chance.random() < 0.6:
        return coils, []
    inner = chance.choice([0.0, 5e-3])
    pm = fembulk.PermanentMagnet(chance.uniform(0.01, 0.04), 0.01, 0.3, chance.uniform(-1.4, 1.4), inner)
    return coils, [pm]


def test_a_thousand_magnets_come_back_from_yaml(tmp_path: pathlib.Path) -> None:
    chance = random.Random(20261126)
    path = tmp_path / "case.yaml"
    for _ in range(1000):
        magnet = _random_magnet(chance)
        complete = magnet.complete()
        path.write_text(magnet.to_yaml())
        assert fembulk.load(path).document == complete.document


def _made_of(material: object) -> fembulk.Magnet:
    disc = fembulk.Disc("15 mm", "6 mm", material=material)  # type: ignore[arg-type]
    return fembulk.Magnet(disc).field_cool(7, 5).ramp(0, rate="4.8 T/h")


WRONG = [
    (lambda m: _made_of(5), "bulks.disc.material"),
    (lambda m: _made_of(fembulk.Material(5e8)), "jc"),  # type: ignore[arg-type]
    (lambda m: _made_of("ba123").run(), "materials.disc.card"),
    (
        lambda m: _made_of(fembulk.Material(fembulk.Jc.from_array([0, 1], [1e8, -1]))).run(),
        "materials.disc.jc",
    ),
    (lambda m: fembulk.Jc.from_array("a", [1]), "jc.B"),
    (lambda m: fembulk.Jc.from_csv("none.csv"), "jc.file"),
    (lambda m: fembulk.Disc(None, 1).document, "bulks.disc.outer_radius"),  # type: ignore[arg-type]
    (lambda m: m.run(accuracy=1e-2).B("x"), "points"),
    (lambda m: m.run(accuracy=1e-2).B([1, 2]), "points"),
    (lambda m: m.run(accuracy=1e-2).to_xarray([-1], [0]), "r"),
    (lambda m: m.run(accuracy=1e-2).J_map(9), "stage"),
    (lambda m: m.run(accuracy=1e-2).loop, ""),
    (lambda m: m.rows("x"), "output.every"),
    (lambda m: fembulk.sweep(m, {"n": 20}), "n"),  # type: ignore[dict-item]
    (lambda m: fembulk.sweep(m, {"n": [20]}, jobs=0), "jobs"),
    (lambda m: m.run(accuracy="0.5 T"), "accuracy"),
    (lambda m: m.hold("-1 h").run(), "protocol[2].hold.duration"),
    (lambda m: m.probe("a b", 0, 0).run(), "probes.a b"),
    (lambda m: m.ramp(0, rate=0).run(), "protocol[2].ramp.rate"),
    (lambda m: m.field_cool("7 T", "0 K").run(), "protocol[2].cool.temperature"),
]


@pytest.mark.parametrize(("wrong", "path"), WRONG)
def test_what_is_wrong_is_told_by_its_key(disc: fembulk.Magnet, wrong, path: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(fembulk.CaseError) as caught:
        wrong(disc)
    assert isinstance(caught.value, ValueError) and caught.value.findings[0].path == path
    assert len(caught.value.findings[0].message) > 20


def test_a_material_may_be_the_name_of_a_card() -> None:
    assert _made_of("ba122-data-driven") == _made_of(fembulk.material("ba122-data-driven"))


def test_a_missing_file_is_a_wrong_case(tmp_path: pathlib.Path) -> None:
    with pytest.raises(fembulk.CaseError, match="No such file"):
        fembulk.load(tmp_path / "none.yaml")


def test_a_pace_has_to_be_given_once(disc: fembulk.Magnet) -> None:
    for pace in ({}, {"rate": 1.0, "duration": 1.0}):
        with pytest.raises(fembulk.CaseError, match="rate= or duration="):
            disc.ramp(0, **pace)  # type: ignore[arg-type]


def test_units_are_those_of_case_files() -> None:
    schema = subprocess.run([program_path(), "schema"], capture_output=True, text=True, check=True).stdout
    for dimension, units in UNITS.items():
        listed = "Units: " + ", ".join(unit for unit in units if unit)
        assert f"{listed}." in schema, dimension


def test_values_of_units_are_those_of_case_files(disc: fembulk.Magnet) -> None:
    cool = disc.document["protocol"][0]["cool"]
    for unit in UNITS["field"]:
        stages = [{"cool": {**cool, "field": f"3.7 {unit}"}}]
        read = disc._with(protocol=stages).complete().document["protocol"][0]["cool"]["field"]
        assert read == text(to_si(f"3.7 {unit}", "field", "x"), "field"), unit


@pytest.mark.parametrize(
    ("value", "dimension", "si"),
    [
        ("15 mm", "length", 0.015),
        ("15mm", "length", 0.015),
        ("4.8 T/h", "field rate", 4.8 / 3600),
        ("3 kA/cm²", "current density", 3e7),
        ("20 µm", "length", 2e-5),
        ("0.1 %", "ratio", 0.001),
        (7, "field", 7.0),
    ],
)
def test_units(value: object, dimension: str, si: float) -> None:
    assert to_si(value, dimension, "x") == si
    assert to_si(text(si, dimension), dimension, "x") == si


def test_pint_quantities() -> None:
    pint = pytest.importorskip("pint")
    units = pint.UnitRegistry()
    assert math.isclose(to_si(15 * units.mm, "length", "x"), 0.015)
    assert math.isclose(to_si(4.8 * units.tesla / units.hour, "field rate", "x"), 4.8 / 3600)
    assert to_si(5 * units.kelvin, "temperature", "x") == 5
