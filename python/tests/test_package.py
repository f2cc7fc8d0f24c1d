"""The package as a whole: every public name is told, and a user's script has types."""

import inspect
import pathlib
import subprocess
import sys
import textwrap

import numpy as np
import pytest

import fembulk

ROOT = pathlib.Path(__file__).parents[2]


def _public() -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name in fembulk.__all__:
        thing = getattr(fembulk, name)
        found.append((name, thing))
        if inspect.isclass(thing):
            found += [
                (f"{name}.{member}", value)
                for member, value in vars(thing).items()
                if not member.startswith("_")
                and isinstance(value, (classmethod, staticmethod, property))
                or (inspect.isfunction(value) and not member.startswith("_"))
            ]
    return found


@pytest.mark.parametrize(("name", "thing"), _public(), ids=[name for name, _ in _public()])
def test_every_public_name_has_an_example(name: str, thing: object) -> None:
    text = inspect.getdoc(thing) or ""
    # A field of cases needs none: it stands in the example of its class.
    assert ">>>" in text or name.split(".")[-1] in ("document", "files"), name


def test_names_of_the_package_are_listed() -> None:
    listed = {name for name in vars(fembulk) if not name.startswith("_")}
    modules = {name for name in listed if inspect.ismodule(getattr(fembulk, name))}
    assert listed - modules <= set(fembulk.__all__)


def test_a_script_of_a_user_has_types(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("mypy")
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            '''\
            """Trapped field of a disc over its thickness."""

            import fembulk
            import numpy as np

            kim = fembulk.Material(fembulk.Jc.kim("5e8 A/m^2", "1.5 T"), n=21)
            fields: list[float] = []
            for height in (6e-3, 10e-3):
                disc = fembulk.Disc(radius="15 mm", height=height, material=kim)
                magnet = fembulk.Magnet([disc]).field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h")
                run = magnet.run(accuracy=1e-2)
                fields.append(run.stages[-1].probes["centre"].Bz)
                above = run.B(np.array([[0, 0, height]]))
                force: dict[str, fembulk.Uncertain] = run.force()
                print(fields[-1], above[0, 2], run.history["time"][-1], force)
            '''
        )
    )
    mypy = ["-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(script)]
    for check in (mypy, ["-m", "ruff", "check", str(script)], [str(script)]):
        done = subprocess.run([sys.executable, *check], capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


def test_tables_and_maps_go_to_pandas_and_xarray(disc: fembulk.Magnet) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("xarray")
    run = disc.hold("1 h").run(accuracy=1e-2)
    frame, dataset = run.history.to_pandas(), run.history.to_xarray()
    assert list(frame) == list(run.history.dtype.names or ())
    assert np.array_equal(dataset.centre_Bz, frame.centre_Bz)
    cells, rows = run.J_map(), run.J_map().to_pandas()
    inside = rows[rows.region == "disc"]
    assert np.array_equal(rows.J, cells.J) and len(inside) == np.count_nonzero(cells.regions)
    assert inside.r.between(0, 15e-3).all() and inside.z.between(-3e-3, 3e-3).all()
    grid = run.to_xarray(r=np.linspace(0, 0.02, 5), z=[-5e-3, 0, 5e-3])
    assert grid.Bz.dims == ("stage", "z", "r") and list(grid.name.values) == ["cool", "ramp", "hold"]
    own = run.B([[0.02, 0, 5e-3]], stage=1)[0]
    there = grid.sel(stage=1, r=0.02, z=5e-3)
    assert (float(there.Br), float(there.Bz)) == (own[0], own[2]) and (grid.error[1:] > 0).all()


def test_many_points_are_those_one_by_one(disc: fembulk.Magnet) -> None:
    run = disc.run(accuracy=1e-2)
    points = np.random.default_rng(3).uniform(-0.03, 0.03, (3000, 3))
    fields, errors, potentials = run.B(points), run.B_error(points), run.A_phi(points)
    for index in (0, 1500, 2999):
        # The program takes many points together, to 1e-6 of the largest field.
        assert np.allclose(fields[index], run.B(points[index]), rtol=0, atol=3e-6)
        assert np.isclose(errors[index], run.B_error(points[index]), rtol=1e-2)
        assert np.isclose(potentials[index], run.A_phi(points[index]), rtol=0, atol=1e-7)
    assert run.B(np.empty((0, 3))).shape == (0, 3) and run.B(points.reshape(3, 1000, 3)).shape == (3, 1000, 3)
